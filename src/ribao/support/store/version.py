"""Which SQLite this Python brings, and whether it has the WAL-reset fault."""

FIRST_BAD = (3, 7, 0)
LAST_BAD = (3, 51, 2)


def sqlite_version() -> tuple[int, int, int]:
    """The library's version, which is not that of Python's module."""
    import sqlite3

    return sqlite3.sqlite_version_info


def has_wal_hazard(version: tuple[int, int, int]) -> bool:
    """Whether two connections that write or checkpoint one WAL database at once can damage it.

    SQLite 3.7.0 to 3.51.2, repaired in 3.51.3 (release notes of 13 March 2026, "WAL-reset bug"). Ribao is not exposed:
    it writes through one connection under an instance lock. Another program that writes to the same file would be.
    """
    return FIRST_BAD <= version <= LAST_BAD
