"""The store port: what the stages may ask of it. Two implementations ship: ``sqlite`` (SQLAlchemy Core) and ``memory``.

Everything here is synchronous and safe to call from several threads; async shells call it through
``asyncio.to_thread``. Each ``save_*`` and ``put_*`` is one transaction: it is durable when it returns, or nothing of
it happened. Times are aware, UTC. What comes back is sorted as said, so that a run over the same data is the same.
One file, because it is one promise; most of its lines are words.
"""

from collections.abc import Collection as AnyOf
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.change import StoryChange
from ribao.types.collection import Collection, Kept
from ribao.types.correction import Correction
from ribao.types.edition import Edition
from ribao.types.lead import Lead
from ribao.types.page import Page
from ribao.types.query import Hits, Query
from ribao.types.reason import Reason
from ribao.types.ruling import Ruling
from ribao.types.signature import Signature
from ribao.types.source import Source, SourceState
from ribao.types.story import Story
from ribao.types.thing import Mention, Thing, ThingKind

LOOKED_THROUGH = 10_000  # articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """Outcome of asking one source: its new state, and the leads it showed (empty after a 304 or a failure)."""

    state: SourceState
    leads: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """How many leads were new, known, and known with changed words (these are read again)."""

    new: int = 0
    known: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadWork:
    """A lead that was claimed to be read. ``attempts`` counts earlier tries; ``revision`` is the article's to write."""

    lead: Lead
    attempts: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Outcome of reading one lead.

    With ``article`` (``page`` is its evidence): done, or, with ``retry_at``, the article stands for now and the lead
    waits to be tried again then, its attempts counted. Without: tried in vain for ``reason``; asked again at
    ``retry_at``, or put aside (quarantined) when that is None.
    """

    lead_id: str
    article: Article | None = None
    page: Page | None = None
    reason: Reason | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    lead: Lead
    reason: Reason
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionKey:
    date: date
    profile: str
    revision: int
    as_of: datetime
    made_at: datetime
    sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """A robots.txt as last seen. ``status`` 0 means that it could not be reached. ``origin``: scheme://host:port."""

    origin: str
    fetched_at: datetime
    status: int
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    articles: int = 0
    pages: int = 0
    leads: int = 0
    bytes_freed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A thing, and how many articles of the time that was asked for name it."""

    thing: Thing
    articles: int


class Store(Protocol):
    # -- sources -------------------------------------------------------------------------------------------------
    def put_sources(self, sources: Iterable[Source]) -> None:
        """Insert or replace by id. A source whose address changed loses its state's validators (E8)."""
        ...

    def sources(self) -> tuple[Source, ...]:
        """All sources, by id."""
        ...

    def remove_source(self, source_id: str) -> bool:
        """Forget the source and its state; its leads and articles stay. False when there was none."""
        ...

    def states(self) -> dict[str, SourceState]:
        """State by source id; a source that was never asked has one with ``due_at`` None."""
        ...

    def save_states(self, states: Iterable[SourceState]) -> None: ...

    # -- leads ---------------------------------------------------------------------------------------------------
    def save_refresh(self, outcomes: Sequence[Refreshed]) -> Saved:
        """States and leads of many sources in one transaction.

        A lead whose ``key`` or ``alt_key`` is known in its source is not new. If then its title, or its summary and
        content, changed *and* its ``updated_at`` or ``published_at`` moved, the stored lead takes the new words and
        waits to be read once more (its article gets a further revision). A moved id is never a new lead.
        """
        ...

    def claim_leads(self, now: datetime, limit: int, lease_seconds: float = 600.0) -> tuple[LeadWork, ...]:
        """Take a lease on up to ``limit`` waiting leads that are due, newest ``published_at`` (else ``seen_at``) first, then by id."""
        ...

    def save_readings(self, readings: Sequence[Reading]) -> None:
        """Pages, articles and the release of leases in one transaction. The same reading twice changes nothing."""
        ...

    def release_leases(self) -> int:
        """Give back every lease: called once at start by the one process that owns the store."""
        ...

    def lead(self, lead_id: str) -> Lead | None: ...

    def leads_at(self, part: str) -> dict[str, str]:
        """Ids and addresses of the leads whose address holds ``part``, newest first (as claimed), then by id.

        For a person who asks: one pass over the addresses, without reading anything else.
        """
        ...

    def work(self) -> dict[str, int]:
        """Leads by state: waiting, leased, done, quarantined."""
        ...

    def quarantined(self) -> tuple[Quarantined, ...]: ...

    # -- pages and articles --------------------------------------------------------------------------------------
    def page(self, sha256: str) -> Page | None: ...

    def article(self, article_id: str, revision: int | None = None) -> Article | None:
        """That revision, or the newest."""
        ...

    def revisions(self, article_id: str) -> tuple[Article, ...]:
        """All revisions, oldest first."""
        ...

    def articles(self, after: datetime, until: datetime) -> tuple[Article, ...]:
        """Newest revisions with ``after < published_at <= until``, by (published_at, id)."""
        ...

    def articles_by_id(self, ids: Iterable[str]) -> dict[str, Article]:
        """Newest revisions by id; missing ids are left out."""
        ...

    # -- annotations and stories ---------------------------------------------------------------------------------
    def put_annotations(self, annotations: Iterable[Annotation]) -> None: ...

    def annotations(
        self, article_ids: Iterable[str], revisions: Mapping[str, int] | None = None
    ) -> dict[str, dict[str, Annotation]]:
        """By article id, then maker; of the newest revision annotated, or of that one which ``revisions`` names."""
        ...

    def put_stories(self, stories: Iterable[Story], at: datetime, by: str = "clustering") -> None:
        """Insert or replace by id. An article belongs to one story: it leaves the one it was in before.

        What became of the former stories is kept: see :meth:`story_changes`, :meth:`story_now`. ``by`` is
        "clustering" or "owner". Putting what stands already writes nothing.
        """
        ...

    def story(self, story_id: str) -> Story | None:
        """The story of exactly that id."""
        ...

    def story_now(self, story_id: str) -> Story | None:
        """The story of that id; or, when its articles went elsewhere, the one that took most of them, and so on."""
        ...

    def story_changes(self, story_id: str) -> tuple[StoryChange, ...]:
        """What left or joined the story, and all stories whose ids lead to it now; oldest first.

        Of an id that leads elsewhere: what happened to it and to those that lead to it.
        """
        ...

    def timeline(self, story_id: str) -> tuple[Story, ...]:
        """All chapters connected with that story by ``follows``, by (first_seen, id); ids are followed as now."""
        ...

    def timelines(self, story_ids: Iterable[str]) -> dict[str, tuple[Story, ...]]:
        """The same for many stories, by the ids that were asked; those that lead to no story are left out."""
        ...

    def stories_between(self, after: datetime, until: datetime) -> tuple[Story, ...]:
        """Stories with ``after < last_seen <= until``, by (last_seen, id)."""
        ...

    def stories_of(self, article_ids: Iterable[str]) -> dict[str, Story]:
        """The story of each article, by article id."""
        ...

    # -- things --------------------------------------------------------------------------------------------------
    def put_mentions(self, article_ids: Iterable[str], mentions: Iterable[Mention]) -> None:
        """What these articles name, in place of what was kept for them. A thing keeps the name it was first met with."""
        ...

    def mentions(self, article_ids: Iterable[str]) -> dict[str, tuple[Mention, ...]]:
        """By article id; first what its title names, then by ``times``, then by id. Articles that name nothing are left out.

        The things are those that their ids lead to now; their ``aliases`` are the forms met in that article.
        """
        ...

    def thing(self, thing_id: str) -> Thing | None:
        """The thing that this id leads to, with all its aliases: the form that most articles have comes first."""
        ...

    def mentions_of(self, thing_id: str, most: int = 1000) -> tuple[Mention, ...]:
        """In stored articles, by ``published_at`` (newest first), then id; also under ids that lead to it."""
        ...

    def naming(self, thing_ids: AnyOf[str], after: datetime, until: datetime, most: int) -> tuple[tuple[str, str], ...]:
        """(article id, thing id): stored articles with ``after < published_at <= until`` that name one of these things.

        Newest article first, then by its id and the thing's; at most ``most`` articles of each thing, and of each also
        what stands under ids that lead to it.
        Only the newest :data:`LOOKED_THROUGH` articles of that time are looked through, however many name a thing.
        """
        ...

    def things(self, kind: ThingKind) -> tuple[Thing, ...]:
        """All of a kind, by id, without their aliases."""
        ...

    def things_in_news(self, after: datetime, until: datetime, most: int) -> tuple[Named, ...]:
        """What articles with ``after < published_at <= until`` name: by their number (largest first), then id; no aliases."""
        ...

    def things_called(self, names: Iterable[str]) -> tuple[Thing, ...]:
        """Things that have one of these as name or alias, by id, without their aliases; letters and digits count alone, case does not."""
        ...

    def join_things(self, into: Mapping[str, str]) -> None:
        """Id → id of the thing that it is. What was kept under the first stays, and is told under the second from now on.

        An id that leads to itself is a thing of its own again.
        """
        ...

    # -- rulings -------------------------------------------------------------------------------------------------
    def put_rulings(self, rulings: Iterable[Ruling]) -> None:
        """Insert or replace by id. Pruning never drops them, nor the article ids in them."""
        ...

    def rulings(self) -> tuple[Ruling, ...]:
        """All, by (at, id)."""
        ...

    def remove_ruling(self, ruling_id: str) -> bool:
        """False when there was none."""
        ...

    # -- corrections ---------------------------------------------------------------------------------------------
    def put_corrections(self, corrections: Iterable[Correction]) -> None:
        """Insert or replace: one an article. Pruning never drops them."""
        ...

    def corrections(self) -> tuple[Correction, ...]:
        """All, by (at, article id)."""
        ...

    def remove_correction(self, article_id: str) -> bool:
        """False when there was none."""
        ...

    # -- collections ---------------------------------------------------------------------------------------------
    def collections(self) -> tuple[Collection, ...]:
        """All, by (made_at, id)."""
        ...

    def collection(self, collection_id: str) -> Collection | None: ...

    def add_collection(self, collection: Collection) -> Collection:
        """Insert; or, when one stands under that id or that name (as a reader takes it), leave that one and return it."""
        ...

    def put_collection(self, collection: Collection) -> None:
        """Insert or replace by id."""
        ...

    def remove_collection(self, collection_id: str) -> bool:
        """With all that is in it. False when there was none."""
        ...

    def keep(self, collection_id: str, items: Iterable[Kept]) -> int:
        """Put into a collection what is not in it yet; how many were new. What is there stays as it is.

        A story is there when one of the ids is that lead to it. Nothing is kept in a collection that is not there.
        Pruning drops no collection, nothing that is in it, and no article that it rests on: those of the item, and for
        a story those of the story that it is now.
        """
        ...

    def kept(self, collection_id: str, first: int = 0, most: int = 100_000) -> tuple[Kept, ...]:
        """What was saved there, newest ``at`` first, then by id backwards: ``most`` of them, from ``first`` on."""
        ...

    def kept_one(self, collection_id: str, item: str) -> Kept | None:
        """That one, by its :attr:`Kept.id`."""
        ...

    def kept_counts(self) -> dict[str, int]:
        """How many are in each collection, by its id; empty ones are left out."""
        ...

    def kept_in(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """(collection id, id there), saved last first, by :func:`kept_id`; of a story by that of each id that leads to it."""
        ...

    def put_note(self, collection_id: str, item: str, note: str) -> bool:
        """False when it is not there."""
        ...

    def drop_kept(self, collection_id: str, items: Sequence[str]) -> int:
        """Take these out of a collection; how many were in it."""
        ...

    # -- search --------------------------------------------------------------------------------------------------
    def search(self, query: Query, most: int = 2000) -> Hits:
        """Articles in which all of it is found, best first; of more than ``most`` the newest ones.

        Articles are found from the moment they are stored; those of an older database after :meth:`index_waiting`.
        """
        ...

    def index_waiting(self, most: int = 500) -> int:
        """Take up to ``most`` articles into the search that are not in it yet; how many are left. Called until 0."""
        ...

    def words_like(self, word: str) -> dict[str, int]:
        """Words of the articles that begin with the first letter of ``word`` and are about as long, and how many articles have them."""
        ...

    # -- what the clusterer keeps --------------------------------------------------------------------------------
    def put_signatures(self, signatures: Iterable[Signature]) -> None:
        """One an article: that of the newest revision, and of one revision the last that was put."""
        ...

    def signatures(self, article_ids: Iterable[str]) -> dict[str, Signature]:
        """By article id; those without one are left out. Meant for hundreds of thousands at once."""
        ...

    def put_answers(self, kind: str, answers: Mapping[str, bytes], at: datetime) -> None:
        """Remember what an embedder or a judge (``kind``) answered, by a hash of what it was asked (``key``)."""
        ...

    def answers(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The remembered ones, by key."""
        ...

    # -- editions ------------------------------------------------------------------------------------------------
    def put_edition(self, edition: Edition) -> None:
        """Insert; revision 0 (the draft) replaces the draft of that date and profile, and goes when revision 1 comes.

        Raises ValueError when another edition stands under that date, profile and revision (> 0).
        """
        ...

    def edition(self, day: date, profile: str, revision: int | None = None) -> Edition | None:
        """That revision, or the newest; a draft only when nothing is frozen."""
        ...

    def edition_as_of(self, day: date, profile: str, as_of: datetime) -> Edition | None:
        """The newest revision that covers up to exactly that moment."""
        ...

    def editions(self) -> tuple[EditionKey, ...]:
        """Newest date first, then profile, then newest revision."""
        ...

    # -- robots.txt ----------------------------------------------------------------------------------------------
    def put_robots(self, file: RobotsFile) -> None: ...

    def robots(self, origin: str) -> RobotsFile | None: ...

    # -- house-keeping -------------------------------------------------------------------------------------------
    def moment(self) -> Hashable:
        """Equal values: nothing was written between the two calls, by anybody. Never waits; costs microseconds."""
        ...

    def counts(self) -> Mapping[str, int]:
        """sources, leads, pages, articles, stories, editions, bytes."""
        ...

    def prune(self, before: datetime, max_bytes: int = 0) -> Pruned:
        """Drop what is older than ``before`` and cited by no edition and rests in no collection; then, over ``max_bytes``, the oldest uncited pages.

        The keys of dropped leads stay, so that an old entry that a feed still shows does not come back as news.
        """
        ...

    def close(self) -> None: ...
