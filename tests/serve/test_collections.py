"""Collections as the owner and the readers meet them: one click, the list, the page, the feeds, what nobody else sees."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from fastapi import FastAPI
from lxml import html
from starlette.testclient import TestClient

from ribao.render.feeds.document import Format
from ribao.serve.doors import Doors
from ribao.serve.keeping import Keep
from ribao.serve.site import make_site
from ribao.serve.store_newsstand import StoreNewsstand
from ribao.support.store.memory import MemoryStore
from ribao.support.store.port import Reading
from ribao.types.attribution import Status
from ribao.types.collection import DEFAULT, MOST_NOTE, Collection, Kept, KeptKind, kept_id
from ribao.types.story import Member, Story
from tests.render import invented, ledger
from tests.render.feeds.valid import items, valid

HERE = {"host": "127.0.0.1:8600"}
OURS = {**HERE, "sec-fetch-site": "same-origin"}
DAY = "/zh/d/2026-05-08/"
MADE = ledger.bundle()
ENTRY = MADE.edition.sections[0].entries[0]
STORY = f"{DAY}s/{ENTRY.story}.html"
LEAD = ENTRY.articles[0]
LONG = "机密" * 300


@dataclass
class Site:
    """The owner's browser, another reader's, and the store behind the site."""

    store: MemoryStore
    opened: bool = True
    moments: list[datetime] = field(default_factory=lambda: [invented.CLOSE])

    def __post_init__(self) -> None:
        keep = Keep(store=self.store, now=self.now, opened=lambda: self.opened)
        app = site_over(keep, address="https://news.example/")
        base = "http://127.0.0.1:8600"
        self.owner = TestClient(app, base_url=base, client=("127.0.0.1", 5000), follow_redirects=False)
        self.reader = TestClient(app, base_url="https://news.example", client=("203.0.113.9", 5000))

    def now(self) -> datetime:
        self.moments.append(self.moments[-1] + timedelta(minutes=1))
        return self.moments[-1]

    def page(self, path: str) -> Any:
        answer = self.owner.get(path, headers=HERE)
        assert answer.status_code == 200, (path, answer.status_code)
        return html.fromstring(answer.text)

    def press(self, path: str, form: Any, **more: str) -> str:
        """Send a form of the page at ``path`` as a browser does; the path that it leads to."""
        sent = {**dict(form.form_values()), **more}
        where = urljoin(path, form.get("action"))
        answer = self.owner.post(where, data=sent, headers=OURS)
        assert answer.status_code == 303, (where, sent, answer.status_code)
        return urljoin(where, answer.headers["location"])

    def save(self, path: str, number: int = 0) -> str:
        return self.press(path, self.page(path).xpath("//form[@data-save]")[number])

    def change(self, do: str, collection: str = DEFAULT, **more: str) -> Any:
        return self.owner.post(f"/zh/-/collections/{collection}", data={"do": do, **more}, headers=OURS)


def site_over(keep: Keep, **more: Any) -> FastAPI:
    stand = StoreNewsstand(
        store=keep.store,
        profile="daily",
        title="智能日报",
        sources_now=invented.sources,
        building_now=lambda: None,
        versions_now=dict,
    )
    return make_site(stand, doors=Doors(keep=keep), **more)


@pytest.fixture
def site() -> Site:
    return Site(a_store())


def a_store() -> MemoryStore:
    """The invented edition with its ledger, and all that it stands on."""
    store = MemoryStore()
    store.put_sources(invented.sources().values())
    for one in MADE.articles.values():
        store.save_readings([Reading(lead_id=one.id, article=one)])
    store.put_stories(MADE.stories.values(), invented.CLOSE)
    store.put_edition(MADE.edition)
    return store


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


def saved(site: Site, collection: str = DEFAULT) -> tuple[Kept, ...]:
    return site.store.kept(collection)


def test_one_click_saves_a_story_and_the_page_says_so_where_it_stood(site: Site) -> None:
    onward = site.save(STORY)
    (one,) = saved(site)
    assert onward == f"{STORY}#k-{one.id}"
    assert (one.kind, one.ref, one.headline, one.source) == ("story", ENTRY.story, ENTRY.headline, LEAD.source)
    assert set(one.articles) == {row.id for row in ENTRY.articles}
    page = site.page(STORY)
    form = page.get_element_by_id(f"k-{one.id}")
    assert form.get("method") is None
    assert words(form) == "★ 已收藏"
    assert form.xpath("./input/@value") == [one.id]
    led = site.page(f"/zh/collections/saved?item={one.id}")
    assert words(led.xpath("//ol/li/p[@class='title']")[0]) == ENTRY.headline
    site.store.drop_kept(DEFAULT, [one.id])
    assert words(site.page(STORY).get_element_by_id(f"k-{one.id}")).startswith("☆ 收藏")


def test_each_kind_of_page_has_the_button(site: Site) -> None:
    site.save(f"{DAY}a/{LEAD.id}.html")
    site.save(STORY, 2)
    site.save(f"{DAY}c/industry.html")
    site.save("/zh/search?q=扫地机器人")
    kinds = [one.kind.value for one in saved(site)]
    assert kinds == ["article", "story", "claim", "article"]
    page = site.page("/zh/collections/saved")
    titles = [words(one) for one in page.xpath("//ol/li/p[@class='title']")]
    assert titles[0].startswith("三家厂商的扫地机器人可以共用同一张家")
    links = page.xpath("//ol/li/p[@class='title']/a/@href")
    assert links[3] == f"../d/2026-05-08/a/{LEAD.id}.html"
    assert all(site.owner.get(f"/zh/collections/{link}").status_code == 200 for link in links)


def test_a_search_leads_back_to_what_it_found(site: Site) -> None:
    assert site.save("/zh/search?q=折叠屏&source=lanjiang").startswith(
        "/zh/search?q=%E6%8A%98%E5%8F%A0%E5%B1%8F&source=lanjiang#k-"
    )


def test_a_claim_shows_its_status_then_and_now_and_leads_to_it_in_the_ledger(site: Site) -> None:
    rumour = next(one for one in ENTRY.claims if one.status is Status.UNVERIFIED)
    kept = post(site, kind="claim", ref=rumour.id, story=ENTRY.story, base="d/2026-05-08/")
    assert kept.status_code == 303
    assert saved(site)[0].statement == rumour.statement
    line = site.page("/zh/collections/saved").xpath("//ol/li")[0]
    assert line.xpath("./p[@class='title']/a/@href")[0].endswith(f"s/{ENTRY.story}.html#c2")
    assert words(line).count("未经证实") == 2
    turned = tuple(replace(one, status=Status.DENIED) if one is rumour else one for one in ENTRY.claims)
    site.store.put_edition(revised(replace(ENTRY, claims=turned)))
    said = words(site.page("/zh/collections/saved").xpath("//ol/li")[0])
    assert "收藏时： ○ 未经证实" in said
    assert "现在： ✕ 已否认" in said
    gone = replace(ENTRY, claims=tuple(one for one in ENTRY.claims if one is not rumour))
    site.store.put_edition(revised(gone, 3))
    assert "已没有这条说法" in words(site.page("/zh/collections/saved").xpath("//ol/li")[0])


def revised(entry: Any, revision: int = 2) -> Any:
    edition = ledger.with_entry(MADE, lambda _: entry).edition
    return replace(edition, revision=revision)


def post(site: Site, **data: str) -> Any:
    return site.owner.post("/zh/-/keep", data=data, headers=OURS)


def test_the_same_thing_twice_is_saved_once_and_a_second_note_joins_the_first(site: Site) -> None:
    wish = {"kind": "story", "ref": ENTRY.story, "base": "d/2026-05-08/"}
    for note in ("先看这个", "先看这个", "", "再看那个"):
        assert post(site, **wish, note=note).status_code == 303
    (one,) = saved(site)
    assert one.note == "先看这个\n\n再看那个"


def test_many_clicks_at_once_save_once(site: Site) -> None:
    threads = [
        threading.Thread(
            target=post, args=[site], kwargs={"kind": "article", "ref": LEAD.id, "base": "", "name": "芯片"}
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (only,) = site.store.collections()
    assert len(saved(site, only.id)) == 1


def test_a_named_collection_with_a_note_on_a_page_without_scripts(site: Site) -> None:
    link = site.page(STORY).xpath("//form[@data-save]/a/@href")[0]
    path = urljoin(STORY, link)
    form = site.page(path).xpath("//form[contains(@class,'kept')]")[0]
    assert site.press(path, form, name=" 折叠屏  手机 ", note="看\r\n第二行\x00").startswith(STORY)
    (named,) = site.store.collections()
    assert named.name == "折叠屏 手机"
    assert saved(site, named.id)[0].note == "看\n第二行"
    listed = site.page("/zh/collections").xpath("//ul/li/p[@class='title']")
    assert [words(one) for one in listed] == ["我的收藏", "折叠屏 手机"]


def test_moving_takes_the_note_along_and_taking_out_takes_it_out(site: Site) -> None:
    post(site, kind="article", ref=LEAD.id, base="", note="甲")
    (one,) = saved(site)
    assert site.change("note", item=one.id, note="乙", back="collections/saved").status_code == 303
    assert site.change("move", item=one.id, name="别处").status_code == 303
    other = next(each for each in site.store.collections() if each.name)
    assert saved(site) == ()
    assert [each.note for each in saved(site, other.id)] == ["乙"]
    post(site, kind="article", ref=LEAD.id, base="", note="丙")
    assert site.change("move", item=one.id, into=other.id).status_code == 303
    assert [each.note for each in saved(site, other.id)] == ["乙\n\n丙"]
    assert site.change("drop", other.id, item=one.id).status_code == 303
    assert (saved(site), saved(site, other.id)) == ((), ())


def test_a_collection_is_the_owners_alone_until_it_is_opened(site: Site) -> None:
    site.save(STORY)
    paths = ["/collections/saved", *(f"/collections/saved.{form}" for form in Format)]
    assert [site.reader.get(path).status_code for path in paths] == [404] * 4
    assert [site.owner.get(path, headers=HERE).status_code for path in paths] == [200] * 4
    assert site.owner.get(paths[0], headers=HERE).headers["cache-control"] == "no-store"
    assert "没有公开的收藏夹" in site.reader.get("/zh/collections").text
    assert site.change("open").status_code == 303
    assert [site.reader.get(path).status_code for path in paths] == [200] * 4
    page = site.reader.get("/zh" + paths[0]).text
    assert ENTRY.headline in page
    assert "<form" not in page.partition("<main")[2]
    assert "collections/saved" in site.reader.get("/zh/feeds").text
    assert site.change("close").status_code == 303
    assert [site.reader.get(path).status_code for path in paths] == [404] * 4
    assert "collections/saved" not in site.reader.get("/zh/feeds").text


def test_who_is_not_the_owner_sees_no_button_and_can_save_nothing(site: Site) -> None:
    for path in (STORY, f"{DAY}a/{LEAD.id}.html", f"{DAY}c/industry.html", "/zh/search?q=折叠屏", "/zh/"):
        assert "data-save" not in site.reader.get(path).text
    assert "收藏夹" not in site.reader.get("/zh/").text
    assert "收藏夹" in site.owner.get("/zh/", headers=HERE).text
    wish = {"kind": "story", "ref": ENTRY.story, "base": ""}
    assert site.reader.post("/-/keep", data=wish, headers={"sec-fetch-site": "same-origin"}).status_code == 403
    assert site.owner.post("/-/keep", data=wish, headers={**HERE, "sec-fetch-site": "cross-site"}).status_code == 403
    assert site.reader.get("/collections/add", params=wish).status_code == 404
    site.opened = False
    assert post(site, **wish).status_code == 404
    assert "data-save" not in site.owner.get(STORY, headers=HERE).text
    assert site.store.collections() == ()


@pytest.mark.parametrize("form", Format)
def test_a_collection_is_a_valid_feed_saved_last_first(site: Site, form: Format) -> None:
    claim = ENTRY.claims[0]
    post(site, kind="story", ref=ENTRY.story, base="d/2026-05-08/", note="看 <b>这里</b>")
    post(site, kind="article", ref=LEAD.id, base="d/2026-05-08/")
    post(site, kind="claim", ref=claim.id, story=ENTRY.story, base="d/2026-05-08/")
    site.store.keep(DEFAULT, [Kept(kind=KeptKind.ARTICLE, ref="gone", at=site.now(), headline="旧闻", source="某社")])
    site.change("open")
    made = site.reader.get(f"/zh/collections/saved.{form}").content
    valid(made, form)
    told = items(made, form)
    assert told[0].title == "旧闻"
    assert told[1].title == f"官方确认：{claim.statement}"
    assert told[3].title == ENTRY.headline
    assert "看" in made.decode()
    assert "<p>看 &lt;b&gt;这里&lt;/b&gt;</p>" in told[3].html
    assert len({one.id for one in told}) == 4


def test_at_most_two_hundred_characters_of_an_article_leave_in_a_public_feed(site: Site) -> None:
    other = next(one for one in MADE.articles.values() if one.source_id != "yingjian" and one.id != LEAD.id)
    long = replace(other, paragraphs=(LONG,), revision=9)
    site.store.save_readings([Reading(lead_id=long.id, article=long)])
    post(site, kind="article", ref=long.id, base="")
    site.change("open")
    for path in ("/collections/saved", "/collections/saved.json"):
        assert site.reader.get(path).text.count("机密") <= 201


def test_a_story_that_was_merged_is_followed(site: Site) -> None:
    other = MADE.edition.sections[0].entries[1]
    post(site, kind="story", ref=other.story, base="d/2026-05-08/")
    site.store.put_edition(without(other.story))
    members = [Member(article_id=row.id) for row in (*ENTRY.articles, *other.articles)]
    merged = Story(id=ENTRY.story, members=tuple(members), first_seen=invented.CLOSE, last_seen=invented.CLOSE)
    site.store.put_stories([merged], invented.CLOSE)
    line = site.page("/zh/collections/saved").xpath("//ol/li/p[@class='title']")[0]
    assert words(line) == other.headline
    assert line.xpath("./a/@href") == [f"../d/2026-05-08/s/{ENTRY.story}.html"]
    assert "已收藏" in words(site.page(STORY).get_element_by_id(f"k-{kept_id('story', ENTRY.story)}"))


def without(story: str) -> Any:
    sections = [
        replace(one, entries=tuple(each for each in one.entries if each.story != story))
        for one in MADE.edition.sections
    ]
    return replace(MADE.edition, sections=tuple(sections), revision=2)


def test_what_is_stored_nowhere_any_more_is_shown_as_it_was(site: Site) -> None:
    away = Kept(
        kind=KeptKind.CLAIM, ref="k9", at=invented.CLOSE, headline="旧头条", source="某社", statement="它推迟了",
        status="unverified", story="s9", edition="d/2020-01-01/", url="https://some.example/1",
    )  # fmt: skip
    site.store.put_collection(Collection(id=DEFAULT, name="", made_at=invented.CLOSE))
    site.store.keep(DEFAULT, [away, replace(away, ref="k8", url="javascript:alert(1)", statement="<i>x</i>")])
    line, bad = sorted(site.page("/zh/collections/saved").xpath("//ol/li"), key=lambda one: "<i>" in words(one))
    assert line.xpath("./p[@class='title']/a/@href") == ["https://some.example/1"]
    assert "已没有这条说法" in words(line)
    assert bad.xpath("./p[@class='title']//a") == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/collections/nothing", 404),
        ("/collections/%00", 404),
        ("/collections/..%2f..%2fetc", 404),
        ("/collections/" + "x" * 5000, 404),
        ("/collections/nothing.xml", 404),
        ("/collections/saved?item=%ff", 404),
        ("/collections/saved?page=-1", 200),
        ("/collections/saved?page=99999999999999", 200),
        ("/collections/add", 404),
        ("/collections/add?kind=story&ref=nothing", 404),
        ("/collections/add?kind=x&ref=y", 404),
        (f"/collections/add?kind=claim&ref=k1&story={ENTRY.story}&base=d/0000-00-00/", 200),
        ("/collections/add?kind=claim&ref=k1&story=x&base=d/9999-12-31/", 404),
    ],
)
def test_addresses_that_somebody_made_up(site: Site, path: str, status: int) -> None:
    assert site.owner.get("/zh" + path, headers=HERE).status_code == status


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"kind": "story", "ref": "nothing"}, 404),
        ({"kind": "story", "ref": "x" * 100_000}, 404),
        ({"kind": "person", "ref": LEAD.id}, 404),
        ({"kind": "article", "ref": LEAD.id, "into": "nothing"}, 404),
        ({"kind": "article", "ref": LEAD.id, "name": "名" * 81}, 400),
        ({"kind": "article", "ref": LEAD.id, "name": "\u202e\x07"}, 400),
        ({"kind": "article", "ref": LEAD.id, "note": "注" * 34_000}, 400),
        ({"kind": "article", "ref": LEAD.id, "note": "n" * 600_000}, 413),
        ({}, 404),
    ],
)
def test_what_cannot_be_saved_is_told_and_changes_nothing(site: Site, data: Mapping[str, str], status: int) -> None:
    answer = site.owner.post("/zh/-/keep", data=dict(data), headers=OURS)
    assert answer.status_code == status
    assert sum(site.store.kept_counts().values()) == 0


def test_a_note_of_100_kb_is_refused_and_the_old_one_stays(site: Site) -> None:
    post(site, kind="article", ref=LEAD.id, note="旧")
    (one,) = saved(site)
    answer = site.change("note", item=one.id, note="注" * 34_000, back="")
    assert answer.status_code == 400
    assert f"备注最多 {MOST_NOTE:,} 个字，这条有 34,000 个" in html.fromstring(answer.text).text_content()
    assert saved(site)[0].note == "旧"


@pytest.mark.parametrize("do", ["", "explode", "note", "move", "drop"])
def test_garbage_changes_nothing(site: Site, do: str) -> None:
    post(site, kind="article", ref=LEAD.id)
    assert site.change(do, item="nothing").status_code in (400, 404)
    assert site.change("rename", "nothing", name="x").status_code == 404
    assert len(saved(site)) == 1


def test_two_collections_never_share_a_name_and_one_is_removed_with_its_items(site: Site) -> None:
    for name in ("芯片", "屏幕"):
        site.owner.post("/zh/-/collections", data={"name": name}, headers=OURS)
    chips, screens = site.store.collections()
    assert site.change("rename", screens.id, name="芯片 ").status_code == 400
    assert site.change("rename", screens.id, name="面板").status_code == 303
    assert [one.name for one in site.store.collections()] == ["芯片", "面板"]
    answer = site.owner.post("/zh/-/collections", data={"name": "芯片"}, headers=OURS)
    assert answer.headers["location"] == f"../collections/{chips.id}"
    assert site.change("remove", chips.id).status_code == 400
    assert site.change("remove", chips.id, sure="1").headers["location"] == "../../collections"
    assert [one.name for one in site.store.collections()] == ["面板"]


def test_ten_thousand_items_are_pages_of_fifty(site: Site) -> None:
    site.store.put_collection(Collection(id=DEFAULT, name="", made_at=invented.CLOSE, public=True))
    many = (
        Kept(
            kind=KeptKind.STORY,
            ref=f"{n:x}",
            at=invented.CLOSE + timedelta(seconds=n),
            headline=f"第{n}条",
            story=f"{n:x}",
        )
        for n in range(10_000)
    )
    site.store.keep(DEFAULT, list(many))
    page = site.page("/zh/collections/saved?page=200")
    assert "10,000 条" in words(page)
    assert [words(one) for one in page.xpath("//ol/li/p[@class='title']")][-1] == "第0条"
    assert len(page.xpath("//ol/li")) == 50
    assert len(items(site.reader.get("/zh/collections/saved.json").content, Format.JSON)) == 100


def test_in_english_too(site: Site) -> None:
    post(site, kind="claim", ref=ENTRY.claims[0].id, story=ENTRY.story)
    page = html.fromstring(site.owner.get("/en/collections/saved", headers=HERE).text)
    assert "When it was saved: ● Confirmed by those concerned" in words(page)
    assert words(page.xpath("//h1")[0]) == "Saved"


def test_a_site_that_changes_nothing_shows_what_is_there(site: Site) -> None:
    post(site, kind="story", ref=ENTRY.story, note="看")
    site.change("open")
    app = site_over(Keep(store=site.store, now=site.now, reading=True))
    owner = TestClient(app, base_url="http://127.0.0.1:8600", client=("127.0.0.1", 5000))
    page = owner.get("/zh/collections/saved").text
    assert ENTRY.headline in page
    assert "<form" not in page.partition("<main")[2]
    assert "data-save" not in owner.get(STORY).text
    wish = {"kind": "article", "ref": LEAD.id}
    assert owner.post("/-/keep", data=wish, headers=OURS).status_code in (404, 405)
    assert owner.post("/-/collections/saved", data={"do": "remove"}, headers=OURS).status_code in (404, 405)
    assert len(saved(site)) == 1
