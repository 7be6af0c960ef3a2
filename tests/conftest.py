"""Shared by all tests: the async backend, and a quiet environment that no owner's settings reach."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from ribao.support import i18n
from tests.examples import many

# A fresh clone builds tables of characters first, and a machine may be busy: neither is a fault of the data.
settings.register_profile("ribao", suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=many(100))
settings.load_profile("ribao")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No RIBAO_* variable and no user configuration of the person who runs the tests changes their outcome."""
    for name in list(os.environ):
        if name.startswith("RIBAO_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "no-config"))


@pytest.fixture(autouse=True)
def _no_language_from_a_test_before() -> Iterator[None]:
    """A command that ran within a test spoke its own language, and would leave it to the next one."""
    with i18n.speaking("zh"):
        yield
