"""OPML 2.0 (http://opml.org/spec2.opml) in and out: any reader's subscription list, and ours without loss.

What OPML has no attribute for (kind, tier, channels, selectors ...) stands in attributes of our own namespace, which
other readers pass over. Nested folders are kept. Addresses are kept as they stand; whether one may be fetched is for
the address guard to say.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import chain, count
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from ribao.acquire.sources.document import Unreadable
from ribao.acquire.sources.text import plain
from ribao.acquire.sources.tree import NotWellFormed
from ribao.acquire.sources.tree import parse as parse_xml
from ribao.support.charset import declared_in, decode
from ribao.types.channel import CHANNELS
from ribao.types.reason import Code, Reason
from ribao.types.source import Licence, Selectors, Source, SourceKind, Tier

NAMESPACE = "urn:ribao:opml:1"
_OURS = f"{{{NAMESPACE}}}"
_DEEPEST = 20
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}\Z")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_SOURCE = Source(id="x", url="x", title="x")  # the defaults: what is equal to them is not written


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An outline that was left out, and why."""

    title: str
    url: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a list holds. ``reason`` is set when it could not be read to its end."""

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...] = ()
    reason: Reason | None = None


def parse(body: bytes) -> tuple[Source, ...]:
    """The sources of the list; empty when it is no OPML. :func:`read` says why."""
    return read(body).sources


def read(body: bytes) -> Outline:
    """Never raises: what was wrong stands in ``reason`` and ``skipped``."""
    try:
        root, cut = _root(body)
    except Unreadable as error:
        return Outline(sources=(), reason=error.reason)
    sources: list[Source] = []
    skipped: list[Skipped] = []
    taken: set[str] = set()
    for element, folder in _feeds(root):
        source = _source(element, folder, taken)
        if isinstance(source, Skipped):
            skipped.append(source)
        else:
            taken.add(source.id)
            sources.append(source)
    reason = Reason(code=Code.FEED_CUT_SHORT, detail="the list breaks off") if cut else None
    return Outline(sources=tuple(sources), skipped=tuple(skipped), reason=reason)


def source_of(*, title: str, url: str, taken: Iterable[str] = ()) -> Source:
    """A feed of which nothing but these is known, with an id that is not among ``taken``."""
    return Source(id=slug(title, url, set(taken)), url=url, title=plain(title) or url)


def slug(title: str, url: str, taken: set[str]) -> str:
    """``The Verge`` → ``the-verge``; a title without Latin letters gives way to the host. Unique by a piece of a hash."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") if title.isascii() and "://" not in title else ""
    wanted = words[:60].strip("-") or _host_slug(url)
    digest = sha256(url.encode("utf-8", "replace")).hexdigest()
    numbered = (f"{digest[:12]}-{number}" for number in count(2))  # the same address again
    endings = chain(("",), (f"-{digest[:size]}" for size in (6, 12)), (f"-{ending}" for ending in numbered))
    return next(wanted + ending for ending in endings if wanted + ending not in taken)


