"""The store on SQLite: each method of the port is one transaction around the functions of a noun's module.

As long as the port is: a method here is three lines, and decides nothing.
"""

import errno
import os
from collections.abc import Collection as AnyOf
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from ribao.support.searching.marks import MAKERS
from ribao.support.store import (
    articles_sql,
    collections_sql,
    corrections_sql,
    editions_sql,
    faults,
    history_sql,
    leads_sql,
    prune_sql,
    readings_sql,
    rulings_sql,
    schema,
    search_sql,
    signatures_sql,
    sources_sql,
    stories_sql,
    things_sql,
)
from ribao.support.store.database import FILE_NAME, Database, used_bytes
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
from ribao.support.store.soundness import check_header, check_structure
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
from ribao.types.ruling import Ruling
from ribao.types.signature import Signature
from ribao.types.source import Source, SourceState
from ribao.types.story import Story
from ribao.types.thing import Mention, Thing, ThingKind


def open_store(folder: Path, *, read_only: bool = False) -> "SqliteStore":
    """The store in ``folder`` (made when missing), brought to this program's schema.

    ``read_only`` changes nothing, needs no right to write, and may be used beside a running instance. Raises a
    :class:`~ribao.support.store.faults.StoreFault` when the folder cannot be used, the file is damaged, or its schema
    is newer.
    """
    path = folder / FILE_NAME
    if read_only:
        _expect(path)
    else:
        _make_usable(folder, path)
    check_header(path)
    database = Database(path, read_only=read_only)
    try:
        _prepare(database, read_only)
    except BaseException:
        database.close()
        raise
    return SqliteStore(database)


def _prepare(database: Database, read_only: bool) -> None:
    if read_only:
        check_structure(database, read_only=True)
        schema.check(database)
        return
    if not database.path.exists():
        with database.write():  # makes the file, which readers expect
            pass
    check_structure(database, read_only=False)
    schema.bring_up_to_date(database)


def _expect(path: Path) -> None:
    try:
        path.stat()
    except FileNotFoundError:
        raise faults.nothing_there(path) from None
    except OSError as error:
        raise faults.unreadable(path, error.strerror or str(error)) from error
    if path.is_dir():
        raise faults.unreadable(path, os.strerror(errno.EISDIR))


