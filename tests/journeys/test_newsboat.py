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


def test_newsboat_reads_every_item(address: str, tmp_path: Path) -> None:
    feeds = [f"{address}/{stem}.{form}" for stem in ("feed", "c/phones", f"s/{STORY}") for form in ("xml", "atom")]
    (tmp_path / "urls").write_text("\n".join(feeds) + "\n", encoding="utf-8")
    (tmp_path / "config").write_text("reload-threads 1\n", encoding="utf-8")
    command = [str(NEWSBOAT), "-C", "config", "-c", "cache.db", "-u", "urls", "-x", "reload"]
    home = {"HOME": str(tmp_path), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=tmp_path, env=home, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "cache.db")) as cache:
        rows = cache.execute("select feedurl, guid, title, url, pubDate, content from rss_item").fetchall()
        titles = dict(cache.execute("select rssurl, title from rss_feed"))
    assert set(titles) == set(feeds)
    for form in ("xml", "atom"):
        read = [row for row in rows if row[0] == f"{address}/feed.{form}"]
        assert len(read) == len(invented.NEWS)
        first = next(row for row in read if row[1] == f"urn:ribao:story:{STORY}")
        assert first[2] == "未经证实：" + invented.NEWS[0][4]
        assert first[3] == f"{address}/d/2026-05-08/s/{STORY}.html"
        assert first[4] == int(invented.CLOSE.timestamp()) - 55 * 60
        assert invented.NEWS[0][5][0] in first[5]
        assert titles[f"{address}/feed.{form}"] == "智能日报"
