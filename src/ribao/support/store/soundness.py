"""Is the file a sound database? Asked before anything is written to it."""

import struct
from pathlib import Path

from ribao.support.i18n import gettext as _
from ribao.support.store import faults
from ribao.support.store.database import Database, driver

_MAGIC = b"SQLite format 3\0"
_QUICK = 256 * 1024 * 1024  # bytes; a second or less


def check_header(path: Path) -> None:
    """Raises Damaged for a file that is something else or cut short (sqlite.org/fileformat2.html, 1.3)."""
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise faults.damaged(path, _("this is no SQLite database"))
    size = struct.unpack(">H", head[16:18])[0]
    pages = struct.unpack(">I", head[28:32])[0]
    # a checkpoint that was killed may have written the count before the pages: the log still has them
    if path.stat().st_size < pages * (65536 if size == 1 else size) and not was_killed(path):
        raise faults.damaged(path, _("the file is cut short"))


def check_structure(database: Database, *, read_only: bool) -> None:
    """Raises Damaged when SQLite's quick_check finds a fault.

    It reads the whole file, so a large one is spared it that was closed in order (no write-ahead log left), or that is
    only read, perhaps beside its writer; a fault in its depths is met, and reported, when that page is read.
    """
    path = database.path
    if path.stat().st_size > _QUICK and (read_only or not was_killed(path)):
        return
    with database.read() as connection:
        verdict = driver(connection).execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise faults.damaged(path, verdict)


def was_killed(path: Path) -> bool:
    """The last program that wrote did not close the database; or it is still at work."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