def _make_usable(folder: Path, path: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise faults.unwritable(folder, error.strerror or str(error)) from error
    for place in (folder, path):
        if place.exists() and not os.access(place, os.W_OK):
            raise faults.unwritable(place)
    if path.is_dir():
        raise faults.unwritable(path, os.strerror(errno.EISDIR))


class SqliteStore:
    """Implements :class:`~ribao.support.store.port.Store`; what each method promises is written there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- sources -------------------------------------------------------------------------------------------------
    def put_sources(self, sources: Iterable[Source]) -> None:
        with self._database.write() as connection:
            sources_sql.put_sources(connection, sources)

    def sources(self) -> tuple[Source, ...]:
        with self._database.read() as connection:
            return sources_sql.sources(connection)

    def remove_source(self, source_id: str) -> bool:
        with self._database.write() as connection:
            return sources_sql.remove_source(connection, source_id)

    def states(self) -> dict[str, SourceState]:
        with self._database.read() as connection:
            return sources_sql.states(connection)

    def save_states(self, states: Iterable[SourceState]) -> None:
        with self._database.write() as connection:
            sources_sql.save_states(connection, states)

    # -- leads ---------------------------------------------------------------------------------------------------
    def save_refresh(self, outcomes: Sequence[Refreshed]) -> Saved:
        with self._database.write() as connection:
            sources_sql.save_states(connection, [outcome.state for outcome in outcomes])
            return leads_sql.save_leads(connection, (lead for outcome in outcomes for lead in outcome.leads))

    def claim_leads(self, now: datetime, limit: int, lease_seconds: float = 600.0) -> tuple[LeadWork, ...]:
        with self._database.write() as connection:
            return leads_sql.claim(connection, now, limit, lease_seconds)

    def save_readings(self, readings: Sequence[Reading]) -> None:
        prepared = [readings_sql.prepare(reading) for reading in readings]
        with self._database.write() as connection:
            readings_sql.save_readings(connection, prepared)

    def release_leases(self) -> int:
        with self._database.write() as connection:
            return leads_sql.release_all(connection)

    def lead(self, lead_id: str) -> Lead | None:
        with self._database.read() as connection:
            return leads_sql.lead(connection, lead_id)

    def leads_at(self, part: str) -> dict[str, str]:
        with self._database.read() as connection:
            return leads_sql.leads_at(connection, part)

    def work(self) -> dict[str, int]:
        with self._database.read() as connection:
            return leads_sql.work(connection)

    def quarantined(self) -> tuple[Quarantined, ...]:
        with self._database.read() as connection:
            return leads_sql.quarantined(connection)

    # -- pages and articles --------------------------------------------------------------------------------------
    def page(self, sha256: str) -> Page | None:
        with self._database.read() as connection:
            return articles_sql.page(connection, sha256)

    def article(self, article_id: str, revision: int | None = None) -> Article | None:
        with self._database.read() as connection:
            return articles_sql.article(connection, article_id, revision)

    def revisions(self, article_id: str) -> tuple[Article, ...]:
        with self._database.read() as connection:
            return articles_sql.revisions(connection, article_id)

    def articles(self, after: datetime, until: datetime) -> tuple[Article, ...]:
        with self._database.read() as connection:
            return articles_sql.articles(connection, after, until)

    def articles_by_id(self, ids: Iterable[str]) -> dict[str, Article]:
        with self._database.read() as connection:
            return articles_sql.articles_by_id(connection, ids)

    # -- annotations and stories ---------------------------------------------------------------------------------
    def put_annotations(self, annotations: Iterable[Annotation]) -> None:
        rows = [stories_sql.annotation_row(annotation) for annotation in annotations]
        with self._database.write() as connection:
            stories_sql.put_annotations(connection, rows)
            search_sql.remark(connection, sorted({row["article_id"] for row in rows if row["maker"] in MAKERS}))

    def annotations(
        self, article_ids: Iterable[str], revisions: Mapping[str, int] | None = None
    ) -> dict[str, dict[str, Annotation]]:
        with self._database.read() as connection:
            return stories_sql.annotations(connection, article_ids, revisions or {})

    def put_stories(self, stories: Iterable[Story], at: datetime, by: str = "clustering") -> None:
        tidied, moment = [tidy(story) for story in stories], tidy(at)
        with self._database.write() as connection:
            stories_sql.put_stories(connection, tidied, moment, by)

    def story(self, story_id: str) -> Story | None:
        with self._database.read() as connection:
            return stories_sql.story(connection, story_id)

    def story_now(self, story_id: str) -> Story | None:
        with self._database.read() as connection:
            return stories_sql.story_now(connection, story_id)

    def story_changes(self, story_id: str) -> tuple[StoryChange, ...]:
        with self._database.read() as connection:
            return history_sql.story_changes(connection, story_id)

    def timeline(self, story_id: str) -> tuple[Story, ...]:
        with self._database.read() as connection:
            return stories_sql.timelines(connection, [story_id]).get(story_id, ())

    def timelines(self, story_ids: Iterable[str]) -> dict[str, tuple[Story, ...]]:
        with self._database.read() as connection:
            return stories_sql.timelines(connection, story_ids)

    def stories_between(self, after: datetime, until: datetime) -> tuple[Story, ...]:
        with self._database.read() as connection:
            return stories_sql.stories_between(connection, after, until)

    def stories_of(self, article_ids: Iterable[str]) -> dict[str, Story]:
        with self._database.read() as connection:
            return stories_sql.stories_of(connection, article_ids)

    # -- things --------------------------------------------------------------------------------------------------
    def put_mentions(self, article_ids: Iterable[str], mentions: Iterable[Mention]) -> None:
        tidied = [tidy(mention) for mention in mentions]
        with self._database.write() as connection:
            things_sql.put_mentions(connection, list(article_ids), tidied)

    def mentions(self, article_ids: Iterable[str]) -> dict[str, tuple[Mention, ...]]:
        with self._database.read() as connection:
            return things_sql.mentions(connection, article_ids)

    def thing(self, thing_id: str) -> Thing | None:
        with self._database.read() as connection:
            return things_sql.thing(connection, thing_id)

    def mentions_of(self, thing_id: str, most: int = 1000) -> tuple[Mention, ...]:
        with self._database.read() as connection:
            return things_sql.mentions_of(connection, thing_id, most)

    def naming(self, thing_ids: AnyOf[str], after: datetime, until: datetime, most: int) -> tuple[tuple[str, str], ...]:
        with self._database.read() as connection:
            return things_sql.naming(connection, thing_ids, after, until, most)

    def things(self, kind: ThingKind) -> tuple[Thing, ...]:
        with self._database.read() as connection:
            return things_sql.things(connection, kind)

    def things_in_news(self, after: datetime, until: datetime, most: int) -> tuple[Named, ...]:
        with self._database.read() as connection:
            return things_sql.things_in_news(connection, after, until, most)

    def things_called(self, names: Iterable[str]) -> tuple[Thing, ...]:
        with self._database.read() as connection:
            return things_sql.things_called(connection, names)

    def join_things(self, into: Mapping[str, str]) -> None:
        with self._database.write() as connection:
            things_sql.join_things(connection, into)

    # -- rulings -------------------------------------------------------------------------------------------------
    def put_rulings(self, rulings: Iterable[Ruling]) -> None:
        tidied = [tidy(ruling) for ruling in rulings]
        with self._database.write() as connection:
            rulings_sql.put_rulings(connection, tidied)

    def rulings(self) -> tuple[Ruling, ...]:
        with self._database.read() as connection:
            return rulings_sql.rulings(connection)

    def remove_ruling(self, ruling_id: str) -> bool:
        with self._database.write() as connection:
            return rulings_sql.remove_ruling(connection, ruling_id)

    # -- corrections ---------------------------------------------------------------------------------------------
    def put_corrections(self, corrections: Iterable[Correction]) -> None:
        tidied = [tidy(correction) for correction in corrections]
        with self._database.write() as connection:
            corrections_sql.put_corrections(connection, tidied)
            search_sql.remark(connection, [correction.article_id for correction in tidied])

    def corrections(self) -> tuple[Correction, ...]:
        with self._database.read() as connection:
            return corrections_sql.corrections(connection)

    def remove_correction(self, article_id: str) -> bool:
        with self._database.write() as connection:
            removed = corrections_sql.remove_correction(connection, article_id)
            search_sql.remark(connection, [article_id])
            return removed

    # -- collections ---------------------------------------------------------------------------------------------
    def collections(self) -> tuple[Collection, ...]:
        with self._database.read() as connection:
            return collections_sql.collections(connection)

    def collection(self, collection_id: str) -> Collection | None:
        with self._database.read() as connection:
            return collections_sql.collection(connection, tidy(collection_id))

    def add_collection(self, collection: Collection) -> Collection:
        tidied = tidy(collection)
        with self._database.write() as connection:
            return collections_sql.add_collection(connection, tidied)

    def put_collection(self, collection: Collection) -> None:
        tidied = tidy(collection)
        with self._database.write() as connection:
            collections_sql.put_collection(connection, tidied)

    def remove_collection(self, collection_id: str) -> bool:
        with self._database.write() as connection:
            return collections_sql.remove_collection(connection, tidy(collection_id))

    def keep(self, collection_id: str, items: Iterable[Kept]) -> int:
        tidied = [tidy(one) for one in items]
        with self._database.write() as connection:
            return collections_sql.keep(connection, tidy(collection_id), tidied)

    def kept(self, collection_id: str, first: int = 0, most: int = 100_000) -> tuple[Kept, ...]:
        with self._database.read() as connection:
            return collections_sql.kept(connection, tidy(collection_id), first, most)

    def kept_one(self, collection_id: str, item: str) -> Kept | None:
        with self._database.read() as connection:
            return collections_sql.kept_one(connection, tidy(collection_id), tidy(item))

    def kept_counts(self) -> dict[str, int]:
        with self._database.read() as connection:
            return collections_sql.kept_counts(connection)

    def kept_in(self) -> dict[str, tuple[tuple[str, str], ...]]:
        with self._database.read() as connection:
            return collections_sql.kept_in(connection)

    def put_note(self, collection_id: str, item: str, note: str) -> bool:
        with self._database.write() as connection:
            return collections_sql.put_note(connection, tidy(collection_id), tidy(item), tidy(note))

    def drop_kept(self, collection_id: str, items: Sequence[str]) -> int:
        tidied = [tidy(one) for one in items]
        with self._database.write() as connection:
            return collections_sql.drop_kept(connection, tidy(collection_id), tidied)

    # -- search --------------------------------------------------------------------------------------------------
    def search(self, query: Query, most: int = 2000) -> Hits:
        with self._database.read() as connection:
            return search_sql.search(connection, query, most)

    def index_waiting(self, most: int = 500) -> int:
        with self._database.write() as connection:
            return search_sql.index_waiting(connection, most)

    def words_like(self, word: str) -> dict[str, int]:
        with self._database.read() as connection:
            return search_sql.words_like(connection, word)

    # -- what the clusterer keeps --------------------------------------------------------------------------------
    def put_signatures(self, signatures: Iterable[Signature]) -> None:
        with self._database.write() as connection:
            signatures_sql.put_signatures(connection, signatures)

    def signatures(self, article_ids: Iterable[str]) -> dict[str, Signature]:
        with self._database.read() as connection:
            return signatures_sql.signatures(connection, article_ids)

    def put_answers(self, kind: str, answers: Mapping[str, bytes], at: datetime) -> None:
        with self._database.write() as connection:
            signatures_sql.put_answers(connection, kind, answers, at)

    def answers(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        with self._database.read() as connection:
            return signatures_sql.answers(connection, kind, keys)

    # -- editions ------------------------------------------------------------------------------------------------
    def put_edition(self, edition: Edition) -> None:
        tidied = tidy(edition)
        with self._database.write() as connection:
            editions_sql.put_edition(connection, tidied)
            search_sql.put_statuses(connection, tidied)

    def edition(self, day: date, profile: str, revision: int | None = None) -> Edition | None:
        with self._database.read() as connection:
            return editions_sql.edition(connection, day, profile, revision)

    def edition_as_of(self, day: date, profile: str, as_of: datetime) -> Edition | None:
        with self._database.read() as connection:
            return editions_sql.edition_as_of(connection, day, profile, as_of)

    def editions(self) -> tuple[EditionKey, ...]:
        with self._database.read() as connection:
            return editions_sql.editions(connection)

    def moment(self) -> Hashable:
        return self._database.moment()

    # -- robots.txt ----------------------------------------------------------------------------------------------
    def put_robots(self, file: RobotsFile) -> None:
        with self._database.write() as connection:
            sources_sql.put_robots(connection, file)

    def robots(self, origin: str) -> RobotsFile | None:
        with self._database.read() as connection:
            return sources_sql.robots(connection, origin)

    # -- house-keeping -------------------------------------------------------------------------------------------
    def counts(self) -> Mapping[str, int]:
        with self._database.read() as connection:
            return {**prune_sql.counts(connection), "bytes": used_bytes(connection)}

    def prune(self, before: datetime, max_bytes: int = 0) -> Pruned:
        with self._database.write() as connection:
            size = used_bytes(connection)
            pruned = prune_sql.prune(connection, before)
            excess = used_bytes(connection) - max_bytes if max_bytes else 0
            pages = prune_sql.drop_oldest_pages(connection, excess)
            freed = size - used_bytes(connection)
        self._database.give_back_space()
        return Pruned(
            articles=pruned.articles, pages=pruned.pages + pages, leads=pruned.leads, bytes_freed=max(freed, 0)
        )

    def close(self) -> None:
        self._database.close()
