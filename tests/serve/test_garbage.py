"""Every address of the site with garbage in it: the right status, and a page that helps, in the reader's language."""

import re
from dataclasses import replace
from itertools import product, repeat

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from ribao.render.bundle import Bundle
from ribao.serve.site import make_site
from tests.render import invented
from tests.serve.stand import Stand

GARBAGE = (
    "0000-00-00",
    "9999-12-31",
    "-1",
    "%00",
    "%ff%fe",
    "..%2f..%2f..%2fetc%2fpasswd",
    "..",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "'%22%3E",
    "x" * 5000,
    "ffffffffffffffff",
    "%F0%9F%92%A9",
)
PLACE = re.compile(r"\{\w+(?::\w+)?\}")
CHINESE, ENGLISH = {"accept-language": "zh-CN"}, {"accept-language": "en"}
STORY, DAY = "000000000000abc0", "/d/2026-05-08"


def client(stand: Stand) -> TestClient:
    return TestClient(make_site(stand), follow_redirects=False, raise_server_exceptions=False)


def routes(method: str) -> list[str]:
    app = make_site(Stand())
    return sorted({one.path for one in app.routes if isinstance(one, Route) and method in (one.methods or ())})


@pytest.fixture(scope="module")
def full() -> TestClient:
    return client(Stand([invented.bundle()]))


@pytest.fixture(scope="module")
def bare() -> TestClient:
    """A house without an edition."""
    return client(Stand())


@pytest.mark.slow
def test_no_garbage_on_any_route_is_a_fault_of_the_server(full: TestClient, bare: TestClient) -> None:
    paths = [path for path in routes("GET") if "{" in path]
    assert len(paths) > 15
    for path, (garbage, house) in product(paths, [*zip(GARBAGE, repeat(full)), *zip(GARBAGE[:3], repeat(bare))]):
        address = PLACE.sub(lambda _, told=garbage: told, path)
        answer = house.get(address, headers=CHINESE)
        assert answer.status_code in (200, 301, 307, 308, 404), address
        assert "evil" not in answer.headers.get("location", "")
        assert "<script>alert" not in answer.text, address
        assert "root:" not in answer.text
        if answer.status_code == 404 and "html" in answer.headers["content-type"]:
            assert "没有这个页面" in answer.text, address
            assert "This page is not here" in house.get(address, headers=ENGLISH).text, address


@pytest.mark.parametrize(
    "query",
    [
        "q=%ff%fe",
        "lang=%00",
        "a=&b=%3Cscript%3E",
        "=&=&&",
        "q=" + "%E6%89%8B" * 6000,
        "page=-1",
        "page=" + "9" * 500,
        "q",
    ],
)
def test_no_query_on_any_route_is_a_fault_of_the_server(full: TestClient, query: str) -> None:
    for path in routes("GET"):
        if "{" in path or path == "/-/live":
            continue
        answer = full.get(f"{path}?{query}", headers=CHINESE)
        assert answer.status_code in (200, 307, 308, 404), path


def test_every_address_answers_head_as_get_without_a_body(full: TestClient) -> None:
    for path in [*(one for one in routes("GET") if "{" not in one), f"{DAY}/s/{STORY}.html", "/nowhere"]:
        if path == "/-/live":
            continue
        got, head = full.get(path), full.head(path)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        assert head.headers.get("content-length") == got.headers.get("content-length"), path


@pytest.mark.parametrize("asked", ["bytes=0-99", "bytes=99999999-", "bytes=5-1", "lines=1-2", "bytes=" + "0-1," * 3000])
def test_a_range_is_answered_with_the_whole_page(full: TestClient, asked: str) -> None:
    """RFC 9110 section 14.2: a server may ignore it; pages are small."""
    answer = full.get("/", headers={"range": asked})
    assert (answer.status_code, "content-range" in answer.headers) == (200, False)


@pytest.mark.parametrize(
    "host", ["evil.example", "a" * 3000, "x:99999", "[::1", "127.0.0.1@evil.example", "", "ä.example"]
)
def test_an_unknown_host_is_served_but_never_believed(full: TestClient, host: str) -> None:
    for path in ("/", "/feed.xml", "/robots.txt", "/feeds", f"{DAY}/s/{STORY}.html", "/nowhere"):
        answer = full.get(path, headers={"host": host.encode()})
        assert answer.status_code in (200, 400, 404)
        assert "@evil" not in answer.text
    assert full.post("/-/leave", headers={"host": host.encode(), "sec-fetch-site": "same-origin"}).status_code in (
        400,
        403,
        404,
        405,
    )


@pytest.mark.parametrize(
    "text", ["长" * 3000, "W" * 3000, "<script>alert(1)</script>", "\u202e倒\u0000\ud7ff" + "‏" * 50, " "]
)
def test_a_headline_of_any_kind_breaks_no_page(text: str) -> None:
    house = client(Stand([invented.with_headline(text)]))
    for path in ("/", f"{DAY}/c/phones.html", f"{DAY}/s/{STORY}.html", f"{DAY}/a/0000000000000000.html", "/feed.xml"):
        answer = house.get(path, headers=CHINESE)
        assert answer.status_code == 200, path
        assert "<script>alert" not in answer.text
        assert len(answer.content) < 400_000


def test_a_story_of_five_hundred_articles_and_an_edition_of_none() -> None:
    house = client(Stand([with_articles(500)]))
    page = house.get(f"{DAY}/s/{STORY}.html", headers=CHINESE)
    assert page.status_code == 200
    assert len(page.content) < 1_500_000
    assert len(house.get("/").content) < 120_000
    empty = client(Stand([invented.empty()]))
    for path in ("/", f"{DAY}/", f"{DAY}/about.html", "/feed.xml", "/archive", "/sitemap.xml"):
        assert empty.get(path, headers=CHINESE).status_code == 200, path


def with_articles(count: int) -> Bundle:
    """The invented edition, whose top story is told by ``count`` articles."""
    full = invented.bundle()
    top = full.edition.sections[0]
    entry = top.entries[0]
    body, shown = full.articles[entry.articles[0].id], entry.articles[0]
    ids = [f"{0xF0000 + number:016x}" for number in range(count)]
    articles = {one: replace(body, id=one, title=f"第{number}家也报道了") for number, one in enumerate(ids)}
    listed = tuple(replace(shown, id=one, title=articles[one].title, repost_of=None) for one in ids)
    changed = replace(entry, articles=(*entry.articles, *listed))
    sections = (replace(top, entries=(changed, *top.entries[1:])), *full.edition.sections[1:])
    return replace(full, edition=replace(full.edition, sections=sections), articles={**full.articles, **articles})
