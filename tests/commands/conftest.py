"""A site on loopback to add, check and try, and a client that may reach it."""

from collections.abc import AsyncIterator, Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest

from ribao.support.net.client import AiohttpClient
from ribao.support.net.guard import Guard
from ribao.support.net.port import Client
from tests import press

LIST_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>快讯</title></head><body><ul class="news">
<li><a href="/o0/0.html">第一条</a> <time datetime="2026-05-08T06:00:00+08:00"></time></li>
<li><a href="/o0/1.html">第二条</a> <time datetime="2026-05-08T05:00:00+08:00"></time></li>
</ul></body></html>"""


@pytest.fixture
def site() -> Iterator[press.Press]:
    """Two outlets with feeds; ``/o0/`` is a home page that names a dead feed, the living one and a second one."""
    with press.running(outlets=2, entries=5) as running:
        running.paths["/o0/"] = (
            "text/html; charset=utf-8",
            (
                "<html><head><title>首页</title>"
                '<link rel="alternate" type="application/rss+xml" title="死的" href="/dead.xml">'
                '<link rel="alternate" type="application/rss+xml" title="活的" href="feed.xml">'
                '<link rel="alternate" type="application/rss+xml" title="另一个" href="/o1/feed.xml">'
                "</head><body>欢迎</body></html>"
            ).encode(),
            200,
        )
        running.paths["/list"] = ("text/html; charset=utf-8", LIST_PAGE.encode(), 200)
        running.paths["/plain"] = ("text/html; charset=utf-8", b"<html><body>nothing here</body></html>", 200)
        running.paths["/broken.xml"] = ("application/rss+xml", b"this is no feed at all", 200)
        yield running


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
