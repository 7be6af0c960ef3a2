"""Asking one source: from its request to its new state and its leads. Whatever goes wrong is told in the state."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from ribao.acquire.fetch import ACCEPT, Answer, Reading, conditions, decide, fetch_page, to_read
from ribao.acquire.pace import Pace
from ribao.acquire.robots import Robots
from ribao.acquire.sources.document import Document, Entry, Unreadable
from ribao.acquire.sources.feed import Odd
from ribao.acquire.sources.identity import leads
from ribao.acquire.sources.read import read_document
from ribao.settings import FetchSettings
from ribao.support.clock import Clock
from ribao.support.net.port import Client, FetchFailed, Response
from ribao.support.store.port import Refreshed
from ribao.types.lead import Lead
from ribao.types.reason import Code, Reason
from ribao.types.source import Source, SourceKind, SourceState

SMALL = 128 * 1024  # bytes
AHEAD = timedelta(days=1)  # with --at, how far today must be ahead for a second look at the dates
SITEMAPS = 3  # of an index: the newest ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    refreshed: Refreshed
    fresh: bool  # a new document came


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is the same for all sources of one refresh."""

    client: Client
    clock: Clock
    fetch: FetchSettings
    pace: Pace
    robots: Robots
    parser: ThreadPoolExecutor
    odd: Odd | None
    crowd: int

    async def ask(self, source: Source, state: SourceState) -> Outcome:
        """One source, from its request to its new state and leads. Whatever goes wrong is told in the state."""
        found: tuple[Lead, ...] = ()
        reading: Reading | None = None
        try:
            answer = await self._get(source, state)
            now = self.clock.now()
            if isinstance(answer, Response) and to_read(state, source, answer):
                reading, found = await self._read(source, answer, now)
                if isinstance(reading, Document) and "sitemaps" in reading.hints:
                    reading, found = await self._read_index(source, reading, now)
        except Exception as error:  # a fault of ours in one source must not cost the others
            answer, now = _internal(error), self.clock.now()
        fetch = self.fetch
        new = decide(state, source, answer, reading, now, spacing_minutes=fetch.spacing_minutes, crowd=self.crowd)
        return Outcome(refreshed=Refreshed(state=new, leads=found), fresh=isinstance(reading, Document))

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
                return read_answer(source, answer, now, most, _later, self.clock.latest())
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self.parser, read_answer, source, answer, now, most, self.odd, self.clock.latest()
        )

    async def _read_index(self, source: Source, index: Document, now: datetime) -> tuple[Reading, tuple[Lead, ...]]:
        """The newest sitemaps of an index, read into one document. Only asked for when the index has changed."""
        entries: list[Entry] = []
        wrong: Reason | None = None
        for url in index.hints["sitemaps"].splitlines()[:SITEMAPS]:
            try:
                answer = await fetch_page(self.client, self.robots, self.pace, url, accept=ACCEPT[source.kind])
                part, _leads = await self._read(source, answer, now)
            except FetchFailed as failed:
                wrong = failed.reason
            else:
                wrong = part.reason or wrong
                entries.extend(part.entries if isinstance(part, Document) else ())
        if wrong is not None and not entries:
            return Unreadable(wrong), ()
        whole = replace(index, entries=tuple(entries[: self.fetch.max_entries]), reason=wrong)
        return whole, leads(source, whole, now)


class _Later(Exception):
    """Not well-formed: that may take long."""


def _later(text: str, url: str, now: datetime, max_entries: int) -> Document:
    raise _Later


def read_answer(
    source: Source,
    answer: Response,
    now: datetime,
    max_entries: int,
    odd: Odd | None = None,
    latest: datetime | None = None,
) -> tuple[Reading, tuple[Lead, ...]]:
    """The document in a 200 and the leads it shows; none when it is unreadable.

    ``latest``: up to when dates are believed (default: ``now``). "Two hours ago" always counts from ``now``.
    """
    read = partial(
        read_document,
        source.kind,
        answer.body,
        content_type=answer.header("content-type") or "",
        url=answer.url,
        selectors=source.selectors,
        max_entries=max_entries,
        odd=odd,
    )
    try:
        document = read(now=now)
        if latest is not None and latest - now > AHEAD:
            document = _dated_later(document, read(now=latest))
    except Unreadable as unreadable:
        return unreadable, ()
    return document, leads(source, document, now)


def _dated_later(document: Document, later: Document) -> Document:
    """``document`` with the times that are too far ahead to be believed at its moment, but not in ``later``."""
    times = {(e.guid, e.url, e.title): (e.published_at, e.updated_at) for e in later.entries}

    def dated(entry: Entry) -> Entry:
        published, updated = times.get((entry.guid, entry.url, entry.title), (None, None))
        return replace(entry, published_at=entry.published_at or published, updated_at=entry.updated_at or updated)

    return replace(document, entries=tuple(map(dated, document.entries)))


def _internal(error: Exception) -> FetchFailed:
    return FetchFailed(Reason(code=Code.INTERNAL, detail=f"{type(error).__name__}: {error}"[:500]))
