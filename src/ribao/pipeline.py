"""The pipeline: the table of contents of the daily. Each stage takes one noun and gives the next.

    1 refresh    Source  → Lead        acquire/refresh.py    ask each due source, politely
    2 read       Lead    → Article     acquire/reading.py    fetch its page, extract it in a worker process
    3 annotate   Article → Annotation  annotate/makers.py    language, channel, promotion, manner, round-up
    4 cluster    Article → Story       joining.py, cluster/  fold reposts, join what tells one event
    5 edit       Story   → Edition     edit/, ledgering.py   rank, choose, cite; who says what, how sure
    6 render     Edition → Rendition   render/               site, feed, edition.json

The stages know nothing of each other; they meet in ``ribao.types`` and in the store. What they share is in
:class:`Parts`, wired in ``app.py``.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ribao import consulting, doubting, joining, ledgering, recalling
from ribao.acquire.fetch import PageFetcher
from ribao.acquire.reading import Reader, ReadingReport
from ribao.acquire.refresh import RefreshReport, make_pace, refresh
from ribao.acquire.robots import Robots
from ribao.acquire.sources import odd
from ribao.acquire.sources.document import Document, Unreadable
from ribao.annotate import makers
from ribao.edit.bylines import with_bylines
from ribao.edit.calendar import Plan
from ribao.edit.compose import compose
from ribao.edit.correct import changes, correct
from ribao.edit.corrected import corrected
from ribao.edit.desk import Desk
from ribao.edit.digest import digest
from ribao.edit.ledger.book import Book
from ribao.edit.register import register
from ribao.edit.settle import settle
from ribao.settings import Settings
from ribao.support import i18n
from ribao.support.clock import Clock
from ribao.support.farm.pool import WorkerDied, WorkerPool
from ribao.support.i18n import gettext as _
from ribao.support.net.port import Client
from ribao.support.progress import Progress
from ribao.support.store.indexing import take_into_search
from ribao.support.store.port import Store
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.channel import PLAIN, Channels
from ribao.types.edition import Edition, Entry, Sentence
from ribao.types.source import Source
from ribao.types.story import Story

BATCH = 100  # articles annotated in one task of a worker
LEDGER_SECONDS = 60.0  # for the ledger of one story: it takes a fraction of one
JOIN_SECONDS = 600.0  # for clustering three days of articles: it takes seconds, unless there are very many
CORRECTED = 7  # days in which an edition follows its sources' corrections

Annotations = Mapping[str, Mapping[str, Annotation]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the stages stand on. ``sources`` are those of this run, by id."""

    store: Store
    client: Client
    pool: WorkerPool
    clock: Clock
    settings: Settings
    sources: Mapping[str, Source]
    progress: Progress
    model: Path | None = None  # the owner's own model of stories, where there may be one
    told: set[str] = field(
        default_factory=set
    )  # what was said of the model: once is enough for all rounds of a process

    @property
    def language(self) -> str:
        """Of editions and pages: the settings', else that of the messages."""
        return i18n.normalise(self.settings.daily.language) if self.settings.daily.language else i18n.language()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquired:
    refreshed: RefreshReport
    read: ReadingReport

    @property
    def anything(self) -> bool:
        """Whether a source answered at all, with news or without."""
        return bool(self.refreshed.fresh or self.refreshed.unchanged or self.read.read)


async def acquire(parts: Parts) -> Acquired:
    """Stages 1 and 2: ask the sources that are due, read the leads that wait."""
    await asyncio.to_thread(_put_sources, parts)
    await take_into_search(parts.store, parts.progress)
    pace = make_pace(parts.clock, parts.settings.fetch)
    refreshed = await refresh(
        parts.store,
        parts.client,
        parts.clock,
        parts.settings,
        tuple(parts.sources.values()),
        parts.progress,
        odd=odd_in(parts.pool, asyncio.get_running_loop(), parts.settings.work.page_seconds * 2),
        pace=pace,
    )
    reader = Reader(
        store=parts.store,
        pages=PageFetcher(parts.client, Robots(parts.store, parts.client, pace, parts.clock), pace),
        pool=parts.pool,
        clock=parts.clock,
        settings=parts.settings,
        sources=parts.sources,
        progress=parts.progress,
    )
    read = await reader.run()
    await parts.pool.rest()
    if read.read:
        await assign(parts)
    return Acquired(refreshed=refreshed, read=read)


