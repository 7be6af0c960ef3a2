import ssl
from pathlib import Path

import pytest

from ribao.support.net import trust


def paths(cafile: Path | None, capath: Path | None) -> ssl.DefaultVerifyPaths:
    return ssl.DefaultVerifyPaths(str(cafile) if cafile else None, str(capath) if capath else None, "", "", "", "")


def test_a_machine_without_authorities_uses_certifis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths(None, None))
    made = trust.context()
    assert made.cert_store_stats()["x509_ca"] > 50
    assert made.verify_mode is ssl.CERT_REQUIRED
    assert made.check_hostname


def test_where_the_system_keeps_its_own(tmp_path: Path) -> None:
    assert not trust.system_has_authorities(paths(None, tmp_path))
    (tmp_path / "a.pem").write_text("x")
    assert trust.system_has_authorities(paths(None, tmp_path))
    assert trust.system_has_authorities(paths(tmp_path / "a.pem", None))
