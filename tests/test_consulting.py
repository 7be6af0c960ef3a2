"""The pipeline with an embedder and a judge: real servers on loopback, a real store; and what they do when they fail."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ribao import consulting
from ribao.commands.lab_items import article_of
from ribao.pipeline import Parts, assign, joined
from ribao.settings import Settings
from ribao.support.clock import StillClock
from ribao.support.i18n import speaking
from ribao.support.progress import Silent
from ribao.support.store.port import Reading
from ribao.support.store.sqlite import open_store
from ribao.types.article import Article
from ribao.types.story import Story
from tests.contracts.made import a_lead, a_page, show
from tests.edit.build import source
from tests.support.minds.server import ModelServer, failure, headlines_in, running, said

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

GOLD = Path(__file__).parent / "gold" / "stories"
EVENTS = {
    article: n
    for n, row in enumerate(json.loads((GOLD / "stories.json").read_text(encoding="utf-8"))["stories"])
    for article in row["ids"]
}
ITEMS = [article_of(json.loads(line)) for line in (GOLD / "items.jsonl").read_text(encoding="utf-8").splitlines()]
FEW = [article for article in ITEMS if EVENTS.get(article.id, 99) < 6]
EVENT_OF = {article.title: EVENTS.get(article.id, article.id) for article in ITEMS}


class Here:
    """Instead of worker processes: these articles are harmless."""

    async def run(self, function: Callable[..., Any], *arguments: Any, **_limits: float) -> Any:
        return await asyncio.to_thread(function, *arguments)

    async def rest(self) -> None:
        pass


@dataclass(slots=True)
class Heard(Silent):
    lines: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        if "stories.npz" not in line:  # whether a model is at hand is another matter
            self.lines.append(line)


@dataclass(slots=True)
class House:
    """A daily whose articles are read already; ``told()`` finds their stories as a build does."""

    parts: Parts
    heard: Heard
    articles: list[Article]

    async def told(self, **settings: dict[str, Any]) -> tuple[Story, ...]:
        parts = replace(self.parts, settings=Settings.model_validate(settings))
        return await joined(parts, self.articles, {})


def house_of(articles: list[Article], folder: Path) -> Iterator[House]:
    heard = Heard()
    sources = {name: source(name) for name in sorted({article.source_id for article in articles})}
    with closing(open_store(folder)) as store, speaking("en"):
        store.put_sources(sources.values())
        leads = [a_lead(one.id, one.source_id, title=one.title, id=one.id) for one in articles]
        show(store, *leads)
        pages = [a_page(one.id.encode()) for one in articles]
        read = [replace(one, page_sha256=page.sha256) for one, page in zip(articles, pages, strict=True)]
        store.save_readings(
            [Reading(lead_id=one.id, article=one, page=page) for one, page in zip(read, pages, strict=True)]
        )
        clock = StillClock(max(article.published_at for article in articles) + timedelta(hours=1))
        parts = Parts(
            store=store,
            client=None,  # type: ignore[arg-type]  # nothing is fetched here
            pool=Here(),  # type: ignore[arg-type]
            clock=clock,
            settings=Settings(),
            sources=sources,
            progress=heard,
        )
        yield House(parts=parts, heard=heard, articles=articles)


@pytest.fixture
def few(tmp_path: Path) -> Iterator[House]:
    yield from house_of(FEW, tmp_path)


@pytest.fixture
def many(tmp_path: Path) -> Iterator[House]:
    yield from house_of(ITEMS, tmp_path)


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with running() as made:
        yield made


def judge(server: ModelServer, **more: Any) -> dict[str, Any]:
    return {"url": server.url, "model": "qwen3-8b", **more}


def embedder(server: ModelServer, **more: Any) -> dict[str, Any]:
    return {"url": server.url, "model": "qwen3-embedding", **more}


def titles(body: dict[str, Any]) -> tuple[str, str]:
    """The headlines of a question: a lead may stand behind them."""
    one, other = (max(filter(side["headline"].startswith, EVENT_OF), key=len) for side in headlines_in(body).values())
    return one, other


def saying(same: Callable[[str, str], bool], confidence: float = 0.9) -> Callable[[dict[str, Any]], Any]:
    def answer(body: dict[str, Any]) -> Any:
        verdict = {"same": same(*titles(body)), "confidence": confidence, "reason": "因为如此"}
        return said(json.dumps(verdict))

    return answer


def truth(one: str, other: str) -> bool:
    return EVENT_OF[one] == EVENT_OF[other]


def groups(stories: tuple[Story, ...]) -> set[frozenset[str]]:
    return {frozenset(member.article_id for member in story.members) for story in stories}


def wrong(stories: tuple[Story, ...]) -> int:
    """Pairs of articles that are together and should not be, or should be and are not."""
    found = Counter[tuple[Any, str]]((EVENTS.get(m.article_id, m.article_id), s.id) for s in stories for m in s.members)
    both, here, there = sum(n * n for n in found.values()), Counter[str](), Counter[Any]()
    for (event, story), n in found.items():
        here[story] += n
        there[event] += n
    return (sum(n * n for n in here.values()) + sum(n * n for n in there.values()) - 2 * both) // 2


async def test_a_model_that_is_refused_is_told_once_however_often_stories_are_found(
    few: House, server: ModelServer, tmp_path: Path
) -> None:
    """On arrival, at the build, and once more with what a judge said; the next minute it is still the same file."""
    file = tmp_path / "mine.npz"
    file.write_bytes(b"no model")
    file.with_suffix(".json").write_text('{"sha256": "0"}')
    server.chat = saying(truth)
    house = replace(few, parts=replace(few.parts, model=file))
    await assign(house.parts)
    for _minute in range(2):
        await house.told(judge=judge(server))
    assert sum("mine.npz" in line for line in few.heard.lines) == 1


# -- the judge -------------------------------------------------------------------------------------------------------


async def test_a_judge_that_knows_mends_stories_and_its_word_is_kept_as_evidence(
    few: House, server: ModelServer
) -> None:
    alone = await few.told()
    assert server.bodies == []
    server.chat = saying(truth)
    stories = await few.told(judge=judge(server))
    assert wrong(stories) < wrong(alone)
    words = [
        member.evidence["judge"]
        for story in stories
        if (kept := few.parts.store.story(story.id))
        for member in kept.members
        if "judge" in member.evidence
    ]
    assert {"same": True, "confidence": 0.9, "reason": "因为如此", "model": "qwen3-8b"} in words
    assert few.heard.lines == []


@pytest.mark.slow
async def test_doubtful_pairs_go_where_the_judge_says(tmp_path: Path, server: ModelServer) -> None:
    together: dict[bool, float] = {}
    for same in (True, False):
        server.chat, asked = saying(lambda one, other, same=same: same), len(server.bodies)  # type: ignore[misc]
        for house in house_of(FEW, tmp_path / str(same)):
            stories = await house.told(judge=judge(server))
        of = {m.article_id: s.id for s in stories for m in s.members}
        story_of = {article.title: of[article.id] for article in FEW}
        pairs = [titles(body) for body in server.bodies[asked:]]
        assert len(pairs) > 10
        together[same] = sum(story_of[one] == story_of[other] for one, other in pairs) / len(pairs)
    assert together[True] > 0.75  # not all: what a pair is like to others of its stories counts too
    assert together[False] < 0.25


async def test_only_the_doubtful_are_asked_about_within_the_budget_and_once(few: House, server: ModelServer) -> None:
    server.chat = saying(truth)
    first = await few.told(judge=judge(server, most_pairs=7))
    assert len(server.bodies) == 7
    again = await few.told(judge=judge(server, most_pairs=7))
    assert len(server.bodies) == 7
    assert again == first
    await few.told(judge=judge(server, most_pairs=100_000))
    assert len(server.bodies) < len(FEW) * 3  # of thousands of pairs
    assert len({tuple(sorted(titles(body))) for body in server.bodies}) == len(server.bodies)


async def test_kept_words_count_when_the_server_is_gone(few: House) -> None:
    async with running() as server:
        server.chat = saying(truth)
        settings = {"judge": judge(server), "embedder": embedder(server)}
        first = await few.told(**settings)
    assert await few.told(**settings) == first
    assert few.heard.lines == []


async def test_a_judge_that_is_not_sure_of_anything_changes_nothing(few: House, server: ModelServer) -> None:
    alone = groups(await few.told())
    server.chat = saying(lambda one, other: not truth(one, other), confidence=0.0)
    assert groups(await few.told(judge=judge(server))) == alone
    assert server.bodies != []


async def test_a_budget_of_nothing_asks_nothing(few: House, server: ModelServer) -> None:
    alone = await few.told()
    assert await few.told(judge=judge(server, most_pairs=0)) == alone
    assert server.bodies == []


# -- the embedder ----------------------------------------------------------------------------------------------------


def vectors(of: Callable[[str], Any]) -> Callable[[dict[str, Any]], Any]:
    def answer(body: dict[str, Any]) -> Any:
        return {"data": [{"index": n, "embedding": list(of(text))} for n, text in enumerate(body["input"])]}

    return answer


def direction(word: object, size: int = 64) -> Any:
    return np.random.default_rng(list(sha256(repr(word).encode()).digest())).normal(size=size)


def by_event(text: str) -> Any:
    title = max(filter(text.startswith, EVENT_OF), key=len)
    return direction(EVENT_OF[title]) + 0.7 * direction(text)


@pytest.mark.slow
async def test_an_embedder_that_understands_mends_stories_and_is_asked_once(many: House, server: ModelServer) -> None:
    alone = await many.told()
    server.embeddings = vectors(by_event)
    stories = await many.told(embedder=embedder(server))
    assert wrong(stories) < wrong(alone) * 0.8
    told = [
        member.evidence["embedder"] for story in stories for member in story.members if "embedder" in member.evidence
    ]
    assert len(told) > 50
    assert np.mean(told) > 0.4
    asked = [text for body in server.bodies for text in body["input"]]
    assert len(asked) == len(set(asked)) <= len(ITEMS)
    requests = len(server.bodies)
    assert await many.told(embedder=embedder(server)) == stories
    assert len(server.bodies) == requests


@pytest.mark.slow
@pytest.mark.parametrize(
    "useless",
    [lambda text: np.ones(8), lambda text: direction(text, 8), lambda text: direction(text, 1024)],
    ids=["constant", "random", "random-long"],
)
async def test_an_embedder_that_knows_nothing_changes_nothing(
    many: House, server: ModelServer, useless: Callable[[str], Any]
) -> None:
    alone = groups(await many.told())
    server.embeddings = vectors(useless)
    assert len(groups(await many.told(embedder=embedder(server))) ^ alone) <= len(alone) // 50
    assert server.bodies != []


# -- servers that fail -----------------------------------------------------------------------------------------------


async def hangs(body: dict[str, Any]) -> Any:
    await asyncio.sleep(60)


def rows(*rows: str) -> Callable[[dict[str, Any]], Any]:
    """These embeddings, written as JSON, in turn."""

    def answer(body: dict[str, Any]) -> Any:
        told = [f'{{"embedding": {rows[n % len(rows)]}}}' for n in range(len(body.get("input", ())))]
        return f'{{"data": [{", ".join(told)}]}}'

    return answer


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "hangs": (hangs, "no answer within 0.2 s"),
    "page": (lambda body: "<!doctype html><title>It works</title>", "not JSON"),
    "refuses": (failure(401), "does not accept the key"),
    "nan": (rows("[NaN, 1]"), "of no use"),
    "short": (lambda body: {"data": [], "choices": []}, "of no use"),
    "changing": (rows("[1, 0, 0]", "[0, 1]"), "of no use"),
}


@pytest.mark.parametrize(
    "fault", ["page", *(pytest.param(name, marks=pytest.mark.slow) for name in FAULTS if name != "page")]
)
async def test_stories_are_found_in_time_and_the_owner_is_told(few: House, server: ModelServer, fault: str) -> None:
    alone = groups(await few.told())
    server.embeddings, expected = FAULTS[fault]
    server.chat = server.embeddings
    before = time.monotonic()
    settings = {"embedder": embedder(server, timeout_seconds=0.2), "judge": judge(server, timeout_seconds=0.2)}
    assert groups(await few.told(**settings)) == alone
    assert time.monotonic() - before < 8
    for who in ("Embedder", "Judge"):
        lines = [line for line in few.heard.lines if line.startswith(who)]
        assert 1 <= len(lines) <= 2, lines  # what is wrong, and that it is not asked any more
        assert expected in lines[0]


@pytest.mark.slow
async def test_a_server_that_is_not_there_costs_no_time(few: House) -> None:
    async with running() as gone:
        pass
    alone = groups(await few.told())
    settings = {"embedder": embedder(gone, timeout_seconds=0.5), "judge": judge(gone, timeout_seconds=0.5)}
    assert groups(await few.told(**settings)) == alone
    assert all(any(line.startswith(who) for line in few.heard.lines) for who in ("Embedder", "Judge"))


async def test_another_dimension_in_a_later_run_is_refused_and_the_kept_vectors_count(
    few: House, server: ModelServer
) -> None:
    house = replace(few, articles=FEW[:20])
    server.embeddings = vectors(lambda text: direction(text, 8))
    await house.told(embedder=embedder(server))
    server.embeddings = vectors(lambda text: direction(text, 4))
    stories = await few.told(embedder=embedder(server))
    assert sum("4 numbers where they had 8" in line for line in few.heard.lines) == 1
    assert len({member.article_id for story in stories for member in story.members}) == len(FEW)


async def test_a_slow_server_is_left_after_a_while_and_asked_on_in_the_next_run(
    few: House, server: ModelServer
) -> None:
    slow = 0.25

    async def dawdles(body: dict[str, Any]) -> Any:
        await asyncio.sleep(slow)
        return vectors(direction)(body)

    server.embeddings = dawdles
    parts = few.parts
    settings = Settings.model_validate({"embedder": embedder(server)})

    async def heeded(seconds: float) -> set[str]:
        told = await consulting.opinions(parts.store, parts.clock, settings, few.heard, FEW, (), most_seconds=seconds)
        return set(told.vectors)

    before = time.monotonic()
    first = await heeded(0.4)
    assert time.monotonic() - before < 2
    newest = sorted(FEW, key=lambda article: (article.published_at, article.id))[-consulting.PORTION :]
    assert first == {article.id for article in newest}
    assert few.heard.lines == [
        f"Embedder qwen3-embedding: 0.4 s were not enough; {len(FEW) - 32} of {len(FEW)} headlines are left to the next run."
    ]
    slow = 0
    assert await heeded(5) == {article.id for article in FEW}
    assert len(few.heard.lines) == 1
