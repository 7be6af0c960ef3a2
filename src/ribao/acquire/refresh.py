"""Refresh: ask the sources that are due, read what they say, store their leads.

A thin shell: what an answer means is decided in :mod:`ribao.acquire.fetch`, when to come back in
:mod:`ribao.acquire.due`. Requests go out together, each host at its pace; what has come in is parsed in one thread
beside the loop and saved in batches by one more, so that network, parser and disk work at the same time.
"""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ribao.acquire.due import pick
from ribao.acquire.fetch import ACCEPT, Answer, Reading, conditions, decide, to_read
from ribao.acquire.pace import Pace
from ribao.acquire.robots import Robots
from ribao.acquire.sources.document import Document, Unreadable
from ribao.acquire.sources.identity import leads
from ribao.acquire.sources.read import read_document
from ribao.settings import FetchSettings, Settings
from ribao.support.clock import Clock
from ribao.support.i18n import gettext as _
from ribao.support.net.port import Client, FetchFailed, Response
from ribao.support.progress import Progress
from ribao.support.store.port import Refreshed, Saved, Store
from ribao.types.lead import Lead
from ribao.types.reason import Code, Reason
from ribao.types.source import Source, SourceKind, SourceState

BATCH_LEADS = 4_000  # saved in one transaction; with twice as many waiting, the network waits too
BATCH_SECONDS = 1.0  # or what has come in so far: after a kill there is little to ask again
SMALL = 128 * 1024  # bytes
PARSERS = 2  # threads; a second one, because an odd feed may keep the first waiting for its worker process


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshReport:
    """Sources ``asked``; of them with a new document (``fresh``), with none (``unchanged``), and ``failed`` by id.

    Leads ``new`` and ``changed``. Of a failed source that still gave something (a feed cut short) both are told.
    """

    asked: int = 0
    fresh: int = 0
    unchanged: int = 0
    failed: Mapping[str, Reason] = field(default_factory=dict)
    new: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    refreshed: Refreshed
    fresh: bool  # a new document came


async def refresh(
    store: Store,
    client: Client,
    clock: Clock,
    settings: Settings,
    sources: Sequence[Source],
    progress: Progress,
    *,
    force: bool = False,
    odd: Any = None,
    pace: Pace | None = None,
) -> RefreshReport:
    """Ask those of ``sources`` that are due (with ``force``: all, but none twice in five minutes).

    ``odd`` is handed on to :func:`ribao.acquire.sources.read.read_document`; ``pace`` is shared with the reading of
    pages where both run at once. A failing source never stops the others; a failing store stops all (OSError and the
    like come out), and what was not saved is asked again the next time.
    """
    states = await asyncio.to_thread(store.states)
    chosen = pick(sources, states, clock.now(), force=force)
    pace = pace or make_pace(clock, settings.fetch)
    saver = _Saver(store)
    stage = _("Asking sources")
    progress.start(stage, len(chosen))
    with ThreadPoolExecutor(PARSERS, thread_name_prefix="ribao-parse") as parser:
        asking = _Asking(
            client=client,
            clock=clock,
            fetch=settings.fetch,
            pace=pace,
            robots=Robots(store, client, pace, clock),
            parser=parser,
            odd=odd,
            crowd=len(sources),
        )

        async def ask(source: Source) -> None:
            state = states.get(source.id) or SourceState(source_id=source.id, url=source.url)
            await saver.put(await asking.ask(source, state))
            progress.step(stage, note=source.title)

        await _all_saved(saver, [ask(source) for source in chosen])
    progress.finish(stage)
    return saver.report()


