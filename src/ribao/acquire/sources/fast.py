"""The fast path: well-formed RSS 0.9x, 1.0 and 2.0 and Atom 0.3 and 1.0, one pass over a tree that C code built.

What costs here is Python per entry, so an entry is one dictionary of its children by slot (names.py), and what is
rare (several links, authors, categories, media) is looked for only where it stands. Same values as odd.py gives by
way of feedparser; a property test holds them together.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import Any
from xml.etree.ElementTree import Element, tostring

from ribao.acquire.sources import dates, names
from ribao.acquire.sources.document import Document, Entry, Unreadable
from ribao.acquire.sources.language import is_chinese
from ribao.acquire.sources.links import absolute, join_base
from ribao.acquire.sources.media import Media, picture
from ribao.acquire.sources.newest import newest
from ribao.acquire.sources.text import as_html, distinct, name, plain
from ribao.acquire.sources.tree import NotWellFormed, parse
from ribao.types.reason import Code, Reason

__all__ = ["NotWellFormed", "read"]

_ABOUT = f"{names.RDF}about"
_tag = attrgetter("tag")
_HTML_TYPES = ("html", "text/html", "xhtml", "application/xhtml+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """What holds for all entries. ``bases``: whether xml:base stands anywhere in the document."""

    url: str
    base: str
    now: datetime
    atom: bool
    bases: bool
    chinese: bool | None


def read(body: bytes, url: str, now: datetime, max_entries: int) -> Document:
    """``body``: UTF-8. Raises :class:`NotWellFormed`, or Unreadable (NOT_A_FEED, FEED_BROKEN, FEED_CUT_SHORT)."""
    tree = parse(body)
    form = names.ROOTS.get(tree.root.tag)
    if form is None:
        raise Unreadable(Reason(code=Code.NOT_A_FEED, detail=f"root element {tree.root.tag[:200]}"))
    head, items = _parts(tree.root)
    if tree.cut:
        items = _whole(items, body)
    scope = _scope(tree.root, head, items, url, now, body)
    entries, reason = newest(list(map(_entry_reader(scope), items)), max_entries)
    if tree.cut:
        reason = Reason(code=Code.FEED_CUT_SHORT, detail=f"the document breaks off behind entry {len(items)}")
    return _document(form, head, tree.root, scope, entries, reason)


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


def _scope(root: Element, head: list[Element], items: list[Element], url: str, now: datetime, body: bytes) -> _Scope:
    bases = b"xml:base" in body
    language, titles = _language(root, head), [_text(child) for child in head if names.HEAD.get(child.tag) == "title"]
    titles += [_text(child) for item in items[:5] for child in item if names.ENTRY.get(child.tag) == "title"]
    return _Scope(
        url=url,
        base=join_base(url, root.get(names.XML_BASE, "")) if bases else url,
        now=now,
        atom=root.tag in names.ATOM_FEEDS,
        bases=bases,
        chinese=is_chinese(language, titles),
    )


# -- one entry ---------------------------------------------------------------------------------------------------


class _OpenEntry:
    """An :class:`Entry` that can still be written to: the same slots, without the frozen ``__init__``.

    A frozen dataclass sets each field through ``object.__setattr__``, which took a fifth of the whole path. The class
    is changed to the real one as the last act; CPython allows that for equal slots, and a test builds both ways.
    """

    __slots__ = tuple(field.name for field in fields(Entry))


def _entry_reader(scope: _Scope) -> Callable[[Element], Entry]:
    """The function that reads one item. All that is the same for the items of a document is bound once, here."""
    atom, bases, document_base = scope.atom, scope.bases, scope.base
    date = dates.reader(scope.now, scope.chinese)
    shapes: dict[tuple[str, ...], _Shape] = {}

    def read_entry(item: Element) -> Any:
        children = [*item, _ABSENT]
        tags = tuple(map(_tag, children))
        shape = shapes.get(tags) or shapes.setdefault(tags, _shape(tags))
        title, link, guid, published, updated, summary, content = shape.pick(children)
        base = join_base(document_base, item.get(names.XML_BASE, "")) if bases else document_base
        entry: Any = _OpenEntry()
        own_id = (guid.text or "").strip() or item.get(_ABOUT, "")
        url = _link(link, base, bases) if atom or bases or not link.text else absolute(link.text, base)
        published_at = date(published.text) if published.text else None
        entry.updated_at = updated_at = date(updated.text) if updated.text else None
        entry.content = content_html = _html(content, atom) if content.text or len(content) else ""
        summary_html = _html(summary, atom) if summary.text or len(summary) else ""
        entry.author, entry.categories, entry.picture = "", (), ""
        if shape.many or (not url and link.get("rel")):
            many = {slot: [children[at] for at in places] for slot, places in shape.many.items()}
            if not url:
                many.setdefault("links", [link])
                url = _alternate(many["links"], base, bases)
            if "author" in many:
                entry.author = _authors(many["author"])
            if "category" in many:
                entry.categories = _categories(many["category"])
            if shape.media or not url:
                entry.picture = _picture(many, base)
        entry.guid = own_id
        entry.url = url or (absolute(own_id, base) if _is_permalink(guid) else "")
        entry.title = _title(title, atom) if atom or len(title) else plain(title.text or "")
        entry.published_at = published_at or updated_at
        entry.summary = "" if summary_html == content_html else summary_html
        entry.__class__ = Entry
        return entry

    return read_entry


_ABSENT = Element("")  # stands for every child that is not there: no text, no attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """Which child fills which slot. The items of a feed have few shapes, so this is worked out once for many.

    ``pick``: title, link, guid, published, updated, summary and content out of the children. ``many``: the places of
    what may stand several times. ``media``: whether a picture may be among it.
    """

    pick: Callable[[list[Element]], tuple[Element, ...]]
    many: Mapping[str, tuple[int, ...]]
    media: bool


def _shape(tags: tuple[str, ...]) -> _Shape:
    slots = [names.ENTRY.get(tag, "") for tag in tags]
    place = {slot: at for at, slot in enumerate(slots)}
    absent = len(tags) - 1

    def first_of(*wanted: str) -> int:
        return next((place[slot] for slot in wanted if slot in place), absent)

    many = {
        slot: tuple(at for at, other in enumerate(slots) if other == slot) for slot in place.keys() & names.REPEATED
    }
    if "link" not in place and len(many.get("links", ())) == 1:
        del many["links"]  # it is picked as the link
    return _Shape(
        pick=itemgetter(
            first_of("title", "title2"),
            first_of("link", "links"),
            first_of("guid"),
            first_of("published", "created"),
            first_of("updated"),
            first_of("summary", "summary2"),
            first_of("content"),
        ),
        many=many,
        media=not many.keys() <= {"author", "category"},
    )


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip() if len(element) else (element.text or "").strip()


def _title(element: Element, atom: bool) -> str:
    if len(element):
        return plain(_inner_html(element), is_html=True)
    kind = element.get("type")
    return plain(element.text or "", atom and kind is not None and kind.lower() in _HTML_TYPES)


def _html(element: Element, atom: bool) -> str:
    """HTML as the feed has it: escaped, in CDATA, or as XHTML elements; Atom's plain text is escaped."""
    if len(element):
        return _inner_html(element)
    text = (element.text or "").strip()
    if atom and text and element.get("type", "text").lower() in ("text", "text/plain"):
        return as_html(text)
    return text


