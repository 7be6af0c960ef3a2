"""A served folder is exchanged whole: nobody meets half of it, and what stayed the same is the very file."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ribao.support import exchange
from ribao.support.exchange import exchange_tree

OLD = [("index.html", b"old"), ("s/same.html", b"same"), ("s/gone.html", b"gone")]
NEW = [("index.html", b"new"), ("s/same.html", b"same"), ("t/more.html", b"more")]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".ribao")
    }


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_what_is_new_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "site"
    assert exchange_tree(folder, OLD) == 3
    assert exchange_tree(folder, NEW) == 3
    assert tree(folder) == dict(NEW)
    assert names(folder.parent) == ["site"]
    assert (folder.stat().st_mode & 0o777, (folder / "index.html").stat().st_mode & 0o777) == (0o755, 0o644)


def test_while_it_is_written_the_old_site_stands_and_a_fault_leaves_it(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    exchange_tree(folder, OLD)

    def broken() -> Iterator[tuple[str, bytes]]:
        yield from NEW
        assert tree(folder) == dict(OLD)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        exchange_tree(folder, broken())
    assert tree(folder) == dict(OLD)
    assert names(tmp_path) == ["site"]


def test_a_file_that_did_not_change_keeps_its_time(tmp_path: Path) -> None:
    exchange_tree(tmp_path / "site", OLD)
    for path in (tmp_path / "site").rglob("*.html"):
        os.utime(path, (1_000_000, 1_000_000))
    exchange_tree(tmp_path / "site", NEW)
    assert (tmp_path / "site/s/same.html").stat().st_mtime == 1_000_000
    assert (tmp_path / "site/index.html").stat().st_mtime > 1_000_000


def test_what_others_put_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    exchange_tree(folder, OLD)
    (folder / "CNAME").write_text("news.example")
    (folder / ".git").mkdir()
    (folder / ".git/HEAD").write_text("ref: refs/heads/pages")
    (folder / "latest").symlink_to("nowhere")
    exchange_tree(folder, NEW)
    assert (folder / "CNAME").read_text() == "news.example"
    assert (folder / ".git/HEAD").read_text() == "ref: refs/heads/pages"
    assert (folder / "latest").readlink() == Path("nowhere")


@pytest.mark.parametrize("hindrance", ["no exchange", "no exchange and no renaming", "no second names"])
def test_on_a_lesser_system_the_outcome_is_the_same(
    tmp_path: Path, hindrance: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise OSError(16, "Device or resource busy")  # a mount point cannot be renamed

    exchange_tree(tmp_path / "site", OLD)
    if hindrance == "no second names":
        monkeypatch.setattr(exchange.os, "link", busy)
    else:
        monkeypatch.setattr(exchange, "_swapped", lambda *_: False)
    if "renaming" in hindrance:
        monkeypatch.setattr(Path, "rename", busy)
    exchange_tree(tmp_path / "site", NEW)
    assert tree(tmp_path / "site") == dict(NEW)
    assert names(tmp_path) == ["site"]
