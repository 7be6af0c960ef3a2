from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from ribao.support.clock import VirtualClock
from ribao.support.i18n import speaking
from ribao.support.minds.chat import Chat
from ribao.support.minds.http_embedder import HttpEmbedder
from ribao.support.minds.http_judge import HttpJudge
from ribao.support.minds.trouble import Place, Trouble
from ribao.support.minds.wire import Wire, http_client

from .server import ModelServer, running

NOW = datetime(2026, 2, 25, 12, 0, tzinfo=UTC)
KEY = "sk-hidden-0815"


@dataclass(slots=True)
class Heard:
    """What the owner was told, and how long was waited before a repetition (nobody really waits in these tests)."""

    troubles: list[Trouble] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return [trouble.line for trouble in self.troubles]

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(NOW)


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with running() as made:
        yield made


def wire_to(server: ModelServer, heard: Heard, client: object, section: str, seconds: float = 5.0) -> Wire:
    place = Place(section=section, model="qwen", host=f"127.0.0.1:{server.port}", seconds=seconds)
    return Wire(
        client=client,  # type: ignore[arg-type]
        base=server.url,
        place=place,
        tell=heard.troubles.append,
        key=KEY,
        sleep=heard.sleep,
    )


@pytest.fixture
async def embedder(server: ModelServer, heard: Heard) -> AsyncIterator[HttpEmbedder]:
    async with http_client(5.0) as client:
        yield HttpEmbedder(wire=wire_to(server, heard, client, "embedder"), model="qwen", batch=4)


@pytest.fixture
async def judge(server: ModelServer, heard: Heard) -> AsyncIterator[HttpJudge]:
    async with http_client(5.0) as client:
        yield HttpJudge(chat=Chat(wire=wire_to(server, heard, client, "judge"), model="qwen"), at_once=1)
