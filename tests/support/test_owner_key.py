"""The owner's token and sessions: what a stolen, old, forged or signed-out cookie is worth."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ribao.support.owner_key import LASTS, TOKEN_FILE, OwnerKey

NOW = datetime(2026, 5, 8, tzinfo=UTC)


def test_the_token_is_made_once_and_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    key = OwnerKey(tmp_path / "data")
    token = key.token()
    assert OwnerKey(tmp_path / "data").token() == token
    assert (tmp_path / "data" / TOKEN_FILE).stat().st_mode & 0o777 == 0o600
    assert key.fits(f" {token}\n")
    assert not key.fits("")
    assert not key.fits("é" * 50)


def test_a_session_lasts_its_time_and_is_dead_after_it_was_signed_out(tmp_path: Path) -> None:
    key = OwnerKey(tmp_path)
    one, other = key.begin(NOW), key.begin(NOW)
    assert one != other
    assert key.holds(one, NOW + LASTS - timedelta(minutes=1))
    assert not key.holds(one, NOW + LASTS + timedelta(minutes=1))
    key.end(one, NOW)
    assert not OwnerKey(tmp_path).holds(one, NOW)
    assert key.holds(other, NOW)


def test_a_new_token_ends_every_session(tmp_path: Path) -> None:
    key = OwnerKey(tmp_path)
    session = key.begin(NOW)
    key.renew()
    assert not key.holds(session, NOW)


@pytest.mark.parametrize("forged", ["", ".", "1.9999999999.x.y", "1.99.é.z", "a" * 5000, "1.٣.x.y", "...", "1..."])
def test_what_nobody_signed_holds_nothing(tmp_path: Path, forged: str) -> None:
    key = OwnerKey(tmp_path)
    assert not key.holds(forged, NOW)
    session = key.begin(NOW)
    later = session.replace(session.split(".")[1], str(int(session.split(".")[1]) + 1))
    assert not key.holds(later, NOW)
