"""Of which pairs a model is not sure, and of which it is: for a trained model and for words alone alike."""

from dataclasses import replace

import numpy as np
import pytest

from ribao.cluster.index import JOIN_HOURS, Index
from ribao.cluster.model import Model, words_alone
from ribao.cluster.opinions import Opinions, band, calibrate, doubtful, sure, weight
from ribao.cluster.trees import Forest
from ribao.support.minds.port import Verdict
from tests.cluster.made import items

TITLES = (
    "青石港灯塔停用三十年后重新点亮",
    "停用三十年，青石港灯塔今晨重新点亮",
    "青石港灯塔重新点亮 下周向公众开放",
    "青石港灯塔守塔人讲述三十年",
    "青石港三号码头吊机检修",
    "云雀科技任命乔一苇为首席财务官",
)


def trained(least: float = 0.4) -> Model:
    """With a forest of one tree of one leaf: what it says is of no matter here."""
    leaf = np.zeros(1, np.int32)
    forest = Forest(
        feature=np.zeros(1, np.int16),
        threshold=np.zeros(1, np.float32),
        left=leaf,
        right=leaf,
        value=np.zeros(1, np.float32),
        roots=leaf,
        depth=1,
    )
    return replace(words_alone(), forest=forest, least=least)


@pytest.mark.parametrize("model", [words_alone(), trained(), trained(0.6)], ids=["words", "trained", "strict"])
def test_the_band_lies_about_the_least_likeness_and_what_is_sure_beyond_it(model: Model) -> None:
    low, high = band(model)
    assert sure(model)[0] < low < model.least < high < sure(model)[1]


def test_the_band_of_a_trained_model_and_of_words_are_on_their_own_scales() -> None:
    assert band(trained()) == pytest.approx((0.2, 0.64), abs=0.01)
    assert band(words_alone()) == pytest.approx((0.07, 0.37), abs=0.01)
    assert sure(trained()) == (0.02, 0.9)


@pytest.mark.parametrize("model", [words_alone(), trained()], ids=["words", "trained"])
def test_a_word_that_is_rather_sure_decides_any_doubtful_pair_and_one_that_is_not_decides_none(model: Model) -> None:
    low, high = (np.log(edge / (1 - edge)) for edge in band(model))
    middle = np.log(model.least / (1 - model.least))
    assert low + weight(0.6) > middle > high - weight(0.6)
    assert low + weight(0.2) < middle < high - weight(0.2)
    assert weight(0.0) == 0
    assert np.isfinite(weight(1.0))


def made(hours: float = 1) -> Index:
    index = Index(words_alone())
    index.add(items(*TITLES, every=hours))
    return index


def test_only_pairs_in_the_band_are_doubtful_and_the_nearest_to_its_middle_comes_first() -> None:
    index = made()
    edges = index.consolidate()
    low, high = band(index.model)
    ids = index.table.ids
    likeness = {
        tuple(sorted((ids[one], ids[other]))): value
        for one, other, value in zip(edges.one.tolist(), edges.other.tolist(), edges.likeness.tolist(), strict=True)
    }
    asked = doubtful(index, edges, 100)
    assert asked
    assert set(asked) == {pair for pair, value in likeness.items() if low <= value <= high}
    far = [abs(np.log(likeness[pair] / (1 - likeness[pair])) - np.log(0.175 / 0.825)) for pair in asked]
    assert far == sorted(far)
    assert doubtful(index, edges, 1) == asked[:1]


def test_what_is_told_too_far_apart_to_be_joined_is_not_asked_about() -> None:
    index = made(hours=JOIN_HOURS + 1)
    edges = index.consolidate()
    assert len(edges.one) > 0
    assert doubtful(index, edges, 100) == []


def test_a_judge_joins_and_parts_whatever_is_doubtful_by_words() -> None:
    index = made()
    edges = index.consolidate()
    pairs = doubtful(index, edges, 100)
    for same in (True, False):
        said = {pair: Verdict(same=same, confidence=0.8, reason="因为", model="m") for pair in pairs}
        temper = Opinions(verdicts=said).heard(index)
        assert temper is not None
        told = temper(edges)
        ids = index.table.ids
        for at, (one, other) in enumerate(zip(edges.one.tolist(), edges.other.tolist(), strict=True)):
            if tuple(sorted((ids[one], ids[other]))) in said:
                assert bool(told[at] >= index.model.least) is same


@pytest.mark.parametrize("size", [8, 1024])
@pytest.mark.parametrize(("same", "other"), [(20, 2000), (2000, 20), (300, 300)])
def test_chance_gives_no_curve_however_rare_stories_are(size: int, same: int, other: int) -> None:
    likeness = np.array([0.95] * same + [0.01] * other, np.float32)
    for seed in range(10):
        chance = np.random.default_rng(seed)
        cosines = chance.normal(scale=size**-0.5, size=same + other).astype(np.float32)
        assert calibrate(cosines, likeness, (0.02, 0.9)) is None


def test_a_curve_crosses_between_the_two_kinds_however_rare_stories_are() -> None:
    for same, other in ((20, 2000), (300, 300)):
        chance = np.random.default_rng(0)
        cosines = np.concatenate([chance.normal(0.8, 0.05, same), chance.normal(0.4, 0.05, other)]).astype(np.float32)
        found = calibrate(cosines, np.array([0.95] * same + [0.01] * other, np.float32), (0.02, 0.9))
        assert found is not None
        assert -found[1] / found[0] == pytest.approx(0.6, abs=0.05)


@pytest.mark.parametrize("size", [64, 1024])
def test_a_good_embedder_is_heeded_though_stories_are_rare_and_the_model_errs(size: int) -> None:
    """Long vectors have nearly equal cosines unless they mean the same: the scale must not be that of the many."""
    chance = np.random.default_rng(0)
    cosines = np.concatenate([chance.normal(0.5, size**-0.5, 120), chance.normal(0, size**-0.5, 10_000)])
    likeness = np.array([0.95] * 120 + [0.95] * 50 + [0.01] * 9_950, np.float32)
    assert calibrate(cosines.astype(np.float32), likeness, (0.02, 0.9)) is not None
