"""Pictures drawn for tests, good and hostile."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

SVG_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<svg xmlns="http://www.w3.org/2000/svg" width="50000" height="50000"><script>alert(1)</script><text>&b;</text></svg>'
)
HTML = b"<!doctype html><script>alert(1)</script>"


def drawn(wide: int = 640, high: int = 480, kind: str = "PNG", mode: str = "RGB", **more: Any) -> bytes:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (wide, high), (220, 30, 30))
    picture.paste((30, 30, 220), (wide // 2, 0, wide, high))
    made = BytesIO()
    picture.convert(mode).save(made, kind, **more)
    return made.getvalue()


def turned() -> bytes:
    """480 by 640 as stored; its EXIF says that it was taken upright, with the camera on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRET-CAMERA"
    return drawn(640, 480, "JPEG", exif=exif, comment=b"SECRET-COMMENT")


def animated() -> bytes:
    frames = [Image.new("RGB", (320, 180), colour) for colour in ((0, 200, 0), (200, 0, 0))]
    made = BytesIO()
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:], duration=50)
    return made.getvalue()


def claiming(wide: int, high: int) -> bytes:
    """A PNG of a few hundred bytes whose head claims that size."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(4000))) + _chunk(b"IEND")


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def seen(body: bytes) -> Image.Image:
    picture = Image.open(BytesIO(body))
    picture.load()
    return picture
