"""From text to a tree without what no reader sees: scripts, hidden elements, comments of the markup."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ribao.acquire.extraction.paths import elements
from ribao.types.reason import Code, Reason

_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_NEVER_SHOWN = (
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "embed",
    "canvas",
    "select",
    "textarea",
    "button",
    "input",
    "map",
    "audio",
    "dialog",
    "datalist",
)
_METADATA = frozenset(("title", "meta", "link", "base", "style", "script", "noscript", "template"))
_HIDING = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$))",
    re.IGNORECASE,
)


_NOT_SHOWN = elements(" | ".join(f"//{name}" for name in ("script", *_NEVER_SHOWN)))
_PERHAPS_HIDDEN = elements("//*[@style or @hidden]")


class TooDeep(Exception):
    """The page is nested deeper than lxml keeps; text below was dropped without a word. ``reason`` says so."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.reason = Reason(code=Code.PAGE_TOO_DEEP, detail=detail)


def parse(text: str) -> HtmlElement | None:
    """The tree of a page; None when there is nothing to parse. Raises :class:`TooDeep`."""
    text = _XML_HEAD.sub("", text, count=1).replace("\x00", "")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    # libxml2 stops at 256 levels: the limit is a resource error in its log, and nowhere else
    for entry in parser.error_log:
        if "depth" in entry.message and entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise TooDeep(entry.message)
    _empty_head(tree)
    return tree


def _empty_head(tree: HtmlElement) -> None:
    """Move what is no metadata from the head to the front of the body.

    HTML lets a page leave out the tags of head and body; libxml2, which knows no article and no main, then takes them
    for a part of the head.
    """
    head = tree.find("head")
    astray = [] if head is None else [child for child in head if child.tag not in _METADATA]
    if not astray:
        return
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    body[:0] = astray
    body[len(astray) - 1].tail = (body[len(astray) - 1].tail or "") + (body.text or "")
    body.text = None


def prune(tree: HtmlElement) -> None:
    """Remove, in place, what is not shown. Scripts too: read their data (JSON-LD) before."""
    for element in _NOT_SHOWN(tree):
        drop(element)
    total = 0
    for element in _PERHAPS_HIDDEN(tree):
        if element.get("hidden") is None and not _HIDING.search(element.get("style") or ""):
            continue
        # some sites hide the article itself until their script has run
        total = total or _letters(tree)
        if _letters(element) * 2 <= total:
            drop(element)


def drop(element: HtmlElement) -> None:
    """Remove the element but not the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _letters(element: HtmlElement) -> int:
    body = element.find("body") if element.tag == "html" else element
    return 0 if body is None else sum(len(text.strip()) for text in body.itertext())
