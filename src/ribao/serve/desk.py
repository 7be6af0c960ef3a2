"""The owner's desk: what the pages for sources and settings ask of the house. ``commands/desk.py`` is the real one.

Everything is synchronous, runs in a thread, and may raise Problem, which the page tells the owner.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ribao.support.settings_edit import ChannelRow
from ribao.types.reason import Reason
from ribao.types.source import Source, SourceKind, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A source of the list. ``state`` None: not asked yet; ``reason`` None: it is well."""

    source: Source
    state: SourceState | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    title: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was found at an address. ``others``: (address, title) of further feeds that it names; ``known``: the id of
    the source that this is already, empty when it is new.
    """

    found: Source
    entries: int
    headlines: tuple[Headline, ...]
    others: tuple[tuple[str, str], ...] = ()
    known: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    url: str
    title: str
    kind: SourceKind = SourceKind.FEED
    site: str = ""
    language: str = ""
    channels: tuple[str, ...] = ()
    folder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An outline that was not taken over, and why, in the reader's language."""

    title: str
    url: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """``cut``: why the list could not be read to its end; empty when it was."""

    added: tuple[Source, ...] = ()
    known: tuple[Source, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    cut: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The settings that the page shows, by (table, key). ``fixed``: the environment variable that gives a value, which
    no page can change. ``seen``: fingerprint of the file that they were read from.
    """

    file: str
    seen: str
    values: Mapping[tuple[str, str], Any]
    channels: tuple[Mapping[str, Any], ...] = ()
    fixed: Mapping[tuple[str, str], str] = field(default_factory=dict)


class Desk(Protocol):
    def sources(self) -> tuple[Listed, ...]:
        """The owner's list, also while the sample edition is shown."""
        ...

    def channels(self) -> tuple[str, ...]:
        """That a source may belong to."""
        ...

    def look_at(self, address: str) -> Look:
        """Ask an address of a feed, a news sitemap or a page, through the guard. Nothing is kept."""
        ...

    def add(self, new: NewSource) -> Source: ...

    def remove(self, source_id: str) -> Source:
        """What was read from it stays."""
        ...

    def pause(self, source_id: str, paused: bool) -> Source: ...

    def retry(self, source_id: str) -> Source:
        """Ask it again at once, also after it said that it is gone for good."""
        ...

    def undo_move(self, source_id: str) -> Source:
        """Back to the address before its last move."""
        ...

    def import_opml(self, body: bytes) -> Imported:
        """All of the list that can be taken over, or nothing."""
        ...

    def export_opml(self) -> bytes: ...

    def settings(self) -> Sheet: ...

    def change_settings(self, seen: str, values: Mapping[tuple[str, str], Any], channels: Sequence[ChannelRow]) -> None:
        """Written to the file, or not at all. Raises ChangedMeanwhile when the file is not the one that was seen."""
        ...
