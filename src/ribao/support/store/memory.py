"""The store in memory: the fake of the port that ships. Plain dicts behind one lock; nothing survives the process.

It keeps values as they would come back from a database (:func:`~ribao.support.store.packing.settled`), and shares the
pure decisions with it, so that a test that passes over this one means something. One file, because the port is one
class whose methods do not know each other.
"""

import threading
from collections import Counter
from collections.abc import Collection as AnyOf
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from ribao.support.store import memory_search
from ribao.support.store.citing import cited
from ribao.support.store.memory_collections import Drawers
from ribao.support.store.memory_stories import Shelf
from ribao.support.store.memory_things import Register
from ribao.support.store.moments import to_micros
from ribao.support.store.newness import Changed, Known, Mark, Memory, fresh_state, look_at, sort_out
from ribao.support.store.packing import article_hash, settled
from ribao.support.store.port import (
    EditionKey,
    LeadWork,
    Named,
    Pruned,
    Quarantined,
    Reading,
    Refreshed,
    RobotsFile,
    Saved,
)
from ribao.support.store.tidying import tidy
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.change import StoryChange
from ribao.types.collection import Collection, Kept
from ribao.types.correction import Correction
from ribao.types.edition import Edition
from ribao.types.lead import Lead
from ribao.types.page import Page
from ribao.types.query import Hits, Query
from ribao.types.reason import Code, Reason
from ribao.types.ruling import Ruling
from ribao.types.signature import Signature
from ribao.types.source import Source, SourceState
from ribao.types.story import Story
from ribao.types.thing import Mention, Thing, ThingKind

_STATES = ("waiting", "leased", "done", "quarantined")


@dataclass(slots=True)
class _Row:
    """A lead and its work; with state "dropped" a tombstone."""

    lead: Lead
    mark: Mark
    due_at: datetime
    state: str = "waiting"
    lease_until: datetime | None = None
    attempts: int = 0
    again: bool = False  # its words changed while it was being read
    reason: Reason | None = None

    @property
    def order(self) -> tuple[float, str]:
        """Newest first, then by id."""
        return (-(self.lead.published_at or self.lead.seen_at).timestamp(), self.lead.id)

    @property
    def known(self) -> Known:
        published, updated = self.lead.published_at, self.lead.updated_at
        return Known(
            self.lead.id,
            self.mark,
            to_micros(published) if published else None,
            to_micros(updated) if updated else None,
            self.state == "dropped",
        )


