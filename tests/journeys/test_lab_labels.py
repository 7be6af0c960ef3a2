"""The same articles through ``ribao daily``, over real HTTP into a real database, and through ``ribao lab labels``."""

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ribao.commands.lab_labels import told
from ribao.support.store.sqlite import open_store
from ribao.types.article import Article
from ribao.types.source import Source
from tests import press
from tests.journeys.program import ribao
from tests.journeys.test_lab import feed, item

pytestmark = pytest.mark.slow

OWN = """
[[channels]]
name = "灯塔"
words = ["灯塔"]
examples = ["白沙岬灯塔向游客开放"]
"""


def told_daily(folder: Path) -> tuple[dict[str, dict[str, Any]], tuple[Article, ...]]:
    day = timedelta(days=2)
    with closing(open_store(folder / "data", read_only=True)) as store:
        articles = store.articles(press.AT - day, press.AT + day)
        found = store.annotations([one.id for one in articles])
    source = {one.source_id: Source(id=one.source_id, url="", title="") for one in articles}
    return {one.id: told(found[one.id], source[one.source_id]) for one in articles}, articles


def told_lab(articles: tuple[Article, ...], folder: Path) -> dict[str, dict[str, Any]]:
    lines = [json.dumps(item(article), ensure_ascii=False) for article in articles]
    (folder / "items.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ribao("lab", "labels", "items.jsonl", "-o", "told.json", cwd=folder)
    found: dict[str, dict[str, Any]] = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("own", ["", OWN], ids=["nine", "own"])
def test_daily_and_lab_tell_the_same_labels(tmp_path: Path, own: str) -> None:
    (tmp_path / "ribao.toml").write_text(own, encoding="utf-8")
    with press.running(outlets=3, entries=0) as world:
        for outlet in range(3):
            world.paths[f"/o{outlet}/feed.xml"] = ("application/rss+xml", feed(world.base, outlet), 200)
        order = ("--at", press.AT.isoformat(), "--sources", world.opml(), "--data", "data")
        ribao("daily", *order, "--export", "site", cwd=tmp_path)
    daily, articles = told_daily(tmp_path)
    assert len(daily) == 18
    assert told_lab(articles, tmp_path) == daily
    assert len({label["channels"][0] for label in daily.values()}) >= 3
    lit = {
        label["channels"][0] for article, label in zip(articles, daily.values(), strict=True) if "灯塔" in article.title
    }
    assert ("灯塔" in lit) == bool(own)
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("c/*.html")]
    assert any("<h1" in page and "灯塔</h1>" in page for page in pages) == bool(own)
