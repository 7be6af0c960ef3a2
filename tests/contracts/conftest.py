"""The stores that keep the contract: each test of this folder runs over every one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ribao.support.store.memory import MemoryStore
from ribao.support.store.port import Store
from ribao.support.store.sqlite import open_store
from tests.contracts.made import a_source


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty database: copying it is quicker than migrating anew in each test."""
    folder = tmp_path_factory.mktemp("empty-store")
    open_store(folder).close()
    return folder


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store that knows the source "alpha"."""
    if request.param == "memory":
        opened: Store = MemoryStore()
    else:
        shutil.copytree(request.getfixturevalue("empty_database"), tmp_path / "data")
        opened = open_store(tmp_path / "data")
    opened.put_sources([a_source()])
    yield opened
    opened.close()
