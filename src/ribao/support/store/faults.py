"""What a database can fail with, as problems that a person can act on.

Callers may catch them apart: after :class:`DiskFull` reading goes on and writing resumes by itself; a :class:`Damaged`
store is never written again. ``code`` goes into a :class:`~ribao.types.reason.Reason` where one is recorded.
"""

import errno
import sqlite3
import sys
import tempfile
from pathlib import Path

from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.types.reason import Code


class StoreFault(Problem):
    """The store could not do what was asked. Nothing of that call was written, unless :class:`Unsure` says otherwise."""

    code = Code.INTERNAL


class DiskFull(StoreFault):
    code = Code.DISK_FULL


class Damaged(StoreFault):
    """The file is no sound database: it is left as it is."""


class Busy(StoreFault):
    """Another program held the database for longer than we wait."""


class Unwritable(StoreFault):
    """The folder or file may not be written by us."""


class Unsure(StoreFault):
    """Reading or writing failed in the device. A write may be durable all the same: read back before trying again."""


class NewerSchema(StoreFault):
    """Made by a newer program than this one."""


def disk_full(path: Path) -> DiskFull:
    return DiskFull(
        _("The disk is full: nothing more can be saved."),
        _("No space was left for {path}. What was saved before is whole, and can be read.").format(path=path),
        _("Free some space on that disk. Saving resumes by itself; then `ribao prune` makes the database smaller."),
        exit_code=1,
    )


def damaged(path: Path, detail: str) -> Damaged:
    return Damaged(
        _("The database is damaged; nothing is written to it."),
        f"{path}: {detail}",
        _(
            "If you have a copy of {path} from before, stop Ribao, move the damaged file and its -wal and -shm aside, and"
            " put the copy in its place. Otherwise save what is readable: {command}"
        ).format(path=path, command=f"{sys.executable} -m ribao.support.store.rescue {path.parent}"),
    )


def busy(path: Path, seconds: float) -> Busy:
    return Busy(
        _("The database is locked by another program."),
        _("It held {path} for more than {seconds:.0f} seconds.").format(path=path, seconds=seconds),
        _("Close the program that has the file open (a database browser, a backup), then try again."),
        exit_code=1,
    )


def unwritable(path: Path, detail: str = "") -> Unwritable:
    return Unwritable(
        _("The data folder cannot be written."),
        f"{path}" + (f": {detail}" if detail else ""),
        _("Give yourself the right to write there, or choose another folder: store.folder in ribao.toml, or --data."),
    )


def unreadable(path: Path, detail: str) -> StoreFault:
    return StoreFault(
        _("The data folder cannot be read."),
        f"{path}: {detail}",
        _("Give yourself the right to read it, or name another folder with --data."),
    )


def unsure(path: Path, detail: str) -> Unsure:
    return Unsure(
        _("The disk did not read or write the database as it should."),
        f"{path}: {detail}",
        _("Look at the system log and the disk's health. Run the command again: what was saved is not saved twice."),
        exit_code=1,
    )


def nothing_there(path: Path) -> StoreFault:
    return StoreFault(
        _("Nothing is stored here yet."),
        _("There is no {path}.").format(path=path),
        _("Run `ribao run` or `ribao daily` first, or name the data folder with --data."),
        exit_code=1,
    )


def newer_schema(path: Path, found: str) -> NewerSchema:
    return NewerSchema(
        _("The database was made by a newer Ribao than this one."),
        _("{path} has schema {found}, which this version does not know.").format(path=path, found=found),
        _("Use that newer version, or put back the copy of the database from before the upgrade."),
    )


def older_schema(path: Path, found: str) -> StoreFault:
    return StoreFault(
        _("The database was made by an older Ribao and has not been brought up to date."),
        _("{path} has schema {found}, and was opened for reading only.").format(path=path, found=found),
        _("Run `ribao daily` or `ribao run` once: they bring it up to date."),
    )


def reading_only(path: Path) -> Unwritable:
    return Unwritable(
        _("The database was opened for reading only."),
        f"{path}",
        _("Another command has to write this."),
    )


def translated(error: sqlite3.Error, path: Path, waited: float) -> StoreFault | None:
    """The problem behind an error of SQLite's (result codes: sqlite.org/rescode.html); None for a bug of ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    detail = str(error)
    if code == sqlite3.SQLITE_FULL:
        return disk_full(path)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path, detail)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy(path, waited)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return unwritable(path, detail)
    if code == sqlite3.SQLITE_IOERR:
        return disk_full(path) if _has_no_room(path) else unsure(path, detail)
    return None


def _has_no_room(path: Path) -> bool:
    """Whether a file as long as the database may not grow: SQLite tells a full disk, but no quota, from a broken one."""
    log = path.with_name(path.name + "-wal")
    try:
        with tempfile.TemporaryFile(dir=path.parent) as file:
            file.seek(max(place.stat().st_size for place in (path, log) if place.exists()))
            file.write(bytes(64 * 1024))
            file.flush()
    except OSError as error:
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return False
