"""The sample, exported whole by the command: each link leads somewhere, and nothing is written twice."""

import asyncio
import json
from pathlib import Path

import pytest

from ribao.app import House
from ribao.commands.export import write
from ribao.commands.sample import build_sample, sample_house
from ribao.settings import Settings
from ribao.support.progress import Silent
from ribao.support.store.sqlite import open_store
from tests.render import walk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_sample_as_files(tmp_path: Path) -> None:
    home = sample_house(House(settings=Settings(), file=None, data=tmp_path / "data"))
    asyncio.run(build_sample(home, Silent()))
    store = open_store(home.data, read_only=True)
    try:
        written = write(home, store, tmp_path / "site", Silent())
        made = tree(tmp_path / "site")
        write(home, store, tmp_path / "again", Silent())
    finally:
        store.close()
    assert tree(tmp_path / "again") == made
    assert written == len(made) - 1  # but for the list of what is ours
    pages = {path: body for path, body in made.items() if path.endswith(".html")}
    assert any(path.startswith("t/") for path in pages)
    ids = {path: set(walk.ids(body)) for path, body in pages.items()}
    for path, body in pages.items():
        for _, address in walk.addresses(body):
            target = walk.inside(path, address)
            if target is not None:
                file, fragment = target[0].split("?")[0], target[1]
                assert file in made, f"{path} → {address}"
                assert not fragment or fragment in ids[file], f"{path} → {address}"
    assert json.loads(made["edition.json"])["date"] == "2026-05-08"
