"""The manners of a fetcher (fetching.md). ``decide`` is pure: what an answer means for a source's state.

:class:`PageFetcher` is the thin shell that gets an article's page with robots.txt asked and the host's pace kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from ribao.acquire.due import due_after_failure, due_after_success
from ribao.acquire.freshness import fresh_seconds, retry_seconds
from ribao.acquire.moves import after_hops
from ribao.acquire.pace import Pace
from ribao.acquire.robots import Robots
from ribao.acquire.sources.document import Document, Entry, Unreadable
from ribao.support.net.optout import reservation
from ribao.support.net.port import Client, FetchFailed, Response
from ribao.types.reason import Code, Reason
from ribao.types.source import Source, SourceKind, SourceState

_XML = "application/xml;q=0.9, text/xml;q=0.9"
ACCEPT: Mapping[SourceKind, str] = {
    SourceKind.FEED: "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    f"application/json;q=0.9, {_XML}, */*;q=0.1",
    SourceKind.SITEMAP: f"{_XML}, */*;q=0.1",
    SourceKind.PAGE: "text/html, application/xhtml+xml, */*;q=0.1",
}
ACCEPT_PAGE = ACCEPT[SourceKind.PAGE]
THROTTLED = frozenset({429, 503})
RECENT = 20  # entries that tell the usual gap
_CODES = {404: Code.HTTP_NOT_FOUND, 410: Code.HTTP_GONE, 429: Code.HTTP_TOO_MANY}

Answer = Response | FetchFailed
Reading = Document | Unreadable


def conditions(state: SourceState) -> dict[str, str]:
    """The validators to send, byte for byte as they came (E2, E3)."""
    pairs = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in pairs.items() if value is not None}


def to_read(state: SourceState, source: Source, answer: Answer) -> bool:
    """Does the answer hold a body that has to be parsed? Not after a failure, a 304, or the body of the last time.

    List pages are read each time: their owner may have changed the selectors.
    """
    if not isinstance(answer, Response) or answer.status != 200:
        return False
    if source.kind is SourceKind.PAGE or state.body_sha256 is None:
        return True
    return body_hash(answer) != state.body_sha256


def body_hash(answer: Response) -> str:
    return sha256(answer.body).hexdigest()


def status_reason(answer: Response) -> Reason | None:
    """Why a page or feed cannot be taken from this answer; None for a 200."""
    status = answer.status
    if status == 200:
        return None
    code = _CODES.get(status, Code.HTTP_SERVER_ERROR if status >= 500 else Code.HTTP_CLIENT_ERROR)
    return Reason(code=code, detail=f"HTTP {status} {answer.url}"[:500])


def decide(
    state: SourceState,
    source: Source,
    answer: Answer,
    reading: Reading | None,
    now: datetime,
    *,
    spacing_minutes: int = 60,
    crowd: int = 0,
) -> SourceState:
    """The source's state after asking it once.

    ``reading`` is the parsed body where :func:`to_read` said so, else None. ``spacing_minutes`` is that of the
    settings, ``crowd`` the number of sources (see :mod:`ribao.acquire.due`).
    """
    reason = _failure(state, answer, reading)
    if reason is not None or isinstance(answer, FetchFailed):
        return _failed(state, source, answer, reason, now, spacing_minutes)
    read = _read(state, answer, reading, now) if answer.status == 200 else _unchanged(state, answer)
    healthy = replace(read, asked_at=now, succeeded_at=now, failures=0, reason=_still_wrong(state, reading))
    due = due_after_success(
        healthy,
        source,
        now,
        fresh_seconds=fresh_seconds(answer, now),
        spacing_minutes=spacing_minutes,
        crowd=crowd,
    )
    return after_hops(replace(healthy, due_at=due), answer.hops, now)


def revive(state: SourceState) -> SourceState:
    """The owner's one click after a 410: ask again, at once and unconditionally."""
    return replace(
        state, stopped=False, due_at=None, failures=0, reason=None, etag=None, last_modified=None, asked_at=None
    )


