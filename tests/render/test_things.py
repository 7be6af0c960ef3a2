"""Things in an exported site, what articles and stories link to, and what of them is sure."""

from dataclasses import replace
from functools import cache

import pytest

from ribao.render.bundle import Bundle
from ribao.render.gather import gather
from ribao.render.html import _surroundings, environment, frame_of
from ribao.render.place import Place, thing_path
from ribao.render.quoting import LONGEST, Quoter
from ribao.render.site import site
from ribao.render.stated import rows, status_of, with_unit
from ribao.render.thing import concerns, things_of
from ribao.render.thing_gather import gather_thing
from ribao.render.thing_words import initial, value_words
from ribao.support.i18n import speaking
from ribao.types.attribution import Attribution, SourceType, Status
from ribao.types.source import Licence
from ribao.types.story import Member, Story
from ribao.types.thing import Thing, ThingKind
from tests.render import thing_world as world
from tests.render import walk


@cache
def bundle(language: str = "zh") -> Bundle:
    store = world.store()
    edition = store.edition(world.DAY, "daily")
    assert edition is not None
    return gather(store, edition, world.SOURCES, title="智能日报", language=language, things=True)


@cache
def files(language: str = "zh") -> dict[str, bytes]:
    with speaking(language):
        return dict(site(bundle(language)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_export_has_a_page_of_each_thing_that_its_edition_names_and_every_link_leads_somewhere(
    language: str,
) -> None:
    made = files(language)
    pages = {path for path in made if path.startswith("t/")}
    assert pages == {
        "t/index.html",
        *(thing_path(one["id"]) for one in (world.PHONE, world.RIVAL, world.MAKER, world.HEAD)),
    }
    known = {path: set(walk.ids(body)) for path, body in made.items() if path.endswith(".html")}
    for path in known:
        assert len(walk.tree(made[path]).xpath("//h1")) == 1
        for _, address in walk.addresses(made[path]):
            target = walk.inside(path, address)
            if target:
                assert target[0] in made, f"{path} links to {address}"
                assert not target[1] or target[1] in known[target[0]], f"{path} links to {address}"


def test_the_front_page_leads_to_the_list() -> None:
    assert "t/index.html" in [address for _, address in walk.addresses(files()["index.html"])]


def test_an_export_is_the_same_each_time() -> None:
    assert dict(site(bundle())) == files()


def test_an_export_without_things_has_no_list_of_them() -> None:
    made = dict(site(replace(bundle(), things={})))
    assert not [path for path in made if path.startswith("t/")]
    assert "t/index.html" not in [address for _, address in walk.addresses(made["index.html"])]


def test_news_after_the_edition_is_not_in_its_export() -> None:
    store = world.store()
    later = replace(world.article_of(world.NEWS[0]), published_at=world.CLOSE.replace(day=9), title="后来的新闻")
    store._articles[later.id] = {1: later}
    edition = store.edition(world.DAY, "daily")
    assert edition is not None
    review, head = world.lead_id("review"), world.lead_id("head")
    members = tuple(Member(article_id=one) for one in (review, head, later.id))
    told = Story(id="s-review", members=members, first_seen=world.CLOSE, last_seen=later.published_at)
    store.put_stories([replace(told, voices=((review, later.id), (head,), (later.id,)))], world.CLOSE)
    made = gather(store, edition, world.SOURCES, title="智能日报", language="zh", things=True)
    body = dict(site(made))[thing_path(world.PHONE["id"])]
    assert "后来的新闻" not in body.decode()
    assert "2 家独立信源" in body.decode()


def test_file_names_are_plain_and_never_differ_in_case_alone() -> None:
    ids = ["product-X9", "product-x9", "product-云岬", "../../x", "index", "", "a/b", "x" * 900]
    names = [thing_path(one) for one in ids]
    assert len({name.lower() for name in names}) == len(ids)
    assert all(name.startswith("t/") and name.count("/") == 1 and name.isascii() and len(name) < 90 for name in names)


# -- links from articles and stories ---------------------------------------------------------------------------------


def test_an_article_links_to_what_it_names_and_a_story_to_what_most_of_its_articles_name() -> None:
    head, review = world.lead_id("head"), world.lead_id("review")
    assert [one.name for one in things_of(bundle(), [head])] == ["云岬科技", "沈未晞"]
    names = [one.name for one in things_of(bundle(), [head, review])]
    assert set(names) == {"云岬科技", "沈未晞", "云岬 X9", "陆桥 9"}
    assert things_of(bundle(), [head], most=1)[0].name == "云岬科技"
    assert things_of(bundle(), ["nothing"]) == ()
    assert things_of(replace(bundle(), things={}), [head]) == ()


def test_the_macro_links_each_name() -> None:
    made = environment().from_string('{% import "macros.html" as m with context %}{{ m.things(list) }}')
    with speaking("zh"):
        said = made.render(
            list=things_of(bundle(), [world.lead_id("head")]),
            **_surroundings(frame_of(bundle()), Place(here="s/one.html")),
        )
    assert f'href="../{thing_path(world.HEAD["id"])}"' in said
    assert "沈未晞" in said


# -- what is sure ----------------------------------------------------------------------------------------------------


def said(status: Status, content: tuple[int, int] = (0, 20), **fields: object) -> Attribution:
    values = {
        "source": None,
        "cue": None,
        "source_type": SourceType.MEDIA,
        "where": "text",
        "sentence": (0, 30),
        **fields,
    }
    return Attribution(content=content, status=status, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("attributions", "source", "status"),
    [
        ([], "alpha", Status.REPORTED),
        ([], "maker", Status.CONFIRMED),
        ([said(Status.UNVERIFIED)], "alpha", Status.UNVERIFIED),
        ([said(Status.UNVERIFIED)], "maker", Status.UNVERIFIED),
        ([said(Status.FORECAST)], "maker", Status.FORECAST),
        ([said(Status.REPORTED)], "maker", Status.CONFIRMED),
        ([said(Status.CONFIRMED, negated=True)], "maker", Status.DENIED),
        ([said(Status.DENIED)], "alpha", Status.DENIED),
        ([said(Status.CONFIRMED), said(Status.UNVERIFIED, (5, 15))], "alpha", Status.UNVERIFIED),
        ([said(Status.UNVERIFIED, (15, 30))], "alpha", Status.UNVERIFIED),
        ([said(Status.UNVERIFIED, where="title")], "alpha", Status.REPORTED),
        ([said(Status.UNVERIFIED, (40, 50), sentence=(40, 60))], "alpha", Status.REPORTED),
    ],
)
def test_the_status_of_a_value_is_that_of_whoever_says_it(
    attributions: list[Attribution], source: str, status: Status
) -> None:
    assert status_of("text", (6, 12), attributions, world.SOURCES[source]) is status


@pytest.mark.parametrize(
    ("name", "statement", "about"),
    [
        ("X9", "云岬 X9 将于六月发布", True),
        ("X9", "云岬 X90 将于六月发布", False),
        ("Tarn", "TARN ships the board", True),
        ("Tarn", "Tarnished silver sells", False),
        ("云岬", "雲岬將發布新機", True),
        ("X", "X 发布", False),
    ],
)
def test_a_claim_is_about_a_thing_that_its_statement_names(name: str, statement: str, about: bool) -> None:
    made = replace(world.claim(world.article_of(world.NEWS[3])), statement=statement)
    assert concerns(made, Thing(id="product-1", kind=ThingKind.PRODUCT, name=name)) is about


def test_a_claim_concerns_who_makes_it() -> None:
    made = replace(world.claim(world.article_of(world.NEWS[3])), statement="一切顺利")
    assert concerns(made, Thing(id="person-1", kind=ThingKind.PERSON, name="沈未晞"))


def test_what_a_newer_program_wrote_is_left_out() -> None:
    store = world.store()
    article = world.article_of(world.NEWS[0])
    odd = [
        {},
        {"thing": world.PHONE["id"], "name": "battery"},
        {"thing": world.PHONE["id"], "name": "smell", "value": "1"},
    ]
    store.put_annotations([world.note(article, "specifications", {"specifications": odd})])
    facts = gather_thing(store, world.PHONE["id"], world.SOURCES, lambda _ids: {})
    assert facts is not None
    assert [[value.text for value in row.values] for row in rows(facts)] == [["6500 mAh", "7000 mAh"]]


# -- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("云岬", "Y"),
        ("apple", "A"),
        ("雷军", "L"),
        ("3M", "#"),
        ("é", "#"),
        ("アップル", "#"),
        ("囧", "#"),
        ("", "#"),
        (" Z", "Z"),
    ],
)
def test_names_are_listed_under_their_letter_chinese_by_pinyin(name: str, letter: str) -> None:
    assert initial(name) == letter


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (with_unit("6500", "mAh"), "6500 mAh", "6500 mAh"),
        (with_unit("799", "$"), "$799", "$799"),
        (with_unit("3999", "元"), "3999 元", "3999 yuan"),
        (with_unit("6.78", "in"), "6.78 英寸", "6.78 in"),
        ("2026-06-12", "2026年6月12日", "12 June 2026"),
        ("12GB+256GB", "12GB+256GB", "12GB+256GB"),
        ("2026-99-99", "2026-99-99", "2026-99-99"),
    ],
)
def test_values_read_naturally_in_both_languages(value: str, chinese: str, english: str) -> None:
    with speaking("zh"):
        assert value_words(value) == chinese
    with speaking("en"):
        assert value_words(value) == english


def test_a_page_quotes_no_more_of_an_article_than_its_excerpt_but_always_the_words_in_question() -> None:
    quoter = Quoter(world.SOURCES)
    first, second = "甲" * 150 + "。", "乙" * 90 + "6500mAh" + "丙" * 90 + "。"
    assert quoter.whole("alpha", "a", first) == first
    before, quoted, after = quoter.around("alpha", "a", second, 90, 97)
    assert quoted == "6500mAh"
    assert len(before) + len(after) < 40
    assert quoter.whole("alpha", "a", first) == first
    assert quoter.whole("alpha", "b", second) == second
    assert len(quoter.whole("alpha", "c", "丁" * 1_000_000)) <= LONGEST + 2


def test_a_source_that_allows_its_full_text_is_quoted_in_full() -> None:
    quoter = Quoter({"alpha": replace(world.SOURCES["alpha"], licence=Licence.FULL)})
    sentences = [f"{number}" + "甲" * 150 for number in range(9)]
    assert [quoter.whole("alpha", "a", one) for one in sentences] == sentences
