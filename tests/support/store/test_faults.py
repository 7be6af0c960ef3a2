"""What a database meets in life: kills, full disks, locks, damage, folders that cannot be written."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ribao.support.problem import Problem
from ribao.support.store import database as database_module
from ribao.support.store import faults, soundness
from ribao.support.store.port import Reading
from ribao.support.store.sqlite import SqliteStore, open_store
from tests.contracts.made import NOW, a_lead, a_page, a_reading, a_source, an_article, an_edition, show

ROOT = Path(__file__).resolve().parents[3]


def run(module: str, *arguments: object, before: tuple[str, ...] = ()) -> str:
    """Run a helper of this folder as its own process; what it printed."""
    command = [*before, sys.executable, "-m", f"tests.support.store.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# -- F1: kill -9 -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_kill_9_loses_nothing_that_was_saved_and_leaves_no_half_batch(tmp_path: Path) -> None:
    times = 40
    seed = int.from_bytes(os.urandom(4), "big")
    print("seed", seed)
    assert f"killed {times} times" in run("killing", tmp_path / "data", seed, times)


# -- F7: no room -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_limit_on_file_size_is_told_and_survived(tmp_path: Path) -> None:
    said = run("filling", tmp_path / "data", "limit")
    assert "full: store.full remedy: True\nreading goes on\nwriting resumed" in said


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="mounting a small disk needs root")
def test_a_full_disk_is_told_and_survived(tmp_path: Path) -> None:
    mount = 'mount -t tmpfs -o size=3m none "$0" && exec "$@"'
    said = run("filling", tmp_path / "data", "disk", before=("unshare", "-m", "sh", "-c", mount, str(tmp_path)))
    assert "full: store.full remedy: True\nreading goes on\nwriting resumed" in said


# -- F8: a commit that raised may be durable -------------------------------------------------------------------------


class Liar(sqlite3.Connection):
    """Commits, and then says that it could not."""

    lies = False

    def commit(self) -> None:
        super().commit()
        if Liar.lies:
            Liar.lies = False
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error


def test_a_commit_that_raised_is_read_back_and_done_again_without_doubling(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sqlite3.connect
    monkeypatch.setattr(database_module.sqlite3, "connect", lambda *args, **kw: real(*args, factory=Liar, **kw))
    store = open_store(data)
    store.put_sources([a_source()])
    edition = an_edition(an_article(), revision=1)
    Liar.lies = True
    with pytest.raises(faults.Unsure):
        store.put_edition(edition)
    assert store.edition(edition.date, "daily") == edition  # it was durable
    store.put_edition(edition)  # and may be put again
    assert store.counts()["editions"] == 1
    Liar.lies = True
    with pytest.raises(faults.Unsure):
        show(store, a_lead())
    assert show(store, a_lead()).known == 1
    store.close()


# -- F9: locked by another -------------------------------------------------------------------------------------------


def test_a_locked_database_is_waited_for_and_reads_still_answer(store: SqliteStore, file: Path) -> None:
    store.put_sources([a_source()])
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    saved = threading.Event()
    writer = threading.Thread(target=lambda: (show(store, a_lead()), saved.set()))
    writer.start()
    start = time.monotonic()
    for _ in range(20):
        assert store.counts()["leads"] == 0
    assert time.monotonic() - start < 5
    assert not saved.wait(0.3)
    other.execute("COMMIT")
    other.close()
    assert saved.wait(20)
    writer.join()
    assert store.lead(a_lead().id) is not None


def test_a_lock_that_is_held_too_long_is_told_and_nothing_is_lost(
    data: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.2)
    store = open_store(data)
    store.put_sources([a_source()])
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(faults.Busy) as told:
        show(store, a_lead())
    assert str(file) in told.value.why
    other.execute("ROLLBACK")
    other.close()
    assert show(store, a_lead()).new == 1
    store.close()


# -- F10: damage -----------------------------------------------------------------------------------------------------


def filled(data: Path) -> None:
    store = open_store(data)
    store.put_sources([a_source()])
    for batch in range(12):
        leads = [a_lead(str(n)) for n in range(batch * 5, batch * 5 + 5)]
        show(store, *leads)
        store.save_readings([a_reading(lead, a_page(os.urandom(9_000))) for lead in leads])
    store.close()


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def scribble(file: Path) -> None:
    """dd over the second half: many of its pages are nonsense."""
    half = file.stat().st_size // 8192 * 4096
    with file.open("r+b") as opened:
        opened.seek(half)
        opened.write(os.urandom(half))


def behead(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(b"<html>not a database</html>".ljust(100))


def nearly_nothing(file: Path) -> None:
    os.truncate(file, 50)


@pytest.mark.parametrize("damage", [cut, scribble, behead, nearly_nothing])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_database_is_left_as_it_is_and_the_way_back_is_told(
    data: Path, file: Path, damage: object, read_only: bool
) -> None:
    filled(data)
    damage(file)  # type: ignore[operator]
    before = file.read_bytes()
    with pytest.raises(faults.Damaged) as told:
        open_store(data, read_only=read_only)
    assert str(file) in told.value.why
    assert f"-m ribao.support.store.rescue {data}" in told.value.remedy
    assert file.read_bytes() == before


def test_damage_that_is_met_later_ends_all_writing(data: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large file is not read through at start."""
    filled(data)
    scribble(file)
    monkeypatch.setattr(soundness, "_QUICK", 0)
    store = open_store(data)
    with pytest.raises(faults.Damaged):
        store.articles_by_id([a_lead(str(n)).id for n in range(60)])
    with pytest.raises(faults.Damaged):
        store.put_sources([a_source("beta")])
    store.close()


