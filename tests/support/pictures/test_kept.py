"""Pictures on disk: up to a size, and what nobody looked at for longest goes first."""

import os
from pathlib import Path

from ribao.support.pictures.kept import Cabinet


def _old(folder: Path, name: str, seconds: int) -> None:
    os.utime(folder / name[:2] / name, (seconds, seconds))


def test_what_was_put_is_got_also_by_the_next_run(tmp_path: Path) -> None:
    Cabinet(tmp_path, 1000).put("ab.webp", b"x" * 10)
    assert Cabinet(tmp_path, 1000).get("ab.webp") == b"x" * 10
    assert Cabinet(tmp_path, 1000).get("cd.webp") is None


def test_over_the_cap_what_was_not_looked_at_for_longest_goes(tmp_path: Path) -> None:
    kept = Cabinet(tmp_path, 1000)
    for number, name in enumerate(("aa1", "bb2", "cc3")):
        kept.put(name, b"x" * 300)
        _old(tmp_path, name, 1_000 + number)
    assert kept.get("aa1")  # looked at: now the youngest
    kept.put("dd4", b"x" * 300)
    assert kept.get("bb2") is None
    assert kept.get("aa1")
    assert kept.get("dd4")
    assert sum(path.stat().st_size for path in tmp_path.glob("??/*")) <= 1000


def test_a_folder_that_cannot_be_written_keeps_nothing_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    kept = Cabinet(tmp_path / "file", 1000)
    kept.put("ab", b"x")
    assert kept.get("ab") is None