def make_pace(clock: Clock, fetch: FetchSettings) -> Pace:
    return Pace(
        clock,
        pause_seconds=fetch.host_pause_seconds,
        private_pause_seconds=fetch.private_pause_seconds,
        allow_private=fetch.allow_private,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """What is the same for all sources of one refresh."""

    client: Client
    clock: Clock
    fetch: FetchSettings
    pace: Pace
    robots: Robots
    parser: ThreadPoolExecutor
    odd: Any
    crowd: int

    async def ask(self, source: Source, state: SourceState) -> _Outcome:
        """One source, from its request to its new state and leads. Whatever goes wrong is told in the state."""
        found: tuple[Lead, ...] = ()
        reading: Reading | None = None
        try:
            answer = await self._get(source, state)
            now = self.clock.now()
            if isinstance(answer, Response) and to_read(state, source, answer):
                reading, found = await self._read(source, answer, now)
        except Exception as error:  # a fault of ours in one source must not cost the others
            answer, now = _internal(error), self.clock.now()
        fetch = self.fetch
        new = decide(state, source, answer, reading, now, spacing_minutes=fetch.spacing_minutes, crowd=self.crowd)
        return _Outcome(refreshed=Refreshed(state=new, leads=found), fresh=isinstance(reading, Document))

    async def _get(self, source: Source, state: SourceState) -> Answer:
        # each source is one request an hour: an idle connection kept to each would cost a descriptor
        headers = {**conditions(state), "Connection": "close"}
        try:
            if source.kind is SourceKind.PAGE:
                denied = await self.robots.check(state.url)
                if denied is not None:
                    return FetchFailed(denied)
            async with self.pace.turn(state.url):
                return await self.client.get(state.url, headers=headers, accept=ACCEPT[source.kind])
        except FetchFailed as failed:
            return failed

    async def _read(self, source: Source, answer: Response, now: datetime) -> tuple[Reading, tuple[Lead, ...]]:
        """Small well-formed feeds at once: that costs less than handing them to a thread. The rest beside the loop."""
        most = self.fetch.max_entries
        if source.kind is SourceKind.FEED and len(answer.body) <= SMALL:
            with suppress(_Later):
                return read_answer(source, answer, now, most, _later)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.parser, read_answer, source, answer, now, most, self.odd)


class _Later(Exception):
    """Not well-formed: that may take long."""


def _later(text: str, url: str, now: datetime, max_entries: int) -> Document:
    raise _Later


def read_answer(
    source: Source, answer: Response, now: datetime, max_entries: int, odd: Any = None
) -> tuple[Reading, tuple[Lead, ...]]:
    """The document in a 200 and the leads it shows; none when it is unreadable."""
    try:
        document = read_document(
            source.kind,
            answer.body,
            content_type=answer.header("content-type") or "",
            url=answer.url,
            now=now,
            selectors=source.selectors,
            max_entries=max_entries,
            odd=odd,
        )
    except Unreadable as unreadable:
        return unreadable, ()
    return document, leads(source, document, now)


class _Saver:
    """Gathers outcomes and saves them in batches, and counts what they were."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Outcome] = []
        self._leads = 0
        self._ended = False
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._asked = 0
        self._fresh = 0
        self._unchanged = 0
        self._failed: dict[str, Reason] = {}
        self._new = 0
        self._changed = 0

    async def put(self, outcome: _Outcome) -> None:
        await self._room.wait()
        self._waiting.append(outcome)
        self._leads += len(outcome.refreshed.leads)
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_later(BATCH_SECONDS, self._wake.set)
        if self._leads >= BATCH_LEADS:
            self._wake.set()
        if self._leads >= 2 * BATCH_LEADS:
            self._room.clear()

    def end(self) -> None:
        self._ended = True
        self._wake.set()

    async def run(self) -> None:
        while self._waiting or not self._ended:
            await self._wake.wait()
            if not self._ended:
                self._wake.clear()
            await self._save()

    async def _save(self) -> None:
        batch, self._waiting, self._leads = self._waiting, [], 0
        self._room.set()
        if not batch:
            return
        saved = await asyncio.to_thread(self._store.save_refresh, [outcome.refreshed for outcome in batch])
        self._count(batch, saved)

    def _count(self, batch: list[_Outcome], saved: Saved) -> None:
        self._new += saved.new
        self._changed += saved.changed
        for outcome in batch:
            state = outcome.refreshed.state
            self._asked += 1
            self._fresh += outcome.fresh
            self._unchanged += not outcome.fresh and state.failures == 0
            if state.reason is not None:
                self._failed[state.source_id] = state.reason

    def report(self) -> RefreshReport:
        return RefreshReport(
            asked=self._asked,
            fresh=self._fresh,
            unchanged=self._unchanged,
            failed=dict(sorted(self._failed.items())),
            new=self._new,
            changed=self._changed,
        )


async def _all_saved(saver: _Saver, asks: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Run all ``asks`` with the saver beside them; when the store fails, stop, and tell its error itself."""
    try:
        async with asyncio.TaskGroup() as both:
            both.create_task(saver.run())
            async with asyncio.TaskGroup() as asking:
                for ask in asks:
                    asking.create_task(ask)
            saver.end()
    except BaseExceptionGroup as group:
        raise _innermost(group) from group


def _innermost(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _internal(error: Exception) -> FetchFailed:
    return FetchFailed(Reason(code=Code.INTERNAL, detail=f"{type(error).__name__}: {error}"[:500]))
