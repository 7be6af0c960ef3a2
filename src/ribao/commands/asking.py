"""Asking an address once, outside the schedule: what it gives, or the reason why nothing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ribao.support.clock import Clock
from ribao.support.net.port import Client, FetchFailed, Response
from ribao.types.reason import Code, Reason
from ribao.types.source import Source, SourceKind

if TYPE_CHECKING:
    from ribao.acquire.sources.document import Document

# only these say that the old address is given up (RFC 9110, 15.4)
_PERMANENT = (301, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Either ``document`` or ``reason`` is set. ``url`` is the address to keep: permanent redirects are followed."""

    source: Source
    url: str
    document: "Document | None" = None
    reason: Reason | None = None


async def ask(source: Source, client: Client, clock: Clock) -> Answer:
    """One GET, one reading. Never raises for what the other side does wrong. List pages ask robots.txt first."""
    denied = await _denied(source.url, client, clock) if source.kind is SourceKind.PAGE else None
    if denied is not None:
        return Answer(source=source, url=source.url, reason=denied)
    got = await fetch(source.url, client, source.kind)
    if isinstance(got, Reason):
        return Answer(source=source, url=source.url, reason=got)
    return read(source, got, clock)


async def fetch(url: str, client: Client, kind: SourceKind = SourceKind.FEED) -> Response | Reason:
    from ribao.acquire.fetch import ACCEPT, status_reason

    try:
        response = await client.get(url, accept=ACCEPT[kind])
    except FetchFailed as failed:
        return failed.reason
    return status_reason(response) or response


async def _denied(url: str, client: Client, clock: Clock) -> Reason | None:
    from ribao.acquire.pace import Pace
    from ribao.acquire.robots import Robots
    from ribao.support.store.memory import MemoryStore

    try:
        return await Robots(MemoryStore(), client, Pace(clock), clock).check(url)
    except FetchFailed as failed:
        return failed.reason


def read(source: Source, response: Response, clock: Clock) -> Answer:
    """The response as the document that ``source`` says it is."""
    from ribao.acquire.sources.document import Unreadable
    from ribao.acquire.sources.read import read_document

    kept = address_to_keep(response)
    try:
        document = read_document(
            source.kind,
            response.body,
            content_type=response.header("content-type") or "",
            url=response.url,
            now=clock.now(),
            selectors=source.selectors,
        )
    except Unreadable as unreadable:
        return Answer(source=source, url=kept, reason=unreadable.reason)
    if not document.entries:
        code = Code.NOTHING_SELECTED if source.kind is SourceKind.PAGE else Code.FEED_EMPTY
        return Answer(source=source, url=kept, reason=document.reason or Reason(code=code))
    return Answer(source=source, url=kept, document=document)


def address_to_keep(response: Response) -> str:
    permanent = all(hop.status in _PERMANENT for hop in response.hops)
    return response.url if permanent else response.requested_url
