"""The model of stories: read as it was written, refused when it is not, and then another one stands in."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from ribao.cluster import model
from ribao.cluster.likeness import NAMES
from ribao.cluster.model import CorruptModel, background, choose, load, save, words_alone

ARRAYS = {
    "known": np.array([3, 9], np.uint32),
    "rows": np.array([[1, 2], [3, 4]], np.int8),
    "scales": np.array([1.0, 0.5], np.float16),
    "terms": np.array([3], np.uint32),
    "counts": np.array([40], np.int32),
    "feature": np.zeros(1, np.int16),
    "threshold": np.zeros(1, np.float32),
    "left": np.zeros(1, np.int32),
    "right": np.zeros(1, np.int32),
    "value": np.ones(1, np.float32),
    "roots": np.zeros(1, np.int32),
}
RECIPE = {"headlines": 100, "depth": 1, "least": 0.4, "link": 0.7}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "stories.npz"
    save(path, ARRAYS, RECIPE)
    return path


@pytest.fixture
def no_shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(model, "SHIPPED", tmp_path / "nowhere.npz")


def test_what_is_saved_is_loaded(saved: Path) -> None:
    found = load(saved)
    assert (found.least, found.link, found.grams.width) == (0.4, 0.7, 2)
    assert found.forest is not None
    assert found.background[3] == np.float32(0.4)
    assert 0 < found.background[4] < 0.01
    assert json.loads(saved.with_suffix(".json").read_text())["bytes"] == saved.stat().st_size


def test_a_model_that_is_trained_anew_while_the_program_runs_is_seen(saved: Path) -> None:
    assert load(saved) is load(saved)
    former = load(saved).name
    save(saved, {**ARRAYS, "scales": np.ones(2, np.float16)}, {**RECIPE, "least": 0.25})
    later = saved.stat().st_mtime_ns + 1_000_000  # a clock that is too coarse for this test
    os.utime(saved, ns=(later, later))
    assert (load(saved).least, load(saved).name != former) == (0.25, True)


def test_equal_arrays_give_equal_bytes(saved: Path, tmp_path: Path) -> None:
    save(tmp_path / "again.npz", ARRAYS, RECIPE)
    assert (tmp_path / "again.npz").read_bytes() == saved.read_bytes()


@pytest.mark.usefixtures("no_shipped")
def test_a_corrupt_file_is_refused_with_its_checksum_and_words_find_the_stories(saved: Path) -> None:
    data = bytearray(saved.read_bytes())
    data[-3] ^= 1
    saved.write_bytes(bytes(data))
    with pytest.raises(CorruptModel, match=r"checksum [0-9a-f]{64}, its recipe promises [0-9a-f]{64}"):
        load(saved)
    told: list[str] = []
    assert choose(saved, told.append) is words_alone()
    assert str(saved) in told[0]
    promised = json.loads(saved.with_suffix(".json").read_text())["sha256"]
    assert promised in told[0]


@pytest.mark.usefixtures("no_shipped")
@pytest.mark.parametrize("recipe", ["", "{", "[]", "null", "{}", '{"sha256": 3}', '"x"'])
def test_a_recipe_that_is_none_is_refused(saved: Path, recipe: str) -> None:
    saved.with_suffix(".json").write_text(recipe)
    told: list[str] = []
    assert choose(saved, told.append) is words_alone()
    assert str(saved) in told[0]


@pytest.mark.usefixtures("no_shipped")
@pytest.mark.parametrize("wrong", [{"depth": None}, {"least": "much"}, {"headlines": []}, {"features": None}])
def test_a_recipe_of_the_right_checksum_with_nonsense_in_it_is_refused(saved: Path, wrong: dict[str, object]) -> None:
    recipe = json.loads(saved.with_suffix(".json").read_text())
    saved.with_suffix(".json").write_text(json.dumps({**recipe, **wrong}))
    told: list[str] = []
    assert choose(saved, told.append) is words_alone()
    assert len(told) >= 1


def test_a_model_of_other_features_is_refused(saved: Path) -> None:
    recipe = json.loads(saved.with_suffix(".json").read_text())
    saved.with_suffix(".json").write_text(json.dumps({**recipe, "features": list(NAMES[1:])}))
    with pytest.raises(CorruptModel, match="train it anew"):
        load(saved)


@pytest.mark.usefixtures("no_shipped")
def test_bytes_that_are_no_archive_are_refused_though_the_recipe_agrees(saved: Path) -> None:
    from hashlib import sha256

    saved.write_bytes(b"no archive")
    recipe = json.loads(saved.with_suffix(".json").read_text())
    recipe["sha256"] = sha256(b"no archive").hexdigest()
    saved.with_suffix(".json").write_text(json.dumps(recipe))
    told: list[str] = []
    assert choose(saved, told.append) is words_alone()


def test_the_owners_model_goes_before_the_shipped_one_and_where_there_is_none_nothing_is_told(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "shipped.npz"
    save(other, {**ARRAYS, "counts": np.array([50], np.int32)}, RECIPE)
    monkeypatch.setattr(model, "SHIPPED", other)
    told: list[str] = []
    assert choose(saved, told.append).name == load(saved).name
    assert choose(tmp_path / "none.npz", told.append).name == choose(None, told.append).name == load(other).name
    assert told == []


def test_shares_of_a_background() -> None:
    shares = background(np.array([5], np.uint32), np.array([10]), 1000)
    assert shares[5] == np.float32(0.01)
    assert shares[6] == np.float32(0.0005)