def _failure(state: SourceState, answer: Answer, reading: Reading | None) -> Reason | None:
    if isinstance(answer, FetchFailed):
        return answer.reason
    if isinstance(reading, Unreadable):
        return reading.reason
    if answer.status == 304 and conditions(state):
        return None
    return status_reason(answer)


def _still_wrong(before: SourceState, reading: Reading | None) -> Reason | None:
    """What is wrong with a document that could be read all the same; unchanged documents keep their fault."""
    if isinstance(reading, Document):
        return reading.reason
    return before.reason if before.failures == 0 else None


def _failed(
    state: SourceState, source: Source, answer: Answer, reason: Reason | None, now: datetime, spacing_minutes: int
) -> SourceState:
    """Nothing that was good is lost; after a body that does not parse the next request is unconditional (E6)."""
    failed = replace(state, asked_at=now, failures=state.failures + 1, reason=reason)
    if isinstance(answer, Response) and answer.status == 200:
        failed = replace(failed, etag=None, last_modified=None)
    throttled = isinstance(answer, Response) and answer.status in THROTTLED
    wait = retry_seconds(answer, now) if isinstance(answer, Response) and answer.status != 200 else None
    due = due_after_failure(
        failed, source, now, retry_seconds=wait, throttled=throttled, spacing_minutes=spacing_minutes
    )
    gone = reason is not None and reason.code is Code.HTTP_GONE
    return replace(failed, due_at=due, stopped=gone)


def _unchanged(state: SourceState, answer: Response) -> SourceState:
    """After a 304: its own validators, where it has any, take the place of the old ones (E4)."""
    return replace(
        state,
        etag=answer.header("etag") or state.etag,
        last_modified=answer.header("last-modified") or state.last_modified,
    )


def _read(state: SourceState, answer: Response, reading: Reading | None, now: datetime) -> SourceState:
    """After a 200: the validators of this answer and no others (E5, E7), and what the document tells about itself."""
    known = replace(state, etag=answer.header("etag"), last_modified=answer.header("last-modified"))
    if not isinstance(reading, Document):
        return known  # the same body as the last time
    if reading.reason is not None and reading.reason.code is Code.FEED_CUT_SHORT:
        known = replace(known, etag=None, last_modified=None)  # the rest may be there the next time
    hints = dict(reading.hints)
    if reserved := reservation(answer.headers):
        hints["reservation"] = reserved
    times = _times(reading.entries, now)
    undated = now if reading.entries else state.changed_at  # another body than before is all that is known
    return replace(
        known,
        body_sha256=body_hash(answer),
        entries=len(reading.entries),
        hints=hints,
        changed_at=times[0] if times else undated,
        usual_gap_minutes=_usual_gap(state.usual_gap_minutes, times[:RECENT]),
    )


def _usual_gap(before: float | None, times: Sequence[datetime]) -> float | None:
    """Mean gap between the newest entries, in minutes, averaged with what was known before."""
    if len(times) < 2:
        return before
    gap = max((times[0] - times[-1]) / timedelta(minutes=1) / (len(times) - 1), 1.0)
    return gap if before is None else (before + gap) / 2


def _times(entries: Sequence[Entry], now: datetime) -> list[datetime]:
    """Publication times up to now, newest first."""
    times = [entry.published_at for entry in entries if entry.published_at is not None and entry.published_at <= now]
    return sorted(times, reverse=True)


@dataclass(frozen=True, slots=True)
class PageFetcher:
    """Gets article pages. One for all pages of a run, because it remembers robots files and each host's pace."""

    client: Client
    robots: Robots
    pace: Pace

    async def get(self, url: str) -> Response:
        """A complete 200. Raises :class:`FetchFailed`: also for robots.txt, and for any other status."""
        return await fetch_page(self.client, self.robots, self.pace, url)


async def fetch_page(client: Client, robots: Robots, pace: Pace, url: str, *, accept: str = ACCEPT_PAGE) -> Response:
    """GET one page politely: see :class:`PageFetcher`."""
    denied = await robots.check(url)
    if denied is not None:
        raise FetchFailed(denied)
    async with pace.turn(url):
        answer = await client.get(url, accept=accept)
    reason = status_reason(answer)
    if reason is not None:
        raise FetchFailed(reason, answer.hops)
    return answer
