"""Reading: leads that wait are fetched, extracted in worker processes, and stored as articles.

The work list is the leads table: a lead is claimed under a lease, and its outcome and the release of the lease are
one transaction, so a process killed at any moment leaves either a read lead or one that is read again.

A lead is never lost to a bad page: whatever goes wrong, an article is made of what the feed gave, with the reason.
Where trying again may help (a time-out, a crash) the lead also waits for another try; a later success is a further
revision of its article.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

from ribao.acquire.article import make_article
from ribao.acquire.extract import Extracted, extract
from ribao.acquire.fetch import PageFetcher
from ribao.settings import Settings
from ribao.support.clock import Clock
from ribao.support.farm.pool import WorkerDied, WorkerPool
from ribao.support.i18n import gettext as _
from ribao.support.net.port import FetchFailed, Response
from ribao.support.progress import Progress
from ribao.support.store.port import LeadWork, Reading, Store
from ribao.types.article import Article
from ribao.types.page import Page
from ribao.types.reason import Code, Reason
from ribao.types.source import Source

# the reasons after which the same page may well be there in a while
PASSING = frozenset(
    {
        Code.DNS_FAILED,
        Code.CONNECT_FAILED,
        Code.TIMED_OUT,
        Code.BODY_CUT,
        Code.HTTP_TOO_MANY,
        Code.HTTP_SERVER_ERROR,
        Code.ROBOTS_UNREACHABLE,
        Code.WORKER_DIED,
    }
)
RETRY_AFTER = timedelta(minutes=10)  # doubled at each further try
CLAIM = 400  # leads under way at once: most of them wait for their host's turn, so that no host holds up the others
SAVE = 50  # outcomes written in one transaction: little to do again after a kill
MORE_PAGES = 4  # further pages of one article that is split over several


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingReport:
    """``whole`` counts articles read from their page or a full feed; ``short`` those with a reason, by code."""

    read: int = 0
    whole: int = 0
    short: Mapping[str, int] = field(default_factory=dict)


def should_fetch(work: LeadWork, source: Source | None, settings: Settings, now: datetime) -> bool:
    """Whether the lead's page is worth a request: its source and the settings say so, and it is no old entry."""
    lead = work.lead
    if not lead.url or not settings.fetch.read_pages or (source is not None and not source.read_pages):
        return False
    oldest = now - timedelta(hours=settings.fetch.page_age_hours)
    return (lead.published_at or lead.seen_at) >= oldest


def decide(work: LeadWork, reason: Reason | None, tries: int, now: datetime) -> datetime | None:
    """When the lead is tried again; None when it is done with."""
    if reason is None or reason.code not in PASSING or work.attempts + 1 >= tries:
        return None
    return now + RETRY_AFTER * (1 << work.attempts)