def _put_sources(parts: Parts) -> None:
    """Only what the store does not know so already: this is asked every minute."""
    known = {source.id: source for source in parts.store.sources()}
    changed = [source for source in parts.sources.values() if known.get(source.id) != source]
    if changed:
        parts.store.put_sources(changed)


def odd_in(pool: WorkerPool, loop: asyncio.AbstractEventLoop, wall_seconds: float) -> Callable[..., Document]:
    """The slow reader of odd feeds, run in a worker that can be ended, for the thread that parses feeds."""

    def read(*arguments: Any, **named: Any) -> Document:
        call = pool.run(odd.read, *arguments, wall_seconds=wall_seconds, **named)
        try:
            return asyncio.run_coroutine_threadsafe(call, loop).result()
        except WorkerDied as died:
            raise Unreadable(died.reason) from None

    return read


async def build(parts: Parts, plan: Plan, *, sample: bool = False) -> Edition:
    """Stages 3 to 5: the edition of ``plan`` from what is stored, settled as draft, first or further revision."""
    stage = _("Building the edition")
    parts.progress.start(stage, 4)
    articles = await asyncio.to_thread(articles_of, parts, plan)
    annotations = await annotate(parts, articles)
    await parts.pool.rest()
    parts.progress.step(stage)
    stories = await joined(parts, articles, annotations)
    await parts.pool.rest()
    parts.progress.step(stage)
    ask = ledger_in(parts.pool, asyncio.get_running_loop())
    fresh = await asyncio.to_thread(edit, parts, plan, articles, annotations, stories, sample, ask)
    await parts.pool.rest()
    parts.progress.step(stage)
    edition = await asyncio.to_thread(keep, parts.store, plan, fresh)
    parts.progress.step(stage)
    parts.progress.finish(stage)
    return edition


def articles_of(parts: Parts, plan: Plan) -> tuple[Article, ...]:
    """What this run's sources published in the plan's span, and before it as far as the window of stories reaches."""
    window = timedelta(hours=parts.settings.stories.window_hours)
    found = parts.store.articles(min(plan.since, plan.as_of - window), plan.as_of)
    now = parts.clock.now()
    return tuple(
        recalling.as_known(parts.store, article, now) for article in found if article.source_id in parts.sources
    )


async def annotate(parts: Parts, articles: Sequence[Article]) -> Annotations:
    """Stage 3, in the worker processes: only what no maker of the present version has seen."""
    known = await asyncio.to_thread(parts.store.annotations, [article.id for article in articles])
    versions = makers.versions(parts.settings.daily_channels)
    stale = [article for article in articles if not _is_current(article, known.get(article.id, {}), versions)]
    batches = [stale[n : n + BATCH] for n in range(0, len(stale), BATCH)]
    made = await asyncio.gather(*(_annotated(parts, batch) for batch in batches))
    found = [annotation for batch in made for annotation in batch]
    by_id = {article.id: article for article in stale}
    fresh = await doubting.doubted(parts.store, parts.clock, parts.settings, parts.progress, by_id, found)
    await asyncio.to_thread(register, parts.store, fresh)  # first: what is annotated is not looked at again
    await asyncio.to_thread(parts.store.put_annotations, fresh)
    return with_fresh(known, fresh)


def with_fresh(known: Annotations, fresh: Sequence[Annotation]) -> Annotations:
    """What was made just now in the place of what was known: it is of the revision at hand, the store's of the newest."""
    made: dict[str, dict[str, Annotation]] = {}
    for annotation in fresh:
        made.setdefault(annotation.article_id, {})[annotation.maker] = annotation
    return {**known, **made}


def _is_current(article: Article, known: Mapping[str, Annotation], versions: Mapping[str, int]) -> bool:
    return all(
        name in known and known[name].version == version and known[name].revision == article.revision
        for name, version in versions.items()
    )