def _inner_html(element: Element) -> str:
    """The children as HTML; a single ``div`` around all of them (Atom's xhtml, RFC 4287 3.1.1.3) is not part of it."""
    for inner in element.iter():
        inner.tag = inner.tag.rpartition("}")[2].lower()
        if inner.attrib:
            inner.attrib = {key.rpartition("}")[2].lower(): value for key, value in inner.attrib.items()}
    outside = (element.text or "") + "".join(child.tail or "" for child in element)
    root = element[0] if len(element) == 1 and element[0].tag == "div" and not outside.strip() else element
    try:
        inner_html = "".join(tostring(child, encoding="unicode", method="html") for child in root)
    except RecursionError:  # nested a thousand deep: the words alone
        return as_html("".join(root.itertext()).strip())
    return (_escaped(root.text) + inner_html).strip()


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_permalink(guid: Element) -> bool:
    """Whether the id may serve as a link (RSS 2.0: unless it says otherwise; Atom: where it is an address)."""
    return bool(guid.text) and guid.get("isPermaLink", guid.get("ispermalink", "true")) == "true"


def _link(element: Element, base: str, bases: bool) -> str:
    """The address of a link to the entry as HTML; empty when it is a link to something else (enclosure, self)."""
    relation, kind = element.get("rel"), element.get("type")
    if (relation and relation.lower() != "alternate") or (kind and kind.lower() not in _HTML_TYPES):
        return ""
    written = element.get("href") or element.text
    return absolute(written, _base_of(element, base) if bases else base) if written else ""


