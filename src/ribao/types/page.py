"""Page: the bytes that were fetched, kept as evidence. A citation names a page by the SHA-256 of its body."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``body`` is the decoded (un-gzipped) body as received. ``url`` is the final address, after redirects.

    When an article's text came from the feed itself, the entry's own HTML is the page and ``from_feed`` is true.
    """

    sha256: str
    url: str
    requested_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    fetched_at: datetime
    body: bytes
    from_feed: bool = False
