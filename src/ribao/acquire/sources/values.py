"""One element of a feed as a value: text, HTML, address, people, categories, picture."""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, tostring

from ribao.acquire.sources import media, names
from ribao.acquire.sources.links import absolute, join_base
from ribao.acquire.sources.text import as_html, distinct, name, plain

ABSENT = Element("")  # stands for every child that is not there: no text, no attributes
HTML_TYPES = ("html", "text/html", "xhtml", "application/xhtml+xml")


def text(element: Element) -> str:
    return "".join(element.itertext()).strip() if len(element) else (element.text or "").strip()


def title(element: Element, atom: bool) -> str:
    if len(element):
        return plain(_inner_html(element), is_html=True)
    kind = element.get("type")
    return plain(element.text or "", atom and kind is not None and kind.lower() in HTML_TYPES)


def html(element: Element, atom: bool) -> str:
    """HTML as the feed has it: escaped, in CDATA, or as XHTML elements; Atom's plain text is escaped."""
    if len(element):
        return _inner_html(element)
    value = (element.text or "").strip()
    if atom and value and element.get("type", "text").lower() in ("text", "text/plain"):
        return as_html(value)
    return value


def _inner_html(element: Element) -> str:
    """The children as HTML; a single ``div`` around all of them (Atom's xhtml, RFC 4287 3.1.1.3) is not part of it."""
    for inner in element.iter():
        inner.tag = inner.tag.rpartition("}")[2].lower()
        if inner.attrib:
            inner.attrib = {key.rpartition("}")[2].lower(): value for key, value in inner.attrib.items()}
    outside = (element.text or "") + "".join(child.tail or "" for child in element)
    root = element[0] if len(element) == 1 and element[0].tag == "div" and not outside.strip() else element
    try:
        inside = "".join(tostring(child, encoding="unicode", method="html") for child in root)
    except RecursionError:  # nested a thousand deep: the words alone
        return as_html("".join(root.itertext()).strip())
    return (_escaped(root.text) + inside).strip()


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_permalink(guid: Element) -> bool:
    """Whether the id may serve as a link (RSS 2.0: unless it says otherwise; Atom: where it is an address)."""
    return bool(guid.text) and guid.get("isPermaLink", guid.get("ispermalink", "true")) == "true"


def link(element: Element, base: str, bases: bool) -> str:
    """The address of a link to the entry as HTML; empty when it is a link to something else (enclosure, self)."""
    relation, kind = element.get("rel"), element.get("type")
    if (relation and relation.lower() != "alternate") or (kind and kind.lower() not in HTML_TYPES):
        return ""
    written = element.get("href") or element.text
    return absolute(written, _base_of(element, base) if bases else base) if written else ""


def alternate(links: Iterable[Element], base: str, bases: bool) -> str:
    return next((address for one in links if (address := link(one, base, bases))), "")


def _base_of(element: Element, base: str) -> str:
    return join_base(base, element.get(names.XML_BASE, ""))


def authors(elements: list[Element]) -> str:
    people = [name(_person(element)) for element in elements]
    return ", ".join(distinct(people, most=10))


def _person(element: Element) -> str:
    """RSS: the text; Atom: the name inside."""
    if not len(element):
        return element.text or ""
    return next((text(child) for child in element if child.tag.endswith("name")), "")


def categories(elements: list[Element]) -> tuple[str, ...]:
    words = [element.get("label") or element.get("term") or text(element) for element in elements]
    return distinct([plain(word, longest=100) for word in words])


def picture(many: Mapping[str, list[Element]], base: str) -> str:
    inside = [inner for outer in many.get("media", ()) for inner in outer.iter()]
    attached = [one for one in many.get("links", ()) if one.get("rel", "").lower() == "enclosure"]
    return media.picture(
        media.Media(
            contents=[element.attrib for element in inside if element.tag in names.MEDIA_CONTENT],
            enclosures=[element.attrib for element in (*many.get("enclosure", ()), *attached)],
            thumbnails=[element.attrib for element in inside if element.tag in names.MEDIA_THUMBNAIL],
            images=[element.attrib for element in many.get("image", ())],
        ),
        base,
    )
