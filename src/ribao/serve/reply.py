"""Replies: bytes with a validator and their compressed form, kept in memory as long as there is room."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from starlette.requests import Request
from starlette.responses import Response

HTML = "text/html; charset=utf-8"
T = TypeVar("T")
_WORTH_PACKING = 512  # bytes; below that, gzip saves nothing on the wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A body ready to be sent. ``etag`` is weak: the packed and the plain form are one content."""

    body: bytes
    packed: bytes
    kind: str
    etag: str


def content(body: bytes, kind: str = HTML) -> Content:
    packed = gzip.compress(body, 6, mtime=0) if len(body) >= _WORTH_PACKING else b""
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Content(body=body, packed=packed, kind=kind, etag=tag)


def reply(request: Request, made: Content, *, status: int = 200, max_age: int = 0) -> Response:
    """``made`` as a response; 304 when the client has it already, packed when the client takes that."""
    headers = {
        "ETag": made.etag,
        "Cache-Control": f"public, max-age={max_age}" if max_age else "no-cache",
        "Vary": "Accept-Encoding, Accept-Language",
    }
    if status == 200 and is_known(request.headers.get("if-none-match", ""), made.etag):
        return Response(status_code=304, headers=headers)
    body = made.body
    if made.packed and _takes_gzip(request.headers.get("accept-encoding", "")):
        body, headers["Content-Encoding"] = made.packed, "gzip"
    return Response(body, status_code=status, headers=headers, media_type=made.kind)


def is_known(sent: str, etag: str) -> bool:
    """RFC 9110 section 13.1.2: weak comparison with any of the tags."""
    tags = {tag.strip().removeprefix("W/") for tag in sent.split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags


def _takes_gzip(accepted: str) -> bool:
    for offer in accepted.lower().split(","):
        name, _, quality = offer.partition(";")
        if name.strip() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


class Shelf(Generic[T]):
    """Keeps what was made, up to ``limit`` in whatever ``size`` counts; what was not used for longest goes first."""

    def __init__(self, limit: int, size: Callable[[T], int]) -> None:
        self._limit = limit
        self._size = size
        self._items: OrderedDict[Hashable, T] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The item of ``key``, made now if it is not at hand (outside the lock: two may make the same, at no harm).

        What ``make`` raises is passed on, and nothing is kept.
        """
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
                return self._items[key]
        made = make()
        with self._lock:
            if key not in self._items:
                self._items[key] = made
                self._held += self._size(made)
            while self._held > self._limit and len(self._items) > 1:
                _, gone = self._items.popitem(last=False)
                self._held -= self._size(gone)
        return made
