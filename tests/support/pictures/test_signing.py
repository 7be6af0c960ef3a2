"""Addresses of pictures: only our own pages can write one."""

import stat
from pathlib import Path

import pytest

from ribao.support.pictures.signing import KEY_FILE, WIDTHS, PictureKey, picture_key

URL = "https://outlet.example/图片.jpg"


def test_a_signature_fits_its_own_address_and_width_alone() -> None:
    key = PictureKey(b"k" * 32)
    made = key.sign(URL, 640)
    assert key.fits(made, URL, 640)
    assert not key.fits(made, URL, 320)
    assert not key.fits(made, URL + "?", 640)
    assert not PictureKey(b"l" * 32).fits(made, URL, 640)
    for forged in ("", "x" * 22, made[:-1], made + "=", "签", "\ud800"):
        assert not key.fits(forged, URL, 640)


@pytest.mark.parametrize("width", [0, 1, 641, 50_000])
def test_no_other_width_is_made_even_when_it_is_signed(width: int) -> None:
    key = PictureKey(b"k" * 32)
    assert width not in WIDTHS
    assert not key.fits(key.sign(URL, width), URL, width)


def test_the_key_lasts_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = picture_key(tmp_path).sign(URL, 640)
    assert picture_key(tmp_path).sign(URL, 640) == made
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


@pytest.mark.parametrize("held", ["", "abc", "zz" * 32, "文"])
def test_a_file_that_is_no_key_is_made_anew(tmp_path: Path, held: str) -> None:
    (tmp_path / KEY_FILE).write_text(held, encoding="utf-8")
    made = picture_key(tmp_path).sign(URL, 640)
    assert picture_key(tmp_path).sign(URL, 640) == made


def test_where_nothing_can_be_written_there_is_a_key_for_this_run(tmp_path: Path) -> None:
    key = picture_key(tmp_path / "not" / "there")
    assert key.fits(key.sign(URL, 640), URL, 640)
