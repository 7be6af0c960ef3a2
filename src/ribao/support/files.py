"""Writing files so that a reader, or a kill at any moment, never meets half of one."""

import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

MANIFEST = ".ribao-site"


def write_atomically(path: Path, body: bytes) -> None:
    """The old file stands until the new one is whole. An equal file is left alone, its time too."""
    if path.is_file() and path.read_bytes() == body:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".ribao-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        # mkstemp's 0600 would lock out the web server that serves an exported site
        os.chmod(name, 0o644)  # noqa: PTH101
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def obstacle(folder: Path, mark: str) -> OSError | None:
    """Why no tree can be written to ``folder``, asked before the work is done; None when nothing speaks against it.

    ``mark`` is a file that each of our trees has: one that stands there without our manifest is somebody else's work
    (FileExistsError), and is not written over.
    """
    nearest = next(place for place in (folder, *folder.absolute().parents) if os.path.lexists(place))
    if not nearest.is_dir():
        return NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(nearest))
    if not os.access(nearest, os.W_OK | os.X_OK):
        return PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(nearest))
    if os.path.lexists(folder / mark) and not os.path.lexists(folder / MANIFEST):
        return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder / mark))
    return None


def write_tree(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write ``files`` (relative path, body) below ``folder`` and take away what an earlier call wrote and this one did not.

    What others put into the folder stays: the manifest names our own files, and stands there from the beginning, so
    that a tree that was broken off is known for ours. Returns how many were written.
    """
    manifest = folder / MANIFEST
    before = set(manifest.read_text(encoding="utf-8").splitlines()) if manifest.is_file() else set()
    if not manifest.exists():
        write_atomically(manifest, b"")
    names: list[str] = []
    for name, body in files:
        write_atomically(folder / name, body)
        names.append(name)
    for stale in before - set(names):
        (folder / stale).unlink(missing_ok=True)
    write_atomically(manifest, "".join(f"{name}\n" for name in sorted(names)).encode())
    return len(names)