def test_a_page_whose_bytes_rotted_is_not_shown_as_evidence(store: SqliteStore, file: Path) -> None:
    page = a_page(b"evidence " * 1000)
    store.save_readings([a_reading(page=page)])
    other = sqlite3.connect(file)
    packed = bytearray(other.execute("SELECT body FROM pages").fetchone()[0])
    packed[-10] ^= 1
    other.execute("UPDATE pages SET body = ?", [bytes(packed)])
    other.commit()
    other.close()
    with pytest.raises(faults.Damaged):
        store.page(page.sha256)


def test_an_empty_file_is_a_new_database(tmp_path: Path) -> None:
    """A program that was killed before it wrote anything leaves one."""
    (tmp_path / "ribao.db").touch()
    store = open_store(tmp_path)
    assert store.counts()["leads"] == 0
    store.close()


# -- folders ---------------------------------------------------------------------------------------------------------


def as_nobody(code: str, folder: Path) -> str:
    """Run a line as a user without rights over the folder; root may write everywhere."""
    drop = "os.setgid(65534); os.setuid(65534)" if os.geteuid() == 0 else "pass"
    program = (
        "import os, sys, pathlib\n"
        "import alembic.command\n"
        "from ribao.support.problem import Problem\n"
        "from ribao.support.store.sqlite import open_store\n"
        f"{drop}\n"
        f"folder = pathlib.Path({str(folder)!r})\n"
        f"try:\n    {code}\n"
        "except Problem as problem:\n    print(type(problem).__name__, problem.why, bool(problem.remedy))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def shut_folder(data: Path) -> Iterator[Path]:
    """A data folder that everyone may read and nobody may write; not under pytest's own, which is its owner's alone."""
    filled(data)
    base = Path(tempfile.mkdtemp())
    base.chmod(0o755)
    shut = Path(shutil.copytree(data, base / "data"))
    for file in shut.iterdir():
        file.chmod(0o444)
    shut.chmod(0o555)
    yield shut
    shut.chmod(0o755)
    shutil.rmtree(base)


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_told(shut_folder: Path) -> None:
    assert as_nobody("open_store(folder)", shut_folder).split() == ["Unwritable", str(shut_folder), "True"]
    below = shut_folder / "below"
    assert as_nobody("open_store(folder / 'below')", shut_folder).startswith(f"Unwritable {below}")


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_can_be_read(shut_folder: Path) -> None:
    said = as_nobody("print(open_store(folder, read_only=True).counts()['articles'])", shut_folder)
    assert said == "60\n"


@pytest.mark.slow
def test_a_folder_that_cannot_even_be_read_is_told(shut_folder: Path) -> None:
    shut_folder.chmod(0o000)
    assert as_nobody("open_store(folder, read_only=True)", shut_folder).startswith("StoreFault")


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(faults.Unwritable):
        open_store(tmp_path / "data")


@pytest.mark.parametrize("read_only", [False, True])
def test_a_folder_where_the_database_should_be_is_told(tmp_path: Path, read_only: bool) -> None:
    (tmp_path / "ribao.db").mkdir()
    with pytest.raises(faults.StoreFault) as told:
        open_store(tmp_path, read_only=read_only)
    assert "ribao.db" in told.value.why


# -- reading only ----------------------------------------------------------------------------------------------------


def test_reading_only_where_nothing_is_stored(tmp_path: Path) -> None:
    with pytest.raises(Problem) as told:
        open_store(tmp_path / "data", read_only=True)
    assert "ribao run" in told.value.remedy
    assert not (tmp_path / "data").exists()


def test_a_reader_beside_the_writer_sees_what_is_saved_and_writes_nothing(store: SqliteStore, data: Path) -> None:
    reader = open_store(data, read_only=True)
    store.put_sources([a_source()])
    show(store, a_lead())
    assert reader.lead(a_lead().id) == a_lead()
    for write in (lambda: show(reader, a_lead("two")), lambda: reader.prune(NOW), lambda: reader.release_leases()):
        with pytest.raises(faults.Unwritable):
            write()
    reader.close()


def test_what_is_saved_survives_a_power_cut(store: SqliteStore) -> None:
    """synchronous=FULL (2): the log is synced at every commit; and no memory map, whose I/O errors would kill us."""
    with store._database.write() as connection:
        raw = database_module.driver(connection)
        found = {
            name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode", "mmap_size")
        }
    assert found == {"synchronous": 2, "journal_mode": "wal", "mmap_size": 0}


def test_pruned_space_goes_back_to_the_disk(store: SqliteStore, file: Path) -> None:
    store.save_readings([a_reading(a_lead(str(n)), a_page(os.urandom(100_000))) for n in range(20)])
    store.prune(NOW)
    large = file.stat().st_size
    assert large > 2_000_000
    store.prune(a_lead().seen_at.replace(year=2030))
    assert file.stat().st_size < 400_000


def test_a_lead_that_was_dropped_leaves_almost_nothing(store: SqliteStore) -> None:
    """A million a year come by; each has to stay known."""
    store.put_sources([a_source()])
    empty = store.counts()["bytes"]
    leads = [a_lead(str(n), summary="words " * 100) for n in range(2000)]
    show(store, *leads)
    store.save_readings([Reading(lead_id=lead.id) for lead in leads])
    assert store.prune(leads[0].seen_at.replace(year=2030)).leads == 2000
    assert store.counts()["bytes"] - empty < 60 * len(leads)
    assert show(store, *leads).known == 2000
