"""The fast path: well-formed RSS 0.9x, 1.0 and 2.0 and Atom 0.3 and 1.0, one pass over a tree that C code built.

What costs is Python per entry, so entries are read column by column (columns.py). Same values as odd.py gives by way
of feedparser; a property test holds them together.
"""

from datetime import datetime
from xml.etree.ElementTree import Element

from ribao.acquire.sources import dates, names, values
from ribao.acquire.sources.columns import Scope, entries
from ribao.acquire.sources.document import Document, Entry, Unreadable
from ribao.acquire.sources.language import is_chinese
from ribao.acquire.sources.links import join_base
from ribao.acquire.sources.newest import newest
from ribao.acquire.sources.tree import NotWellFormed, parse
from ribao.acquire.sources.values import ABSENT
from ribao.types.reason import Code, Reason

__all__ = ["NotWellFormed", "read"]


def read(body: bytes, url: str, now: datetime, max_entries: int) -> Document:
    """``body``: UTF-8. Raises :class:`NotWellFormed`, or Unreadable (NOT_A_FEED, FEED_BROKEN, FEED_CUT_SHORT)."""
    tree = parse(body)
    form = names.ROOTS.get(tree.root.tag)
    if form is None:
        raise Unreadable(Reason(code=Code.NOT_A_FEED, detail=f"root element {tree.root.tag[:200]}"))
    head, items = _parts(tree.root)
    if tree.cut:
        items = _whole(items, body)
    language = _language(tree.root, head)
    bases = b"xml:base" in body
    scope = Scope(
        base=join_base(url, tree.root.get(names.XML_BASE, "")) if bases else url,
        bases=bases,
        atom=tree.root.tag in names.ATOM_FEEDS,
        date=dates.reader(now, is_chinese(language, _some_titles(head, items))),
    )
    found, reason = newest(entries(items, scope), max_entries)
    if tree.cut:
        reason = Reason(code=Code.FEED_CUT_SHORT, detail=f"the document breaks off behind entry {len(items)}")
    return _document(form, head, language, scope, found, reason)


def _parts(root: Element) -> tuple[list[Element], list[Element]]:
    """The elements that describe the feed, and its items: inside the channel, beside it, or both."""
    if root.tag in names.ATOM_FEEDS:
        children = list(root)
    else:
        children = [child for outer in root for child in (outer if outer.tag in names.CHANNELS else (outer,))]
    items = [child for child in children if child.tag in names.ITEMS]
    return [child for child in children if child.tag not in names.ITEMS], items


def _whole(items: list[Element], body: bytes) -> list[Element]:
    """Without the last one, when the document breaks off inside it."""
    closed = max(body.rfind(b"</item"), body.rfind(b"</entry"), body.rfind(b"</rss:item"))
    opened = max(body.rfind(b"<item"), body.rfind(b"<entry"), body.rfind(b"<rss:item"))
    whole = items if closed > opened else items[:-1]
    if not whole:
        raise Unreadable(Reason(code=Code.FEED_CUT_SHORT, detail="the document breaks off before its first entry ends"))
    return whole


def _some_titles(head: list[Element], items: list[Element]) -> list[str]:
    """The feed's title and those of its first entries: enough to tell its language."""
    own = [values.text(child) for child in head if names.HEAD.get(child.tag) == "title"]
    return own + [values.text(child) for item in items[:3] for child in item if names.ENTRY.get(child.tag) == "title"]


# -- the feed ----------------------------------------------------------------------------------------------------


def _document(
    form: str, head: list[Element], language: str, scope: Scope, found: tuple[Entry, ...], reason: Reason | None
) -> Document:
    first: dict[str | None, Element] = {}
    for child in head:
        first.setdefault(names.HEAD.get(child.tag), child)
    links = [child for child in head if child.tag in (f"{names.ATOM}link", f"{names.ATOM_03}link")]
    rss_link = next((child for child in head if names.HEAD.get(child.tag) == "link" and child not in links), ABSENT)
    return Document(
        format=form,
        entries=found,
        title=values.title(first.get("title", ABSENT), scope.atom),
        site=values.link(rss_link, scope.base, scope.bases) or values.alternate(links, scope.base, scope.bases),
        language=language,
        hints={key: value for key in _HINTS if (value := _hint(first.get(key)))},
        reason=reason,
    )


_HINTS = ("ttl", "updatePeriod", "updateFrequency", "skipHours", "skipDays")


def _hint(element: Element | None) -> str:
    """Words in one line: ``skipHours`` with its ``hour`` elements becomes ``0 1 2``."""
    return "" if element is None else " ".join(" ".join(element.itertext()).split())[:200]


def _language(root: Element, head: list[Element]) -> str:
    declared = next((values.text(child) for child in head if names.HEAD.get(child.tag) == "language"), "")
    return (declared or root.get(names.XML_LANG, ""))[:35].replace("_", "-")
