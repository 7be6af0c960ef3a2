"""``ribao daily`` with an embedder and a judge: a real process, a real press, real servers of models."""

import asyncio
import json
import queue
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from tests import press
from tests.journeys.program import ribao
from tests.support.minds import server as minds

pytestmark = pytest.mark.slow

GOLD = Path(__file__).parents[1] / "gold" / "stories"
AT = "2026-05-15T00:10:00+08:00"
OUTLETS = 4


def invented() -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Headlines of a few events that many outlets tell, and which event each tells."""
    events = json.loads((GOLD / "stories.json").read_text(encoding="utf-8"))["stories"][:6]
    event_of = {name: n for n, event in enumerate(events) for name in event["ids"]}
    rows = [json.loads(line) for line in (GOLD / "items.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [row for row in rows if row["id"] in event_of]
    return told, {row["title"]: event_of[row["id"]] for row in told}


ITEMS, EVENT_OF = invented()


def fill(world: press.Press) -> None:
    """Each outlet with a feed of headlines alone: no page behind them can be read."""
    for outlet in range(OUTLETS):
        rows = "".join(
            f"<item><title>{escape(row['title'])}</title><link>{world.base}/n/{row['id']}.html</link>"
            f"<pubDate>{format_datetime(datetime.fromisoformat(row['t']))}</pubDate></item>"
            for row in ITEMS[outlet::OUTLETS]
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>报{outlet}</title>{rows}</channel></rss>'
        world.paths[f"/{outlet}.xml"] = ("application/rss+xml", body.encode(), 200)


@contextmanager
def models() -> Iterator[minds.ModelServer]:
    """A server of models in a thread: the program under test is waited for."""
    found: queue.Queue[tuple[minds.ModelServer, Callable[[], object]]] = queue.Queue()

    async def serve() -> None:
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        async with minds.running() as server:
            found.put((server, lambda: loop.call_soon_threadsafe(ended.set)))
            await ended.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    server, end = found.get(timeout=20)
    try:
        yield server
    finally:
        end()
        thread.join()


@pytest.fixture(scope="module")
def world() -> Iterator[press.Press]:
    with press.running(outlets=0, entries=0) as made:
        fill(made)
        yield made


def house(folder: Path, world: press.Press, **parts: dict[str, Any]) -> Path:
    folder.mkdir()
    rows = [f'[[sources]]\nid = "o{n}"\nurl = "{world.base}/{n}.xml"\ntitle = "报{n}"\n' for n in range(OUTLETS)]
    named = [
        f"[{name}]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in part.items())
        for name, part in parts.items()
    ]
    (folder / "ribao.toml").write_text("\n".join([*named, *rows]), encoding="utf-8")
    return folder


def daily(folder: Path) -> tuple[bytes, str]:
    """The bytes of edition.json, and all that was said."""
    done = ribao("daily", "--at", AT, cwd=folder)
    return (folder / "data/site/edition.json").read_bytes(), done.stdout + done.stderr


def entries(edition: bytes) -> dict[str, frozenset[str]]:
    """Story → its headlines."""
    told = [entry for section in json.loads(edition)["sections"] for entry in section["entries"]]
    return {entry["story"]: frozenset(row["title"] for row in entry["articles"]) for entry in told}


def truth(body: dict[str, Any]) -> Any:
    one, other = (side["headline"] for side in minds.headlines_in(body).values())
    same = EVENT_OF[one] == EVENT_OF[other]
    return minds.said(json.dumps({"same": same, "confidence": 0.95, "reason": "裁判如是说"}))


def test_a_judge_decides_what_is_doubtful_and_the_owner_can_read_its_word(world: press.Press, tmp_path: Path) -> None:
    with models() as server:
        alone, _ = daily(house(tmp_path / "alone", world))
        assert server.bodies == []
        server.chat = truth
        settings = {"url": server.url, "model": "qwen3-8b", "most_pairs": 60}
        folder = house(tmp_path / "judged", world, judge=settings)
        judged, _ = daily(folder)
        asked = len(server.bodies)
        assert 0 < asked <= 60
        assert daily(folder)[0] == judged
        assert len(server.bodies) == asked
    assert mixed(judged) < mixed(alone)
    largest = sorted(entries(judged).items(), key=lambda story: -len(story[1]))
    told = (ribao("story", "why", story, cwd=folder).stdout for story, _ in largest)
    word = next(text for text in told if "裁判如是说" in text)
    assert re.search(r"qwen3-8b.*同一件事.*95", word)


def mixed(edition: bytes) -> int:
    """How far the stories are from the events: stories of several events, events of several stories."""
    told = [{EVENT_OF[title] for title in titles} for titles in entries(edition).values()]
    events = [event for story in told for event in story]
    return sum(len(story) - 1 for story in told) + len(events) - len(set(events))


def test_models_that_fail_leave_the_edition_as_it_is_without_them(world: press.Press, tmp_path: Path) -> None:
    async def hangs(body: dict[str, Any]) -> Any:
        await asyncio.sleep(60)

    with models() as server:
        alone, quiet = daily(house(tmp_path / "alone", world))
        server.embeddings = lambda body: "<!doctype html><title>404</title>"
        server.chat = hangs
        settings = {"url": server.url, "model": "qwen", "timeout_seconds": 0.5}
        edition, said = daily(house(tmp_path / "failing", world, embedder=settings, judge=settings))
    assert edition == alone
    assert "嵌入模型" not in quiet
    assert "嵌入模型 qwen" in said
    assert "裁判模型 qwen" in said
    assert "timeout_seconds" in said
    assert len(re.findall("^(?:嵌入模型|裁判模型)", said, re.MULTILINE)) <= 4