@dataclass(slots=True, kw_only=True)
class Reader:
    """The parts that reading needs, and its count of what came out."""

    store: Store
    pages: PageFetcher
    pool: WorkerPool
    clock: Clock
    settings: Settings
    sources: Mapping[str, Source]
    progress: Progress

    async def run(self) -> ReadingReport:
        """Read every waiting lead that is due, newest first, up to ``fetch.pages_per_run`` of them."""
        stage, left = _("Reading articles"), self.settings.fetch.pages_per_run
        under_way = await self._claim(min(CLAIM, left))
        if not under_way:
            return ReadingReport()
        left -= len(under_way)
        self.progress.start(stage, len(under_way) + min(self.store.work().get("waiting", 0), left))
        report, done = ReadingReport(), list[Reading]()
        try:
            while under_way:
                finished, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                done += [task.result() for task in finished]
                if len(done) >= SAVE or not under_way:
                    report = await self._save(done, report)
                    self.progress.step(stage, len(done))
                    done = []
                room = min(CLAIM - len(under_way), left)
                if room >= SAVE or (room and not under_way):
                    claimed = await self._claim(room)
                    left = left - len(claimed) if claimed else 0
                    under_way |= claimed
        finally:
            for task in under_way:
                task.cancel()
            self.progress.finish(stage)
        return report

    async def _claim(self, limit: int) -> set[asyncio.Task[Reading]]:
        claimed = await asyncio.to_thread(self.store.claim_leads, self.clock.now(), limit)
        return {asyncio.create_task(self.read(work)) for work in claimed}

    async def _save(self, readings: list[Reading], report: ReadingReport) -> ReadingReport:
        await asyncio.to_thread(self.store.save_readings, readings)
        short = dict(report.short)
        for reading in readings:
            reason = reading.article.reason if reading.article else reading.reason
            if reason is not None:
                short[reason.code] = short.get(reason.code, 0) + 1
        whole = sum(1 for reading in readings if reading.article and reading.article.reason is None)
        return ReadingReport(read=report.read + len(readings), whole=report.whole + whole, short=short)

    async def read(self, work: LeadWork) -> Reading:
        """One lead to its outcome; never raises for what a page or its server does, nor for what we do wrong with it."""
        try:
            return await self._read(work)
        except Exception as error:  # one article must not cost the others
            return Reading(lead_id=work.lead.id, reason=_internal(error))

    async def _read(self, work: LeadWork) -> Reading:
        now = self.clock.now()
        source = self.sources.get(work.lead.source_id)
        page, extracted, reason = None, None, None
        if should_fetch(work, source, self.settings, now):
            page, extracted, reason = await self._page(work.lead.url)
        try:
            article, evidence = await self._article(work, source, page, extracted, reason)
        except WorkerDied as died:
            # the feed's own words end their worker: there is nothing else to tell the lead by
            retry_at = decide(work, died.reason, self.settings.work.tries, now)
            return Reading(lead_id=work.lead.id, reason=died.reason, retry_at=retry_at)
        return Reading(
            lead_id=work.lead.id,
            article=replace(article, revision=work.revision),
            page=evidence or page,
            reason=article.reason,
            retry_at=decide(work, reason, self.settings.work.tries, now),
        )

    async def _article(
        self,
        work: LeadWork,
        source: Source | None,
        page: Page | None,
        extracted: Extracted | None,
        reason: Reason | None,
    ) -> tuple[Article, Page | None]:
        """In a worker too: a feed's HTML is a stranger's as much as a page's, and the language model stays out of here."""
        made: tuple[Article, Page | None] = await self.pool.run(
            make_article,
            work.lead,
            source,
            extracted,
            page.sha256 if page else "",
            now=self.clock.now(),
            latest=self.clock.latest(),
            reason=reason,
            wall_seconds=self.settings.work.page_seconds * 2,
        )
        return made

    async def _page(self, url: str) -> tuple[Page | None, Extracted | None, Reason | None]:
        try:
            response = await self.pages.get(url)
            extracted = await self._extract(response)
            if extracted.next_page and extracted.reason is None:
                response, extracted = await self._further(response, extracted)
        except FetchFailed as failed:
            return None, None, failed.reason
        except WorkerDied as died:
            return None, None, died.reason
        except Exception as error:  # the headline and the feed's words are kept
            return None, None, _internal(error)
        return page_of(response, self.clock.now()), extracted, extracted.reason

    async def _extract(self, response: Response) -> Extracted:
        return await self.pool.run(
            extract,
            response.body,
            content_type=response.header("content-type"),
            url=response.url,
            wall_seconds=self.settings.work.page_seconds * 2,
        )

    async def _further(self, first: Response, extracted: Extracted) -> tuple[Response, Extracted]:
        """The following pages of a split article, read into one; their bytes together are the evidence."""
        bodies, seen, following = [first.body], {first.url}, extracted.next_page
        while following and following not in seen and len(bodies) <= MORE_PAGES:
            seen.add(following)
            try:
                response = await self.pages.get(following)
                more = await self._extract(response)
            except (FetchFailed, WorkerDied):
                break
            if more.reason is not None:
                break
            bodies.append(response.body)
            fresh = tuple(p for p in more.paragraphs if p not in extracted.paragraphs)
            extracted = replace(extracted, paragraphs=extracted.paragraphs + fresh)
            following = more.next_page
        return replace(first, body=b"\n<!-- next page -->\n".join(bodies)), extracted


def _internal(error: Exception) -> Reason:
    return Reason(code=Code.INTERNAL, detail=f"{type(error).__name__}: {error}"[:500])


def page_of(response: Response, now: datetime) -> Page:
    return Page(
        sha256=sha256(response.body).hexdigest(),
        url=response.url,
        requested_url=response.requested_url,
        status=response.status,
        headers=response.headers,
        fetched_at=now,
        body=response.body,
    )
