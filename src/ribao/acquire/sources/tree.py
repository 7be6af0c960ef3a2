"""XML into a tree, safely: no entities but the five of XML, no connection, bounded depth and size.

expat by way of ElementTree's C tree builder: on whole feeds it is faster than lxml, whose elements are made anew at
each look (docs/why/feed-parsing.md has the figures). expat reports bad UTF-8 itself, so well-formed documents are
never decoded twice. The DOCTYPE is cut off before parsing; with it goes every entity declaration, so there is nothing
left to expand or to load. What expat thinks of the encoding declaration does not matter: we give it UTF-8.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.parsers import expat

from ribao.acquire.sources.document import Unreadable
from ribao.types.reason import Code, Reason

MOST_TAGS = 2_000_000  # start and end tags; 10^5 entries have about 1.4 million
_MANY_TAGS = 100_000  # from here on depth is checked first: a million nested elements cost 300 MB
DEEPEST = 500
_MOST_ENTITIES = 300  # HTML 4 has 252
_ENTITY = re.compile(rb"<!ENTITY\s+(%\s+)?([^\s\"'<>&;%]{1,64})\s+(SYSTEM|PUBLIC)?\s*(?:\"([^\"]*)\"|'([^']*)')")
_CHARACTER = re.compile(rb"&#(?:\d{1,7}|x[\da-fA-F]{1,6});")

_CUT = frozenset(
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)
_JUNK_AFTER = expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]


class NotWellFormed(Exception):
    """The bytes are no well-formed UTF-8 XML; the message is expat's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """``cut``: the document ends before its root does; ``root`` holds what stood before."""

    root: Element
    cut: bool = False


def parse(body: bytes) -> Tree:
    """Raises :class:`NotWellFormed`, and :class:`Unreadable` for what no repair will make harmless."""
    body = without_doctype(body.removeprefix(b"\xef\xbb\xbf").lstrip())
    _refuse_monsters(body)
    builder = TreeBuilder()
    parser = XMLParser(target=builder, encoding="utf-8")
    try:
        parser.feed(body)
        parser.close()
    except ParseError as error:
        return _salvaged(builder, error)
    return Tree(root=builder.close())


def _salvaged(builder: TreeBuilder, error: ParseError) -> Tree:
    """What was built before the document broke off, or before junk behind its end."""
    if error.code not in _CUT and error.code != _JUNK_AFTER:
        raise NotWellFormed(str(error)) from error
    try:
        root = builder.close()
    except AssertionError:  # nothing at all was built
        root = None
    if root is None:
        raise NotWellFormed(str(error)) from error
    return Tree(root=root, cut=error.code in _CUT)


def _refuse_monsters(body: bytes) -> None:
    if len(body) < 3 * _MANY_TAGS:
        return
    tags = body.count(b"<")
    if tags > MOST_TAGS:
        raise Unreadable(Reason(code=Code.FEED_BROKEN, detail=f"{tags} tags, more than {MOST_TAGS}"))
    if tags > _MANY_TAGS and _deeper_than(DEEPEST, body):
        raise Unreadable(Reason(code=Code.FEED_BROKEN, detail=f"elements nested more than {DEEPEST} deep"))


class _TooDeep(Exception):
    pass


def _deeper_than(limit: int, body: bytes) -> bool:
    """A first pass that builds nothing."""
    depth = 0

    def start(_name: str, _attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limit:
            raise _TooDeep

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(body, True)
    except _TooDeep:
        return True
    except expat.ExpatError:
        return False
    return False


# -- the DOCTYPE -------------------------------------------------------------------------------------------------


def without_doctype(body: bytes) -> bytes:
    """The document without its DOCTYPE, its harmless entities (``<!ENTITY nbsp "&#160;">``) put in place.

    Raises :class:`Unreadable` when entities are declared that refer to others or to files, or that are long: a bomb,
    or an attempt to read what is not ours.
    """
    start = _doctype_start(body)
    if start is None:
        return body
    end = _doctype_end(body, start)
    entities = _entities(body[start:end])
    rest = body[:start] + body[end:]
    if _doctype_start(rest) is not None:  # a second one would come through with all it declares
        raise _refused()
    for name, value in entities.items():
        rest = rest.replace(b"&" + name + b";", value)
    return rest


def _doctype_start(body: bytes) -> int | None:
    """Where ``<!DOCTYPE`` begins, if it is where XML allows it: behind declaration, comments and instructions."""
    at = 0
    while True:
        while body[at : at + 1] in (b" ", b"\n", b"\r", b"\t"):
            at += 1
        if body.startswith(b"<?", at):
            end = body.find(b"?>", at)
        elif body.startswith(b"<!--", at):
            end = body.find(b"-->", at) + 1
        else:
            return at if body[at : at + 9].upper() == b"<!DOCTYPE" else None
        if end < 1:
            return None
        at = end + 2


def _doctype_end(body: bytes, start: int) -> int:
    bracket = body.find(b"[", start)
    close = body.find(b">", start)
    if 0 <= bracket < close:
        inner = re.compile(rb"\]\s*>").search(body, bracket)
        close = inner.end() - 1 if inner else -1
    if close < 0:
        raise Unreadable(Reason(code=Code.FEED_BROKEN, detail="DOCTYPE without an end"))
    return close + 1


def _entities(doctype: bytes) -> dict[bytes, bytes]:
    declared = doctype.count(b"<!ENTITY")
    if declared > _MOST_ENTITIES:
        raise _refused()
    found = {}
    for declaration in _ENTITY.finditer(doctype):
        parameter, name, external, double, single = declaration.groups()
        value = double or single or b""
        if parameter or external or len(value) > 32 or b"&" in _CHARACTER.sub(b"", value) or b"<" in value:
            raise _refused()
        found[name] = value
    if len(found) != declared:
        raise _refused()
    return found


def _refused() -> Unreadable:
    return Unreadable(Reason(code=Code.FEED_BROKEN, detail="entity declarations are refused"))
