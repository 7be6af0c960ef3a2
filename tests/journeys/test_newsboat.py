"""A real feed reader takes our feeds: newsboat, where it is installed."""

import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn

from ribao.serve.server import _listen
from ribao.serve.site import make_site
from tests.render import invented, ledger
from tests.serve.stand import Stand

NEWSBOAT = shutil.which("newsboat")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(NEWSBOAT is None, reason="newsboat is not installed")]
STORY = "000000000000abc0"


@pytest.fixture
def address() -> Iterator[str]:
    listening = _listen("127.0.0.1", 0)
    config = uvicorn.Config(make_site(Stand([ledger.bundle(hedge="未经证实：")])), log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    serving.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    serving.join(20)


@pytest.mark.parametrize("form", ["xml", "atom"])
def test_newsboat_reads_every_item(address: str, tmp_path: Path, form: str) -> None:
    rows, title = reloaded(f"{address}/feed.{form}", tmp_path)
    assert title == "智能日报"
    assert len(rows) == len(invented.NEWS)
    told, url, published, content = rows[f"urn:ribao:story:{STORY}"]
    assert told == "未经证实：" + invented.NEWS[0][4]
    assert url == f"{address}/d/2026-05-08/s/{STORY}.html"
    assert published == int(invented.CLOSE.timestamp()) - 55 * 60
    assert invented.NEWS[0][5][0] in content


@pytest.mark.parametrize("form", ["xml", "atom"])
def test_newsboat_follows_a_story(address: str, tmp_path: Path, form: str) -> None:
    rows, _title = reloaded(f"{address}/s/{STORY}.{form}", tmp_path)
    assert len(rows) == 9
    assert sum(guid.startswith("urn:ribao:claim:") for guid in rows) == 5


def reloaded(feed: str, folder: Path) -> tuple[dict[str, tuple[str, str, int, str]], str]:
    """What newsboat's cache holds by guid, and the feed's title. One feed at a time: it keeps one item a guid in all."""
    (folder / "urls").write_text(feed + "\n", encoding="utf-8")
    (folder / "config").write_text("reload-threads 1\n", encoding="utf-8")
    command = [str(NEWSBOAT), "-C", "config", "-c", "cache.db", "-u", "urls", "-x", "reload"]
    home = {"HOME": str(folder), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=folder, env=home, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(folder / "cache.db")) as cache:
        rows = cache.execute("select guid, title, url, pubDate, content from rss_item").fetchall()
        ((title,),) = cache.execute("select title from rss_feed").fetchall()
    return {row[0]: row[1:] for row in rows}, title
