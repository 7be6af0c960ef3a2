"""Edition: a date and a profile, its sections and entries; every sentence cites. Mirrors edition.json (render/schema)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ribao.types.channel import CHANNELS
from ribao.types.claim import Claim
from ribao.types.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Characters ``start`` to ``end`` (exclusive) of the article's text, as extracted from the page of that hash."""

    article: str
    page_sha256: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryArticle:
    id: str
    revision: int
    title: str
    url: str
    source: str  # 来源: the page's own word for it, else the source's title
    source_id: str
    editor: str
    published_at: datetime
    language: str
    repost_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    story: str
    headline: str
    sentences: tuple[Sentence, ...]
    articles: tuple[EntryArticle, ...]
    first_seen: datetime
    rank_terms: Mapping[str, float]
    channels: tuple[str, ...]  # main channel first
    headline_hedge: str = ""  # words of the daily's own that the headline begins with; empty for none
    claims: tuple[Claim, ...] = ()  # who says what, as it was known then: kept, so that an old edition never changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """``channel`` is 头条, one of the channels, or 其他."""

    channel: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedSource:
    id: str
    title: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """``revision`` 0 is a draft; the frozen edition is 1; each later change is one more.

    ``as_of`` is the moment it covers up to; it covers the 24 hours before. ``sample`` marks the bundled world.
    """

    date: date
    profile: str
    revision: int
    made_at: datetime
    as_of: datetime
    timezone: str
    sections: tuple[Section, ...]
    counts: Mapping[str, int] = field(default_factory=dict)  # articles, sources, stories, entries, muted ...
    failed: tuple[FailedSource, ...] = ()
    sample: bool = False
    note: str = ""  # what a revision corrects
    channels: tuple[str, ...] = CHANNELS  # of its navigation, with news or without
