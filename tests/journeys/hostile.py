"""A press that does everything wrong: one source for each bad feed, and one sound feed whose every page is bad.

Each row says what a reader has to be told (:class:`~ribao.types.reason.Code`), and what is kept all the same.
"""

import asyncio
import gzip
import hashlib
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from html import escape

import trustme

from ribao.types.reason import Code
from tests import press
from tests.support.net.server import Asked, Handler, LoggedServer, redirect, reply, running

XML = '<?xml version="1.0" encoding="utf-8"?>'
SLOW_SECONDS = 5  # what the tests allow for one request; a drip takes longer
PAGE_SECONDS = 4
EACH = 3  # entries of a healthy source
OWN = tuple(f"own{n}" for n in range(8))  # healthy sources that nobody else repeats
TOLD_TOO = tuple(f"told{n}" for n in range(8))  # whose headlines the sound feed of bad pages has too
MOST_ENTRIES = 40
SETTINGS = {
    "RIBAO_FETCH__TIMEOUT_SECONDS": str(SLOW_SECONDS),
    "RIBAO_FETCH__MAX_ENTRIES": str(MOST_ENTRIES),
    "RIBAO_WORK__PAGE_SECONDS": str(PAGE_SECONDS),
    # room for all: nobody is missing because others came
    "RIBAO_EDITION__MIN_STORIES": "500",
    "RIBAO_EDITION__MAX_STORIES": "500",
}


@dataclass(frozen=True, slots=True)
class Bad:
    """``code``: the reason that must stand beside the source or page (None: none). ``kept``: the articles that come of it.

    ``later``: the reason after the second run, where that is another.
    """

    handler: Handler
    code: Code | None
    kept: int = 0
    later: Code | str | None = "same"

    @property
    def at_last(self) -> Code | None:
        return self.code if self.later == "same" else Code(self.later) if self.later else None


# -- feeds -----------------------------------------------------------------------------------------------------------


def words(name: str, n: int) -> str:
    """A headline that no other entry resembles."""
    digest = hashlib.sha256(f"{name} {n}".encode()).digest()
    return "".join(chr(0x4E00 + int.from_bytes(digest[2 * k : 2 * k + 2]) % 5000) for k in range(12))


def stamp(minutes: int) -> str:
    return format_datetime(press.AT - timedelta(minutes=minutes))


def item(
    name: str, n: int, *, link: str = "", guid: str = "", date: str | None = None, title: str | None = None
) -> str:
    """``link``: empty for none. ``date`` None: a sound one; empty: none."""
    rows = [f"<title>{escape(words(name, n)) if title is None else title}</title>"]
    rows += [f"<link>{escape(link)}</link>"] if link else []
    rows += [f'<guid isPermaLink="false">{guid}</guid>'] if guid else []
    when = stamp(30 + 7 * n) if date is None else date
    rows += [f"<pubDate>{when}</pubDate>"] if when else []
    rows += [f"<description>{words(name, n + 1000)}，{words(name, n + 2000)}。</description>"]
    return f"<item>{''.join(rows)}</item>"


def rss(title: str, *items: str, head: str = XML) -> bytes:
    text = f'{head}<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'
    return text.encode()