def _host_slug(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www."))[:60].strip("-") or "source"


# -- in ----------------------------------------------------------------------------------------------------------


def _root(body: bytes) -> tuple[Element, bool]:
    try:
        tree = parse_xml(body)
    except NotWellFormed:
        tree = _decoded(body)
    if tree.root.tag.lower() != "opml":
        raise Unreadable(Reason(code=Code.NOT_A_FEED, detail=f"root element {tree.root.tag[:200]}, no OPML"))
    return tree.root, tree.cut


def _decoded(body: bytes) -> Any:
    from ribao.acquire.sources.mend import mend

    text, _ = decode(body, declared_in(body[:4096], None))
    try:
        return parse_xml(mend(text).encode("utf-8", "replace"))
    except NotWellFormed as error:
        raise Unreadable(Reason(code=Code.FEED_BROKEN, detail=str(error))) from error


def _feeds(root: Element) -> list[tuple[Element, tuple[str, ...]]]:
    """Outlines with an address, in document order, each with the folders it lies in."""
    found: list[tuple[Element, tuple[str, ...]]] = []
    waiting: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, folder = waiting.pop()
        inside = folder
        if element.tag.lower() == "outline" and _attribute(element, "xmlUrl"):
            found.append((element, folder))
        elif element.tag.lower() == "outline" and len(folder) < _DEEPEST:
            name = _title(element)
            inside = (*folder, name) if name else folder
        waiting.extend((child, inside) for child in reversed(element))
    return found


def _attribute(element: Element, name: str) -> str:
    """OPML attributes are written in every case: xmlUrl, xmlurl, xmlURL."""
    value = element.get(name)
    if value is None:
        value = next((found for key, found in element.attrib.items() if key.lower() == name.lower()), "")
    return value.strip()


def _title(element: Element) -> str:
    ours = element.get(f"{_OURS}title")
    return ours if ours is not None else plain(_attribute(element, "title") or _attribute(element, "text"))


def _source(element: Element, folder: tuple[str, ...], taken: set[str]) -> Source | Skipped:
    url = _attribute(element, "xmlUrl")
    title = _title(element) or url
    if not url.lower().startswith(("http://", "https://")):
        reason = Reason(code=Code.ADDRESS_REFUSED, detail=f"neither http nor https: {url}"[:500])
        return Skipped(title=title, url=url, reason=reason)
    own_id = element.get(f"{_OURS}id", "")
    given = own_id if _ID.match(own_id) and own_id not in taken else ""
    return Source(
        id=given or slug(title, url, taken),
        url=url,
        title=title,
        site=_attribute(element, "htmlUrl"),
        language=_attribute(element, "language"),
        folder=folder,
        **_own_values(element),
    )


def _own_values(element: Element) -> dict[str, Any]:
    """The values of our namespace; one that does not fit is passed over, as if it were not there."""
    values: dict[str, Any] = {}
    for name, reader in _READERS.items():
        written = element.get(_OURS + name)
        if written is not None:
            try:
                values[name] = reader(written)
            except (ValueError, TypeError, KeyError, RecursionError):
                continue
    return values


def _words(written: str) -> tuple[str, ...]:
    return tuple(word for word in json.loads(written) if isinstance(word, str))


def _channels(written: str) -> tuple[str, ...]:
    return tuple(word for word in _words(written) if word in CHANNELS)


def _selectors(written: str) -> Selectors:
    return Selectors(**{key: str(value) for key, value in json.loads(written).items()})


def _minutes(written: str) -> int:
    minutes = int(written)
    if not 5 <= minutes <= 10_080:
        raise ValueError(written)
    return minutes


_READERS: Mapping[str, Any] = {
    "kind": SourceKind,
    "tier": Tier,
    "licence": Licence,
    "channels": _channels,
    "mute": _words,
    "follow": _words,
    "selectors": _selectors,
    "every_minutes": _minutes,
    "read_pages": {"true": True, "false": False}.__getitem__,
    "owner": str,
    "paused": {"true": True, "false": False}.__getitem__,
}

# -- out ---------------------------------------------------------------------------------------------------------


def render(sources: Iterable[Source], title: str) -> bytes:
    """An OPML 2.0 document, UTF-8; :func:`parse` gives the same sources back, in the same order within each folder."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:ribao="{NAMESPACE}">',
        f"<head><title>{_attr(title)[1:-1]}</title></head>",
        "<body>",
        *_body(list(sources)),
        "</body>",
        "</opml>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _body(sources: list[Source]) -> list[str]:
    """Folders open and close as the path changes from one source to the next."""
    lines: list[str] = []
    path: tuple[str, ...] = ()
    for source in sources:
        common = next((at for at, (a, b) in enumerate(zip(path, source.folder, strict=False)) if a != b), None)
        common = min(len(path), len(source.folder)) if common is None else common
        lines += ["</outline>"] * (len(path) - common)
        lines += [f"<outline text={_attr(name)}{_exact(name)}>" for name in source.folder[common:]]
        path = source.folder
        lines.append(_outline(source))
    return lines + ["</outline>"] * len(path)


def _outline(source: Source) -> str:
    attributes = {
        "type": "rss",
        "text": source.title,
        "title": source.title,
        "xmlUrl": source.url,
        "htmlUrl": source.site,
        "language": source.language,
        "ribao:id": source.id,
        **_written(source),
    }
    written = " ".join(f"{key}={_attr(value)}" for key, value in attributes.items() if value)
    return f"<outline {written}{_exact(source.title)}/>"


def _exact(title: str) -> str:
    """A title that reading as HTML would change, once more, to be taken as it stands."""
    return "" if plain(title) == title else f" ribao:title={_attr(title)}"


def _written(source: Source) -> dict[str, str]:
    written = {}
    for name in _READERS:
        value = getattr(source, name)
        if value != getattr(_NO_SOURCE, name):
            written[f"ribao:{name}"] = _text(value)
    return written


def _text(value: Any) -> str:
    if isinstance(value, Selectors):
        return json.dumps(asdict(value), ensure_ascii=False)
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _attr(value: str) -> str:
    return quoteattr(_FORBIDDEN.sub("", value))
