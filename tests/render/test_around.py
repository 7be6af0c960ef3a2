"""What a store knows around an edition's stories: chapters, stories akin, readings; an old edition says what it said."""

from dataclasses import replace
from datetime import timedelta

from ribao.render.bundle import Around, Bundle
from ribao.render.gather import gather
from ribao.render.text import EXCERPT
from ribao.render.thing_gather import tellings_in
from ribao.support.store.memory import MemoryStore
from ribao.support.store.port import Reading
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.edition import Edition
from ribao.types.page import Page
from ribao.types.story import Member, Story
from tests.contracts.made import a_lead
from tests.render import thing_world as world

HOUR = timedelta(hours=1)
LATE = ("late", "beta", -20, "云岬 X9 两天后降价", "云岬 X9 今日降价三百元。" * 40, (world.PHONE, world.MAKER))


def edition(store: MemoryStore) -> Edition:
    found = store.edition(world.DAY, "daily")
    assert found is not None
    return found


def made(store: MemoryStore, served: bool = False) -> Bundle:
    now = edition(store)
    tellings = (lambda ids: tellings_in(now, f"d/{world.DAY}/")) if served else None
    return gather(store, now, world.SOURCES, title="智能日报", language="zh", tellings=tellings)


def a_story(key: str, follows: str | None = None) -> Story:
    row = LATE if key == "late" else next(one for one in world.NEWS if one[0] == key)
    article = world.article_of(row) if key != "late" else late()
    at = article.published_at
    return Story(id=f"s-{key}", members=(Member(article_id=article.id),), first_seen=at, last_seen=at, follows=follows)


def late() -> Article:
    row = world.article_of((world.NEWS[0][0], *LATE[1:]))
    return replace(row, id=a_lead("late", "beta").id, url="https://beta.example/late")


def with_late(store: MemoryStore) -> MemoryStore:
    world.keep(store, late(), LATE[5])
    store.put_stories([a_story("late", "s-review")], world.CLOSE + 21 * HOUR)
    return store


def test_stories_that_name_the_same_stand_beside_it_the_newest_first() -> None:
    around = made(world.store()).around["s-review"]
    assert [one.headline for one in around.related] == ["云岬 X9 正式发布", "云岬 X9 参数曝光"]
    assert [one.outlet for one in around.related] == ["云岬新闻室", "半岛科技"]
    assert around.related[0].shared == ("云岬 X9",)
    assert around.related[0].url == "https://maker.example/launch"
    assert all(0 < len(one.excerpt) <= EXCERPT + 1 for one in around.related)


def test_a_story_of_the_same_edition_leads_to_its_page_there() -> None:
    store = world.store()
    both = world.article_of(world.NEWS[2])
    world.keep(store, both, (world.PHONE, world.HEAD, world.MAKER))
    around = made(store).around["s-head"]
    first = around.related[0]
    assert (first.path, first.inside, first.outlet) == ("s/s-review.html", True, "")
    assert first.shared == ("云岬科技", "沈未晞")
    assert [one.path for one in around.related[1:]] == ["", ""]  # no edition told these


def test_no_advert_is_akin() -> None:
    store = world.store()
    advert = world.lead_id("launch")
    value = {"promo": True, "spans": [], "score": 0.9}
    store.put_annotations([Annotation(article_id=advert, revision=1, maker="promotion", version=1, value=value)])
    assert [one.headline for one in made(store).around["s-review"].related] == ["云岬 X9 参数曝光"]


def test_earlier_chapters_are_told_once_and_in_order() -> None:
    store = world.store()
    store.put_stories([a_story("launch", "s-leak"), a_story("review", "s-launch")], world.CLOSE)
    around = made(store).around["s-review"]
    assert [one.headline for one in around.chapters] == ["云岬 X9 参数曝光", "云岬 X9 正式发布"]
    assert around.related == ()


def test_an_edition_tells_nothing_that_it_could_not_know() -> None:
    store = with_late(world.store())
    assert made(store) == replace(made(store), around=made(world.store()).around)
    served = made(store, served=True).around["s-review"]
    assert [one.headline for one in served.later] == ["云岬 X9 两天后降价"]
    assert len(served.later[0].excerpt) <= EXCERPT + 1
    assert all(one.at <= world.CLOSE for one in (*served.chapters, *served.related))


def test_what_was_corrected_later_is_told_as_it_was() -> None:
    store = world.store()
    first = world.article_of(world.NEWS[0])
    page = Page(
        sha256="1" * 64, url=first.url, requested_url=first.url, status=200, headers=(),
        fetched_at=world.CLOSE + HOUR, body=b"",
    )  # fmt: skip
    again = replace(first, revision=2, title="更正：云岬 X9 未发布", page_sha256="1" * 64)
    store.save_readings([Reading(lead_id=first.id, article=again, page=page)])
    assert made(store).around["s-review"].related[0].headline == "云岬 X9 正式发布"


def test_readings_are_dated_and_later_ones_are_for_a_server_alone() -> None:
    store = world.store()
    first = world.article_of(world.NEWS[2])
    page = Page(
        sha256="1" * 64, url=first.url, requested_url=first.url, status=200, headers=(),
        fetched_at=world.CLOSE + HOUR, body=b"",
    )  # fmt: skip
    again = replace(first, revision=2, paragraphs=("改过的。",), page_sha256="1" * 64)
    store.save_readings([Reading(lead_id=first.id, article=again, page=page)])
    assert made(store).readings == {}
    kept = made(store, served=True).readings[first.id]
    assert [(one.article.revision, one.read_at) for one in kept] == [(1, world.CLOSE), (2, world.CLOSE + HOUR)]


def test_a_story_alone_has_nothing_around_it() -> None:
    store = world.store()
    store.put_mentions([row.id for row in map(world.article_of, world.NEWS)], [])
    assert made(store).around == {}
    assert Around() == Around(chapters=(), later=(), related=())
