"""Lead: what a source points at. It arrives, is read once into an article, and is never thrown away unread."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """``id``: 16 hex digits, SHA-256 of source id and ``key``. Two keys make a lead recognisable when either changes.

    ``key`` and ``alt_key`` come from :func:`ribao.acquire.sources.identity.identify`. ``content`` is the feed's own
    full text (HTML), ``summary`` its description (HTML or text); both as the feed gave them, not yet sanitised.
    Times are aware, UTC; ``published_at`` is None when the feed gives none or an absurd one.
    """

    id: str
    source_id: str
    key: str
    alt_key: str
    url: str  # absolute; empty when the entry has none
    title: str  # plain text, one line
    seen_at: datetime
    published_at: datetime | None = None
    updated_at: datetime | None = None
    summary: str = ""
    content: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    picture: str = ""
