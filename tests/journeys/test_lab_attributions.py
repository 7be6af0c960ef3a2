"""The same articles through ``ribao daily``, over real HTTP into a real database, and through ``ribao lab attributions``."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ribao.support.store.sqlite import open_store
from ribao.types.article import Article
from ribao.types.attribution import Attribution, attribution_of
from tests import press
from tests.journeys.program import ribao
from tests.journeys.test_lab_claims import feed

pytestmark = pytest.mark.slow

Told = tuple[str | None, str, str, str, str]  # source, what it stands for, its type, status, content


def stored(folder: Path) -> dict[Article, list[Told]]:
    day = timedelta(days=2)
    with closing(open_store(folder / "data", read_only=True)) as store:
        articles = store.articles(press.AT - day, press.AT + day)
        found = store.annotations([one.id for one in articles])
    return {one: list(_of_text(one, found[one.id]["attribution"].value["attributions"])) for one in articles}


def _of_text(article: Article, rows: list[dict[str, Any]]) -> Iterator[Told]:
    for one in map(attribution_of, rows):
        if one.where == "text":
            yield _told(article.text, one)


def _told(text: str, one: Attribution) -> Told:
    source = text[slice(*one.source)] if one.source else None
    return source, one.resolved, one.source_type.value, one.status.value, text[slice(*one.content)]


def lab(articles: list[Article], folder: Path) -> list[list[Told]]:
    rows = [{"doc": one.id, "title": one.title, "text": one.text} for one in articles]
    (folder / "texts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    ribao("lab", "attributions", "texts.jsonl", "-o", "told.jsonl", cwd=folder)
    told = [json.loads(line) for line in (folder / "told.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        [
            (one["source"], one["resolved"] or "", one["source_type"], one["status"], one["content"])
            for sentence in row["sentences"]
            for one in sentence["attributions"]
        ]
        for row in told
    ]


def test_daily_and_lab_tell_the_same_attributions(tmp_path: Path) -> None:
    with press.running(outlets=3, entries=0) as world:
        for outlet in range(3):
            world.paths[f"/o{outlet}/feed.xml"] = ("application/rss+xml", feed(world.base, outlet), 200)
        order = ("--at", press.AT.isoformat(), "--sources", world.opml(), "--data", "data")
        ribao("daily", *order, cwd=tmp_path)
    daily = stored(tmp_path)
    assert lab(list(daily), tmp_path) == list(daily.values())
    assert {told[3] for found in daily.values() for told in found} >= {"confirmed", "unverified", "reported"}
