"""The composition root: the only place where parts are wired. Commands open what they need here and nowhere else."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ribao.settings import Settings
from ribao.support import i18n
from ribao.support.clock import Clock, StillClock, SystemClock
from ribao.support.net.port import Client
from ribao.support.progress import Progress, Silent
from ribao.types.source import Source

if TYPE_CHECKING:
    from ribao.pipeline import Parts

MODEL_FILE = "stories.npz"  # in the data folder: the owner's own model of stories, made by `ribao lab train`


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Where this daily lives: its settings, the file they came from (None: none), and its data folder."""

    settings: Settings
    file: Path | None
    data: Path

    @property
    def language(self) -> str:
        """Of the pages: the settings', else that of the messages."""
        return i18n.normalise(self.settings.daily.language) if self.settings.daily.language else i18n.language()

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(row.source() for row in self.settings.sources)


def house(config: Path | None, data: Path | None = None) -> House:
    """Find and read the settings. The data folder is ``--data``, else ``store.folder`` beside the settings file."""
    from ribao.settings import find_file
    from ribao.support.settings_file import read

    file = find_file(config)
    settings = read(file)
    check_filters(settings)
    base = file.parent if file is not None else Path()
    return House(settings=settings, file=file, data=(data or base / settings.store.folder).resolve())


def check_filters(settings: Settings) -> None:
    """Raises Problem for a mute or follow word that cannot be used: now, and not after minutes of reading."""
    from ribao.edit.filters import check

    edition = settings.edition
    for words in (edition.mute, edition.follow, *edition.channel_mute.values(), *edition.channel_follow.values()):
        check(words)
    for source in settings.sources:
        check((*source.mute, *source.follow))


def clock_at(at: datetime | None) -> Clock:
    return StillClock(at, today=SystemClock().now()) if at is not None else SystemClock()


def processes(settings: Settings) -> int:
    return settings.work.processes or min(os.cpu_count() or 1, 4)


@asynccontextmanager
async def client_of(settings: Settings) -> AsyncIterator[Client]:
    from ribao.support.net.agent import user_agent
    from ribao.support.net.client import AiohttpClient
    from ribao.support.net.guard import Guard

    client = AiohttpClient(
        guard=Guard(settings.fetch.allow_private),
        user_agent=user_agent(settings.fetch.contact),
        timeout_seconds=settings.fetch.timeout_seconds,
        max_bytes=settings.fetch.max_bytes,
        concurrency=settings.fetch.concurrency,
    )
    try:
        yield client
    finally:
        await client.aclose()


@asynccontextmanager
async def opened(
    home: House,
    *,
    sources: tuple[Source, ...],
    clock: Clock,
    progress: Progress | None = None,
    through: Callable[[Client], Client] | None = None,
) -> AsyncIterator["Parts"]:
    """Everything a build needs, ready for use and closed again at the end.

    The caller holds the instance lock of ``home.data``. ``through`` wraps the HTTP client (the sample world's way in).
    """
    from ribao.pipeline import Parts
    from ribao.support.farm.pool import WorkerPool
    from ribao.support.store.sqlite import open_store

    store = open_store(home.data)
    try:
        store.release_leases()
        async with client_of(home.settings) as client:
            pool = WorkerPool(
                processes(home.settings),
                cpu_seconds=home.settings.work.page_seconds,
                megabytes=home.settings.work.worker_megabytes,
                preload=("ribao.warm",),
            )
            try:
                yield Parts(
                    store=store,
                    client=through(client) if through else client,
                    pool=pool,
                    clock=clock,
                    settings=home.settings,
                    sources={source.id: source for source in sources},
                    progress=progress or Silent(),
                    model=home.data / MODEL_FILE,
                )
            finally:
                await pool.aclose()
    finally:
        store.close()
