"""The world, read once, and served at its moment."""

from collections.abc import Iterator

import pytest

from ribao.sample import MOMENT, World, folder, load, serve


@pytest.fixture(scope="session")
def world() -> World:
    return load(folder())


@pytest.fixture(scope="session")
def base(world: World) -> Iterator[str]:
    with serve(world, MOMENT) as address:
        yield address
