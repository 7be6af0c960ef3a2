"""One program a data folder: a lock that the kernel gives back whatever becomes of its holder.

``ribao.lock`` holds a JSON object of the running instance, so that a command that writes can hand its work over. It is
the flock (flock(2)) that says whether an instance runs, never the file: a file that a killed program left behind means
nothing, and the file is never removed, since two programs could then lock two different ones.
"""

import errno
import fcntl
import json
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem

FILE_NAME = "ribao.lock"

_PATIENCE = 0.5  # seconds; another program that only asks holds the lock for a moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """``address``: http://127.0.0.1:PORT, empty when it serves nothing. ``token``: what a request to it must show."""

    pid: int
    address: str
    token: str


class InstanceLock:
    """Held from :meth:`acquire` to :meth:`release`, or to the end of the process: ``with lock.acquire(): ...``."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._file: int | None = None
        self._instance: Instance | None = None

    @property
    def instance(self) -> Instance:
        """What stands in the file. Only while the lock is held."""
        assert self._instance is not None, "not acquired"
        return self._instance

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.release()

    def acquire(self, address: str = "", token: str = "") -> Self:
        """Become the folder's instance; a token is made when none is given. Raises Problem when there is one."""
        assert self._file is None, "acquired twice"
        file = _open(self.path)
        if not _within(_PATIENCE, lambda: _try_lock(file, fcntl.LOCK_EX)):
            other = _read(self.path)
            os.close(file)
            raise _refused(self.path, other)
        self._file = file
        # a forked worker that outlives us must not keep the folder locked: closing its copy does not unlock ours
        os.register_at_fork(after_in_child=self._forget)
        try:
            self.announce(address, token or secrets.token_urlsafe(32))
        except OSError as error:  # a full disk
            self._forget()
            raise _unwritable(self.path, error) from error
        return self

    def announce(self, address: str, token: str = "") -> Instance:
        """Write down the address that became known (a server on a free port), and optionally another token."""
        assert self._file is not None, "not acquired"
        token = token or (self._instance.token if self._instance else "")
        self._instance = Instance(pid=os.getpid(), address=address, token=token)
        text = json.dumps(asdict(self._instance)).encode()
        os.pwrite(self._file, text, 0)
        os.ftruncate(self._file, len(text))
        return self._instance

    def release(self) -> None:
        """Give the folder back. Doing it twice is harmless."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            self._forget()

    def _forget(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = self._instance = None


def running(folder: Path) -> Instance | None:
    """The folder's running instance; None when none runs, or the folder does not exist."""
    path = folder / FILE_NAME
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return None if _try_lock(file, fcntl.LOCK_SH) else _read(path)
    finally:
        os.close(file)


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.fchmod(file, 0o600)  # it holds a token: also when an older file was laxer
    except OSError as error:
        raise _unwritable(path, error) from error
    return file


def _unwritable(path: Path, error: OSError) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        remedy = _("Free some space on that disk, or choose another folder: store.folder in ribao.toml, or --data.")
    else:
        remedy = _(
            "Give yourself the right to write there, or choose another folder: store.folder in ribao.toml, or --data."
        )
    return Problem(_("The data folder cannot be written."), f"{path}: {error.strerror}", remedy)


def _try_lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(path: Path) -> Instance:
    """What the holder wrote; it may be at writing it, so half a text is read once more. pid 0: it never came."""
    found: list[Instance] = []
    _within(_PATIENCE, lambda: _parse(path, found))
    return found[0] if found else Instance(pid=0, address="", token="")


def _parse(path: Path, found: list[Instance]) -> bool:
    try:
        value = json.loads(path.read_bytes())
        found.append(Instance(pid=int(value["pid"]), address=str(value["address"]), token=str(value["token"])))
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return True


def _within(seconds: float, succeeds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not succeeds():
        if time.monotonic() >= until:
            return False
        time.sleep(0.01)
    return True


def _refused(path: Path, other: Instance) -> Problem:
    who = _("process {pid}").format(pid=other.pid) if other.pid else _("another process")
    where = _("{who}, at {address}").format(who=who, address=other.address) if other.address else who
    return Problem(
        _("Ribao is already running with this data folder."),
        _("{path} is held by {where}.").format(path=path, where=where),
        _("Use the running one, stop it, or choose another folder with --data."),
    )
