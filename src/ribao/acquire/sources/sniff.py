"""What a body is at first sight, by its first characters. Servers' content types are no help: half of them lie."""

import re

_HEAD = 2000
_HTML = re.compile(
    r"\A\s*(?:<!--.{0,500}?-->\s*|<\?xml[^>]{0,200}\?>\s*){0,3}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_FEED_START = re.compile(r"<\?xml\s|<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    head = text[:_HEAD].lstrip("\ufeff")
    return _HTML.match(head) is not None and not _FEED_ROOT.search(head)


def looks_like_xml(text: str) -> bool:
    """A tag within the first characters: some servers print a warning or two before their feed."""
    return re.search(r"<[?!A-Za-z]", text[:_HEAD]) is not None


def looks_like_json(body: bytes) -> bool:
    return body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def has_preface(body: bytes) -> bool:
    """Whether a feed seems to begin behind something else, such as the warnings of a PHP program."""
    found = _FEED_START.search(body[:_HEAD].decode("latin-1"))
    return found is not None and found.start() > 0


def without_preface(text: str) -> str:
    found = _FEED_START.search(text[:_HEAD])
    return text[found.start() :] if found else text
