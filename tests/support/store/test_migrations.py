"""The schema: what migrations build is what the program expects; newer ones are refused; kills do no harm (F21)."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ribao.support.store import faults
from ribao.support.store.schema import MIGRATIONS
from ribao.support.store.sqlite import SqliteStore, open_store
from ribao.support.store.tables import SCHEMA, metadata
from ribao.types.query import Query
from ribao.types.story import Member
from tests.contracts.made import MINUTE, NOW, a_lead, a_story
from tests.support.store.migrating import make_first
from tests.support.store.test_faults import run


def test_the_migrations_lead_to_the_tables_of_this_program(store: SqliteStore) -> None:
    assert compared(store) == []


def compared(store: SqliteStore) -> list[Any]:
    """How the database differs from the tables of this program."""
    with store._database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _ours})
        return list(compare_metadata(context, metadata))


def _ours(name: str | None, kind: str, _parents: Any) -> bool:
    """The tables of FTS5, and those that it keeps beneath them, are no tables of SQLAlchemy's."""
    return kind != "table" or not str(name).startswith(("search_words", "search_vocabulary"))


def test_the_schema_number_is_that_of_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA]


@pytest.mark.slow
def test_a_migration_killed_at_any_step_is_done_at_the_next_start(tmp_path: Path) -> None:
    said = run("migrating", tmp_path)
    new, old = (int(word) for word in said.split() if word.isdigit())
    assert new >= 30
    assert old >= 14


def test_a_database_of_the_first_schema_is_taken_over_whole(tmp_path: Path) -> None:
    """It was written by the last program that made such ones."""
    make_first(tmp_path / "data")
    with pytest.raises(faults.StoreFault) as told:
        open_store(tmp_path / "data", read_only=True)
    assert "0001" in told.value.why
    store = open_store(tmp_path / "data")
    assert compared(store) == []
    assert dict(store.counts(), bytes=0) == {
        "sources": 1, "leads": 3, "pages": 2, "articles": 2, "stories": 1, "editions": 1, "bytes": 0
    }  # fmt: skip
    one, two = a_lead("one").id, a_lead("two").id
    members = (Member(article_id=one), Member(article_id=two, evidence={"score": 0.9}))
    story = a_story("s1", members=members)
    assert store.timeline("s1") == (story,)
    assert store.stories_of([one, two]) == {one: story, two: story}
    assert store.stories_between(NOW - MINUTE, NOW) == (story,)
    assert store.annotations([one])[one]["channel"].value == {"channels": ["笔记本"]}
    assert store.edition(NOW.date(), "daily") is not None
    assert [store.index_waiting(1), len(store.search(Query()).hits), store.index_waiting(1)] == [1, 1, 0]
    assert {hit.article_id for hit in store.search(Query()).hits} == {one, two}
    assert store.work()["waiting"] == 1
    store.put_stories([a_story("s0", two, one)], NOW)
    assert store.story_now("s1") == store.story("s0")
    assert [change.kind for change in store.story_changes("s0")] == ["renamed"]
    store.close()


def set_version(file: Path, version: str) -> None:
    database = sqlite3.connect(file)
    database.execute("UPDATE alembic_version SET version_num = ?", [version])
    database.commit()
    database.close()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_database_of_a_newer_program_is_refused_untouched(data: Path, file: Path, read_only: bool) -> None:
    set_version(file, "9999")
    before = file.read_bytes()
    with pytest.raises(faults.NewerSchema) as told:
        open_store(data, read_only=read_only)
    assert "9999" in told.value.why
    assert file.read_bytes() == before


def test_an_older_database_is_not_changed_by_one_who_only_reads(data: Path, file: Path) -> None:
    set_version(file, "0000")
    before = file.read_bytes()
    with pytest.raises(faults.StoreFault) as told:
        open_store(data, read_only=True)
    assert "0000" in told.value.why
    assert file.read_bytes() == before
