"""Refresh as a whole: one bad source never harms the others, and each says why; the store is what it answers to."""

import asyncio
import gzip
import socket
import ssl
from dataclasses import replace
from datetime import timedelta

import pytest
import trustme

from ribao.acquire.refresh import refresh
from ribao.acquire.sources.document import Document, Entry
from ribao.settings import FetchSettings, Settings
from ribao.support.clock import VirtualClock
from ribao.support.net.client import AiohttpClient
from ribao.support.net.guard import Guard
from ribao.support.net.port import FetchFailed, Response
from ribao.support.net.scripted import ScriptedClient, answer
from ribao.support.progress import Silent
from ribao.support.store.memory import MemoryStore
from ribao.types.reason import Code, Reason
from ribao.types.source import Selectors, Source, SourceKind
from tests.support.net.server import Asked, redirect, reply, running

from .conftest import LOOPBACK, START, House, rss

pytestmark = pytest.mark.anyio


def lookup(host: str, port: int) -> list[tuple[object, ...]]:
    if host == "rebind.example":
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", port))]
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


async def hang_up(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def endless(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
        await writer.drain()


async def drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
    for _ in range(500):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


BAD = {
    "gone": (reply(b"", 410), Code.HTTP_GONE),
    "missing": (reply(b"", 404), Code.HTTP_NOT_FOUND),
    "forbidden": (reply(b"", 403), Code.HTTP_CLIENT_ERROR),
    "too-many": (reply(b"", 429), Code.HTTP_TOO_MANY),
    "broken": (reply(b"", 500), Code.HTTP_SERVER_ERROR),
    "empty": (reply(b""), Code.FEED_EMPTY),
    "html": (reply(b"<!doctype html><title>Hi</title><p>Hello"), Code.NOT_A_FEED),
    "not-xml": (reply(b"just words"), Code.NOT_A_FEED),
    "loop": (redirect("/loop"), Code.REDIRECT_LOOP),
    "inside": (redirect("http://169.254.169.254/latest"), Code.REDIRECT_REFUSED),
    "file": (redirect("file:///etc/passwd"), Code.REDIRECT_REFUSED),
    "bomb": (reply(gzip.compress(bytes(20_000_000)), headers={"Content-Encoding": "gzip"}), Code.BODY_TOO_LARGE),
    "mislabelled": (reply(rss("x"), headers={"Content-Encoding": "zstd"}), Code.BAD_CODING),
    "endless": (endless, Code.BODY_TOO_LARGE),
    "drip": (drip, Code.TIMED_OUT),
    "hang-up": (hang_up, Code.CONNECT_FAILED),
    "short": (reply(rss("x"), headers={"Content-Length": "99999"}) + b"", Code.TIMED_OUT),
    "not-http": (b"SSH-2.0-OpenSSH_9.2\r\n", Code.CONNECT_FAILED),
}


async def test_each_bad_source_says_why_and_the_good_one_is_unharmed(house: House) -> None:
    for name, (handler, _) in BAD.items():
        house.add(f"/{name}")
        house.server.routes[f"/{name}"] = handler
    house.add("/good")
    house.server.routes["/good"] = reply(rss("one", "two"))
    house.add("/dns", url="http://nowhere.example/feed")
    house.add("/rebind", url="http://rebind.example/feed")
    house.add("/scheme", url="ftp://news.example/feed")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(tls)
    async with running(tls=tls) as secure:
        house.add("/tls", url=secure.url("/feed"))
        client = AiohttpClient(
            Guard(LOOPBACK), "Ribao/0.0 (+test)", timeout_seconds=0.8, max_bytes=10**6, lookup=lookup
        )
        sources = house.store.sources()
        report = await refresh(house.store, client, house.clock, house.settings, sources, Silent())
        await client.aclose()
    expected = {name: code for name, (_, code) in BAD.items()}
    expected |= {"dns": Code.DNS_FAILED, "rebind": Code.ADDRESS_REFUSED, "scheme": Code.ADDRESS_REFUSED}
    expected |= {"tls": Code.TLS_FAILED}
    assert {name: reason.code for name, reason in report.failed.items()} == expected
    assert (report.asked, report.fresh, report.new) == (len(sources), 1, 2)
    assert all(state.reason is not None for name, state in house.store.states().items() if name != "good")


async def test_a_truncated_feed_gives_what_stands_before_the_cut_and_says_so(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(rss("one", "two", "three")[:-120], headers={"ETag": '"1"'})
    report = await house.poll()
    assert report.failed["feed"].code is Code.FEED_CUT_SHORT
    assert report.new >= 1
    assert (house.state().failures, house.state().etag) == (0, None)
    assert house.due_in() < timedelta(hours=5)


async def test_14_ten_thousand_internal_addresses_open_no_connection() -> None:
    """As from a hostile OPML; 1,000 here, the way is the same."""
    async with running() as inside:
        sources = [Source(id=f"s{n}", url=inside.url(f"/{n}"), title="x") for n in range(1000)]
        store = MemoryStore()
        store.put_sources(sources)
        client = AiohttpClient(Guard(), "Ribao/0.0 (+test)")
        settings = Settings(fetch=FetchSettings(host_pause_seconds=0))
        report = await refresh(store, client, VirtualClock(START), settings, sources, Silent())
        await client.aclose()
        assert {reason.code for reason in report.failed.values()} == {Code.ADDRESS_REFUSED}
        assert (report.asked, inside.opened) == (1000, 0)


async def test_a_fault_of_ours_in_one_source_does_not_cost_the_others(house: House) -> None:
    def broken(request: object) -> Response:
        raise RuntimeError("a bug")

    house.add("/a", url="http://a.example/feed")
    house.add("/b", url="http://b.example/feed")
    client = ScriptedClient(
        {"http://a.example/feed": broken, "http://b.example/feed": answer("http://b.example/feed", rss("x"))}
    )
    report = await refresh(house.store, client, house.clock, house.settings, house.store.sources(), Silent())
    assert {name: reason.code for name, reason in report.failed.items()} == {"a": Code.INTERNAL}
    assert report.new == 1


class FullDisk(MemoryStore):
    def save_refresh(self, outcomes: object) -> object:  # type: ignore[override]
        raise OSError(28, "No space left on device")


async def test_f7_a_store_that_fails_is_told_and_nothing_counts_as_asked(house: House) -> None:
    full = FullDisk()
    house.store = full
    house.add()
    house.server.routes["/feed"] = reply(rss("one"))
    with pytest.raises(OSError, match="No space left"):
        await house.poll()
    assert house.state().asked_at is None
    house.store = MemoryStore()
    house.add()
    assert (await house.poll()).new == 1


async def test_an_odd_feed_goes_to_the_slow_reader_it_is_given(house: House) -> None:
    seen: list[str] = []

    def odd(text: str, url: str, now: object, max_entries: int) -> Document:
        seen.append(text)
        return Document(format="rss", entries=(Entry(guid="1", title="odd"),))

    house.add()
    house.server.routes["/feed"] = reply(b"<rss><channel><item><title>a</b></item><p></channel>")
    report = await refresh(
        house.store, house.client, house.clock, house.settings, house.store.sources(), Silent(), odd=odd
    )
    assert (len(seen), report.new) == (1, 1)


async def test_a_list_page_becomes_leads(house: House) -> None:
    house.add("/list", kind=SourceKind.PAGE, selectors=Selectors(item="li"))
    house.server.routes["/list"] = reply(b"<html><ul><li><a href='/1'>One</a><li><a href='/2'>Two</a></ul>")
    assert (await house.poll()).new == 2


def sitemap(*names: str) -> bytes:
    rows = "".join(
        f"<url><loc>https://news.example/{name}</loc><n:news><n:title>{name}</n:title>"
        f"<n:publication_date>2026-01-15T07:00:00Z</n:publication_date></n:news></url>"
        for name in names
    )
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>'
    ).encode()


async def test_the_newest_sitemaps_of_an_index_are_read(house: House) -> None:
    house.add("/index", kind=SourceKind.SITEMAP)
    rows = "".join(
        f"<sitemap><loc>{house.server.url(f'/part{n}')}</loc><lastmod>2026-01-{10 + n}</lastmod></sitemap>"
        for n in range(1, 6)
    )
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'
    house.server.routes["/index"] = reply(index.encode(), headers={"ETag": '"1"'})
    for n in range(1, 6):
        house.server.routes[f"/part{n}"] = reply(sitemap(f"a{n}", f"b{n}"))
    house.server.routes["/part4"] = reply(b"", 500)
    report = await house.poll()
    assert {asked.path for asked in house.server.log} == {"/index", "/robots.txt", "/part5", "/part4", "/part3"}
    assert (report.new, report.failed["index"].code) == (4, Code.HTTP_SERVER_ERROR)
    report = await house.poll_after(hours=5)
    assert (report.unchanged, report.new) == (1, 0)


async def test_progress_counts_every_source(house: House) -> None:
    told: list[tuple[str, int]] = []

    class Told(Silent):
        def start(self, stage: str, total: int) -> None:
            told.append(("start", total))

        def step(self, stage: str, done: int = 1, note: str = "") -> None:
            told.append(("step", done))

        def finish(self, stage: str) -> None:
            told.append(("finish", 0))

    for n in range(3):
        house.add(f"/{n}")
    await refresh(house.store, house.client, house.clock, house.settings, house.store.sources(), Told())
    assert told == [("start", 3), ("step", 1), ("step", 1), ("step", 1), ("finish", 0)]


async def test_what_a_failure_tells_survives_in_the_state(house: House) -> None:
    source = replace(house.add(), url="http://a.example/feed")
    house.store.put_sources([source])
    failed = FetchFailed(Reason(code=Code.TLS_FAILED, detail="certificate has expired"))
    client = ScriptedClient({source.url: [failed, answer(source.url, rss("x"))]})
    await refresh(house.store, client, house.clock, house.settings, [source], Silent())
    assert house.state().reason == failed.reason
    house.clock.advance(2 * 3600)
    await refresh(house.store, client, house.clock, house.settings, [source], Silent())
    assert (house.state().reason, house.state().failures) == (None, 0)
