"""A data folder with an empty database, copied rather than migrated anew."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ribao.support.store.database import FILE_NAME
from ribao.support.store.sqlite import SqliteStore, open_store


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty-sqlite")
    open_store(folder).close()
    return folder


@pytest.fixture
def data(empty_folder: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own."""
    return Path(shutil.copytree(empty_folder, tmp_path / "data"))


@pytest.fixture
def file(data: Path) -> Path:
    return data / FILE_NAME


@pytest.fixture
def store(data: Path) -> Iterator[SqliteStore]:
    opened = open_store(data)
    yield opened
    opened.close()
