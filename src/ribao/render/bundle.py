"""Bundle: an edition together with what its pages show, gathered from the store by whoever asks for a rendition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.edition import Edition, Entry
from ribao.types.source import Source
from ribao.types.story import Story
from ribao.types.thing import Mention, Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An entry of an edition; ``base``: the folder of that edition's pages, from the site's root."""

    base: str
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingFacts:
    """What the page of a thing is made of. ``mentions``: newest first.

    By article id: ``articles``, ``annotations`` (of a product's articles only), ``stories`` and ``tellings`` (the
    newest edition that names the article). ``own``: the ids that lead to this thing, as specifications may name it.
    ``related``: other products that the same articles name, the most frequent first.
    """

    thing: Thing
    mentions: tuple[Mention, ...]
    articles: Mapping[str, Article]
    annotations: Mapping[str, Mapping[str, Annotation]]
    stories: Mapping[str, Story]
    tellings: Mapping[str, Telling]
    sources: Mapping[str, Source]
    own: frozenset[str] = frozenset()
    related: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """That a story of an edition was put right after the edition was out: in which revision, and when."""

    revision: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A reading of an article that is stored; ``read_at`` is None when its page is no longer there to say when."""

    article: Article
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another story, in a few lines. ``at``: when it was first seen; ``times``: its reports.

    The daily's own words where an edition of that day or before told it; else those of its first report, whose
    ``outlet`` is named. ``excerpt`` keeps to what a public page may show. ``path``: its page, from the folder of this
    edition's pages when ``inside``, else from the site's root; empty where no edition tells it. ``shared``: what both
    stories name.
    """

    story: str
    headline: str
    language: str
    excerpt: str
    at: datetime
    times: tuple[datetime, ...]
    hedge: str = ""
    outlet: str = ""
    url: str = ""
    path: str = ""
    inside: bool = False
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a story: the other chapters of the same happening (oldest first), and stories akin (newest first).

    ``later``: chapters that began after the edition closed; empty in an export, which says the same whenever it is made.
    """

    chapters: tuple[Elsewhere, ...] = ()
    later: tuple[Elsewhere, ...] = ()
    related: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """``articles`` holds, by id, every article that the edition's entries name, in the revision they name.

    ``earlier`` lists the other editions that a reader can turn to (date and revision as text, newest first), by
    address relative to the site's root. ``before``: the same for the older revisions of this edition's day.

    ``mentions``: what its articles name, by article id. ``things``: all that an export has a page for, by id; None when
    a server makes such pages from what it has. ``corrected``: by story id, what this day's revisions put right.

    ``around``: by story id. ``readings``: by article id, oldest first, of those that were read more than once.
    """

    edition: Edition
    articles: Mapping[str, Article]
    sources: Mapping[str, Source]
    stories: Mapping[str, Story]
    annotations: Mapping[str, Mapping[str, Annotation]]
    title: str  # the masthead
    language: str  # of the pages: zh or en
    earlier: tuple[tuple[str, str], ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    mentions: Mapping[str, tuple[Mention, ...]] = field(default_factory=dict)
    things: Mapping[str, ThingFacts] | None = None
    corrected: Mapping[str, Corrected] = field(default_factory=dict)
    around: Mapping[str, Around] = field(default_factory=dict)
    readings: Mapping[str, tuple[Kept, ...]] = field(default_factory=dict)
