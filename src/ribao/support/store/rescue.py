"""Saves what is readable of a damaged database: ``python -m ribao.support.store.rescue FOLDER``.

Rows are copied into a new database one table after the other, around the places that cannot be read, and each is
looked at before it is believed: a page has to have its hash, a lead its fingerprint, a document its form. The damaged
files stay beside the new one. (The sqlite3 program's own ``.recover`` fails on Debian 12, and believes every byte.)
"""

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from zstandard import ZstdError

from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.store.database import FILE_NAME
from ribao.support.store.packing import from_json, hash64, unpack
from ribao.support.store.sqlite import open_store
from ribao.support.store.tables import metadata
from ribao.support.work.instance import InstanceLock
from ribao.types.article import Article
from ribao.types.collection import Collection, Kept
from ribao.types.correction import Correction
from ribao.types.edition import Edition
from ribao.types.ruling import Ruling
from ribao.types.source import Source, SourceState
from ribao.types.story import Story
from ribao.types.thing import ThingKind

Row = Mapping[str, Any]

_AT_ONCE = 200
_READ_AGAIN = "UPDATE leads SET state = 'waiting' WHERE state = 'done' AND id NOT IN (SELECT id FROM articles)"
_NAMELESS = """INSERT OR IGNORE INTO collections (id, made_at, doc) SELECT DISTINCT collection_id, 0, json_object(
    'id', collection_id, 'name', collection_id, 'made_at', '1970-01-01T00:00:00Z', 'public', json('false')) FROM kept"""
_DANGLING = (
    "DELETE FROM story_members WHERE story_id NOT IN (SELECT id FROM stories)",
    "DELETE FROM story_redirects WHERE into_id NOT IN (SELECT id FROM stories)",
    "DELETE FROM story_former_members WHERE story_id NOT IN (SELECT story_id FROM story_redirects)",
    "DELETE FROM kept_articles WHERE (collection_id, kept_id) NOT IN (SELECT collection_id, id FROM kept)",
    "DELETE FROM mentions WHERE thing_id NOT IN (SELECT id FROM things)",
    "DELETE FROM thing_redirects WHERE into_id NOT IN (SELECT id FROM things)",
)
_DAMAGED = ("", "-wal", "-shm")


def rescue(folder: Path) -> dict[str, int]:
    """Rows saved, by table. ``ribao.db`` is then the new database, and the old one lies in ``FOLDER/damaged-N``."""
    workshop = folder / "rescue"
    with InstanceLock(folder).acquire():
        shutil.rmtree(workshop, ignore_errors=True)
        open_store(workshop).close()
        saved = _copy(folder / FILE_NAME, workshop / FILE_NAME)
        _exchange(folder, workshop)
    return saved


def _copy(damaged: Path, new: Path) -> dict[str, int]:
    source = sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True)
    target = sqlite3.connect(new)
    source.row_factory = sqlite3.Row
    try:
        source.execute("PRAGMA writable_schema = ON")  # read on in a file that is shorter than its header says
        source.execute("SELECT count(*) FROM sqlite_master")  # without this, nothing can be read
        saved = {table.name: _copy_table(source, target, table.name) for table in metadata.sorted_tables}
        target.execute(_READ_AGAIN)
        target.execute(_NAMELESS)
        for statement in _DANGLING:
            target.execute(statement)
        return saved
    finally:
        source.close()
        target.commit()
        target.close()


def _copy_table(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> int:
    """Columns are copied by name, so that an older schema loses nothing that the newer one has."""
    believe = _BELIEVE.get(table, bool)
    ours = [column.name for column in metadata.tables[table].columns]
    saved = 0
    for row in _rows(source, table):
        if _holds(believe, row):
            names = [name for name in row.keys() if name in ours]  # noqa: SIM118  # a sqlite3.Row is no dict
            places = ", ".join("?" * len(names))
            quoted = ", ".join(f'"{name}"' for name in names)
            cursor = target.execute(
                f"INSERT OR IGNORE INTO {table} ({quoted}) VALUES ({places})", [row[name] for name in names]
            )
            saved += cursor.rowcount
    return saved


def _rows(source: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Every row that can be read. After one that cannot, look further on, at doubling distances."""
    after, at_once, jump = -1, _AT_ONCE, 1
    while after < 2**62:
        try:
            rows = source.execute(
                f"SELECT rowid AS place, * FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT ?", [after, at_once]
            ).fetchall()
        except sqlite3.DatabaseError:
            if at_once == 1:
                after, jump = after + jump, jump * 2
            at_once = 1
            continue
        if not rows:
            return
        yield from rows
        after, at_once, jump = rows[-1]["place"], _AT_ONCE if jump == 1 else 1, 1


def _holds(believe: Callable[[Row], Any], row: Row) -> bool:
    try:
        return bool(believe(row))
    except (ValueError, TypeError, AttributeError, ValidationError, ZstdError):
        return False


def _lead(row: Row) -> bool:
    words = b"\0".join((row["title"].encode(), unpack(row["summary"]), unpack(row["content"])))
    return bool(hash64(words) == row["words_hash"])


_BELIEVE: dict[str, Callable[[Row], Any]] = {
    "sources": lambda row: from_json(Source, row["doc"]).id == row["id"],
    "source_states": lambda row: from_json(SourceState, row["doc"]).source_id == row["source_id"],
    "leads": _lead,
    "pages": lambda row: sha256(unpack(row["body"])).hexdigest() == row["sha256"],
    "articles": lambda row: from_json(Article, unpack(row["doc"])).id == row["id"],
    "stories": lambda row: from_json(Story, row["doc"]).id == row["id"],
    "story_changes": lambda row: isinstance(json.loads(row["articles"]), list),
    "rulings": lambda row: from_json(Ruling, row["doc"]).id == row["id"],
    "corrections": lambda row: from_json(Correction, row["doc"]).article_id == row["article_id"],
    "collections": lambda row: from_json(Collection, row["doc"]).id == row["id"],
    "kept": lambda row: from_json(Kept, row["doc"]).id == row["id"],
    "things": lambda row: row["kind"] in set(ThingKind) and row["id"] and row["name"],
    "mentions": lambda row: isinstance(json.loads(row["aliases"]), list),
    "signatures": lambda row: False,  # nothing tells a true one, and they are made again
    "answers": lambda row: False,
    "search_docs": lambda row: False,  # the index is made anew from the articles
    "editions": lambda row: from_json(Edition, row["doc"]).profile == row["profile"],
}


def _exchange(folder: Path, workshop: Path) -> None:
    """The damaged files aside, then the new one in: killed between, the next start finds no database, and none lost."""
    number = 1
    while (aside := folder / f"damaged-{number}").exists():
        number += 1
    aside.mkdir()
    for ending in _DAMAGED:
        file = folder / (FILE_NAME + ending)
        if file.exists():
            file.rename(aside / file.name)
    (workshop / FILE_NAME).rename(folder / FILE_NAME)
    shutil.rmtree(workshop)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("python -m ribao.support.store.rescue FOLDER")
    try:
        saved = rescue(Path(sys.argv[1]))
    except Problem as problem:
        sys.exit("\n".join(filter(None, (problem.what, problem.why, problem.remedy))))
    except sqlite3.DatabaseError as error:
        sys.exit(_("Nothing in it can be read: {why}").format(why=error))
    print(_("Saved: {rows}").format(rows=", ".join(f"{table} {count}" for table, count in saved.items())))


if __name__ == "__main__":
    main()
