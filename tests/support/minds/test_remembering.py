"""Nothing is asked twice, nothing that was answered is lost, and what is kept can be trusted."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from ribao.support.clock import VirtualClock
from ribao.support.minds import remembering
from ribao.support.minds.budget import WithinBudget
from ribao.support.minds.http_embedder import HttpEmbedder
from ribao.support.minds.port import Pair, Vectors
from ribao.support.minds.remembering import EMBEDDING, VERDICT, RememberingEmbedder, RememberingJudge, packed, unpacked
from ribao.support.minds.scripted import ScriptedEmbedder, ScriptedJudge
from ribao.support.minds.trouble import Place
from ribao.support.store.memory import MemoryStore

from .conftest import Heard
from .server import ModelServer, embedded

pytestmark = pytest.mark.anyio

PLACE = Place(section="judge", model="scripted", host="here")


def with_memory(
    embedder: ScriptedEmbedder | HttpEmbedder, store: MemoryStore, clock: VirtualClock
) -> RememberingEmbedder:
    refused = embedder.wire.useless if isinstance(embedder, HttpEmbedder) else lambda refused: None
    return RememberingEmbedder(embedder=embedder, store=store, clock=clock, refuse=refused)


def only_key(store: MemoryStore, embedder: RememberingEmbedder, text: str) -> str:
    return remembering._key(EMBEDDING, embedder.model, text)


async def test_only_what_is_unknown_is_asked(clock: VirtualClock) -> None:
    store, first, later = MemoryStore(), ScriptedEmbedder(), ScriptedEmbedder()
    fresh = await with_memory(first, store, clock).embed(["甲公司", "乙公司", "甲公司"])
    again = await with_memory(later, store, clock).embed(["乙公司", "丙公司", "甲公司"])
    assert first.asked == [("甲公司", "乙公司")]
    assert later.asked == [("丙公司",)]
    assert np.array_equal(fresh.rows[[1, 0]], again.rows[[0, 2]])  # to the bit: two runs decide the same


async def test_another_model_is_asked_anew(clock: VirtualClock) -> None:
    store, other = MemoryStore(), ScriptedEmbedder(model="other", dimension=32)
    await with_memory(ScriptedEmbedder(), store, clock).embed(["甲公司"])
    vectors = await with_memory(other, store, clock).embed(["甲公司"])
    assert other.asked == [("甲公司",)]
    assert vectors.dimension == 32


async def test_half_a_batch_is_kept_and_the_other_half_asked_again(clock: VirtualClock) -> None:
    store, later = MemoryStore(), ScriptedEmbedder()
    await with_memory(ScriptedEmbedder(refused=["乙公司"]), store, clock).embed(["甲公司", "乙公司"])
    assert (await with_memory(later, store, clock).embed(["甲公司", "乙公司"])).answered.all()
    assert later.asked == [("乙公司",)]


async def test_what_came_before_the_run_was_ended_is_kept(clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class Ended(ScriptedEmbedder):
        async def embed(self, texts: Sequence[str]) -> Vectors:
            if self.asked:
                raise asyncio.CancelledError
            return await ScriptedEmbedder.embed(self, texts)

    monkeypatch.setattr(remembering, "PORTION_TEXTS", 2)
    store, later = MemoryStore(), ScriptedEmbedder()
    with pytest.raises(asyncio.CancelledError):
        await with_memory(Ended(), store, clock).embed(["甲", "乙", "丙"])
    await with_memory(later, store, clock).embed(["甲", "乙", "丙"])
    assert later.asked == [("丙",)]


async def test_another_dimension_than_in_earlier_runs_is_refused(
    clock: VirtualClock, server: ModelServer, embedder: HttpEmbedder, heard: Heard
) -> None:
    """The owner put another model behind the same name: its vectors do not compare with those that are kept."""
    store = MemoryStore()
    await with_memory(embedder, store, clock).embed(["甲"])
    embedder.dimension = 0  # a new run
    server.embeddings = lambda body: embedded(body, dimension=4)
    vectors = await with_memory(embedder, store, clock).embed(["甲", "乙"])
    assert vectors.answered.tolist() == [True, False]
    assert vectors.dimension == 8
    assert "4 numbers where they had 8" in heard.lines[0]


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"model": "scripted"}\n12', b'{"model": "scripted", "dimension": 64}\n' + b"\xff" * 128]
)
async def test_what_is_kept_and_broken_is_asked_anew(clock: VirtualClock, raw: bytes) -> None:
    store, later = MemoryStore(), ScriptedEmbedder()
    memory = with_memory(ScriptedEmbedder(), store, clock)
    before = await memory.embed(["甲公司"])
    store.put_answers(EMBEDDING, {only_key(store, memory, "甲公司"): raw}, clock.now())
    after = await with_memory(later, store, clock).embed(["甲公司"])
    assert later.asked == [("甲公司",)]
    assert np.array_equal(before.rows, after.rows)


async def test_what_is_kept_names_its_model_and_moves_no_cosine_by_a_thousandth() -> None:
    rows = [ScriptedEmbedder()._row(text) for text in ("公司甲同意收购公司乙", "甲同乙达成收购协议")]
    one, other = (row for row in rows if row is not None)
    raw = packed(one, "qwen")
    assert b'"model": "qwen"' in raw
    kept = unpacked(raw, "qwen")
    assert kept is not None
    assert abs(float(kept @ other) - float(one @ other)) < 0.001
    assert unpacked(raw, "another") is None


# -- verdicts --------------------------------------------------------------------------------------------------------

ONE, OTHER = "公司甲同意收购公司乙", "甲同乙达成收购协议"


async def test_a_verdict_is_remembered_whichever_comes_first(clock: VirtualClock) -> None:
    store, first, later = MemoryStore(), ScriptedJudge(same_story=[(ONE, OTHER)]), ScriptedJudge()
    said = await RememberingJudge(judge=first, store=store, clock=clock).same([Pair(one=ONE, other=OTHER)])
    again = await RememberingJudge(judge=later, store=store, clock=clock).same([Pair(one=OTHER, other=ONE)])
    assert said == again
    assert said[0] is not None
    assert later.asked == []


async def test_the_same_headlines_on_other_days_are_another_question(clock: VirtualClock) -> None:
    store, asked = MemoryStore(), ScriptedJudge(same_story=[(ONE, OTHER)])
    judge = RememberingJudge(judge=asked, store=store, clock=clock)
    days = ["2026-02-25T08:00:00+08:00", "2026-02-25T21:00:00+08:00", "2026-02-26T08:00:00+08:00"]
    await judge.same([Pair(one=ONE, other=OTHER, one_at=day, other_at=days[0]) for day in days])
    assert len(asked.asked) == 2


async def test_no_answer_is_not_remembered(clock: VirtualClock) -> None:
    store, later = MemoryStore(), ScriptedJudge(same_story=[(ONE, OTHER)])
    pair = Pair(one=ONE, other=OTHER)
    assert await RememberingJudge(judge=ScriptedJudge(), store=store, clock=clock).same([pair]) == (None,)
    assert (await RememberingJudge(judge=later, store=store, clock=clock).same([pair]))[0] is not None


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"null", b'{"same": true}', b"\xff", b'{"same":1,"confidence":2,"reason":"","model":""}']
)
async def test_a_broken_memory_is_asked_anew(clock: VirtualClock, raw: bytes) -> None:
    store, asked = MemoryStore(), ScriptedJudge(same_story=[(ONE, OTHER)])
    judge, pair = RememberingJudge(judge=asked, store=store, clock=clock), Pair(one=ONE, other=OTHER)
    await judge.same([pair])
    key = remembering._key(VERDICT, judge.model, ONE, "", OTHER, "")
    assert key in store.answers(VERDICT, [key])
    store.put_answers(VERDICT, {key: raw}, clock.now())
    assert (await judge.same([pair]))[0] is not None
    assert len(asked.asked) == 2


async def test_the_first_pairs_are_asked_within_the_budget_and_kept_answers_are_free(
    clock: VirtualClock, heard: Heard
) -> None:
    titles = [f"甲{number}" for number in range(6)]
    asked = ScriptedJudge(other_story=[(title, OTHER) for title in titles])
    store = MemoryStore()
    pairs = [Pair(one=title, other=OTHER) for title in titles]
    for first_run in (True, False):
        within = WithinBudget(judge=asked, most_pairs=3, tell=heard.troubles.append, place=PLACE)
        judge = RememberingJudge(judge=within, store=store, clock=clock)
        found = await judge.same(pairs)
        await judge.same(pairs)
        assert len(asked.asked) == (3 if first_run else 6)
        assert [verdict is not None for verdict in found] == ([True] * 3 + [False] * 3 if first_run else [True] * 6)
    assert len(heard.lines) == 1
    assert "judge.most_pairs" in heard.lines[0]
