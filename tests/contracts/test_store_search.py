"""What is found of what was stored: both stores find the same, in the same order."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from ribao.support.searching.parsing import also, parse
from ribao.support.store.port import Reading, Store
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.attribution import SourceType, Status
from ribao.types.claim import Claim, Holder
from ribao.types.correction import Correction
from ribao.types.edition import Entry, Section
from tests.contracts.made import DAY, NOW, a_lead, a_source, an_article, an_edition

NEWS = {
    "one": ("云岬科技确认折叠屏推迟", "公司说，原因是铰链需要改进。首批备货减半。"),
    "two": ("傳雲岬摺疊屏推遲發布", "供應鏈消息稱推遲到六月。"),
    "three": ("Yunjia delays its foldable iPhone18Pro rival", "The hinge needs work, Zhou Lan said."),
    "four": ("小米，发布新平板", "价格 2999 元，云岬未回应。"),
}


def stored(store: Store, **fields: Any) -> dict[str, Article]:
    """The invented news, each a day older than the one before it."""
    found = {}
    for days, (name, (title, text)) in enumerate(NEWS.items()):
        lead = a_lead(name, title=title, published_at=NOW - days * DAY)
        article = an_article(lead, paragraphs=tuple(text.split("\n")), **fields)
        store.save_readings([Reading(lead_id=lead.id, article=article)])
        found[name] = article
    return found


def names(store: Store, words: str) -> list[str]:
    ids = {a_lead(name).id: name for name in NEWS}
    return [ids[hit.article_id] for hit in store.search(parse(words)).hits]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("云岬", ["one", "two", "four"]),  # a headline goes before a text; Traditional is Simplified
        ("雲岬", ["one", "two", "four"]),
        ("折叠屏", ["one", "two"]),
        ("叠", ["one", "two"]),  # a single character
        ("铰", ["one"]),
        ("屏", ["one", "two"]),  # the last of its run is found, too
        ("迟", ["one", "two"]),
        ("云岬 推迟", ["one", "two"]),
        ("云岬 -推迟", ["four"]),
        ("铰链 | 平板", ["four", "one"]),
        ("平板 OR hinge", ["four", "three"]),
        ("yunj", ["three"]),  # the beginning of a word
        ("iphone", ["three"]),
        ("iphone 18", ["three"]),
        ("IPHONE18PRO", ["three"]),
        ("ＩＰＨＯＮＥ", ["three"]),
        ("iphone 1", []),  # no number is the beginning of another
        ('"zhou lan"', ["three"]),
        ('"lan zhou"', []),
        ("“发布新平板”", ["four"]),
        ("小米发布", []),  # a comma stands between them
        ("小米 发布", ["four", "two"][:1]),
        ("2999", ["four"]),
        ("before:2026-01-13", ["three", "four"]),
        ("自:2026-01-14 云岬", ["one", "two"]),
        ("after:2026-01-14 before:2026年1月14日", ["two"]),
        ("没有这个词", []),
        ("-云岬", ["three"]),
    ],
)
def test_words_phrases_and_days(store: Store, words: str, found: list[str]) -> None:
    stored(store)
    assert names(store, words) == found


def test_nothing_asked_is_everything_newest_first(store: Store) -> None:
    stored(store)
    assert names(store, "") == list(NEWS)
    newest = store.search(parse(""), most=2)
    assert len(newest.hits) == 2
    assert newest.more


def test_of_very_many_the_newest_are_found_in_whatever_order_they_came(store: Store) -> None:
    for number in (3, 1, 5, 2, 4):
        lead = a_lead(f"n{number}", title="洪水预警", published_at=NOW - number * DAY)
        store.save_readings([Reading(lead_id=lead.id, article=an_article(lead, published_at=lead.published_at))])
    for words in ("洪水", ""):
        found = store.search(parse(words), most=2)
        assert [hit.article_id for hit in found.hits] == [a_lead("n1").id, a_lead("n2").id]
        assert found.more


@pytest.mark.parametrize("year", [1, 1969, 1970, 9999])
def test_articles_of_one_second_of_any_year_are_all_found(store: Store, year: int) -> None:
    moment = datetime(year, 1, 1, tzinfo=UTC)
    articles = [an_article(a_lead(f"same{number}"), title="洪水", published_at=moment) for number in range(5)]
    store.save_readings([Reading(lead_id=one.id, article=one) for one in articles])
    assert len(store.search(parse("洪水")).hits) == 5
    day = moment.date().isoformat()
    assert len(store.search(parse(f"洪水 after:{day} before:{day}")).hits) == 5


def test_a_name_is_met_in_any_of_its_forms(store: Store) -> None:
    stored(store)
    query = also(parse("周岚"), {"周岚": ("Zhou Lan", "周嵐")})
    assert [hit.article_id for hit in store.search(query).hits] == [a_lead("three").id]


def test_a_new_revision_takes_the_place_of_the_old_one(store: Store) -> None:
    article = stored(store)["one"]
    changed = replace(article, title="云岬撤回公告", paragraphs=("公司说原公告有误。",), revision=2)
    store.save_readings([Reading(lead_id=article.id, article=changed)])
    assert names(store, "折叠屏") == ["two"]
    assert names(store, "撤回公告") == ["one"]
    assert names(store, "铰链") == []


def test_what_is_pruned_is_not_found(store: Store) -> None:
    stored(store)
    store.prune(NOW + 99 * DAY)
    assert names(store, "云岬") == []
    assert names(store, "") == []


def mark(article: Article, maker: str, **value: Any) -> Annotation:
    return Annotation(article_id=article.id, revision=1, maker=maker, version=1, value=value)


def test_channel_source_and_promotion(store: Store) -> None:
    store.put_sources([a_source("beta")])
    found = stored(store)
    store.put_annotations(
        [
            mark(found["one"], "channel", main="智能手机", second="业界资讯"),
            mark(found["two"], "channel", main="业界资讯", second=None),
            mark(found["four"], "promotion", promo=True),
        ]
    )
    assert names(store, "频道:业界资讯") == ["one", "two"]
    assert names(store, "-promo 云岬") == ["one", "two"]
    assert names(store, "promo:only") == ["four"]
    assert names(store, "source:alpha 小米") == ["four"]
    assert names(store, "source:beta") == []
    store.put_corrections([Correction(article_id=found["four"].id, at=NOW, promo=False, channel="平板电脑")])
    assert names(store, "promo:only") == []
    assert names(store, "channel:平板电脑") == ["four"]
    store.remove_correction(found["four"].id)
    assert names(store, "promo:only") == ["four"]


def test_the_status_of_statements(store: Store) -> None:
    found = stored(store)
    holder = Holder(
        speaker="云岬科技", source_type=SourceType.OFFICIAL, status=Status.CONFIRMED, article_id=found["one"].id,
        revision=1, source_id="alpha", at=NOW, where="title", span=(0, 4), quote="云岬科技确认折叠屏推迟",
    )  # fmt: skip
    claim = Claim(
        id="c",
        story_id="s",
        statement="折叠屏推迟",
        language="zh",
        status=Status.CONFIRMED,
        holders=(holder,),
        history=(),
    )
    entry = Entry(
        story="s", headline="云岬", sentences=(), articles=(), first_seen=NOW, rank_terms={}, channels=("智能手机",),
        claims=(claim,),
    )  # fmt: skip
    store.put_edition(replace(an_edition(), sections=(Section(channel="智能手机", entries=(entry,)),)))
    assert names(store, "status:confirmed") == ["one"]
    assert names(store, "说法:官方确认 云岬") == ["one"]
    assert names(store, "status:denied") == []


def test_words_like_a_misspelt_one(store: Store) -> None:
    stored(store)
    assert store.words_like("yunja")["yunjia"] == 1
    assert "hinge" not in store.words_like("yunja")


@pytest.mark.parametrize(
    "words", ['"', '""" OR AND NOT (', "title:x* NEAR(a b, 3)", "-", "|", "*", "\0", "\ud800", "a" * 999]
)
def test_no_text_is_an_error(store: Store, words: str) -> None:
    stored(store)
    store.search(parse(words))
