"""The owner's token, and the sessions of who showed it: a file in the data folder that only the owner's account reads.

A session is a signed cookie value (RFC 2104, HMAC-SHA-256, the token is the key): ``1.expires.number.signature``. A new
token ends all of them; one that was signed out is remembered until it would have run out.
"""

import hmac
import json
import os
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem

TOKEN_FILE = "owner-token"
ENDED_FILE = "owner-signed-out"
LASTS = timedelta(days=30)
_LEAST = 16  # characters of a token that an owner wrote into the file


class OwnerKey:
    """``folder``: the data folder. The files are read each time: ``ribao token --new`` counts at once."""

    def __init__(self, folder: Path) -> None:
        self._token_file = folder / TOKEN_FILE
        self._ended_file = folder / ENDED_FILE
        self._lock = Lock()

    def token(self) -> str:
        """Made at the first call. Raises Problem when the file can be neither read nor written."""
        try:
            found = self._token_file.read_text(encoding="ascii", errors="replace").strip()
        except FileNotFoundError:
            return self.renew()
        except OSError as error:
            raise _unusable(self._token_file, error) from error
        return found if len(found) >= _LEAST else self.renew()

    def renew(self) -> str:
        """Another token; every session that the old one signed is over."""
        made = secrets.token_urlsafe(32)
        try:
            _write_private(self._token_file, made + "\n")
        except OSError as error:
            raise _unusable(self._token_file, error) from error
        return made

    def fits(self, given: str) -> bool:
        """Compared in constant time."""
        return hmac.compare_digest(given.strip().encode("utf-8", "replace"), self.token().encode())

    def begin(self, now: datetime) -> str:
        """The cookie value of a new session."""
        told = f"1.{int((now + LASTS).timestamp())}.{secrets.token_urlsafe(16)}"
        return f"{told}.{self._signature(told)}"

    def holds(self, session: str, now: datetime) -> bool:
        told, _dot, signature = session.rpartition(".")
        parts = told.split(".")
        if len(session) > 200 or len(parts) != 3 or not session.isascii() or not parts[1].isdecimal():
            return False
        if not hmac.compare_digest(signature.encode(), self._signature(told).encode()):
            return False
        return int(parts[1]) > now.timestamp() and parts[2] not in self._ended()

    def end(self, session: str, now: datetime) -> None:
        """What was signed out is dead, also for who kept a copy of it."""
        if not self.holds(session, now):
            return
        _version, expires, number, _signature = session.split(".")
        with self._lock:
            living = {one: until for one, until in self._ended().items() if until > now.timestamp()}
            _write_private(self._ended_file, json.dumps({**living, number: int(expires)}))

    def _signature(self, told: str) -> str:
        made = hmac.digest(self.token().encode(), f"ribao owner session {told}".encode(), "sha256")
        return urlsafe_b64encode(made).decode().rstrip("=")

    def _ended(self) -> dict[str, int]:
        try:
            found = json.loads(self._ended_file.read_bytes())
        except (OSError, ValueError):
            return {}
        return {str(key): until for key, until in found.items() if isinstance(until, int)} if found else {}


def _write_private(path: Path, text: str) -> None:
    """0600 from the first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _unusable(path: Path, error: OSError) -> Problem:
    return Problem(
        _("The owner's token cannot be read or written."),
        f"{path}: {error.strerror or error}",
        _("Give yourself the right to read and write that file, or choose another data folder with --data."),
    )
