"""Any feed: JSON Feed, the fast path for what is well-formed, small repairs, and the slow path for the rest."""

from collections.abc import Callable
from datetime import datetime

from ribao.acquire.sources import fast, jsonfeed
from ribao.acquire.sources import odd as slow
from ribao.acquire.sources.document import Document, Unreadable
from ribao.acquire.sources.mend import mend
from ribao.acquire.sources.sniff import has_preface, looks_like_html, looks_like_json, looks_like_xml, without_preface
from ribao.support.charset import declared_in, decode
from ribao.types.reason import Code, Reason

Odd = Callable[[str, str, datetime, int], Document]  # odd.read, or a shell around it that can be ended


def read(
    body: bytes, content_type: str | None, url: str, now: datetime, max_entries: int, odd: Odd | None = None
) -> Document:
    """``odd``: reads what is not well-formed, called as ``odd(text, url, now, max_entries)``; None: here, at once.

    Raises :class:`Unreadable` with FEED_EMPTY, NOT_A_FEED, FEED_BROKEN or FEED_CUT_SHORT.
    """
    if not body.strip(b" \t\r\n\0"):
        raise Unreadable(Reason(code=Code.FEED_EMPTY))
    try:
        if not looks_like_json(body):
            return fast.read(body, url, now, max_entries)
    except fast.NotWellFormed:
        pass
    except Unreadable as error:
        if error.reason.code is not Code.NOT_A_FEED or not has_preface(body):
            raise
    text, _ = decode(body, declared_in(body[:4096], content_type))
    if looks_like_json(text.encode("utf-8", "replace")[:200]):
        return jsonfeed.read(text, url, now, max_entries)
    return _broken(text, url, now, max_entries, odd or slow.read)


def _broken(text: str, url: str, now: datetime, max_entries: int, odd: Odd) -> Document:
    """XML in another encoding, XML with small faults, XML with large ones, and what is no XML at all."""
    if looks_like_html(text):
        raise Unreadable(Reason(code=Code.NOT_A_FEED, detail="an HTML page"))
    if not looks_like_xml(text):
        raise Unreadable(Reason(code=Code.NOT_A_FEED, detail=f"neither XML nor JSON: {text.strip()[:80]!r}"))
    text = without_preface(text)
    mended = mend(text)
    for attempt in dict.fromkeys((text, mended)):
        try:
            return fast.read(attempt.encode("utf-8", "replace"), url, now, max_entries)
        except fast.NotWellFormed:
            continue
    slow.refuse_monsters(mended)
    return odd(mended, url, now, max_entries)
