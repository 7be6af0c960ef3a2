"""Pictures that were made, kept as files up to a size; what nobody looked at for longest goes first."""

import os
from contextlib import suppress
from pathlib import Path
from threading import Lock

from ribao.support.files import write_atomically

_LEFT = 0.9  # of the most, after a clean-up


class Cabinet:
    """Synchronous; may be called from several threads. A folder that cannot be written keeps nothing, and says nothing."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder = folder
        self._most = most_bytes
        self._held: int | None = None  # None: not counted yet
        self._lock = Lock()

    def get(self, name: str) -> bytes | None:
        path = self._path(name)
        try:
            body = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)  # looked at now
        return body or None

    def put(self, name: str, body: bytes) -> None:
        with suppress(OSError), self._lock:
            write_atomically(self._path(name), body)
            self._held = self._counted() if self._held is None else self._held + len(body)
            if self._held > self._most:
                self._clean()

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _files(self) -> list[tuple[float, int, Path]]:
        """When last looked at, size, path."""
        found = []
        for path in self._folder.glob("??/*"):
            with suppress(OSError):
                told = path.stat()
                found.append((told.st_mtime, told.st_size, path))
        return sorted(found)

    def _counted(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _clean(self) -> None:
        files = self._files()
        held = sum(size for _, size, _ in files)
        for _, size, path in files:
            if held <= self._most * _LEFT:
                break
            path.unlink(missing_ok=True)
            held -= size
        self._held = held
