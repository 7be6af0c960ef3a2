"""The learned model of labels: refused when it is not what its recipe says, made anew alike, quick and linear in the text."""

import json
import logging
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ribao.annotate import certainty, channel, learned, makers
from ribao.annotate.signs import signs_of
from ribao.annotate.train.corpus import Labelled, corpus
from ribao.annotate.train.fitting import Plan
from ribao.annotate.train.training import train
from ribao.annotate.words import words_of
from ribao.types.channel import CHANNELS, OTHER
from tests.edit.build import article, source


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The shipped model in a folder of its own, and the program looking there."""
    for name in ("labels.npz", "labels.json"):
        shutil.copy(learned.SHIPPED.with_name(name), tmp_path / name)
    monkeypatch.setattr(learned, "SHIPPED", tmp_path / "labels.npz")
    learned.shipped.cache_clear()
    yield tmp_path / "labels.npz"
    learned.shipped.cache_clear()


def test_the_shipped_model_is_small_and_says_how_it_was_made() -> None:
    recipe = learned.load().recipe
    assert recipe["bytes"] == learned.SHIPPED.stat().st_size < 3_000_000
    assert {"labelled_days", "archive_days", "plan", "versions", "sha256"} <= recipe.keys()
    assert recipe["plan"]["seed"] == 1


def test_a_corrupt_model_is_refused_with_both_checksums(copy: Path, caplog: pytest.LogCaptureFixture) -> None:
    promised = json.loads(copy.with_suffix(".json").read_text(encoding="utf-8"))["sha256"]
    copy.write_bytes(copy.read_bytes()[:-1] + b"!")
    with pytest.raises(learned.CorruptModel) as refused:
        learned.load(copy)
    assert promised in str(refused.value)
    one = article("a", "云雀头戴式降噪耳机上架")
    with caplog.at_level(logging.WARNING):
        assert channel.annotate(one, words_of(one), source()).value["main"] == "耳机音频"
        assert certainty.annotate(one, words_of(one), source()).value["certainty"] == "official"
    assert sum(promised in record.message for record in caplog.records) == 1


@pytest.mark.parametrize("name", ["labels.npz", "labels.json"])
def test_a_missing_file_leaves_the_lists(copy: Path, name: str) -> None:
    copy.with_name(name).unlink()
    assert learned.shipped() is None


def test_a_recipe_of_another_make_leaves_the_lists(copy: Path) -> None:
    recipe = json.loads(copy.with_suffix(".json").read_text(encoding="utf-8"))
    copy.with_suffix(".json").write_text(json.dumps({**recipe, "format": 99}), encoding="utf-8")
    assert learned.shipped() is None


def test_nothing_to_learn_is_said() -> None:
    items = [Labelled(article=article("a", "云雀手机发布"), channels=("智能手机",), certainty="official")]
    with pytest.raises(ValueError, match="at least two"):
        train(corpus(items, []), (*CHANNELS, OTHER), Plan(), lambda _: None)


def test_no_sign_names_the_source() -> None:
    one = article("a", "云雀头戴式降噪耳机上架")
    other = replace(one, source_id="another")
    assert signs_of(one, words_of(one)) == signs_of(other, words_of(other))


def test_the_signs_of_a_long_text_are_those_of_its_head() -> None:
    long = article("a", "云" * 100_000, "灯塔" * 500_000)
    signs = signs_of(long, words_of(article("a", "云")))
    assert len(signs.keys) < 5000


@pytest.mark.slow
def test_channels_and_certainty_cost_little_for_a_hundred_kilobytes() -> None:
    one = article("a", "消息称云雀手机" * 7000, "他说（“「『" * 20_000)
    words = words_of(one)
    makers.annotate(article("b", "warm"), source())
    start = time.process_time()
    channel.annotate(one, words, source())
    certainty.annotate(one, words, source())
    assert time.process_time() - start < 0.5
