"""Source: where news comes from, as its owner described it; and SourceState, what we learnt by asking it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ribao.types.reason import Reason


class SourceKind(StrEnum):
    FEED = "feed"  # RSS 0.9-2.0, Atom, RDF, JSON Feed
    SITEMAP = "sitemap"  # a news sitemap (or an index of them)
    PAGE = "page"  # a list page, turned into items by CSS selectors


class Tier(StrEnum):
    OFFICIAL = "official"  # a maker's or authority's own newsroom
    ORIGINAL = "original"  # does its own reporting
    AGGREGATOR = "aggregator"  # mostly retells or lists others


class Licence(StrEnum):
    EXCERPT = "excerpt"  # public pages carry a short excerpt only
    FULL = "full"  # the source allows its full text to be shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS selectors of a PAGE source. ``item`` picks the blocks; the others are looked up inside one block."""

    item: str
    link: str = "a"
    title: str = ""  # empty: the link's text
    time: str = ""  # empty: no time; else an element whose datetime attribute or text is read
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """``id`` is a slug, unique in one daily. ``language`` is BCP 47 or empty. ``folder`` is the OPML path."""

    id: str
    url: str
    title: str
    kind: SourceKind = SourceKind.FEED
    site: str = ""
    language: str = ""
    tier: Tier = Tier.ORIGINAL
    channels: tuple[str, ...] = ()
    folder: tuple[str, ...] = ()
    licence: Licence = Licence.EXCERPT
    selectors: Selectors | None = None
    every_minutes: int | None = None  # None: the default spacing of settings
    read_pages: bool = True  # False: the feed's own text is all that is read
    mute: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    owner: str = ""  # whose it is; sources of one owner count as one. Empty: the registrable domain of its site
    paused: bool = False  # not asked for the time being; what was read stays


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What asking a source taught us. One row a source; all times aware, UTC. See fetching.md for each field's rule.

    ``url`` is the address that is asked now: it starts as the source's and moves after permanent redirects; the
    validators belong to it and are never sent elsewhere. Validators are kept as received (latin-1 text).
    """

    source_id: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None  # of the last body that parsed
    due_at: datetime | None = None  # None: never asked yet, due at once
    asked_at: datetime | None = None
    succeeded_at: datetime | None = None  # last 200 that parsed, or 304
    changed_at: datetime | None = None  # last time a new entry came
    entries: int = 0  # in the last document that parsed
    failures: int = 0  # in a row
    reason: Reason | None = None  # of the last failure; None when healthy
    stopped: bool = False  # 410: not asked until its owner revives it
    moved_to: str | None = None  # target of a permanent redirect that is not yet believed
    moved_seen: tuple[datetime, ...] = ()
    moved_from: str | None = None  # the address before the last believed move, so that it can be undone
    usual_gap_minutes: float | None = None  # between new entries, smoothed
    hints: dict[str, str] = field(default_factory=dict)  # ttl, skipHours ... of the last document, as parsed