def xml(body: bytes, kind: str = "application/rss+xml") -> bytes:
    """With a validator: a source that offers none is asked but once a day."""
    return reply(body, headers={"Content-Type": kind, "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"'})


def few(name: str, count: int = 3) -> tuple[str, ...]:
    return tuple(item(name, n, guid=f"{name}-{n}") for n in range(count))


def laughs() -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return rss("&a9;", *few("laughs"), head=f'{XML}<!DOCTYPE rss [<!ENTITY a0 "哈哈">{levels}]>')


def reads_a_file() -> bytes:
    return rss("&x;", *few("xxe"), head=f'{XML}<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


def many_entries() -> bytes:
    """10^5 entries, newest first, a minute apart: about 10 MB."""
    rows = (f"<item><title>{n}</title><guid>m{n}</guid><pubDate>{stamp(n)}</pubDate></item>" for n in range(100_000))
    return rss("十万条", *rows)


def gbk_that_says_utf8() -> bytes:
    return rss("错标编码", *few("gbk")).decode().encode("gb18030")


def in_turn(*answers: bytes) -> Handler:
    """One answer after the other, the last one for ever."""
    left = list(answers)

    def answer(_: Asked) -> bytes:
        return left.pop(0) if len(left) > 1 else left[0]

    return answer


def changed_ids(poll: int) -> bytes:
    return xml(rss("换号", *(item("changing", n, link=f"/changing/{n}", guid=f"{poll}-{n}") for n in range(4))))


def turns(name: str, into: bytes, code: Code | None) -> Bad:
    """Sound at first, with three entries; then like this. What was read stays (faults.md, F25)."""
    return Bad(in_turn(xml(rss("变坏", *few(name))), into), None, kept=3, later=code)


async def endless(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nTransfer-Encoding: chunked\r\n\r\n")
    piece = b"<item>" + b"x" * 65_523 + b"</item>"
    while True:
        writer.write(b"10000\r\n" + piece + b"\r\n")
        await writer.drain()


async def drip(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _second in range(60):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(1)


async def torn(_: Asked, writer: asyncio.StreamWriter) -> None:
    body = rss("断线", *few("torn"))
    writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:-100])
    await writer.drain()
    writer.close()


def bad_feeds() -> dict[str, Bad]:
    whole = rss("截断", *few("truncated", 6))
    bomb = gzip.compress(bytes(200_000_000), 9)
    huge = rss("大标题", item("huge", 0, guid="h0", title="大" * 3_300_000), *few("huge-title", 2))
    return {
        "not-xml": Bad(xml("这里什么也不是。".encode()), Code.NOT_A_FEED),
        "truncated": Bad(xml(whole[: whole.rindex(b"<item>") + 40]), Code.FEED_CUT_SHORT, kept=5),
        "wrong-charset": Bad(xml(gbk_that_says_utf8(), "application/rss+xml; charset=utf-8"), None, kept=3),
        "empty": Bad(xml(b""), Code.FEED_EMPTY),
        "no-entries": Bad(xml(rss("空的")), None),
        "html": Bad(reply("<!doctype html><title>搬家了</title><p>网站改版".encode()), Code.NOT_A_FEED),
        "huge-title": Bad(xml(huge), None, kept=3),
        "many": Bad(xml(many_entries()), Code.FEED_TOO_MANY_ENTRIES, kept=MOST_ENTRIES),
        "laughs": Bad(xml(laughs()), Code.FEED_BROKEN),
        "xxe": Bad(xml(reads_a_file()), Code.FEED_BROKEN),
        "nested": Bad(xml(XML.encode() + b"<a>" * 1_000_000), Code.FEED_BROKEN),
        "gzip-bomb": Bad(reply(bomb, headers={"Content-Encoding": "gzip"}), Code.BODY_TOO_LARGE),
        "endless": Bad(endless, Code.BODY_TOO_LARGE),
        "drip": Bad(drip, Code.TIMED_OUT),
        "torn": Bad(torn, Code.BODY_CUT),
        "no-dates": Bad(
            xml(rss("没有日期", *(item("undated", n, guid=f"u{n}", date="") for n in range(3)))), None, kept=3
        ),
        "absurd-dates": Bad(xml(rss("怪日期", *absurd_dates())), None, kept=len(ABSURD)),
        "relative": Bad(
            xml(rss("相对链接", *(item("rel", n, link=f"pages/{n}.html") for n in range(3)))), None, kept=3
        ),
        "no-ids": Bad(xml(rss("没有编号", *(item("noid", n) for n in range(3)))), None, kept=3),
        "double-ids": Bad(xml(rss("同号", *(item("twin", n, guid="one") for n in range(4)))), None, kept=4),
        "equal-ids": Bad(xml(rss("同文", *(item("equal", 0, guid="one") for _ in range(MOST_ENTRIES)))), None, kept=1),
        "changing-ids": Bad(in_turn(changed_ids(1), changed_ids(2)), None, kept=4),
        "gone": Bad(reply(b"", 410), Code.HTTP_GONE),
        "missing": Bad(reply(b"", 404), Code.HTTP_NOT_FOUND),
        "forbidden": Bad(reply(b"", 403), Code.HTTP_CLIENT_ERROR),
        "too-many": Bad(reply(b"", 429, {"Retry-After": "7200"}), Code.HTTP_TOO_MANY),
        "failing": Bad(reply(b"", 503), Code.HTTP_SERVER_ERROR),
        "loop": Bad(redirect("/feeds/loop"), Code.REDIRECT_LOOP),
        "circle": Bad(redirect("/circle/1"), Code.REDIRECT_LOOP),
        "inside": Bad(redirect("http://169.254.169.254/latest"), Code.REDIRECT_REFUSED),
        "turns-empty": turns("te", reply(b""), Code.FEED_EMPTY),
        "turns-html": turns("th", reply(b"<!doctype html><title>Hi</title>"), Code.NOT_A_FEED),
        "turns-older": turns("to", xml(rss("旧", *few("to", 1))), None),
        "turns-missing": turns("tm", reply(b"", 404), Code.HTTP_NOT_FOUND),
        "not-http": Bad(b"SSH-2.0-OpenSSH_9.2\r\n", Code.CONNECT_FAILED),
    }


ABSURD = (
    "Thu, 01 Jan 0000 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Mon, 32 Feb 2026 25:61:61 +9999",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "昨天下午",
    "99999999999999999999",
    "2026-05-07T99:99:99Z",
)


def absurd_dates() -> list[str]:
    return [item("absurd", n, guid=f"a{n}", date=date) for n, date in enumerate(ABSURD)]


# -- pages -----------------------------------------------------------------------------------------------------------


def article(name: str, n: int = 0, more: str = "") -> bytes:
    """What :func:`item` announces, told at length."""
    text = "".join(f"<p>{'，'.join(words(f'{name} {n} {row}', k) for k in range(4))}。</p>" for row in range(6))
    head = f"<!doctype html><head><meta charset=utf-8><title>{words(name, n)}</title></head>"
    return f"{head}<body><article><h1>{words(name, n)}</h1>{text}{more}</article></body>".encode()


def html(body: bytes, kind: str = "text/html; charset=utf-8") -> bytes:
    return reply(body, headers={"Content-Type": kind})


def nested(depth: int) -> bytes:
    inner = "".join(f"<p>{words('nested', n)}。</p>" for n in range(20))
    return (
        b"<!doctype html><meta charset=utf-8><title>x</title>" + b"<div>" * depth + inner.encode() + b"</div>" * depth
    )


def hanging() -> bytes:
    """Well-formed HTML that costs the extraction far more than its allowance of CPU time."""
    return f"<!doctype html><meta charset=utf-8><body>{'<table><tr><td>' * 80}{'文字' * 900_000}".encode()


def login_wall() -> bytes:
    return html(
        "<!doctype html><meta charset=utf-8><title>请登录</title><body><h1>请登录</h1><p>登录后查看全文</p>".encode()
    )


def bad_pages() -> dict[str, Bad]:
    """``code`` is the article's reason here; each keeps its headline and the feed's summary."""
    return {
        "pdf": Bad(reply(b"%PDF-1.7\n" + bytes(3000), headers={"Content-Type": "application/pdf"}), Code.PAGE_NOT_HTML),
        "pdf-as-html": Bad(html(b"%PDF-1.7\n" + bytes(3000)), Code.PAGE_NOT_HTML),
        "video": Bad(
            reply(b"\0\0\0\x20ftypisom" + bytes(9000), headers={"Content-Type": "video/mp4"}), Code.PAGE_NOT_HTML
        ),
        "deep": Bad(html(nested(29_000)), Code.PAGE_TOO_DEEP),
        "deeper": Bad(html(nested(100_000)), Code.PAGE_TOO_DEEP),
        "large": Bad(html(article("large", more=f"<p>{'很长。' * 1_000_000}</p>")), Code.PAGE_TOO_LARGE),
        "bomb": Bad(
            reply(gzip.compress(bytes(100_000_000)), headers={"Content-Encoding": "gzip"}), Code.BODY_TOO_LARGE
        ),
        "hang": Bad(html(hanging()), Code.WORKER_DIED),
        "blank": Bad(html(b""), Code.PAGE_NO_TEXT),
        "wall": Bad(login_wall(), Code.PAGE_WALL_LOGIN),
        "missing": Bad(reply(b"", 404), Code.HTTP_NOT_FOUND),
        "gone": Bad(reply(b"", 410), Code.HTTP_GONE),
        "forbidden": Bad(reply(b"", 403), Code.HTTP_CLIENT_ERROR),
        "too-many": Bad(reply(b"", 429), Code.HTTP_TOO_MANY),
        "failing": Bad(reply(b"", 500), Code.HTTP_SERVER_ERROR),
        "loop": Bad(redirect("/pages/loop"), Code.REDIRECT_LOOP),
        "drip": Bad(drip, Code.TIMED_OUT),
        "torn": Bad(torn, Code.BODY_CUT),
        "denied": Bad(html(article("denied")), Code.ROBOTS_DENIED),
        "robots-down": Bad(html(article("down")), Code.ROBOTS_UNREACHABLE),
        "dns": Bad(b"", Code.ROBOTS_UNREACHABLE),  # it is asked first
    }


# -- the server ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class World:
    """``feeds`` and ``pages`` by name."""

    server: LoggedServer
    secure: LoggedServer
    silent: LoggedServer  # its robots.txt fails
    sound: LoggedServer
    feeds: dict[str, Bad] = field(default_factory=dict)
    pages: dict[str, Bad] = field(default_factory=dict)

    def sources(self) -> dict[str, tuple[str, Bad]]:
        """Id → address, and what must be told of it."""
        rows = {name: (self.server.url(f"/feeds/{name}"), bad) for name, bad in self.feeds.items()}
        rows["tls"] = (self.secure.url("/feed"), Bad(b"", Code.TLS_FAILED))
        rows["dns"] = ("http://nowhere.invalid/feed", Bad(b"", Code.DNS_FAILED))
        rows["private"] = ("http://10.0.0.1/feed", Bad(b"", Code.ADDRESS_REFUSED))
        rows["scheme"] = ("ftp://127.0.0.1/feed", Bad(b"", Code.ADDRESS_REFUSED))
        rows["nobody"] = ("http://127.0.0.1:9/feed", Bad(b"", Code.CONNECT_FAILED))
        rows["pages"] = (self.server.url("/pages.xml"), Bad(b"", None, kept=len(self.pages)))
        return rows

    def healthy(self) -> dict[str, str]:
        return {name: self.sound.url(f"/{name}.xml") for name in (*OWN, *TOLD_TOO)}

    def links(self) -> dict[str, str]:
        """Page → its address."""
        elsewhere = {"robots-down": self.silent.url("/page"), "dns": "http://nowhere.invalid/page"}
        return {name: elsewhere.get(name, self.server.url(f"/pages/{name}")) for name in self.pages}


def tables(rows: Mapping[str, str]) -> str:
    """Sources by id for a ``ribao.toml``."""
    return "".join(f'[[sources]]\nid = "{i}"\nurl = "{url}"\ntitle = "社{i}"\n' for i, url in rows.items())


def fill(world: World) -> None:
    server = world.server
    server.routes["/robots.txt"] = reply(b"User-agent: *\nDisallow: /pages/denied\n")
    world.silent.routes["/robots.txt"] = reply(b"", 500)
    world.secure.routes["/feed"] = xml(rss("不可信", *few("tls")))
    fill_sound(world.sound)
    world.feeds, world.pages = bad_feeds(), bad_pages()
    for n in range(1, 12):
        server.routes[f"/circle/{n}"] = redirect(f"/circle/{n + 1}")
    for n in range(3):
        server.routes[f"/feeds/pages/{n}.html"] = html(article("rel", n))
        server.routes[f"/changing/{n}"] = html(article("changing", n))
    for name, bad in world.feeds.items():
        server.routes[f"/feeds/{name}"] = bad.handler
    for name, bad in world.pages.items():
        server.routes[f"/pages/{name}"] = bad.handler
    server.routes["/pages.xml"] = xml(rss("坏页面", *page_items(world)))


def fill_sound(server: LoggedServer) -> None:
    for name in (*OWN, *TOLD_TOO):
        items = [item(name, n, link=f"/{name}/{n}.html", guid=f"{name}-{n}") for n in range(EACH)]
        server.routes[f"/{name}.xml"] = xml(rss(f"社{name}", *items))
        for n in range(EACH):
            server.routes[f"/{name}/{n}.html"] = html(article(name, n))


def page_items(world: World) -> list[str]:
    """Each tells what an entry of ``TOLD_TOO`` tells, in the same words, and so comes into the edition beside it."""
    return [
        item(TOLD_TOO[n // EACH], n % EACH, link=link, guid=f"page-{name}")
        for n, (name, link) in enumerate(world.links().items())
    ]


def headline(n: int) -> str:
    return words(TOLD_TOO[n // EACH], n % EACH)


@contextmanager
def hostile() -> Iterator[World]:
    """The world, as long as the block, on a loop in a thread of its own."""
    loop, worlds, ready = asyncio.new_event_loop(), [], threading.Event()
    stop = asyncio.Event()

    async def serve() -> None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1").configure_cert(tls)
        async with AsyncExitStack() as stack:
            servers = [await stack.enter_async_context(running(tls=one)) for one in (None, tls, None, None)]
            worlds.append(World(*servers))
            ready.set()
            await stop.wait()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(20)
        fill(worlds[0])
        yield worlds[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        loop.close()