async def _annotated(parts: Parts, batch: Sequence[Article]) -> list[Annotation]:
    pairs = [(article, parts.sources[article.source_id]) for article in batch]
    seconds, channels = parts.settings.work.page_seconds * 2, parts.settings.daily_channels
    try:
        made: list[Annotation] = await parts.pool.run(annotate_batch, pairs, channels, wall_seconds=seconds)
    except Exception as error:  # the death of its worker, or a fault of ours in one text
        if len(batch) == 1:  # it is told without annotations, and holds up nobody
            told = _("An article could not be examined, and goes without its marks: {title} ({error})")
            parts.progress.say(told.format(title=batch[0].title[:80], error=error))
            return []
        halves = batch[: len(batch) // 2], batch[len(batch) // 2 :]
        made = [annotation for half in halves for annotation in await _annotated(parts, half)]
    return made


def annotate_batch(pairs: Sequence[tuple[Article, Source]], channels: Channels = PLAIN) -> list[Annotation]:
    """Runs in a worker process."""
    return [annotation for article, source in pairs for annotation in makers.annotate(article, source, channels)]


async def joined(parts: Parts, articles: Sequence[Article], annotations: Annotations) -> tuple[Story, ...]:
    """Stage 4, consolidated and stored. With an embedder or a judge: found once, then once more with their opinions."""
    task = await asyncio.to_thread(task_of, parts, articles, annotations)
    most = parts.settings.judge.most_pairs if parts.settings.judge.url else 0
    found = await _clustered(parts, joining.consolidate, replace(task, doubtful=most))
    if parts.settings.embedder.url or most:
        opinions = await consulting.opinions(
            parts.store, parts.clock, parts.settings, parts.progress, articles, found.doubtful
        )
        if opinions:
            marked = {made.article_id: made for made in found.signatures}
            again = replace(task, opinions=opinions, signatures={**task.signatures, **marked})
            found = replace(found, stories=(await _clustered(parts, joining.consolidate, again)).stories)
    await asyncio.to_thread(_keep_stories, parts, task, found)
    return found.stories


async def assign(parts: Parts) -> None:
    """Stage 4 on arrival: what came in since the last consolidation is put to the stories that stand."""
    window = timedelta(hours=parts.settings.stories.window_hours)
    now = parts.clock.now()
    recent = await asyncio.to_thread(parts.store.articles, now - window, now)
    articles = [article for article in recent if article.source_id in parts.sources]
    task = await asyncio.to_thread(task_of, parts, articles, await annotate(parts, articles))
    told = {member.article_id for story in task.stories for member in story.members}
    if any(article.id not in told for article in articles):
        await asyncio.to_thread(_keep_stories, parts, task, await _clustered(parts, joining.assign, task))
    await parts.pool.rest()


def task_of(parts: Parts, articles: Sequence[Article], annotations: Annotations) -> joining.Task:
    ids = [article.id for article in articles]
    standing = {story.id: story for story in parts.store.stories_of(ids).values()}
    roundups = (i for i, made in annotations.items() if "roundup" in made and made["roundup"].value["roundup"])
    return joining.Task(
        articles=articles,
        sources=dict(parts.sources),
        roundups=frozenset(roundups),
        signatures=parts.store.signatures(ids),
        rulings=parts.store.rulings(),
        stories=tuple(standing.values()),
        model=parts.model,
        window_hours=parts.settings.stories.window_hours,
    )


async def _clustered(
    parts: Parts, work: Callable[[joining.Task], joining.Joined], task: joining.Task
) -> joining.Joined:
    """In a worker process: its tables and matrices leave with it, and the site answers meanwhile."""
    found: joining.Joined = await parts.pool.run(work, task, wall_seconds=JOIN_SECONDS, cpu_seconds=JOIN_SECONDS)
    for line in found.told:
        if line not in parts.told:
            parts.told.add(line)
            parts.progress.say(line)
    return found


def _keep_stories(parts: Parts, task: joining.Task, found: joining.Joined) -> None:
    parts.store.put_signatures(found.signatures)
    parts.store.put_stories(joining.kept(task, found), parts.clock.now())


def edit(
    parts: Parts,
    plan: Plan,
    articles: Sequence[Article],
    annotations: Annotations,
    stories: Sequence[Story],
    sample: bool,
    ask: ledgering.Ask,
) -> Edition:
    """Stage 5: the desk is laid and the edition composed. ``ask`` writes the book of claims of a story."""
    chosen, daily = parts.settings.edition, parts.settings.daily
    found = {article.id: article for article in articles}
    desk = Desk(
        date=plan.day,
        since=plan.since,
        as_of=plan.as_of,
        made_at=parts.clock.now(),
        timezone=chosen.timezone,
        stories=stories,
        articles=found,
        sources=parts.sources,
        annotations=corrected(with_bylines(annotations, stories, found), parts.store.corrections()),
        profile=daily.profile,
        language=parts.language,
        min_stories=chosen.min_stories,
        max_stories=chosen.max_stories,
        mute=chosen.mute,
        follow=chosen.follow,
        channel_mute=chosen.channel_mute,
        channel_follow=chosen.channel_follow,
        channels=parts.settings.daily_channels,
        earlier=recalling.shown_before(parts.store, plan, daily.profile),
        late=recalling.late(parts.store, plan, daily.profile, articles),
        failed=recalling.failed_sources(parts.store, parts.sources),
        sample=sample,
    )
    clerk = ledgering.clerk(parts.store, desk, parts.clock.now(), ask, parts.progress.say, parts.model)
    return compose(desk, clerk.claims)


def ledger_in(pool: WorkerPool, loop: asyncio.AbstractEventLoop) -> ledgering.Ask:
    """Books are written in a worker, for the thread that composes."""

    def ask(task: ledgering.Task) -> Book:
        call = pool.run(ledgering.write, task, wall_seconds=LEDGER_SECONDS)
        return asyncio.run_coroutine_threadsafe(call, loop).result()

    return ask


def keep(store: Store, plan: Plan, fresh: Edition) -> Edition:
    """Settle the edition against what is stored, write it, and read it back: a write that raised may still have held."""
    settled = settle(
        fresh,
        frozen=plan.frozen,
        newest=store.edition(fresh.date, fresh.profile),
        same_moment=store.edition_as_of(fresh.date, fresh.profile, fresh.as_of),
    )
    if settled.write:
        store.put_edition(settled.edition)
    return settled.edition


async def revise(parts: Parts) -> tuple[Edition, ...]:
    """Corrections: frozen editions of the last days whose cited articles have changed get a further revision."""
    ask = ledger_in(parts.pool, asyncio.get_running_loop())
    return await asyncio.to_thread(_revise, parts, ask)


def _revise(parts: Parts, ask: ledgering.Ask) -> tuple[Edition, ...]:
    store, profile = parts.store, parts.settings.daily.profile
    oldest = parts.clock.now().date() - timedelta(days=CORRECTED)
    newest: dict[date, Edition] = {}
    for key in store.editions():
        if key.profile == profile and key.revision > 0 and key.date >= oldest and key.date not in newest:
            edition = store.edition(key.date, profile, key.revision)
            if edition is not None:
                newest[key.date] = edition
    revised = tuple(new for old in newest.values() if (new := _corrected(parts, old, ask)) is not None)
    for edition in revised:
        store.put_edition(edition)
    return revised


def _corrected(parts: Parts, edition: Edition, ask: ledgering.Ask) -> Edition | None:
    rows = [row for section in edition.sections for entry in section.entries for row in entry.articles]
    now = parts.store.articles_by_id(row.id for row in rows)
    moved = [row for row in rows if row.id in now and now[row.id].revision > row.revision]
    before = {row.id: old for row in moved if (old := parts.store.article(row.id, row.revision)) is not None}
    changed = changes(edition, before, now)
    if not changed:
        return None
    language = parts.language
    titles = "; ".join(change.now.title for _id, change in sorted(changed.items()))
    with i18n.speaking(language):
        note = _("Corrected by its source after this edition was out: {titles}").format(titles=titles)

    def anew(entry: Entry, texts: tuple[Article, ...]) -> tuple[Sentence, ...]:
        story = parts.store.story(entry.story)
        found, notes = {text.id: text for text in texts}, parts.store.annotations([text.id for text in texts])
        return digest(story, found, language, entry.claims, notes) if story is not None else ()

    told = ledgering.corrected(edition, changed.keys(), parts.store, parts.sources, ask, language)
    return correct(told, changed, anew, parts.clock.now(), note, language)
