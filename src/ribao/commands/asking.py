"""Asking an address once, outside the schedule: what it gives, or the reason why nothing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ribao.settings import Settings
from ribao.support.clock import Clock
from ribao.support.net.port import Client, FetchFailed, Response
from ribao.types.reason import Code, Reason
from ribao.types.source import Source, SourceKind

if TYPE_CHECKING:
    from ribao.acquire.pace import Pace
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Asks with the manners of the scheduled fetch: each host at its pace, list pages only where robots.txt allows.

    Nothing is stored, and nothing that the other side does wrong is raised.
    """

    client: Client
    clock: Clock
    pace: "Pace"
    max_entries: int

    async def ask(self, source: Source) -> Answer:
        """One GET, one reading."""
        denied = await self._denied(source.url) if source.kind is SourceKind.PAGE else None
        got = denied or await self.fetch(source.url, source.kind)
        if isinstance(got, Reason):
            return Answer(source=source, url=source.url, reason=got)
        return self.read(source, got)

    async def fetch(self, url: str, kind: SourceKind = SourceKind.FEED) -> Response | Reason:
        from ribao.acquire.fetch import ACCEPT, status_reason

        try:
            async with self.pace.turn(url):
                response = await self.client.get(url, accept=ACCEPT[kind])
        except FetchFailed as failed:
            return failed.reason
        return status_reason(response) or response

    def read(self, source: Source, response: Response) -> Answer:
        """The response as the document that ``source`` says it is."""
        from ribao.acquire.sources.document import Unreadable
        from ribao.acquire.sources.read import read_document

        kept = address_to_keep(response)
        try:
            document = read_document(
                source.kind,
                response.body,
                content_type=response.header("content-type"),
                url=response.url,
                now=self.clock.now(),
                selectors=source.selectors,
                max_entries=self.max_entries,
            )
        except Unreadable as unreadable:
            return Answer(source=source, url=kept, reason=unreadable.reason)
        if not document.entries and "sitemaps" not in document.hints:  # an index names sitemaps instead
            return Answer(source=source, url=kept, reason=document.reason or Reason(code=Code.FEED_EMPTY))
        return Answer(source=source, url=kept, document=document)

    async def _denied(self, url: str) -> Reason | None:
        from ribao.acquire.robots import Robots
        from ribao.support.store.memory import MemoryStore

        try:
            return await Robots(MemoryStore(), self.client, self.pace, self.clock).check(url)
        except FetchFailed as failed:
            return failed.reason


def asker_of(settings: Settings, client: Client, clock: Clock) -> Asker:
    from ribao.acquire.refresh import make_pace

    pace = make_pace(clock, settings.fetch)
    return Asker(client=client, clock=clock, pace=pace, max_entries=settings.fetch.max_entries)


def address_to_keep(response: Response) -> str:
    permanent = all(hop.status in _PERMANENT for hop in response.hops)
    return response.url if permanent else response.requested_url
