"""Entries of one shape, read column by column.

The items of a feed nearly always have the same children in the same order. So they are sorted by shape, what each
place means is worked out once for a shape, and then all titles are read, all links, all dates ...: one look at all of
them tells whether any needs more than the shortest way. Python costs by the step; this takes the fewest steps.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import repeat
from operator import attrgetter, itemgetter
from typing import Any
from xml.etree.ElementTree import Element

from ribao.acquire.sources import names, values
from ribao.acquire.sources.document import Entry
from ribao.acquire.sources.links import absolute, absolutes, join_base
from ribao.acquire.sources.text import plains
from ribao.acquire.sources.values import ABSENT

_ABOUT = f"{names.RDF}about"
_ESCAPED_HTML: frozenset[str | None] = frozenset(("html", "text/html"))
_tag = attrgetter("tag")
_Column = Sequence[Element]  # the same child of every item


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What holds for all entries. ``bases``: whether xml:base stands anywhere in the document."""

    base: str
    bases: bool
    atom: bool
    date: Callable[[str], datetime | None]


def entries(items: Sequence[Element], scope: Scope) -> list[Entry]:
    """One entry for each item, in their order."""
    rows = [[*item, ABSENT] for item in items]
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        groups[tuple(map(_tag, row))].append(at)
    if len(groups) == 1:
        return _alike(list(items), rows, _shape(next(iter(groups))), scope)
    found: dict[int, Entry] = {}
    for tags, places in groups.items():
        alike = _alike([items[at] for at in places], [rows[at] for at in places], _shape(tags), scope)
        found.update(zip(places, alike, strict=True))
    return [found[at] for at in range(len(items))]


# -- shapes ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """Which child fills which slot.

    ``pick``: title, link, guid, published, updated, summary and content out of the children. ``many``: the places of
    what may stand several times.
    """

    pick: Callable[[Sequence[_Column]], tuple[_Column, ...]]
    many: Mapping[str, tuple[int, ...]]


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
    )


# -- the entries of one shape ------------------------------------------------------------------------------------


def _alike(items: list[Element], rows: list[list[Element]], shape: _Shape, scope: Scope) -> list[Entry]:
    title, link, guid, published, updated, summary, content = shape.pick(list(zip(*rows, strict=True)))
    bases = [scope.base] * len(items)
    if scope.bases:
        bases = [join_base(scope.base, item.get(names.XML_BASE, "")) for item in items]
    urls = _urls(link, bases, scope)
    authors: Iterable[str] = repeat("")
    categories: Iterable[tuple[str, ...]] = repeat(())
    pictures: Iterable[str] = repeat("")
    if shape.many or not all(urls):
        many = [{slot: [row[at] for at in places] for slot, places in shape.many.items()} for row in rows]
        urls = _with_rarer_links(urls, link, guid, many, bases, scope)
        authors = [values.authors(one["author"]) if "author" in one else "" for one in many]
        categories = [values.categories(one["category"]) if "category" in one else () for one in many]
        pictures = [values.picture(one, base) for one, base in zip(many, bases, strict=True)]
    dated, changed = _dates(published, scope), _dates(updated, scope)
    if not _is_absent(updated):
        dated = [at or then for at, then in zip(dated, changed, strict=True)]
    bodies, shorts = _bodies(content, scope), _bodies(summary, scope)
    if not _is_absent(content):
        shorts = ["" if short == body else short for short, body in zip(shorts, bodies, strict=True)]
    titles, ids = _titles(title, scope), _ids(guid, items)
    return _made(zip(ids, urls, titles, dated, changed, shorts, bodies, authors, categories, pictures, strict=False))


def _is_absent(column: _Column) -> bool:
    return column[0] is ABSENT


def _texts(column: _Column) -> list[str]:
    return [one.text or "" for one in column]


def _stripped(column: _Column) -> list[str]:
    return list(map(str.strip, _texts(column)))


def _types(column: _Column) -> set[str | None]:
    """The ``type`` attributes of Atom's texts (RFC 4287, 3.1.1)."""
    return {one.get("type") for one in column}


def _is_simple(column: _Column) -> bool:
    """No element of it has children of its own."""
    return not any(map(len, column))


def _ids(guid: _Column, items: list[Element]) -> list[str]:
    ids = _stripped(guid)
    if all(ids):
        return ids
    return [own or item.get(_ABOUT, "") for own, item in zip(ids, items, strict=True)]


def _urls(link: _Column, bases: list[str], scope: Scope) -> list[str]:
    written = [one.get("href") or "" for one in link] if scope.atom else _texts(link)
    only_address = all(written) and not (scope.atom and any(len(one.attrib) > 1 for one in link))
    if only_address and not scope.bases:
        return absolutes(written, scope.base)
    return [values.link(one, base, scope.bases) for one, base in zip(link, bases, strict=True)]


def _with_rarer_links(
    urls: list[str],
    link: _Column,
    guid: _Column,
    many: list[dict[str, list[Element]]],
    bases: list[str],
    scope: Scope,
) -> list[str]:
    """Where an entry has no plain link: one of several, else its id. ``many`` gets the single link that is none."""
    found = list(urls)
    for at, url in enumerate(urls):
        if not url:
            links = many[at].setdefault("links", [link[at]])
            own = absolute(guid[at].text or "", bases[at]) if values.is_permalink(guid[at]) else ""
            found[at] = values.alternate(links, bases[at], scope.bases) or own
    return found


def _dates(column: _Column, scope: Scope) -> list[datetime | None]:
    if _is_absent(column):
        return [None] * len(column)
    date = scope.date
    return [date(text) if (text := one.text) else None for one in column]


def _bodies(column: _Column, scope: Scope) -> list[str]:
    if _is_absent(column):
        return [""] * len(column)
    if _is_simple(column) and (not scope.atom or _types(column) <= _ESCAPED_HTML):
        return _stripped(column)
    return [values.html(one, scope.atom) for one in column]


def _titles(column: _Column, scope: Scope) -> list[str]:
    if _is_simple(column) and not (scope.atom and any(_types(column))):
        return plains(_texts(column))
    return [values.title(one, scope.atom) for one in column]


class _OpenEntry:
    """An :class:`Entry` that can still be written to: the same slots, without the frozen ``__init__``.

    A frozen dataclass sets each field through ``object.__setattr__``, which took a fifth of the whole path. The class
    is changed to the real one as the last act; CPython allows that for equal slots, and a test builds both ways.
    """

    __slots__ = tuple(field.name for field in fields(Entry))


def _made(rows: Iterable[tuple[Any, ...]]) -> list[Entry]:
    """Entries of rows that hold an entry's fields in the order of the class."""
    made = []
    for guid, url, title, published_at, updated_at, summary, content, author, categories, picture in rows:
        entry: Any = _OpenEntry()
        entry.guid = guid
        entry.url = url
        entry.title = title
        entry.published_at = published_at
        entry.updated_at = updated_at
        entry.summary = summary
        entry.content = content
        entry.author = author
        entry.categories = categories
        entry.picture = picture
        entry.__class__ = Entry
        made.append(entry)
    return made
