"""A house in disorder: settings, folders, disks and databases that do not do. Always words instead of a traceback, a
status that is not 0, nothing overwritten; and when the fault is lifted, the next run brings what an undisturbed one does.
"""

import ctypes
import json
import re
import resource
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests import press
from tests.journeys.program import Running, ribao, running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

AT = press.AT.isoformat()


@pytest.fixture(scope="module")
def world() -> Iterator[press.Press]:
    with press.running(outlets=2, entries=4) as one:
        yield one


@pytest.fixture(scope="module")
def whole(world: press.Press, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after an undisturbed run."""
    folder = tmp_path_factory.mktemp("undisturbed")
    daily(world, folder)
    return folder / "data"


def daily(world: press.Press, cwd: Path, *more: str) -> None:
    ribao("daily", "--at", AT, "--sources", world.opml(), *more, cwd=cwd)


def refused(*arguments: str, cwd: Path, expect: int = 2, **more: object) -> str:
    """What the program says; that it is three clear lines is checked here."""
    said = ribao(*arguments, cwd=cwd, expect=expect, **more).stderr  # type: ignore[arg-type]
    assert "Traceback" not in said
    assert "原因：" in said
    assert "怎么办：" in said
    return said


def refused_daily(world: press.Press, cwd: Path, *more: str, expect: int = 2, **how: object) -> str:
    return refused("daily", "--at", AT, "--sources", world.opml(), *more, cwd=cwd, expect=expect, **how)


def same_edition(one: Path, other: Path) -> bool:
    return (one / "site/edition.json").read_bytes() == (other / "site/edition.json").read_bytes()


def tree(folder: Path) -> dict[str, bytes]:
    """All files but the lock, whose content comes and goes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "ribao.lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


# -- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[edition]\n\ncutoff = 7:00\n", 3, "cutoff = 7:00"),
        ("[edition\nmax_stories = 3\n", 1, "[edition"),
        ("[edition]\nmax_storys = 30\n", 2, "max_stories"),
        ("[edition]\nmax_stories = 30\n\n[fetch]\nconcurrency = 0\n", 5, "concurrency"),
        ('[edition]\ntimezone = "Mars/Base"\n', 2, "Asia/Shanghai"),
        ('[[sources]]\nid = "a"\nurl = "http://a.example/"\ntitle = "A"\ntier = "best"\n', 5, "original"),
    ],
)
def test_a_wrong_settings_file_is_told_by_line_and_remedy(tmp_path: Path, text: str, line: int, said: str) -> None:
    file = tmp_path / "ribao.toml"
    file.write_text(text, encoding="utf-8")
    told = refused("daily", "--at", AT, cwd=tmp_path)
    assert re.search(rf"ribao\.toml\D+{line}\D", told)
    assert said in told
    assert file.read_text(encoding="utf-8") == text
    assert list(tmp_path.iterdir()) == [file]


def test_a_wrong_variable_is_told_by_its_name(tmp_path: Path) -> None:
    told = refused("daily", cwd=tmp_path, more={"RIBAO_EDITION__MAX_STORIES": "many"})
    assert "RIBAO_EDITION__MAX_STORIES" in told


def test_settings_that_are_no_text_are_told(tmp_path: Path) -> None:
    file = tmp_path / "ribao.toml"
    file.write_bytes('[daily]\ntitle = "日报"\n'.encode("utf-16"))
    assert "UTF-8" in refused("daily", cwd=tmp_path)
    file.unlink()
    file.mkdir()
    assert "ribao.toml" in refused("--config", "ribao.toml", "daily", cwd=tmp_path)


# -- --sources -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("missing.opml", 2),
        (".", 2),
        ("noise.opml", 2),
        ("http://[", 2),
        ("file:///etc/passwd", 2),
        ("http://10.0.0.1/list.opml", 2),
        ("http://nowhere.invalid/list.opml", 1),
        ("BASE/nothing-here", 1),
        ("BASE/o0/0.html", 2),
    ],
)
def test_a_list_of_sources_that_is_none(world: press.Press, tmp_path: Path, given: str, status: int) -> None:
    (tmp_path / "noise.opml").write_bytes(bytes(range(256)) * 20)
    address = given.replace("BASE", world.base)
    told = refused("daily", "--at", AT, "--sources", address, cwd=tmp_path, expect=status)
    assert address in told
    assert "root:" not in told


