"""Channels and certainty of invented headlines: the quality that has been reached does not get worse.

The floors stand a little under what was measured; ``lists`` is what the readable lists say where the model is refused.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ribao.annotate import certainty, channel, learned
from ribao.annotate.train.training import measured
from ribao.annotate.words import words_of
from ribao.types.article import Article
from ribao.types.channel import CHANNELS, OTHER
from tests.edit.build import article, source

LINES = (Path(__file__).with_name("headlines.tsv")).read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if not line.startswith("#")]
# accuracy, macro F1 over classes with 15 headlines and more
FLOORS = {
    "model": {"channel": (0.92, 0.92), "certainty": (0.86, 0.86)},
    "lists": {"channel": (0.9, 0.9), "certainty": (0.87, 0.87)},
}


@pytest.fixture(params=["model", "lists"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "lists":
        monkeypatch.setattr(learned, "shipped", lambda: None)
    return str(request.param)


def test_the_gold_is_sound() -> None:
    assert len(ROWS) >= 200
    assert len({row[2] for row in ROWS}) == len(ROWS)
    assert {row[0] for row in ROWS} == {*CHANNELS, OTHER}
    assert {row[1] for row in ROWS} == set(certainty.LABELS)
    english = sum(row[2].isascii() for row in ROWS)
    assert english >= 70
    assert len(ROWS) - english >= 125


def articles() -> list[Article]:
    return [article(f"g{at}", row[2]) for at, row in enumerate(ROWS)]


def reached(truth: Sequence[str], found: Sequence[str]) -> tuple[float, float]:
    told = measured([(one,) for one in truth], found)
    return told["accuracy"], told["macro_f1"]


def test_channels(way: str) -> None:
    found = [channel.annotate(one, words_of(one), source()).value["main"] for one in articles()]
    accuracy, macro = reached([row[0] for row in ROWS], found)
    least = FLOORS[way]["channel"]
    assert (accuracy >= least[0], macro >= least[1]) == (True, True), (accuracy, macro)


def test_certainty(way: str) -> None:
    found = [str(certainty.annotate(one, words_of(one), source()).value["certainty"]) for one in articles()]
    accuracy, macro = reached([row[1] for row in ROWS], found)
    least = FLOORS[way]["certainty"]
    assert (accuracy >= least[0], macro >= least[1]) == (True, True), (accuracy, macro)
