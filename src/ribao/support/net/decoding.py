"""Undoing content codings, with a cap on what comes out: a bomb of 100 kB must not become 10 GB.

Each decoder is asked for at most ``limit + 1`` bytes, so a bomb costs no more than a page of the allowed size.
"""

import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from ribao.types.reason import Code, Reason

ACCEPT_ENCODING = "gzip, br, zstd"
_ZSTD_WINDOW = 8 * 1024 * 1024  # RFC 9659: what a client must support, and no more


class Undecodable(Exception):
    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(detail)
        self.reason = Reason(code=code, detail=detail)


def decode(coding: str, body: bytes, limit: int) -> bytes:
    """``body`` with its Content-Encoding undone, at most ``limit`` bytes.

    Raises :class:`Undecodable`: too large, cut short, mislabelled, a coding that was not announced, or several in
    a row (nobody serves feeds that way; bombs come so).
    """
    names = [name for name in (part.strip().lower() for part in coding.split(",")) if name not in ("", "identity")]
    if not names or not body:
        return _within(body, limit)
    decoder = _DECODERS.get(names[0])
    if decoder is None or len(names) > 1:
        raise Undecodable(Code.BAD_CODING, f"content-encoding: {coding[:100]}")
    return _within(decoder(body, limit + 1), limit)


def _within(body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        raise Undecodable(Code.BODY_TOO_LARGE, f"more than {limit} bytes")
    return body


def _gzip(body: bytes, most: int) -> bytes:
    """All members of a gzip file (RFC 1952); what follows the last one is padding and is left."""
    parts: list[bytes] = []
    while body[:2] == b"\x1f\x8b" or not parts:
        decoder = zlib.decompressobj(wbits=31)
        try:
            part = decoder.decompress(body, most)
        except zlib.error as error:
            raise Undecodable(Code.BAD_CODING, f"gzip: {error}") from error
        parts.append(part)
        most -= len(part)
        if most <= 0:
            break
        if not decoder.eof:
            raise Undecodable(Code.BODY_CUT, "gzip: the stream ends early")
        body = decoder.unused_data
    return b"".join(parts)


def _brotli(body: bytes, most: int) -> bytes:
    import brotli

    decoder = brotli.Decompressor()
    try:
        out: bytes = decoder.process(body, output_buffer_limit=most)
    except brotli.error as error:
        raise Undecodable(Code.BAD_CODING, f"br: {error}") from error
    if len(out) < most and not decoder.is_finished():
        raise Undecodable(Code.BODY_CUT, "br: the stream ends early")
    return out


def _zstd(body: bytes, most: int) -> bytes:
    import zstandard

    decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    try:
        with decoder.stream_reader(BytesIO(body), read_across_frames=True) as reader:
            out: bytes = reader.read(most)
        whole = len(out) >= most or _zstd_whole(body)
    except zstandard.ZstdError as error:
        raise Undecodable(Code.BAD_CODING, f"zstd: {error}") from error
    if not whole:
        raise Undecodable(Code.BODY_CUT, "zstd: the stream ends early")
    return out


def _zstd_whole(body: bytes) -> bool:
    """Does the body end with a whole frame? The reader above takes a cut one for an end."""
    import zstandard

    rest = body
    while rest:
        decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        decoder.decompress(rest)
        if not decoder.eof:
            return False
        rest = decoder.unused_data
    return True


_DECODERS: Mapping[str, Callable[[bytes, int], bytes]] = {"gzip": _gzip, "x-gzip": _gzip, "br": _brotli, "zstd": _zstd}
