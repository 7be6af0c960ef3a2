"""One entry point for every kind of source: bytes in, a document out, or the reason why not."""

import zlib
from datetime import datetime

from ribao.acquire.sources import feed, page, sitemap
from ribao.acquire.sources.document import Document, Unreadable
from ribao.acquire.sources.feed import Odd
from ribao.types.reason import Code, Reason
from ribao.types.source import Selectors, SourceKind

MOST_BYTES = 64 * 1024 * 1024  # of a file that is gzip by itself, unpacked; sitemaps are (sitemaps.org allows 50 MB)


def read_document(
    kind: SourceKind,
    body: bytes,
    *,
    content_type: str | None,
    url: str,
    now: datetime,
    selectors: Selectors | None,
    max_entries: int,
    odd: Odd | None = None,
) -> Document:
    """What ``body``, fetched from ``url`` (the final address), says. ``now``: aware, the moment of fetching.

    ``odd`` reads feeds that are not well-formed; see :func:`ribao.acquire.sources.feed.read`. Raises
    :class:`Unreadable` with FEED_EMPTY, NOT_A_FEED, FEED_BROKEN, FEED_CUT_SHORT (nothing whole before the cut),
    NOTHING_SELECTED or PAGE_TOO_LARGE. ``Document.reason`` is FEED_CUT_SHORT or FEED_TOO_MANY_ENTRIES when entries
    were kept nevertheless.
    """
    body = _unpacked(body)
    match kind:
        case SourceKind.FEED:
            return feed.read(body, content_type, url, now, max_entries, odd)
        case SourceKind.SITEMAP:
            return sitemap.read(body, content_type, url, now, max_entries)
        case SourceKind.PAGE:
            if selectors is None:
                raise Unreadable(Reason(code=Code.NOTHING_SELECTED, detail="the source has no selectors"))
            return page.read(body, content_type, url, now, selectors, max_entries)


def _unpacked(body: bytes) -> bytes:
    """``sitemap.xml.gz`` is a gzip file, not a gzip-coded answer."""
    if not body.startswith(b"\x1f\x8b\x08"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise Unreadable(Reason(code=Code.BAD_CODING, detail=f"gzip: {error}")) from error
    if unpacker.unconsumed_tail:
        raise Unreadable(Reason(code=Code.BODY_TOO_LARGE, detail=f"gzip file of more than {MOST_BYTES} bytes"))
    return unpacked
