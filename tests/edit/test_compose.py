"""An edition: each story once, each headline once, news before adverts, and the same from the same desk."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.edit.compose import compose
from ribao.edit.desk import Desk
from ribao.edit.headline import clean
from ribao.edit.rank import SOURCES, rank
from ribao.support.folding import bare
from ribao.types.article import Article
from ribao.types.channel import CHANNELS, OTHER, TOP
from ribao.types.edition import Edition
from ribao.types.reason import Code, Reason
from ribao.types.source import Tier
from tests.edit.build import NOW, article, desk, marks, source, story
from tests.examples import many

BODY = "青石港的灯塔今天清晨重新点亮，这是它停用三十年后的第一次亮灯。港务局局长乔一苇说，修缮花了两年时间。"


def singles(count: int, body: bool = True, **more: Any) -> list[Article]:
    return [
        article(
            f"a{n:03}", f"第{n}号灯塔今日点亮", *([BODY] if body else []), source=f"s{n % 7}", hours=1 + n / 20, **more
        )
        for n in range(count)
    ]


def alone(articles: Sequence[Article], **more: Any) -> Desk:
    return desk(articles, [story(one) for one in articles], **more)


def entries(edition: Edition) -> list[str]:
    return [entry.story for section in edition.sections for entry in section.entries]


def headlines(edition: Edition) -> list[str]:
    return [entry.headline for section in edition.sections for entry in section.entries]


def test_sections_stand_in_the_readers_order() -> None:
    articles = singles(20)
    names = [*CHANNELS, OTHER]
    found = {one.id: marks(one.id, channel=names[n % 10]) for n, one in enumerate(articles)}
    edition = compose(alone(articles, annotations=found))
    assert [section.channel for section in edition.sections] == [TOP, *CHANNELS, OTHER]


def test_the_top_story_has_text_and_two_sources() -> None:
    lone = article("lone", "独家长文", BODY * 30, hours=0.1)
    pair = [article("p1", "灯塔点亮", BODY, source="a"), article("p2", "灯塔重新点亮", BODY + "有雾。", source="b")]
    edition = compose(desk([lone, *pair], [story(lone), story(*pair)]))
    assert [len(entry.articles) for entry in edition.sections[0].entries] == [2]
    assert edition.sections[0].channel == TOP


def test_a_repost_is_no_second_source() -> None:
    first, copy = article("1", "灯塔点亮", BODY, source="a"), article("2", "灯塔点亮了", BODY, source="b", hours=1)
    both = {"1": first, "2": copy}
    sources = {"a": source("a"), "b": source("b")}
    assert rank(story(first, copy), both, sources, {}, NOW)["independent_sources"] == SOURCES
    assert rank(story(first, copy, reposts={"2": "1"}), both, sources, {}, NOW)["independent_sources"] == 0


def test_every_term_of_the_rank_is_named_and_adds_up() -> None:
    edition = compose(alone(singles(3), follow=("第1号",)))
    for section in edition.sections:
        for entry in section.entries:
            terms = dict(entry.rank_terms)
            assert terms.pop("total") == round(sum(terms.values()), 4)
    assert edition.sections[0].entries[0].headline == "第1号灯塔今日点亮"


def test_only_the_last_24_hours_enter_and_nothing_after() -> None:
    articles = [article(str(h), f"{h}小时前的灯塔", BODY, hours=h) for h in (-1, 0, 5, 23.9, 24, 30)]
    assert sorted(headlines(compose(alone(articles)))) == ["0小时前的灯塔", "23.9小时前的灯塔", "5小时前的灯塔"]


def test_a_span_may_be_given_and_late_arrivals_belong_to_it() -> None:
    articles = [article(str(h), f"{h}小时前的灯塔", BODY, hours=h) for h in (5, 24.5, 26, 30)]
    edition = compose(alone(articles, since=NOW - timedelta(hours=25), late={"30"}))
    assert sorted(headlines(edition)) == ["24.5小时前的灯塔", "30小时前的灯塔", "5小时前的灯塔"]
    assert edition.counts["articles"] == 3


def test_a_running_story_shows_its_earlier_articles() -> None:
    old, new = (
        article("old", "灯塔将亮", BODY, hours=30, source="a"),
        article("new", "灯塔亮了", BODY + "今晨。", source="b"),
    )
    (entry,) = compose(desk([old, new], [story(old, new)])).sections[0].entries
    assert [one.id for one in entry.articles] == ["old", "new"]
    assert entry.headline == "灯塔亮了"


def test_what_was_shown_comes_again_only_with_news() -> None:
    old = article("old", "灯塔将亮", BODY, hours=30, source="a")
    retold = article("r", "灯塔要亮了", hours=2, source="b")
    told = article("n", "灯塔亮了，局长致辞", BODY + "局长致辞。", hours=2, source="b")
    assert entries(compose(desk([old, retold], [story(old, retold)], earlier={"old"}))) == []
    assert len(entries(compose(desk([old, told], [story(old, told)], earlier={"old"})))) == 1
    assert len(entries(compose(desk([old, retold], [story(old, retold)])))) == 1


def test_muted_articles_stay_out_and_are_counted() -> None:
    articles = singles(14)
    edition = compose(alone(articles, mute=("第3号", "/第1[01]号/")))
    assert edition.counts["muted"] == 3
    assert not {"第3号灯塔今日点亮", "第10号灯塔今日点亮"} & set(headlines(edition))


def test_a_sources_and_a_channels_own_mute_words() -> None:
    articles = [article("a", "灯塔甲", BODY, source="a"), article("b", "灯塔乙", BODY, source="b")]
    sources = {"a": source("a", mute=("灯塔",)), "b": source("b")}
    assert headlines(compose(alone(articles, sources=sources))) == ["灯塔乙"]
    found = {"b": marks("b", channel="笔记本")}
    assert headlines(compose(alone(articles, annotations=found, channel_mute={"笔记本": ("灯塔",)}))) == ["灯塔甲"]


def test_promotion_never_leads_and_comes_last() -> None:
    articles = singles(60)
    found = {one.id: marks(one.id, channel=CHANNELS[n % 3], promotion=n % 2 == 0) for n, one in enumerate(articles)}
    edition = compose(alone(articles, annotations=found, follow=("第0号",)))
    promo = {story(one).id for n, one in enumerate(articles) if n % 2 == 0}
    for section in edition.sections:
        adverts = [entry.story in promo for entry in section.entries]
        assert adverts == sorted(adverts)
        assert not adverts[0]
    assert len(entries(edition)) == 40
    assert sum(id_ in promo for id_ in entries(edition)) == 10
    assert edition.counts["promoted"] == 30


def test_a_day_full_of_news_still_shows_some_promotion() -> None:
    articles = singles(80)
    found = {one.id: marks(one.id, channel=CHANNELS[n % 9], promotion=n > 70) for n, one in enumerate(articles)}
    edition = compose(alone(articles, annotations=found))
    promo = {story(one).id for n, one in enumerate(articles) if n > 70}
    assert len(entries(edition)) == 40
    assert sum(id_ in promo for id_ in entries(edition)) == 2


def test_promotion_of_a_channel_without_news_is_not_dropped() -> None:
    articles = singles(4)
    found = {one.id: marks(one.id, channel="业界资讯") for one in articles[:3]}
    found[articles[3].id] = marks(articles[3].id, channel="耳机音频", promotion=True)
    edition = compose(alone(articles, annotations=found))
    assert story(articles[3]).id in entries(edition)
    assert edition.sections[-1].entries[-1].story == story(articles[3]).id


def test_news_in_another_language_does_not_bear_the_headline_of_an_advert() -> None:
    advert = article("p", "灯塔手机券后仅 999 元", BODY, source="a")
    news = [
        article(
            f"n{n}",
            f"Lighthouse phone recalled, regulator {n} says",
            "The phone was recalled on Monday. It burns.",
            source=f"b{n}",
            language="en",
        )
        for n in (1, 2)
    ]
    found = {"p": marks("p", promotion=True)}
    edition = compose(desk([advert, *news], [story(advert, *news)], annotations=found))
    assert all("券后" not in headline for headline in headlines(edition))


def test_an_edition_of_adverts_alone_is_empty() -> None:
    articles = singles(5)
    found = {one.id: marks(one.id, promotion=True) for one in articles}
    assert compose(alone(articles, annotations=found)).sections == ()


def test_a_round_up_leads_no_story() -> None:
    brief = article("r", "早报：灯塔点亮", BODY, hours=1)
    news = article("n", "灯塔点亮", BODY, source="b")
    found = {"r": marks("r", roundup=True)}
    assert headlines(compose(desk([brief, news], [story(brief, news)], annotations=found))) == ["灯塔点亮"]
    assert entries(compose(alone([brief], annotations=found))) == []


def test_stories_with_text_come_before_headlines_alone() -> None:
    bare_title = article("h", "只有标题的灯塔", hours=0.1, source="b")
    told = [article(f"t{n}", f"第{n}座灯塔", BODY, hours=20) for n in range(3)]
    edition = compose(alone([bare_title, *told]))
    assert headlines(edition)[-1] == "只有标题的灯塔"


def test_no_channel_eats_the_edition() -> None:
    articles = singles(80)
    found = {one.id: marks(one.id, channel="热点资讯" if n < 60 else "笔记本") for n, one in enumerate(articles)}
    sections = {s.channel: len(s.entries) for s in compose(alone(articles, annotations=found)).sections}
    assert sections["热点资讯"] <= 12
    assert sections["笔记本"] == 12


def test_equal_headlines_appear_once() -> None:
    articles = [article(f"a{n}", "灯塔点亮！" if n else "灯塔 点亮", BODY, source=f"s{n}") for n in range(4)]
    assert len(headlines(compose(alone(articles)))) == 1


def test_the_headline_is_plain_and_in_the_dailys_language() -> None:
    members = [
        article("1", "A light returns to the bay", BODY, source="a", hours=9, language="en"),
        article("2", "震惊！灯塔竟然亮了", BODY, source="b", hours=8),
        article("3", "青石港灯塔重新点亮 - s3报", BODY, source="s3", hours=7),
    ]
    assert headlines(compose(desk(members, [story(*members)]))) == ["青石港灯塔重新点亮"]
    assert headlines(compose(desk(members, [story(*members)], language="en"))) == ["A light returns to the bay"]


def test_only_the_sources_own_name_is_cut_off_a_title() -> None:
    assert clean("灯塔点亮_青石网", ["青石网"]) == "灯塔点亮"
    assert clean("Tides – high and low", ["Heron"]) == "Tides – high and low"
    assert clean("青石网", ["青石网"]) == "青石网"


def test_a_flash_is_headed_by_its_first_sentence() -> None:
    flash = "港务局局长：青石港灯塔今晨重新点亮。" + "修缮历时两年，耗资三千万元，由鹭岛公司承建。" * 5
    assert clean(flash) == "港务局局长：青石港灯塔今晨重新点亮"
    assert clean("青石港灯塔今晨重新点亮。") == "青石港灯塔今晨重新点亮"
    assert clean("。") == "。"


def test_the_headline_is_the_one_that_others_share() -> None:
    members = [
        article("1", "夜里的一束光照亮青石港", source="a", hours=9),
        article("2", "青石港灯塔今晨重新点亮", source="b", hours=8),
        article("3", "青石港灯塔重新点亮 市民今晨围观", source="c", hours=7),
    ]
    assert headlines(compose(desk(members, [story(*members)]))) != ["夜里的一束光照亮青石港"]


def test_source_names_editors_and_reposts_reach_the_entry() -> None:
    one = article("1", "灯塔点亮", BODY, source="a", source_name="青石日报", editor="林小满")
    two = article("2", "灯塔点亮了", BODY, source="b", hours=1)
    (entry,) = compose(desk([one, two], [story(one, two, reposts={"2": "1"})])).sections[0].entries
    assert [(a.source, a.editor, a.repost_of) for a in entry.articles] == [
        ("青石日报", "林小满", None),
        ("b报", "", "1"),
    ]


def test_failed_sources_and_an_empty_day() -> None:
    from ribao.types.edition import FailedSource

    failed = [FailedSource(id=id_, title=id_, reason=Reason(code=Code.TIMED_OUT)) for id_ in "ba"]
    edition = compose(desk([], [], failed=failed))
    assert [one.id for one in edition.failed] == ["a", "b"]
    assert edition.sections == ()
    assert edition.counts["articles"] == 0


@st.composite
def desks(draw: st.DrawFn) -> tuple[Desk, list[Article]]:
    count = draw(st.integers(0, 70))
    seed = draw(st.integers(0, 999))
    chance = random.Random(seed)
    articles = [
        article(
            f"a{n:03}",
            chance.choice(["灯塔点亮", f"第{n}号灯塔", f"Lighthouse {n}", "🎉", ""]),
            *([BODY] if chance.random() < 0.7 else []),
            source=f"s{chance.randrange(5)}",
            hours=chance.choice([-1, 0, 1, 5, 12, 26]),
            language=chance.choice(["zh-Hans", "en"]),
        )
        for n in range(count)
    ]
    found = {
        one.id: marks(
            one.id,
            channel=chance.choice([*CHANNELS, OTHER]),
            promotion=chance.random() < 0.3,
            roundup=chance.random() < 0.1,
        )
        for one in articles
    }
    rest, stories = articles.copy(), []
    while rest:
        size = min(len(rest), chance.choice([1, 1, 1, 2, 5]))
        stories.append(
            story(*rest[:size], reposts={rest[1].id: rest[0].id} if size > 1 and chance.random() < 0.5 else {})
        )
        rest = rest[size:]
    earlier = {one.id for one in articles if chance.random() < 0.1}
    sources = {f"s{n}": source(f"s{n}", tier=chance.choice(list(Tier))) for n in range(5)}
    return desk(articles, stories, annotations=found, earlier=earlier, sources=sources), articles


@settings(deadline=None, max_examples=many(40))
@given(desks(), st.randoms(use_true_random=False))
def test_an_edition_keeps_its_promises(made: tuple[Desk, list[Article]], chance: random.Random) -> None:
    given_desk, articles = made
    edition = compose(given_desk)
    assert len(set(entries(edition))) == len(entries(edition)) <= 40
    normal = [bare(text) for text in headlines(edition)]
    assert all(normal)
    assert len(set(normal)) == len(normal)
    by_id = {one.id: one for one in articles}
    for section in edition.sections:
        assert section.entries
        for entry in section.entries:
            assert all(by_id[shown.id].published_at <= given_desk.as_of for shown in entry.articles)
            for sentence in entry.sentences:
                (place,) = sentence.citations
                assert by_id[place.article].text[place.start : place.end] == sentence.text
    assert edition.counts["entries"] == len(normal)

    ids, stories = list(given_desk.articles), list(given_desk.stories)
    chance.shuffle(ids)
    chance.shuffle(stories)
    from dataclasses import replace

    again = replace(given_desk, stories=stories, articles={id_: given_desk.articles[id_] for id_ in ids})
    assert compose(again) == edition


def test_twelve_to_forty() -> None:
    assert len(entries(compose(alone(singles(200))))) >= 12
    assert len(entries(compose(alone(singles(200, body=False))))) == 12
    spread = singles(200)
    found = {one.id: marks(one.id, channel=CHANNELS[n % 9]) for n, one in enumerate(spread)}
    assert len(entries(compose(alone(spread, annotations=found)))) == 40
    assert len(entries(compose(alone(singles(5))))) == 5
