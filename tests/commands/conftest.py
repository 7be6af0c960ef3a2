"""A site on loopback to add, check and try, and a client that may reach it; a folder with an archive."""

import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path

import pytest

from ribao.support.net.client import AiohttpClient
from ribao.support.net.guard import Guard
from ribao.support.net.port import Client
from tests.commands.archive import edition_of, fill, settings

NEWEST = datetime.fromisoformat("2026-05-08T06:10:00+08:00")

HOME_PAGE = """<html><head><title>首页</title>
<link rel="alternate" type="application/rss+xml" title="死的" href="/dead.xml">
<link rel="alternate" type="application/rss+xml" title="活的" href="feed.xml">
<link rel="alternate" type="application/rss+xml" title="另一个" href="/o1/feed.xml">
</head><body>欢迎</body></html>"""

LIST_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>快讯</title></head><body><ul class="news">
<li><a href="/o0/0.html">第一条</a> <time datetime="2026-05-08T06:00:00+08:00"></time></li>
<li><a href="/o0/1.html">第二条</a> <time datetime="2026-05-08T05:00:00+08:00"></time></li>
</ul></body></html>"""


@dataclass(slots=True)
class Site:
    """``paths``: path → (content type, body). What is not there is a 404; every request is noted in ``asked``."""

    base: str = ""
    paths: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


def feed(base: str, outlet: int) -> bytes:
    """RSS of five items; the newest is of :data:`NEWEST`."""
    items = "".join(
        f"<item><title>新闻{outlet}-{n}</title><link>{base}/o{outlet}/{n}.html</link><guid>{outlet}-{n}</guid>"
        f"<pubDate>{format_datetime(NEWEST - timedelta(hours=n))}</pubDate></item>"
        for n in range(5)
    )
    head = f"<title>第{outlet + 1}通讯社</title><link>{base}/o{outlet}/</link><description>测试</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


@pytest.fixture
def site() -> Iterator[Site]:
    """Two outlets with feeds; ``/o0/`` is a home page that names a dead feed, the living one and a second one."""
    here = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(here))
    server.daemon_threads = True
    here.base = f"http://127.0.0.1:{server.server_address[1]}"
    html = "text/html; charset=utf-8"
    here.paths |= {f"/o{n}/feed.xml": ("application/rss+xml", feed(here.base, n)) for n in (0, 1)}
    here.paths["/o0/"] = (html, HOME_PAGE.encode())
    here.paths["/list"] = (html, LIST_PAGE.encode())
    here.paths["/plain"] = (html, b"<html><body>nothing here</body></html>")
    here.paths["/broken.xml"] = ("application/rss+xml", b"this is no feed at all")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            kind, body = site.paths.get(self.path, ("text/plain", b""))
            self.send_response(200 if self.path in site.paths else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
async def client(anyio_backend: str) -> AsyncIterator[Client]:
    real = AiohttpClient(Guard((ip_network("127.0.0.0/8"),)), "Ribao/test", timeout_seconds=5)
    yield real
    await real.aclose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Settings that may read loopback, with no source yet."""
    path = tmp_path / "ribao.toml"
    path.write_text('# mine\n[fetch]\nallow_private = ["127.0.0.0/8"]\n', encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filled once, for that takes longer than to copy it."""
    folder = tmp_path_factory.mktemp("archive")
    settings(folder)
    fill(folder / "data", edition_of("quake", "fold"))
    return folder


@pytest.fixture
def folder(archive: Path, tmp_path: Path) -> Path:
    """``ribao.toml`` and ``data``, of the invented stories."""
    shutil.copytree(archive, tmp_path, dirs_exist_ok=True)
    return tmp_path
