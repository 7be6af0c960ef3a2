"""Document: what one request to a source said, whatever its format; the common result of all readers in this folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ribao.types.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as the document gives it: addresses absolute, times aware UTC or None, HTML not yet sanitised."""

    guid: str = ""
    url: str = ""
    title: str = ""  # plain text, one line
    published_at: datetime | None = None
    updated_at: datetime | None = None
    summary: str = ""
    content: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """``hints`` holds what the document says about polling: ttl, updatePeriod, updateFrequency, skipHours, skipDays.

    ``reason`` is set when entries were kept although something was wrong (cut short, too many entries).
    """

    format: str  # "rss", "atom", "rdf", "json", "sitemap", "page"
    entries: tuple[Entry, ...]
    title: str = ""
    site: str = ""
    language: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    reason: Reason | None = None


class Unreadable(Exception):
    """The body is no such document."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"{reason.code}: {reason.detail}")
        self.reason = reason
