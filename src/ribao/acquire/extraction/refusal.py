"""Pages that are not read at all: no HTML, or so large that reading them would cost everybody else's time."""

import re

from ribao.types.reason import Code, Reason

MAX_BYTES = 8 * 1024 * 1024
# the largest of 213 captured news pages has 3,226 elements; the libraries' time grows with their square
MAX_ELEMENTS = 30_000
MAX_ATTRIBUTES = 20_000  # in one tag, roughly: ever longer tags are what costs

_TEXTUAL = ("text/", "application/xhtml", "application/xml")
_OPEN = re.compile(rb"<[a-zA-Z]")
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
    if (count := sum(1 for _ in _OPEN.finditer(body))) > MAX_ELEMENTS:
        return Reason(code=Code.PAGE_TOO_LARGE, detail=f"{count} elements, more than {MAX_ELEMENTS}")
    if not body.strip():
        return Reason(code=Code.PAGE_NO_TEXT, detail="empty body")
    return None


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
