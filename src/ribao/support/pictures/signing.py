"""Signatures of picture addresses: nobody but our own pages can name what the proxy shall fetch.

HMAC-SHA-256 (RFC 2104), cut to 128 bits as its section 5 allows, over the original address and the width.
"""

import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path

WIDTHS = (160, 320, 640, 960, 1280)  # pixels; no other is made
KEY_FILE = "picture-key"
_BYTES = 32


class PictureKey:
    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, url: str, width: int) -> str:
        """22 characters, fit for an address."""
        told = f"ribao picture {width} {url}".encode("utf-8", "surrogatepass")
        return urlsafe_b64encode(hmac.digest(self._key, told, "sha256")[:16]).decode().rstrip("=")

    def fits(self, signature: str, url: str, width: int) -> bool:
        """Compared in constant time. A width that is not made has no signature."""
        right = self.sign(url, width)
        return width in WIDTHS and hmac.compare_digest(signature.encode("utf-8", "replace"), right.encode())


def picture_key(folder: Path) -> PictureKey:
    """That of the data folder, made at the first start; where nothing can be read or written, one for this run."""
    path = folder / KEY_FILE
    found = _read(path)
    if not found:
        with suppress(OSError):
            _write(path)
        found = _read(path)
    return PictureKey(found or secrets.token_bytes(_BYTES))


def _read(path: Path) -> bytes:
    """Empty for a file that is not there, cannot be read, or is no key."""
    try:
        found = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return b""
    return found if len(found) >= _BYTES else b""


def _write(path: Path) -> None:
    """0600 from the first byte on; whole or not at all."""
    aside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
