"""ribao doctor asks the models once and tells what it got, or what is wrong and what to do."""

import pytest

from ribao.commands.doctor import Level, minds
from ribao.settings import EmbedderSettings, JudgeSettings, Settings
from ribao.support.clock import VirtualClock

from .server import ModelServer, failure, said

pytestmark = pytest.mark.anyio


def settings_for(server: ModelServer) -> Settings:
    return Settings(
        embedder=EmbedderSettings(url=server.url, model="Qwen3-Embedding-0.6B"),
        judge=JudgeSettings(url=server.url, model="Qwen3-8B", most_pairs=0),
    )


async def test_nothing_is_said_where_nothing_is_configured(clock: VirtualClock) -> None:
    assert await minds(Settings(), clock) == ()


async def test_models_that_answer_are_told_with_dimension_and_time(server: ModelServer, clock: VirtualClock) -> None:
    server.chat = lambda body: said('{"same": true, "confidence": 1, "reason": "x"}')
    embedder, judge = await minds(settings_for(server), clock)
    assert (embedder.level, judge.level) == (Level.OK, Level.OK)
    assert embedder.what == "Embedder: Qwen3-Embedding-0.6B, 8 numbers a text, 0.0 s"
    assert judge.what == "Judge: Qwen3-8B, 0.0 s"
    assert len(server.bodies) == 2


async def test_a_judge_that_errs_on_a_plain_pair_is_told(server: ModelServer, clock: VirtualClock) -> None:
    server.chat = lambda body: said('{"same": false, "confidence": 1, "reason": "x"}')
    judge = (await minds(settings_for(server), clock))[1]
    assert judge.level is Level.WARNING
    assert "larger model" in judge.remedy


async def test_models_that_fail_are_no_fault_of_the_daily(server: ModelServer, clock: VirtualClock) -> None:
    server.embeddings, server.chat = failure(404, "model not found"), lambda body: said("yes")
    embedder, judge = await minds(settings_for(server), clock)
    assert (embedder.level, judge.level) == (Level.WARNING, Level.WARNING)
    assert "model not found" in embedder.what
    assert "/v1/models" in embedder.remedy
    assert "of no use" in judge.what
    assert "without it" in judge.remedy
