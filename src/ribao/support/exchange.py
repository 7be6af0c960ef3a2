"""A folder of files exchanged for another at once, so that whoever serves it never serves half of either."""

import ctypes
import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ribao.support.files import MANIFEST, write_atomically, write_tree

_ELSEWHERE = {
    errno.EXDEV,
    errno.EBUSY,
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
}  # nothing can be put beside it or in its place

_HERE, _SWAP = -100, 2  # AT_FDCWD, RENAME_EXCHANGE


def exchange_tree(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write ``files`` (relative path, body) as the tree at ``folder``. Returns how many they are.

    They are written beside it and take its place in one step when they are complete; a fault on the way leaves all as
    it was. A file that did not change keeps its time. What others put into the folder stays. Where the folder cannot be
    exchanged (it is a mount of its own), its files are, one by one, once all of them are there. Raises OSError.
    """
    folder = folder.resolve()
    with _beside(folder) as new:
        names = _write(new, folder, files)
        _carry_over(folder, new)
        try:
            _exchange(folder, new)
        except OSError as error:
            if error.errno not in _ELSEWHERE:
                raise
            write_tree(folder, ((name, (new / name).read_bytes()) for name in names))
    return len(names)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """An empty folder on the same disk, gone in the end; elsewhere where nothing may be put there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    room = folder.parent if os.access(folder.parent, os.W_OK | os.X_OK) else None
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=room, ignore_cleanup_errors=True) as made:
        new = Path(made) / "new"
        new.mkdir()
        yield new


def _write(new: Path, old: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    names: dict[str, None] = {}
    for name, body in files:
        names[name] = None
        before, after = old / name, new / name
        after.parent.mkdir(parents=True, exist_ok=True)
        if _holds(before, body):
            _link(before, after)
        else:
            write_atomically(after, body)
    manifest = "".join(f"{name}\n" for name in sorted(names)).encode()
    if _holds(old / MANIFEST, manifest):
        _link(old / MANIFEST, new / MANIFEST)
    else:
        write_atomically(new / MANIFEST, manifest)
    return list(names)


def _holds(path: Path, body: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(body) and path.read_bytes() == body
    except OSError:
        return False


def _link(before: Path | str, after: Path | str) -> None:
    """The very file, with its time; where a disk knows no second names, a copy with it."""
    try:
        os.link(before, after, follow_symlinks=False)
    except OSError:
        shutil.copy2(before, after, follow_symlinks=False)


def _carry_over(old: Path, new: Path) -> None:
    """What others put into the folder: all that our manifest did not name."""
    if not old.is_dir():
        return
    listed = old / MANIFEST
    ours = set(listed.read_text(encoding="utf-8").splitlines()) if listed.is_file() else set()
    for path in _files(old):
        name = path.relative_to(old).as_posix()
        target = new / name
        if name in ours or name == MANIFEST or os.path.lexists(target):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(path, target)


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        here = Path(root)
        yield from (here / name for name in names)
        yield from (here / name for name in folders if (here / name).is_symlink())


def _exchange(folder: Path, new: Path) -> None:
    """``new`` stands at ``folder`` afterwards, and what was there beside it."""
    if not folder.exists():
        new.chmod(0o755)
        new.rename(folder)
        return
    new.chmod(folder.stat().st_mode & 0o7777)
    if _swapped(folder, new):
        return
    old = new.with_name("old")
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise


def _swapped(one: Path, other: Path) -> bool:
    """Whether the system could exchange the two in a single step, as Linux does (renameat2(2)); else nothing happened."""
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        rename = libc.renameat2
    except AttributeError:
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _SWAP) == 0)
