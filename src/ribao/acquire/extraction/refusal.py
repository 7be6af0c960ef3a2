"""Pages that are not read at all: no HTML, or so large that reading them would cost everybody else's time."""

import re

from ribao.types.reason import Code, Reason

MAX_BYTES = 8 * 1024 * 1024
# the largest of 213 captured news pages has 3,226 elements; the libraries' time grows with their square
MAX_ELEMENTS = 20_000
MAX_DEPTH = 1_000  # of pages with too many elements: which of the two is wrong with them
# libxml2 compares each attribute of a tag with all before it: 100,000 of them took over two minutes
MAX_ATTRIBUTES = 500

_TEXTUAL = ("text/", "application/xhtml", "application/xml")
_OPEN = re.compile(rb"<[a-zA-Z]")
_CONTAINER = re.compile(
    rb"<(/?)(?:div|span|section|article|table|blockquote|ul|ol|dl|b|i|em|strong|font|a|center)\b", re.IGNORECASE
)
_LONG_TAG = 1000  # bytes up to the next tag, text included
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p)\b", re.IGNORECASE)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "a RIFF container (WebP, WAV, AVI)"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"FLV\x01", "video/x-flv"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"\xd0\xcf\x11\xe0", "a Microsoft Office document"),
)


def refuse(body: bytes, content_type: str | None) -> Reason | None:
    """The reason not to parse ``body``, or None. Time is linear in its length."""
    if found := _other_format(body, content_type):
        return Reason(code=Code.PAGE_NOT_HTML, detail=found)
    if len(body) > MAX_BYTES:
        return Reason(code=Code.PAGE_TOO_LARGE, detail=f"{len(body)} bytes, more than {MAX_BYTES}")
    # each "<" is at most one element: counting them all is the cheap question
    if body.count(b"<") > MAX_ELEMENTS and (count := len(_OPEN.findall(body))) > MAX_ELEMENTS:
        if (depth := _depth(body)) > MAX_DEPTH:
            return Reason(code=Code.PAGE_TOO_DEEP, detail=f"nested {depth} deep")
        return Reason(code=Code.PAGE_TOO_LARGE, detail=f"{count} elements, more than {MAX_ELEMENTS}")
    if (count := max(map(_attributes, _long_tags(body)), default=0)) > MAX_ATTRIBUTES:
        return Reason(code=Code.PAGE_TOO_LARGE, detail=f"{count} attributes on one element")
    if not body.strip():
        return Reason(code=Code.PAGE_NO_TEXT, detail="empty body")
    return None


def _depth(body: bytes) -> int:
    """How deep elements that must be closed are nested, roughly: the most that are open at once."""
    depth = deepest = 0
    for match in _CONTAINER.finditer(body):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _long_tags(body: bytes) -> list[bytes]:
    return [part for part in body.split(b"<") if len(part) > _LONG_TAG and part[:1].isalpha()]


def _attributes(tag: bytes) -> int:
    return len(_QUOTED.sub(b"", tag).split(b">", 1)[0].split())


def _other_format(body: bytes, content_type: str | None) -> str:
    """What the body is instead of HTML, empty when it is HTML. The bytes are believed before the header."""
    start = body[:1024]
    for magic, name in _MAGIC:
        if start.startswith(magic):
            return name
    if start[4:8] == b"ftyp":
        return "video/mp4"
    kind = (content_type or "").split(";")[0].strip().lower()
    if not kind or kind.startswith(_TEXTUAL) or _HTML.search(start):
        return ""
    return kind