def _alternate(links: Iterable[Element], base: str, bases: bool) -> str:
    return next((address for link in links if (address := _link(link, base, bases))), "")


def _base_of(element: Element, base: str) -> str:
    return join_base(base, element.get(names.XML_BASE, ""))


def _authors(elements: list[Element]) -> str:
    people = [name(_person(element)) for element in elements]
    return ", ".join(distinct(people, most=10))


def _person(element: Element) -> str:
    """RSS: the text; Atom: the name inside."""
    if not len(element):
        return element.text or ""
    return next((_text(child) for child in element if child.tag.endswith("name")), "")


def _categories(elements: list[Element]) -> tuple[str, ...]:
    words = [element.get("label") or element.get("term") or _text(element) for element in elements]
    return distinct([plain(word, longest=100) for word in words])


def _picture(many: Mapping[str, list[Element]], base: str) -> str:
    media = [inner for outer in many.get("media", ()) for inner in outer.iter()]
    attached = [link for link in many.get("links", ()) if link.get("rel", "").lower() == "enclosure"]
    return picture(
        Media(
            contents=[element.attrib for element in media if element.tag in names.MEDIA_CONTENT],
            enclosures=[element.attrib for element in (*many.get("enclosure", ()), *attached)],
            thumbnails=[element.attrib for element in media if element.tag in names.MEDIA_THUMBNAIL],
            images=[element.attrib for element in many.get("image", ())],
        ),
        base,
    )


# -- the feed ----------------------------------------------------------------------------------------------------


def _document(
    form: str, head: list[Element], root: Element, scope: _Scope, entries: tuple[Entry, ...], reason: Reason | None
) -> Document:
    found: dict[str | None, Element] = {}
    for child in head:
        found.setdefault(names.HEAD.get(child.tag), child)
    links = [child for child in head if child.tag in (f"{names.ATOM}link", f"{names.ATOM_03}link")]
    rss_link = next((child for child in head if names.HEAD.get(child.tag) == "link" and child not in links), _ABSENT)
    return Document(
        format=form,
        entries=entries,
        title=_title(found.get("title", _ABSENT), scope.atom),
        site=_link(rss_link, scope.base, scope.bases) or _alternate(links, scope.base, scope.bases),
        language=_language(root, head),
        hints={key: value for key in _HINTS if (value := _hint(found.get(key)))},
        reason=reason,
    )


_HINTS = ("ttl", "updatePeriod", "updateFrequency", "skipHours", "skipDays")


def _hint(element: Element | None) -> str:
    """Words in one line: ``skipHours`` with its ``hour`` elements becomes ``0 1 2``."""
    return "" if element is None else " ".join(" ".join(element.itertext()).split())[:200]


def _language(root: Element, head: list[Element]) -> str:
    declared = next((_text(child) for child in head if names.HEAD.get(child.tag) == "language"), "")
    return (declared or root.get(names.XML_LANG, ""))[:35].replace("_", "-")
