"""Writing a tree of files into a folder that may be anybody's."""

from pathlib import Path

import pytest

from ribao.support.files import MANIFEST, obstacle, write_tree

PAGES = [("index.html", b"one"), ("d/2026/index.html", b"two")]


def test_what_this_program_wrote_before_and_not_now_goes_and_the_rest_stays(tmp_path: Path) -> None:
    write_tree(tmp_path, PAGES)
    (tmp_path / "notes.txt").write_text("mine")
    assert write_tree(tmp_path, PAGES[:1]) == 1
    assert not (tmp_path / "d/2026/index.html").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_tree_that_was_broken_off_is_known_for_ours(tmp_path: Path) -> None:
    def broken_off():  # type: ignore[no-untyped-def]
        yield PAGES[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_tree(tmp_path, broken_off())
    assert obstacle(tmp_path, "index.html") is None


def test_nothing_speaks_against_a_new_folder_an_empty_one_and_our_own(tmp_path: Path) -> None:
    assert obstacle(tmp_path / "not/yet/there", "index.html") is None
    assert obstacle(tmp_path, "index.html") is None
    write_tree(tmp_path, PAGES)
    assert obstacle(tmp_path, "index.html") is None
    assert (tmp_path / MANIFEST).read_text().split() == ["d/2026/index.html", "index.html"]


def test_a_file_in_the_way_and_somebody_elses_page_speak_against_it(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    assert isinstance(obstacle(file, "index.html"), NotADirectoryError)
    assert isinstance(obstacle(file / "below", "index.html"), NotADirectoryError)
    (tmp_path / "index.html").write_text("my own home page")
    assert isinstance(obstacle(tmp_path, "index.html"), FileExistsError)
