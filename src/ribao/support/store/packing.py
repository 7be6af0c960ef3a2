"""How values become bytes and text, and come back: JSON documents by pydantic, zstandard for what is long."""

import json
import threading
from dataclasses import replace
from hashlib import sha1
from typing import Any, TypeVar

import zstandard
from pydantic import TypeAdapter

from ribao.support.store.tidying import tidy
from ribao.types.article import Article

T = TypeVar("T")

_LONG = 1024  # bytes; below, compressing costs more time than it saves space
_MAGIC = b"\x28\xb5\x2f\xfd"  # of a zstandard frame; never the start of UTF-8, so packed bytes need no other mark
_threads = threading.local()


def pack(data: bytes, level: int = 3) -> bytes:
    """``data`` compressed when it is long. A checksum goes along, so that a rotten page is noticed (RFC 8878, 3.1.1)."""
    if len(data) < _LONG and not data.startswith(_MAGIC):
        return data
    return _compressor(level).compress(data)


def unpack(data: bytes) -> bytes:
    """Raises zstandard.ZstdError when the bytes are damaged."""
    return zstandard.ZstdDecompressor().decompress(data) if data.startswith(_MAGIC) else data


def _compressor(level: int) -> zstandard.ZstdCompressor:
    """One a thread and level: making one costs more than a short text, and it may not be shared between threads."""
    made: dict[int, zstandard.ZstdCompressor] = _threads.__dict__.setdefault("compressors", {})
    if level not in made:
        made[level] = zstandard.ZstdCompressor(level=level, write_checksum=True)
    return made[level]


_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)  # costs milliseconds, and is needed again
    return _adapters[kind]


def to_json(value: Any) -> bytes:
    """A noun as JSON. Raises PydanticSerializationError when it holds what JSON cannot."""
    return _adapter(type(value)).dump_json(tidy(value), warnings="error")


def from_json(kind: type[T], text: str | bytes) -> T:
    value: T = _adapter(kind).validate_json(text)
    return tidy(value)


def settled(value: T) -> T:
    """The value as it comes back from the store: what the memory fake keeps, so that it hides no loss."""
    return from_json(type(value), to_json(value))


def plain_json(value: Any) -> str:
    """JSON text of plain values (dict, list, text, number)."""
    return json.dumps(tidy(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def hash64(data: bytes) -> int:
    """A signed 64-bit number, to recognise what was seen before; no security rests on it. Fits a BigInteger."""
    return int.from_bytes(sha1(data, usedforsecurity=False).digest()[:8], "big", signed=True)


def article_hash(article: Article) -> int:
    """Equal for two readings that say the same: all but the revision, when it was seen, and the page's own bytes."""
    words = replace(article, revision=0, seen_at=article.published_at, page_sha256="")
    return hash64(to_json(words))
