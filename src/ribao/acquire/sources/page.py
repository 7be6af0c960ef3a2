"""A list page, turned into items by CSS selectors."""

from datetime import datetime
from typing import Any

from ribao.acquire.sources import dates
from ribao.acquire.sources.document import Document, Entry, Unreadable
from ribao.acquire.sources.language import is_chinese
from ribao.acquire.sources.links import absolute
from ribao.acquire.sources.newest import newest
from ribao.acquire.sources.text import plain
from ribao.support.charset import declared_in, decode
from ribao.types.reason import Code, Reason
from ribao.types.source import Selectors

MOST_CHARACTERS = 5_000_000
_Element = Any  # lxml has no types of its own


def read(
    body: bytes, content_type: str | None, url: str, now: datetime, selectors: Selectors, max_entries: int
) -> Document:
    """Raises Unreadable: FEED_EMPTY, NOTHING_SELECTED (also for a selector that is none), PAGE_TOO_LARGE."""
    if not body.strip(b" \t\r\n\0"):
        raise Unreadable(Reason(code=Code.FEED_EMPTY))
    root = parse_html(body, content_type)
    blocks = _select(root, selectors.item)
    base = absolute(next((tag.get("href") or "" for tag in root.iter("base")), ""), url) or url
    language = root.get("lang") or ""
    chinese = is_chinese(language, [_text(block) for block in blocks[:5]])
    found = [_entry(block, selectors, base, now, chinese) for block in blocks]
    entries, reason = newest([entry for entry in found if entry.url and entry.title], max_entries)
    if not entries:
        detail = f"{selectors.item!r}: {len(blocks)} blocks, none with a link and a title"
        raise Unreadable(Reason(code=Code.NOTHING_SELECTED, detail=detail[:500]))
    title = next((_text(tag) for tag in root.iter("title")), "")
    return Document(format="page", entries=entries, title=plain(title), site=url, language=language[:35], reason=reason)


def parse_html(body: bytes, content_type: str | None) -> _Element:
    """The page's root element. lxml stops at 256 levels by itself; a list of links is never that deep."""
    from lxml import etree
    from lxml.html import HTMLParser, fromstring

    text, _ = decode(body, declared_in(body[:4096], content_type))
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(Reason(code=Code.PAGE_TOO_LARGE, detail=f"{len(text)} characters"))
    try:
        return fromstring(text.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(Reason(code=Code.NOTHING_SELECTED, detail=f"no HTML: {error}"[:500])) from error


def _select(element: _Element, selector: str) -> list[_Element]:
    from cssselect import SelectorError
    from lxml.cssselect import CSSSelector
    from lxml.etree import XPathError

    try:
        found: Any = CSSSelector(selector)(element)
    except (SelectorError, XPathError) as error:
        detail = f"{selector!r} is no CSS selector: {error}"
        raise Unreadable(Reason(code=Code.NOTHING_SELECTED, detail=detail[:500])) from error
    return list(found)


def _first(block: _Element, selector: str) -> _Element | None:
    """The first match inside the block, or the block itself when that is what the selector names."""
    return next(iter(_select(block, selector)), None) if selector else None


def _entry(block: _Element, selectors: Selectors, base: str, now: datetime, chinese: bool | None) -> Entry:
    link = block if block.tag == "a" and selectors.link == "a" else _first(block, selectors.link)
    titled = _first(block, selectors.title) if selectors.title else link
    time, summary = _first(block, selectors.time), _first(block, selectors.summary)
    title = _text(titled) or (titled.get("title") if titled is not None else "") or ""
    address = absolute(link.get("href") or "", base) if link is not None else ""
    written = "" if time is None else time.get("datetime") or _text(time)
    return Entry(
        guid=address,
        url=address,
        title=plain(title),
        published_at=dates.parse(written, now, chinese=chinese),
        summary="" if summary is None else plain(_text(summary)),
    )


def _text(element: _Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())
