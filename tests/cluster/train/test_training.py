"""The whole training on a small archive: what comes out loads, is the same twice, and knows more than before."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ribao.annotate.words import tokens
from ribao.cluster import lexicon, model
from ribao.cluster.train import crossfit
from ribao.cluster.train.artefact import quantised
from ribao.cluster.train.corpus import Item, Labelled
from ribao.cluster.train.features import fold_headlines, pairs_of
from ribao.cluster.train.prepare import Material, prepare
from ribao.cluster.train.report import average_precision, grouped
from ribao.cluster.train.texts import Vocabulary
from ribao.cluster.train.training import Plan, train

PLAN = Plan(width=16, vocabulary=1000, epochs=1, tuning=3, rounds=5)
TOLD = (("老书店停业", "old bookshop closes"), ("大雨引发断电", "storm cuts power"))


def silent(_: str) -> None:
    pass


def made(archive: list[Item], labels: list[Labelled], path: Path, plan: Plan = PLAN) -> model.Model:
    trained = train(Material(archive=archive, labelled=labels, tellings=TOLD), plan, tokens, silent)
    model.save(path, trained.arrays, trained.recipe)
    return model.load(path)


@pytest.mark.slow
def test_the_model_loads_and_tells_its_recipe(archive: list[Item], labels: list[Labelled], tmp_path: Path) -> None:
    found = made(archive, labels, tmp_path / "stories.npz")
    assert found.forest is not None
    assert found.grams.width == 16
    assert found.recipe["labelled_days"] == ["2026-01-09", "2026-01-10"]
    assert found.recipe["archive"] == {"items": 144, "days": 6, "first_day": "2026-01-05", "last_day": "2026-01-10"}
    assert found.recipe["measured"]["held_out"]["days"] == 2


@pytest.mark.slow
def test_equal_seed_equal_bytes(archive: list[Item], labels: list[Labelled], tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.npz", "two.npz", "other.npz")]
    made(archive, labels, paths[0])
    made(list(reversed(archive)), labels, paths[1])
    made(archive, labels, paths[2], replace(PLAN, seed=2))
    one, two, other = (path.read_bytes() for path in paths)
    assert one == two
    assert one != other
    assert paths[0].with_suffix(".json").read_text() == paths[1].with_suffix(".json").read_text()


def test_labelled_days_teach_no_pairs(archive: list[Item], labels: list[Labelled]) -> None:
    random = np.random.default_rng(1)
    known = prepare(Material(archive=archive, labelled=labels), tokens, random, silent)
    everything = prepare(Material(archive=archive), tokens, random, silent)
    assert set(known.pairs.pieces) & {day.day for day in labels} == set()
    assert set(everything.pairs.pieces) >= {day.day for day in labels}
    assert known.pairs.kinds["words"] > 10


def test_an_archive_without_two_tellings_is_told(archive: list[Item]) -> None:
    lone = [Item(id="a", source="s", time=0.0, day="2026-01-01", title="孤零零一条", summary="")]
    material = Material(archive=lone, labelled=())
    with pytest.raises(ValueError, match=r"森林|forest"):
        train(material, PLAN, tokens, silent)


def test_neighbouring_days_fall_in_one_fold(labels: list[Labelled]) -> None:
    assert crossfit.folds_of(labels, 6) == [[0], [1]]
    assert crossfit.folds_of([*reversed(labels), *labels], 2) == [[1, 2], [0, 3]]
    assert crossfit.folds_of([], 6) == []


def test_equal_headlines_are_compared_once(labels: list[Labelled]) -> None:
    day = labels[0]
    doubled = Labelled(
        day=day.day, items=(*day.items, day.items[0]), story=np.append(day.story, day.story[0]),
        roundup=np.append(day.roundup, False), gold=day.gold,
    )  # fmt: skip
    words = model.words_alone()
    pairs = pairs_of(doubled, lexicon.load(), words.grams, words.background, tokens)
    assert pairs.stands[-1] == 0
    assert len(day.items) not in {*pairs.one.tolist(), *pairs.other.tolist()}
    assert pairs.possible == 24
    assert fold_headlines([], np.zeros(0, np.bool_)).tolist() == []


def test_round_ups_are_no_candidates(labels: list[Labelled]) -> None:
    day, words = labels[0], model.words_alone()
    alone = np.arange(len(day.items)) == 3
    marked = Labelled(day=day.day, items=day.items, story=day.story, roundup=alone, gold=day.gold)
    pairs = pairs_of(marked, lexicon.load(), words.grams, words.background, tokens)
    assert len(pairs.one) > 10
    assert 3 not in {*pairs.one.tolist(), *pairs.other.tolist()}


def test_a_folded_headline_goes_with_the_first(labels: list[Labelled]) -> None:
    day, words = labels[0], model.words_alone()
    pairs = pairs_of(day, lexicon.load(), words.grams, words.background, tokens)
    groups = grouped(day, pairs, pairs.same.astype(np.float32), 0.4, 0.8)
    assert len(set(groups.values())) == 8
    assert {groups[item.id] for item in day.items if item.title.startswith("海城")} == {groups["4-0-0"]}


def test_average_precision() -> None:
    same, near = np.array([True, False, True]), np.array([0.9, 0.5, 0.4], np.float32)
    assert average_precision(same, near) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(np.zeros(0, np.bool_), np.zeros(0, np.float32)) == 1.0


def test_quantised_rows_keep_their_direction() -> None:
    random = np.random.default_rng(1)
    weights = random.standard_normal((50, 16)).astype(np.float32) * random.random((50, 1)).astype(np.float32)
    weights[7] = 0
    words = Vocabulary(known=np.arange(50, dtype=np.uint32), idf=np.ones(50, np.float32))
    grams = quantised(words, weights)
    assert grams.rows * grams.scales[:, None] == pytest.approx(weights, abs=float(np.abs(weights).max()) / 200)
    assert not grams.rows[7].any()
