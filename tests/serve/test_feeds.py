"""Feeds, their list, the maps and the pictures as programs ask the server for them."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree
from pydantic import ValidationError
from starlette.testclient import TestClient

from ribao.render.bundle import Bundle
from ribao.render.cards.cards import edition_card
from ribao.render.claims import status_words
from ribao.render.feeds.document import Format
from ribao.serve.site import make_site
from ribao.settings import ServerSettings
from ribao.support.store.memory import MemoryStore
from ribao.types.attribution import Status
from ribao.types.edition import Edition
from tests.render import invented, ledger, walk
from tests.render.feeds.valid import Read, items, valid
from tests.serve.stand import Stand

STORY = "000000000000abc0"
CHINESE = {"accept-language": "zh-CN,zh;q=0.9"}
SITE = "http://testserver/"
KINDS = {"xml": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


def days(number: int) -> list[Bundle]:
    """Editions of so many days, newest first, each with stories of its own but for the first, which lasts."""
    return [_day(before) for before in range(number)]


def _day(before: int) -> Bundle:
    full, gap = ledger.bundle(hedge="未经证实："), timedelta(days=before)
    edition = full.edition
    sections = tuple(
        replace(
            section,
            entries=tuple(
                replace(
                    entry,
                    story=entry.story if entry.story == STORY else f"{before:04x}{entry.story[4:]}",
                    first_seen=entry.first_seen - gap,
                )
                for entry in section.entries
            ),
        )
        for section in edition.sections
    )
    moved: Edition = replace(
        edition,
        date=edition.date - gap,
        made_at=edition.made_at - gap,
        as_of=edition.as_of - gap,
        sections=sections,
    )
    stories = {entry.story: full.stories[STORY] for section in sections for entry in section.entries}
    return replace(full, edition=moved, stories=stories)


@pytest.fixture(scope="module")
def stand() -> Stand:
    store, bundles = MemoryStore(), days(9)
    for bundle in bundles:
        store.put_edition(bundle.edition)
    return Stand(bundles, store=store)


@pytest.fixture(scope="module")
def client(stand: Stand) -> TestClient:
    return TestClient(make_site(stand), headers=CHINESE, follow_redirects=False)


def read(client: TestClient, path: str) -> list[Read]:
    answer = client.get(path)
    assert answer.status_code == 200
    form = Format(path.partition("?")[0].rpartition(".")[2])
    assert answer.headers["content-type"].startswith(KINDS[form])
    valid(answer.content, form)
    return items(answer.content, form)


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("stem", ["feed", "d/2026-05-08/feed", "d/2026-05-08/r1/feed", "c/phones", f"s/{STORY}"])
def test_every_feed_is_there_valid_and_conditional(client: TestClient, stem: str, form: Format) -> None:
    path = f"/{stem}.{form}"
    assert read(client, path)
    assert read(client, f"/en{path}")
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first.headers["etag"]}).status_code == 304
    head = client.head(path)
    assert (head.status_code, head.headers["etag"]) == (200, first.headers["etag"])
    assert head.content == b""
    assert f"{SITE}{stem}.{form}" in first.text


@pytest.mark.parametrize(
    "path",
    ["/c/nothing.xml", "/s/none.atom", "/t/none.json", "/d/2020-01-01/feed.xml", "/d/x/feed.atom", "/c/.xml", "/s/%00.xml",
     "/d/2026-05-08/r9/feed.json", "/c/" + "9" * 9000 + ".json", "/og/none.png", "/og/2020-01-01.png", "/og/0000-00-00.png",
     "/og/..%2f..%2fetc.png", "/sitemap-2020-01.xml", "/sitemap-0000-00.xml", "/sitemap-x.xml"],
)  # fmt: skip
def test_garbage_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_channel_tells_seven_days_newest_first_and_a_story_once(client: TestClient) -> None:
    told = read(client, "/c/hot.atom")
    assert [one.published for one in told] == sorted((one.published for one in told), reverse=True)
    assert len(told) == 7 * 3
    top = [one for one in read(client, "/c/phones.json") if one.id.endswith(STORY)]
    assert [one.link for one in top] == [f"{SITE}d/2026-05-08/s/{STORY}.html"]


def test_a_days_feed_names_itself_and_its_day(client: TestClient) -> None:
    assert all("/d/2026-05-05/s/" in one.link for one in read(client, "/d/2026-05-05/feed.xml"))
    tree = etree.fromstring(client.get("/d/2026-05-05/feed.atom").content)
    links = {one.get("rel"): one.get("href") for one in tree.findall("{*}link")}
    assert links == {"self": f"{SITE}d/2026-05-05/feed.atom", "alternate": f"{SITE}d/2026-05-05/"}


def test_a_storys_feed_has_its_reports_and_each_change_of_a_claim(client: TestClient) -> None:
    told = read(client, f"/s/{STORY}.atom")
    reports = [one for one in told if one.id.startswith("urn:ribao:article:")]
    assert len(reports) == 4  # of seven, three repeat another's text
    changes = [one for one in told if one.id.startswith("urn:ribao:claim:")]
    first = "云岬科技折叠屏手机推迟到6月中旬发布"
    confirmed, unverified = (status_words(one) for one in (Status.CONFIRMED, Status.UNVERIFIED))
    assert [one.title for one in changes if ":k1:" in one.id] == [f"{confirmed}：{first}", f"{unverified}：{first}"]
    assert all(one.link.startswith(f"{SITE}d/2026-05-08/") for one in told)


def test_no_format_tells_a_rumour_as_a_fact(client: TestClient) -> None:
    """Of the story whose headline the ledger does not hold for sure: wherever it stands, its hedge stands before it."""
    hedge, own = "未经证实：", invented.NEWS[0][4]
    for stem in ("feed", "c/phones", f"s/{STORY}"):
        for form in Format:
            text = client.get(f"/{stem}.{form}").text
            assert text.count(own) == text.count(hedge + own) > 0, (stem, form)
    for form in Format:
        title = feedparser.parse(client.get(f"/s/{STORY}.{form}").content).feed.get("title", hedge)
        assert title.startswith(hedge)
    for path in ("/sitemap-news.xml", f"/d/2026-05-08/s/{STORY}.html"):
        text = client.get(path).text.replace("<wbr>", "")
        if path.endswith(".xml"):
            assert text.count(own) == text.count(hedge + own) > 0


def test_the_list_of_all_names_every_feed_and_each_answers(client: TestClient) -> None:
    page = client.get("/feeds")
    found = [one for one in walk.tree(page.content).xpath("//main//a/@href") if re.search(r"\.(xml|atom|json)$", one)]
    assert len(found) >= 3 * 11
    for address in found:
        assert client.get("/" + address).status_code == 200, address
    made = client.get("/feeds.opml")
    assert made.headers["content-type"].startswith("text/x-opml")
    listed = etree.fromstring(made.content).xpath("//outline[@type='rss']")
    assert {one.get("xmlUrl") for one in listed} == {SITE + one for one in found if one.endswith(".xml")}
    assert all(one.get("text") and one.get("htmlUrl").startswith(SITE) for one in listed)


def test_the_map_leads_to_every_edition_and_story(client: TestClient) -> None:
    assert f"Sitemap: {SITE}sitemap.xml" in client.get("/robots.txt").text
    maps = _locations(client, "/sitemap.xml")
    assert f"{SITE}sitemap-2026-05.xml" in maps
    assert f"{SITE}sitemap-2026-04.xml" in maps
    pages = [page for one in maps for page in _locations(client, one.removeprefix(SITE[:-1]))]
    assert f"{SITE}d/2026-05-03/s/{STORY}.html" in pages
    for page in dict.fromkeys(pages[-30:] + pages[:30]):
        assert client.get(page.removeprefix(SITE[:-1])).status_code == 200, page


def _locations(client: TestClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [one.text for one in etree.fromstring(answer.content).iter("{*}loc")]


def test_the_news_map_has_the_last_two_days(client: TestClient) -> None:
    tree = etree.fromstring(client.get("/en/sitemap-news.xml").content)
    times = [one.text for one in tree.iter("{*}publication_date")]
    assert min(times) >= "2026-05-05T23:00:00Z"
    assert {one.text for one in tree.iter("{*}language")} == {"en"}
    assert all(one.text.startswith(f"{SITE}en/d/") for one in tree.iter("{*}loc"))


def test_the_sites_own_address_goes_before_what_a_reader_calls_it(stand: Stand) -> None:
    public = "https://news.example/daily/"
    client = TestClient(make_site(stand, address=public), headers=CHINESE | {"host": "evil.example"})
    for path in ("/feed.xml", "/feed.atom", "/feed.json", "/feeds.opml", "/sitemap.xml", "/robots.txt", "/"):
        text = client.get(path).text
        assert "evil.example" not in text
        assert public in text
    tree = walk.tree(client.get(f"/en/d/2026-05-08/s/{STORY}.html").content)
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{public}en/d/2026-05-08/s/{STORY}.html"]
    assert tree.xpath("//meta[@property='og:image']/@content")[0].startswith(f"{public}en/og/{STORY}.png")
    assert walk.tree(client.get("/nowhere").content).xpath("//link[@rel='canonical']") == []


def test_a_strangers_host_cannot_break_a_feed(client: TestClient) -> None:
    for host in ('x"><script>', "a b", "x" * 5000, "[::1", "例え"):
        made = client.get("/feed.atom", headers={"host": host.encode()})
        valid(made.content, Format.ATOM)
        assert b"<script" not in made.content


def test_pictures_are_png_conditional_and_may_be_shown_elsewhere(client: TestClient) -> None:
    for name in (STORY, "2026-05-08"):
        made = client.get(f"/og/{name}.png")
        assert made.content.startswith(b"\x89PNG")
        assert made.headers["content-type"] == "image/png"
        assert made.headers["cross-origin-resource-policy"] == "cross-origin"
        assert client.get(f"/og/{name}.png", headers={"if-none-match": made.headers["etag"]}).status_code == 304
        assert client.head(f"/og/{name}.png").status_code == 200


def test_before_the_first_edition_there_are_no_feeds_but_the_list_opens() -> None:
    empty = TestClient(make_site(Stand()), headers=CHINESE)
    for path in ("/feed.xml", "/feed.atom", "/c/phones.json", "/og/2026-05-08.png"):
        assert empty.get(path).status_code == 404
    for path in ("/feeds", "/feeds.opml", "/sitemap.xml", "/sitemap-news.xml", "/sitemap-site.xml", "/robots.txt"):
        assert empty.get(path).status_code == 200


def test_invented_news_says_so_and_is_no_news_to_robots() -> None:
    bundle, store = invented.bundle(sample=True), MemoryStore()
    store.put_edition(bundle.edition)
    client = TestClient(make_site(Stand([bundle], store=store)), headers=CHINESE)
    for stem in ("feed", "c/phones", f"s/{STORY}"):
        for form in Format:
            assert "样刊 · " in client.get(f"/{stem}.{form}").text[:900]
    assert "publication" not in client.get("/sitemap-news.xml").text
    assert edition_card(bundle).kicker.startswith("样刊")
    assert "application/ld+json" not in client.get(f"/d/2026-05-08/s/{STORY}.html").text


def test_a_correction_of_a_mark_is_in_the_feed_at_once() -> None:
    stand = Stand([invented.bundle()])
    client = TestClient(make_site(stand), headers=CHINESE)
    assert client.get("/feed.xml").status_code == 200
    asked = len(stand.asked)
    client.get("/feed.xml")
    assert len(stand.asked) == asked
    stand.marked = 1
    client.get("/feed.xml")
    assert len(stand.asked) == asked + 1


def test_the_room_is_named_in_the_documentation() -> None:
    from ribao.serve.rooms import cards, feeds, maps

    house: Any = type("H", (), {"desk": None})()
    paths = {route.path for room in (feeds, maps, cards) for route in room.routes(house)}
    for name in ("feeds.md", "feeds.en.md"):
        text = (Path(__file__).parents[2] / "docs/reference" / name).read_text(encoding="utf-8")
        for path in paths:
            shown = re.sub(r"\{[^}]*\}", "…", path)
            assert f"`{shown}`" in text, f"{name} does not name {shown}"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", ""),
        ("https://news.example", "https://news.example/"),
        ("http://x.example:8080/daily/", "http://x.example:8080/daily/"),
    ],
)
def test_the_public_address_ends_in_a_slash(given: str, meant: str) -> None:
    assert ServerSettings(address=given).address == meant


@pytest.mark.parametrize(
    "given",
    [
        "news.example",
        "ftp://x.example/",
        "https://",
        "https://a:b@x.example/",
        "https://x/?q=1",
        "https://x y/",
        "http://[",
    ],
)
def test_what_is_no_public_address_is_refused(given: str) -> None:
    with pytest.raises(ValidationError, match="it must be an address such as"):
        ServerSettings(address=given)