class MemoryStore:
    """Implements :class:`~ribao.support.store.port.Store`; what each method promises is written there."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._sources: dict[str, Source] = {}
        self._states: dict[str, SourceState] = {}
        self._leads: dict[str, _Row] = {}
        self._pages: dict[str, Page] = {}
        self._articles: dict[str, dict[int, Article]] = {}
        self._annotations: dict[tuple[str, int, str], Annotation] = {}
        self._shelf = Shelf()
        self._register = Register()
        self._drawers = Drawers()
        self._rulings: dict[str, Ruling] = {}
        self._corrections: dict[str, Correction] = {}
        self._signatures: dict[str, Signature] = {}
        self._answers: dict[tuple[str, str], tuple[datetime, bytes]] = {}
        self._editions: dict[tuple[date, str, int], Edition] = {}
        self._robots: dict[str, RobotsFile] = {}

    # -- sources -------------------------------------------------------------------------------------------------
    def put_sources(self, sources: Iterable[Source]) -> None:
        given = [settled(source) for source in sources]
        with self._lock:
            for source in given:
                before = self._sources.get(source.id)
                if before is None or before.url != source.url:
                    self._states[source.id] = fresh_state(source)
                self._sources[source.id] = source

    def sources(self) -> tuple[Source, ...]:
        with self._lock:
            return tuple(source for _, source in sorted(self._sources.items()))

    def remove_source(self, source_id: str) -> bool:
        with self._lock:
            self._states.pop(source_id, None)
            return self._sources.pop(source_id, None) is not None

    def states(self) -> dict[str, SourceState]:
        with self._lock:
            return dict(sorted(self._states.items()))

    def save_states(self, states: Iterable[SourceState]) -> None:
        given = [settled(state) for state in states]
        with self._lock:
            self._states |= {state.source_id: state for state in given if state.source_id in self._sources}

    # -- leads ---------------------------------------------------------------------------------------------------
    def save_refresh(self, outcomes: Sequence[Refreshed]) -> Saved:
        shown = [look_at(settled(lead)) for outcome in outcomes for lead in outcome.leads]
        with self._lock:
            self.save_states([outcome.state for outcome in outcomes])
            memory = Memory()
            for row in self._leads.values():
                memory.add(row.known)
            found = sort_out(shown, memory)
            new = [lead for lead in found.new if lead.lead.id not in self._leads]
            self._leads |= {lead.lead.id: _Row(lead.lead, lead.mark, lead.lead.seen_at) for lead in new}
            for change in found.changed:
                _change(self._leads[change.id], change)
            for lead_id, signs in found.moved.items():
                row = self._leads[lead_id]
                row.mark = signs._replace(words=row.mark.words)
        return Saved(new=len(new), known=found.known + len(found.new) - len(new), changed=len(found.changed))

    def claim_leads(self, now: datetime, limit: int, lease_seconds: float = 600.0) -> tuple[LeadWork, ...]:
        with self._lock:
            for row in self._leads.values():
                if row.state == "leased" and row.lease_until is not None and row.lease_until <= now:
                    row.state, row.lease_until, row.again = "waiting", None, False
            due = [row for row in self._leads.values() if row.state == "waiting" and row.due_at <= now]
            taken = sorted(due, key=lambda row: row.order)[:limit]
            works = tuple(self._work_on(row) for row in taken)
            for row in taken:
                row.state, row.lease_until = "leased", now + timedelta(seconds=lease_seconds)
                row.attempts += 1
        return works

    def _work_on(self, row: _Row) -> LeadWork:
        revision = max(self._articles.get(row.lead.id, {}), default=0) + 1
        return LeadWork(lead=row.lead, attempts=row.attempts, revision=revision)

    def save_readings(self, readings: Sequence[Reading]) -> None:
        given = [
            (reading, settled(reading.article) if reading.article else None, tidy(reading.page)) for reading in readings
        ]
        with self._lock:
            for reading, article, page in given:
                row = self._leads.get(reading.lead_id)
                if article is not None:
                    written = self._save_article(article, page)
                    if row and (row.state == "leased" or (row.state == "waiting" and written)):
                        _end(row, "done")
                elif row and row.state in ("leased", "waiting"):
                    _fail(row, reading)

    def _save_article(self, article: Article, page: Page | None) -> bool:
        """False when the newest revision says the same already."""
        revisions = self._articles.setdefault(article.id, {})
        newest = max(revisions, default=0)
        if newest and article_hash(revisions[newest]) == article_hash(article):
            return False
        revision = max(article.revision, newest + 1) if newest else article.revision
        revisions[revision] = replace(article, revision=revision)
        if page is not None:
            self._pages.setdefault(page.sha256, page)
        return True

    def release_leases(self) -> int:
        with self._lock:
            leased = [row for row in self._leads.values() if row.state == "leased"]
            for row in leased:
                row.state, row.lease_until, row.again = "waiting", None, False
                row.attempts -= 1
        return len(leased)

    def lead(self, lead_id: str) -> Lead | None:
        with self._lock:
            row = self._leads.get(lead_id)
            return row.lead if row and row.state != "dropped" else None

    def leads_at(self, part: str) -> dict[str, str]:
        with self._lock:
            found = (row for row in self._leads.values() if row.state != "dropped" and part in row.lead.url)
            return {row.lead.id: row.lead.url for row in sorted(found, key=lambda row: row.order)}

    def work(self) -> dict[str, int]:
        with self._lock:
            found = Counter(row.state for row in self._leads.values())
        return {state: found[state] for state in _STATES}

    def quarantined(self) -> tuple[Quarantined, ...]:
        with self._lock:
            rows = sorted(
                (row for row in self._leads.values() if row.state == "quarantined"), key=lambda row: row.order
            )
            return tuple(
                Quarantined(lead=row.lead, reason=row.reason or _GIVEN_UP, attempts=row.attempts) for row in rows
            )

    # -- pages and articles --------------------------------------------------------------------------------------
    def page(self, sha256: str) -> Page | None:
        with self._lock:
            return self._pages.get(sha256)

    def article(self, article_id: str, revision: int | None = None) -> Article | None:
        with self._lock:
            revisions = self._articles.get(article_id, {})
            return revisions.get(max(revisions, default=0) if revision is None else revision)

    def revisions(self, article_id: str) -> tuple[Article, ...]:
        with self._lock:
            return tuple(article for _, article in sorted(self._articles.get(article_id, {}).items()))

    def articles(self, after: datetime, until: datetime) -> tuple[Article, ...]:
        with self._lock:
            newest = [revisions[max(revisions)] for revisions in self._articles.values()]
        within = [article for article in newest if after < article.published_at <= until]
        return tuple(sorted(within, key=lambda article: (article.published_at, article.id)))

    def articles_by_id(self, ids: Iterable[str]) -> dict[str, Article]:
        with self._lock:
            found = {id_: self._articles[id_] for id_ in sorted(set(ids)) if id_ in self._articles}
            return {id_: revisions[max(revisions)] for id_, revisions in found.items()}

    # -- annotations and stories ---------------------------------------------------------------------------------
    def put_annotations(self, annotations: Iterable[Annotation]) -> None:
        given = [settled(annotation) for annotation in annotations]
        with self._lock:
            self._annotations |= {(found.article_id, found.revision, found.maker): found for found in given}

    def annotations(
        self, article_ids: Iterable[str], revisions: Mapping[str, int] | None = None
    ) -> dict[str, dict[str, Annotation]]:
        wanted, named = set(article_ids), revisions or {}
        found: dict[str, dict[str, Annotation]] = {}
        with self._lock:
            rows = sorted(item for item in self._annotations.items() if item[0][0] in wanted)
            rows = [item for item in rows if named.get(item[0][0], item[0][1]) == item[0][1]]
            newest = {article_id: revision for (article_id, revision, _), _ in rows}
            for (article_id, revision, maker), annotation in rows:
                if revision == newest[article_id]:
                    found.setdefault(article_id, {})[maker] = annotation
        return found

    def put_stories(self, stories: Iterable[Story], at: datetime, by: str = "clustering") -> None:
        given, moment = [settled(story) for story in stories], tidy(at)
        with self._lock:
            self._shelf.put(given, moment, by)

    def story(self, story_id: str) -> Story | None:
        with self._lock:
            return self._shelf.stories.get(story_id)

    def story_now(self, story_id: str) -> Story | None:
        with self._lock:
            return self._shelf.now(story_id)

    def story_changes(self, story_id: str) -> tuple[StoryChange, ...]:
        with self._lock:
            return self._shelf.changes_of(story_id)

    def timeline(self, story_id: str) -> tuple[Story, ...]:
        with self._lock:
            return self._shelf.timelines([story_id]).get(story_id, ())

    def timelines(self, story_ids: Iterable[str]) -> dict[str, tuple[Story, ...]]:
        with self._lock:
            return self._shelf.timelines(story_ids)

    def stories_between(self, after: datetime, until: datetime) -> tuple[Story, ...]:
        with self._lock:
            return self._shelf.between(after, until)

    def stories_of(self, article_ids: Iterable[str]) -> dict[str, Story]:
        with self._lock:
            return self._shelf.of(article_ids)

    # -- things --------------------------------------------------------------------------------------------------
    def put_mentions(self, article_ids: Iterable[str], mentions: Iterable[Mention]) -> None:
        given = [settled(mention) for mention in mentions]
        with self._lock:
            self._register.put(article_ids, given)

    def mentions(self, article_ids: Iterable[str]) -> dict[str, tuple[Mention, ...]]:
        with self._lock:
            return self._register.mentions(article_ids)

    def thing(self, thing_id: str) -> Thing | None:
        with self._lock:
            return self._register.thing(thing_id)

    def mentions_of(self, thing_id: str, most: int = 1000) -> tuple[Mention, ...]:
        with self._lock:
            newest = {id_: max(one.published_at for one in made.values()) for id_, made in self._articles.items()}
            ids = sorted(newest, key=lambda id_: (-newest[id_].timestamp(), id_))
            return self._register.mentions_of(thing_id, ids, most)

    def naming(self, thing_ids: AnyOf[str], after: datetime, until: datetime, most: int) -> tuple[tuple[str, str], ...]:
        with self._lock:
            return self._register.naming(thing_ids, self.articles(after, until), most)

    def things(self, kind: ThingKind) -> tuple[Thing, ...]:
        with self._lock:
            return self._register.things(kind)

    def things_in_news(self, after: datetime, until: datetime, most: int) -> tuple[Named, ...]:
        with self._lock:
            return self._register.in_news([article.id for article in self.articles(after, until)], most)

    def things_called(self, names: Iterable[str]) -> tuple[Thing, ...]:
        with self._lock:
            return self._register.called(names)

    def join_things(self, into: Mapping[str, str]) -> None:
        with self._lock:
            self._register.join(into)

    # -- rulings -------------------------------------------------------------------------------------------------
    def put_rulings(self, rulings: Iterable[Ruling]) -> None:
        given = [settled(ruling) for ruling in rulings]
        with self._lock:
            self._rulings |= {ruling.id: ruling for ruling in given}

    def rulings(self) -> tuple[Ruling, ...]:
        with self._lock:
            return tuple(sorted(self._rulings.values(), key=lambda ruling: (ruling.at, ruling.id)))

    def remove_ruling(self, ruling_id: str) -> bool:
        with self._lock:
            return self._rulings.pop(ruling_id, None) is not None

    # -- corrections ---------------------------------------------------------------------------------------------
    def put_corrections(self, corrections: Iterable[Correction]) -> None:
        given = [settled(correction) for correction in corrections]
        with self._lock:
            self._corrections |= {correction.article_id: correction for correction in given}

    def corrections(self) -> tuple[Correction, ...]:
        with self._lock:
            return tuple(sorted(self._corrections.values(), key=lambda one: (one.at, one.article_id)))

    def remove_correction(self, article_id: str) -> bool:
        with self._lock:
            return self._corrections.pop(article_id, None) is not None

    # -- collections ---------------------------------------------------------------------------------------------
    def collections(self) -> tuple[Collection, ...]:
        with self._lock:
            return self._drawers.all()

    def collection(self, collection_id: str) -> Collection | None:
        with self._lock:
            return self._drawers.one(collection_id)

    def add_collection(self, collection: Collection) -> Collection:
        given = settled(collection)
        with self._lock:
            return self._drawers.add(given)

    def put_collection(self, collection: Collection) -> None:
        given = settled(collection)
        with self._lock:
            self._drawers.put(given)

    def remove_collection(self, collection_id: str) -> bool:
        with self._lock:
            return self._drawers.remove(collection_id)

    def keep(self, collection_id: str, items: Iterable[Kept]) -> int:
        given = [settled(one) for one in items]
        with self._lock:
            return self._drawers.keep(collection_id, given, self._shelf)

    def kept(self, collection_id: str, first: int = 0, most: int = 100_000) -> tuple[Kept, ...]:
        with self._lock:
            return self._drawers.kept(collection_id, first, most)

    def kept_one(self, collection_id: str, item: str) -> Kept | None:
        with self._lock:
            return self._drawers.kept_one(collection_id, item)

    def kept_counts(self) -> dict[str, int]:
        with self._lock:
            return self._drawers.counts()

    def kept_in(self) -> dict[str, tuple[tuple[str, str], ...]]:
        with self._lock:
            return self._drawers.where(self._shelf)

    def put_note(self, collection_id: str, item: str, note: str) -> bool:
        with self._lock:
            return self._drawers.note(collection_id, item, tidy(note))

    def drop_kept(self, collection_id: str, items: Sequence[str]) -> int:
        with self._lock:
            return self._drawers.drop(collection_id, items)

    # -- search --------------------------------------------------------------------------------------------------
    def search(self, query: Query, most: int = 2000) -> Hits:
        with self._lock:
            newest = [revisions[max(revisions)] for revisions in self._articles.values()]
            values: dict[str, dict[str, Mapping[str, Any]]] = {}
            for (id_, _revision, maker), annotation in sorted(self._annotations.items()):
                values.setdefault(id_, {})[maker] = annotation.value
            return memory_search.search(newest, values, self._corrections, self._editions.values(), query, most)

    def index_waiting(self, most: int = 500) -> int:
        return 0

    def words_like(self, word: str) -> dict[str, int]:
        with self._lock:
            return memory_search.words_like([r[max(r)] for r in self._articles.values()], word)

    # -- what the clusterer keeps --------------------------------------------------------------------------------
    def put_signatures(self, signatures: Iterable[Signature]) -> None:
        given = [tidy(signature) for signature in signatures]
        with self._lock:
            for signature in given:
                before = self._signatures.get(signature.article_id)
                if before is None or signature.revision >= before.revision:
                    self._signatures[signature.article_id] = signature

    def signatures(self, article_ids: Iterable[str]) -> dict[str, Signature]:
        with self._lock:
            return {id_: self._signatures[id_] for id_ in sorted(set(article_ids)) if id_ in self._signatures}

    def put_answers(self, kind: str, answers: Mapping[str, bytes], at: datetime) -> None:
        moment = tidy(at)
        with self._lock:
            self._answers |= {(kind, key): (moment, data) for key, data in answers.items()}

    def answers(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        with self._lock:
            return {key: self._answers[kind, key][1] for key in sorted(set(keys)) if (kind, key) in self._answers}

    # -- editions ------------------------------------------------------------------------------------------------
    def put_edition(self, edition: Edition) -> None:
        given = settled(edition)
        key = (given.date, given.profile, given.revision)
        with self._lock:
            before = self._editions.get(key)
            if given.revision > 0 and before is not None:
                if before != given:
                    raise ValueError(
                        f"another edition stands as {given.date} {given.profile} revision {given.revision}"
                    )
                return
            self._editions.pop((given.date, given.profile, 0), None)
            self._editions[key] = given

    def edition(self, day: date, profile: str, revision: int | None = None) -> Edition | None:
        with self._lock:
            if revision is not None:
                return self._editions.get((day, profile, revision))
            return self._newest([edition for key, edition in self._editions.items() if key[:2] == (day, profile)])

    def edition_as_of(self, day: date, profile: str, as_of: datetime) -> Edition | None:
        with self._lock:
            of_day = [edition for key, edition in self._editions.items() if key[:2] == (day, profile)]
        return self._newest([edition for edition in of_day if edition.as_of == as_of])

    def _newest(self, editions: Sequence[Edition]) -> Edition | None:
        return max(editions, key=lambda edition: edition.revision, default=None)

    def editions(self) -> tuple[EditionKey, ...]:
        with self._lock:
            rows = sorted(
                self._editions.values(),
                key=lambda edition: (-edition.date.toordinal(), edition.profile, -edition.revision),
            )
        return tuple(
            EditionKey(
                date=row.date,
                profile=row.profile,
                revision=row.revision,
                as_of=row.as_of,
                made_at=row.made_at,
                sample=row.sample,
            )
            for row in rows
        )

    def moment(self) -> Hashable:
        """It keeps no count: whatever was read may be another thing now."""
        return object()

    # -- robots.txt ----------------------------------------------------------------------------------------------
    def put_robots(self, file: RobotsFile) -> None:
        with self._lock:
            self._robots[file.origin] = tidy(file)

    def robots(self, origin: str) -> RobotsFile | None:
        with self._lock:
            return self._robots.get(origin)

    # -- house-keeping -------------------------------------------------------------------------------------------
    def counts(self) -> Mapping[str, int]:
        with self._lock:
            return {
                "sources": len(self._sources),
                "leads": sum(row.state != "dropped" for row in self._leads.values()),
                "pages": len(self._pages),
                "articles": len(self._articles),
                "stories": len(self._shelf.stories),
                "editions": len(self._editions),
                "bytes": self._bytes(),
            }

    def _bytes(self) -> int:
        """Of page bodies: the only part that weighs."""
        return sum(len(page.body) for page in self._pages.values())

    def prune(self, before: datetime, max_bytes: int = 0) -> Pruned:
        with self._lock:
            size, pages = self._bytes(), len(self._pages)
            articles, evidence = self._cited()
            leads = self._drop_leads(before, articles)
            dropped = self._drop_articles(before, articles)
            self._shelf.prune(self._articles, before)
            self._register.prune(self._articles)
            self._answers = {key: answer for key, answer in self._answers.items() if answer[0] >= before}
            used = {article.page_sha256 for revisions in self._articles.values() for article in revisions.values()}
            kept = used | evidence
            self._pages = {id_: page for id_, page in self._pages.items() if id_ in kept or page.fetched_at >= before}
            self._drop_oldest_pages(evidence, max_bytes)
            self._robots = {origin: file for origin, file in self._robots.items() if file.fetched_at >= before}
            return Pruned(
                articles=dropped, pages=pages - len(self._pages), leads=leads, bytes_freed=size - self._bytes()
            )

    def _cited(self) -> tuple[set[str], set[str]]:
        """Articles that an edition stands on or a collection rests on; the pages of their revisions and of the citations."""
        pairs = [pair for edition in self._editions.values() for pair in cited(edition)]
        articles = {article for article, _ in pairs} | set(self._drawers.resting(self._shelf))
        revisions = [article for id_ in articles for article in self._articles.get(id_, {}).values()]
        return articles, {page for _, page in pairs} | {article.page_sha256 for article in revisions}

    def _drop_leads(self, before: datetime, articles: set[str]) -> int:
        old = [
            row for row in self._leads.values() if row.state in ("done", "quarantined") and row.lead.seen_at < before
        ]
        dropped = [row for row in old if row.lead.id not in articles]
        for row in dropped:
            row.state, row.reason = "dropped", None
        return len(dropped)

    def _drop_articles(self, before: datetime, articles: set[str]) -> int:
        live = {id_ for id_, row in self._leads.items() if row.state != "dropped"}
        old = {
            id_
            for id_, revisions in self._articles.items()
            if id_ not in articles | live and max(article.seen_at for article in revisions.values()) < before
        }
        for id_ in old:
            del self._articles[id_]
        self._annotations = {key: found for key, found in self._annotations.items() if key[0] not in old}
        self._signatures = {id_: found for id_, found in self._signatures.items() if id_ in self._articles}
        return len(old)

    def _drop_oldest_pages(self, evidence: set[str], max_bytes: int) -> None:
        for page in sorted(self._pages.values(), key=lambda page: (page.fetched_at, page.sha256)):
            if not max_bytes or self._bytes() <= max_bytes:
                return
            if page.sha256 not in evidence:
                del self._pages[page.sha256]

    def close(self) -> None:
        """Nothing to close."""


_GIVEN_UP = Reason(code=Code.QUARANTINED)


def _change(row: _Row, change: Changed) -> None:
    """The stored lead keeps its id, keys and first sight, and takes all else."""
    old, new = row.lead, change.shown.lead
    row.lead = replace(
        new,
        id=old.id,
        source_id=old.source_id,
        key=old.key,
        alt_key=old.alt_key,
        seen_at=old.seen_at,
        published_at=new.published_at or old.published_at,
        updated_at=new.updated_at or old.updated_at,
    )
    row.mark = row.mark._replace(words=change.shown.mark.words)
    row.due_at, row.attempts, row.reason = new.seen_at, 0, None
    row.again = row.state == "leased"
    row.state = "leased" if row.again else "waiting"


def _end(row: _Row, state: str) -> None:
    row.state = "waiting" if row.again else state
    row.lease_until, row.attempts, row.reason, row.again = None, 0, None, False


def _fail(row: _Row, reading: Reading) -> None:
    if row.again:
        row.state, row.attempts = "waiting", 0
    elif reading.retry_at is None:
        row.state = "quarantined"
    else:
        row.state, row.due_at = "waiting", tidy(reading.retry_at)
    row.lease_until, row.again = None, False
    row.reason = tidy(reading.reason) or _GIVEN_UP