# -- folders ---------------------------------------------------------------------------------------------------------


def test_a_file_in_the_place_of_the_data_folder_stays_as_it_is(world: press.Press, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("my own words")
    for data in (file, file / "below"):
        assert str(file) in refused_daily(world, tmp_path, "--data", str(data))
    (tmp_path / "other/ribao.db").mkdir(parents=True)
    assert "ribao.db" in refused_daily(world, tmp_path, "--data", "other")
    assert file.read_text() == "my own words"


def test_an_export_that_cannot_be_overwrites_nothing_and_costs_nothing(world: press.Press, tmp_path: Path) -> None:
    file, home = tmp_path / "mine", tmp_path / "home"
    file.write_text("my own words")
    home.mkdir()
    (home / "index.html").write_text("my own home page")
    asked = len(world.asked)
    for place in (file, file / "below", home):
        assert str(place) in refused_daily(world, tmp_path, "--export", str(place))
    assert len(world.asked) == asked  # it is said before anything is fetched
    assert file.read_text() == "my own words"
    assert [path.name for path in home.iterdir()] == ["index.html"]
    assert (home / "index.html").read_text() == "my own home page"


DAC_OVERRIDE, DROP_FROM_BOUNDING_SET = 1, 24  # capabilities(7), prctl(2)


def without_override() -> None:
    """Root is not held up by a folder's mode, unless it gives that power away; for others this does nothing."""
    ctypes.CDLL(None).prctl(DROP_FROM_BOUNDING_SET, DAC_OVERRIDE, 0, 0, 0)


def chmod(folder: Path, mode: int) -> None:
    for place in (folder, *folder.rglob("*")):
        place.chmod(mode if place.is_dir() else mode & 0o666)


def test_a_folder_that_may_only_be_read(world: press.Press, whole: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(whole, data)
    chmod(data, 0o555)
    before = tree(data)
    told = refused_daily(world, tmp_path, before=without_override)
    assert str(data) in told
    assert "--data" in told
    assert tree(data) == before
    chmod(data, 0o755)
    daily(world, tmp_path)
    assert same_edition(data, whole)


# -- disks -----------------------------------------------------------------------------------------------------------


def at_most(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_disk_that_is_full_at_any_point_loses_nothing(world: press.Press, whole: Path, tmp_path: Path) -> None:
    """No file may grow beyond a size: at the lock, while the database is made, while articles are stored."""
    for size, status in ((0, 2), (20_000, 1), (220_000, 1)):
        assert "磁盘" in refused_daily(world, tmp_path, expect=status, before=partial(at_most, size))
    daily(world, tmp_path)
    assert same_edition(tmp_path / "data", whole)


def test_an_export_that_fails_in_the_middle_is_told_and_done_again(
    world: press.Press, whole: Path, tmp_path: Path
) -> None:
    shutil.copytree(whole, tmp_path / "data")
    place = tmp_path / "elsewhere"
    (place / "edition.json").mkdir(parents=True)
    (place / "edition.json/mine").write_text("my own words")
    assert str(place) in refused_daily(world, tmp_path, "--export", str(place), expect=1)
    assert (place / "edition.json/mine").read_text() == "my own words"
    shutil.move(place / "edition.json", tmp_path / "aside")
    daily(world, tmp_path, "--export", str(place))
    assert (place / "edition.json").read_bytes() == (whole / "site/edition.json").read_bytes()


def rows(world: press.Press) -> str:
    """Settings whose pages are read on any later day."""
    sources = "".join(f'[[sources]]\nid = "o{n}"\nurl = "{world.base}/o{n}/feed.xml"\ntitle = "o{n}"\n' for n in (0, 1))
    return f"[fetch]\npage_age_hours = 999999\n{sources}"


def test_a_full_disk_does_not_end_the_server_and_saving_goes_on_when_there_is_room(
    world: press.Press, tmp_path: Path
) -> None:
    """F7. The limit is put on, and taken off, while it runs; commands are handed over to it."""
    (tmp_path / "ribao.toml").write_text(rows(world), encoding="utf-8")
    asked = len(world.asked)
    with running(tmp_path, "run", "--port", "0") as program:
        program.wait_for(lambda: "/o1/3.html" in world.asked[asked:] and "/o0/3.html" in world.asked[asked:])
        ribao("daily", "--at", "2026-05-08T06:00:00+08:00", cwd=tmp_path)
        resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (1_000, resource.RLIM_INFINITY))
        assert "磁盘" in refused("daily", "--at", AT, cwd=tmp_path, expect=1)
        assert "智能日报" in program.get()
        resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        ribao("daily", "--at", AT, cwd=tmp_path)
        assert json.loads((tmp_path / "data/site/edition.json").read_bytes())["sections"]
        assert program.stop() == 0


# -- databases -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("harm", ["text", "cut", "torn"])
def test_a_damaged_database_is_never_written_and_its_copy_brings_all_back(
    world: press.Press, whole: Path, tmp_path: Path, harm: str
) -> None:
    data = tmp_path / "data"
    shutil.copytree(whole, data)
    file = data / "ribao.db"
    sound = file.read_bytes()
    middle = len(sound) // 2
    bad = {
        "text": b"not a database" * 900,
        "cut": sound[:middle],
        "torn": sound[:4096] + b"\xa5" * 16_384 + sound[20_480:],
    }
    file.write_bytes(bad[harm])
    before = tree(data)
    told = refused_daily(world, tmp_path)
    assert str(file) in told
    assert "ribao.support.store.rescue" in told
    if harm == "torn":
        assert str(file) in refused("serve", "--port", "0", cwd=tmp_path)
    assert {name: body for name, body in tree(data).items() if "-shm" not in name and "-wal" not in name} == before
    if harm == "torn":
        file.write_bytes(sound)
        daily(world, tmp_path)
        assert same_edition(data, whole)


# -- instances -------------------------------------------------------------------------------------------------------


def test_a_second_instance_is_told_to_wait_and_the_first_goes_on(
    world: press.Press, whole: Path, tmp_path: Path
) -> None:
    arguments = ("daily", "--at", AT, "--sources", world.opml())
    with running(tmp_path, *arguments) as first:
        first.wait_for(lambda: (tmp_path / "data/ribao.db").exists() or None)
        told = refused_daily(world, tmp_path)
        assert str(first.process.pid) in told
        assert first.process.wait(timeout=60) == 0
    assert same_edition(tmp_path / "data", whole)


def killed_while_building(program: Running, seconds: float) -> bool:
    """Kill it so long after it says that it builds the edition; False when it was done before that."""
    while program.process.poll() is None and "编日报" not in program.err.read_text(encoding="utf-8"):
        time.sleep(0.01)
    time.sleep(seconds)
    hit = program.process.poll() is None
    program.process.kill()
    program.process.wait()
    return hit


def test_a_run_that_is_killed_while_it_builds_the_edition_is_completed_by_the_next(
    world: press.Press, whole: Path, tmp_path: Path
) -> None:
    """F2. At once, and a little into it."""
    hits = 0
    for seconds in (0.0, 0.2):
        with running(tmp_path, "daily", "--at", AT, "--sources", world.opml()) as program:
            hits += killed_while_building(program, seconds)
    assert hits
    daily(world, tmp_path)
    assert same_edition(tmp_path / "data", whole)
    assert tree(tmp_path / "data/site") == tree(whole / "site")


# -- time ------------------------------------------------------------------------------------------------------------


def test_a_clock_that_jumps_makes_no_edition_twice_and_loses_none(world: press.Press, tmp_path: Path) -> None:
    """F12. To 1970 and right again (the leap ahead and summer time: tests/commands, tests/edit): the same edition when it is that day again."""
    site = tmp_path / "data/site/edition.json"
    made: dict[str, list[bytes]] = {}
    for moment in (AT, "1970-01-02T00:00:00+00:00", AT):
        daily_at(world, tmp_path, moment)
        made.setdefault(moment, []).append(site.read_bytes())
    first, again = (json.loads(body) for body in made[AT])
    assert first["sections"] == again["sections"]
    assert first["date"] == again["date"] == "2026-05-08"
    assert len(first["sections"]) >= 1


def daily_at(world: press.Press, cwd: Path, moment: str) -> None:
    ribao("daily", "--at", moment, "--sources", world.opml(), cwd=cwd)
