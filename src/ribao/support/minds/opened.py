"""The embedder and the judge of one run, as the settings have them: connection, circuit, budget, memory.

Open them anew for each run: the circuit and the budget are those of one run.
"""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from ribao.settings import EmbedderSettings, JudgeSettings
from ribao.support.clock import Clock
from ribao.support.minds.budget import WithinBudget
from ribao.support.minds.chat import Chat
from ribao.support.minds.http_embedder import HttpEmbedder
from ribao.support.minds.http_judge import HttpJudge
from ribao.support.minds.port import Answers, Embedder, Judge
from ribao.support.minds.remembering import RememberingEmbedder, RememberingJudge
from ribao.support.minds.trouble import Place, Tell, Trouble, no_key
from ribao.support.minds.wire import Wire, host_of, http_client
from ribao.support.progress import Progress


def telling(progress: Progress) -> Tell:
    """One line for each trouble."""

    def tell(trouble: Trouble) -> None:
        progress.say(trouble.line)

    return tell


@asynccontextmanager
async def open_embedder(
    settings: EmbedderSettings,
    tell: Tell,
    *,
    store: Answers | None,
    clock: Clock,
    environ: Mapping[str, str] = os.environ,
) -> AsyncIterator[Embedder | None]:
    """None when the settings name none, or its key is missing. Without ``store`` nothing is remembered."""
    async with _open_wire("embedder", settings, tell, environ) as wire:
        if wire is None:
            yield None
            return
        asked = HttpEmbedder(wire=wire, model=settings.model, batch=settings.batch, extra=settings.extra)
        if store is None:
            yield asked
        else:
            yield RememberingEmbedder(embedder=asked, store=store, clock=clock, refuse=wire.useless)


@asynccontextmanager
async def open_judge(
    settings: JudgeSettings, tell: Tell, *, store: Answers | None, clock: Clock, environ: Mapping[str, str] = os.environ
) -> AsyncIterator[Judge | None]:
    """None when the settings name none, or its key is missing. Kept answers cost no budget."""
    async with _open_wire("judge", settings, tell, environ) as wire:
        if wire is None:
            yield None
            return
        asked = HttpJudge(chat=Chat(wire=wire, model=settings.model, extra=settings.extra), at_once=settings.at_once)
        within = WithinBudget(
            judge=asked, most_pairs=settings.most_pairs, most_doubts=settings.most_doubts, tell=tell, place=wire.place
        )
        yield within if store is None else RememberingJudge(judge=within, store=store, clock=clock)


@asynccontextmanager
async def _open_wire(
    section: str, settings: EmbedderSettings | JudgeSettings, tell: Tell, environ: Mapping[str, str]
) -> AsyncIterator[Wire | None]:
    if not settings.url:
        yield None
        return
    seconds = settings.timeout_seconds
    place = Place(section=section, model=settings.model, host=host_of(settings.url), seconds=seconds)
    key = environ.get(settings.key_env, "").strip() if settings.key_env else ""
    if settings.key_env and not _sendable(key):
        tell(no_key(place, settings.key_env))
        yield None
        return
    async with http_client(seconds) as client:
        yield Wire(client=client, base=settings.url, place=place, tell=tell, key=key)


def _sendable(key: str) -> bool:
    """A header takes printable ASCII; a key with anything else was pasted wrongly."""
    return bool(key) and key.isascii() and key.isprintable()
