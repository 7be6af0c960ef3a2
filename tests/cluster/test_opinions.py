"""Opinions: an embedder is calibrated on the run itself, a judge moves what is doubtful; odd numbers change nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.cluster.index import Edges, Index
from ribao.cluster.model import words_alone
from ribao.cluster.opinions import Opinions, calibrate, doubtful, log_odds, ordered, probability
from ribao.support.minds.port import Verdict
from tests.cluster.made import LIGHTHOUSE, OTHERS, items


def curve(cosines: list[float], likeness: list[float]) -> tuple[float, float] | None:
    return calibrate(np.array(cosines, np.float32), np.array(likeness, np.float32), (0.02, 0.9))


def verdict(same: bool, confidence: float) -> Verdict:
    return Verdict(same=same, confidence=confidence, reason="因为", model="m")


SURE_PAIRS = [1.0] * 30 + [0.0] * 30


def test_a_curve_rises_through_the_middle_of_what_is_sure() -> None:
    found = curve([0.8] * 30 + [0.3] * 30, SURE_PAIRS)
    assert found is not None
    slope, offset = found
    assert slope > 0
    assert slope * 0.8 + offset > 0.5 > -0.5 > slope * 0.3 + offset
    assert 0.4 < -offset / slope < 0.7


@pytest.mark.parametrize(
    ("cosines", "likeness"),
    [
        ([], []),
        ([0.8] * 19 + [0.3] * 30, [1.0] * 19 + [0.0] * 30),  # too few
        ([0.5] * 60, [0.5] * 60),  # nothing is sure
        ([0.3] * 30 + [0.8] * 30, SURE_PAIRS),  # a falling curve knows nothing
        ([float("nan")] * 60, SURE_PAIRS),
        ([float("inf")] * 30 + [0.3] * 30, SURE_PAIRS),
    ],
)
def test_what_tells_nothing_gives_no_curve(cosines: list[float], likeness: list[float]) -> None:
    with np.errstate(all="ignore"):
        assert curve(cosines, likeness) is None


def test_an_embedder_to_which_all_is_alike_tells_nothing() -> None:
    assert curve([0.9] * 60, SURE_PAIRS) is None


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-1, 1, width=32), st.sampled_from([0.0, 0.01, 0.5, 0.95, 1.0])), max_size=120))
def test_a_curve_is_finite_or_there_is_none(rows: list[tuple[float, float]]) -> None:
    found = curve([cosine for cosine, _ in rows], [likeness for _, likeness in rows])
    assert found is None or (np.isfinite(found).all() and found[0] > 0)


def index() -> tuple[Index, Edges]:
    made = Index(words_alone())
    made.add(items(*LIGHTHOUSE, *OTHERS))
    return made, made.consolidate()


def test_without_opinions_nothing_is_tempered() -> None:
    assert Opinions().temper(index()[0]) is None


def test_a_judge_moves_a_pair_as_far_as_it_is_sure() -> None:
    made, edges = index()
    at = next(at for at in range(len(edges.one)) if edges.likeness[at] < 0.6)
    pair = ordered(made.table.ids[edges.one[at]], made.table.ids[edges.other[at]])
    for said, expected in (
        (verdict(True, 1.0), (0.9, 1.0)),
        (verdict(False, 1.0), (0.0, 0.1)),
        (verdict(True, 0.2), (float(edges.likeness[at]) + 0.01, 0.9)),
        (verdict(False, 0.2), (0.0, float(edges.likeness[at]) - 0.001)),
    ):
        temper = Opinions(verdicts={pair: said}).temper(made)
        assert temper is not None
        told = temper(edges)
        assert expected[0] <= told[at] <= expected[1]
        others = np.arange(len(told)) != at
        assert told[others].tolist() == edges.likeness[others].tolist()


def test_a_judge_parts_and_joins_stories() -> None:
    made, _ = index()
    apart = {ordered("a0", other): verdict(False, 1.0) for other in ("a1", "a2")}
    made.consolidate(temper=Opinions(verdicts=apart).temper(made))
    assert {"a1", "a2"} in [set(group) for group in made.groups()]


def test_too_few_vectors_leave_likeness_as_it_was() -> None:
    made, edges = index()
    vectors = {one: np.eye(4, dtype=np.float32)[at % 4] for at, one in enumerate(["a0", "a1", "a2"])}
    temper = Opinions(vectors=vectors).temper(made)
    assert temper is not None
    assert temper(edges).tolist() == edges.likeness.tolist()


def test_the_most_doubtful_pairs_come_first_and_no_more_than_are_asked_for() -> None:
    made, edges = index()
    pairs = doubtful(made, edges, 10)
    assert len(doubtful(made, edges, 1)) <= 1
    assert doubtful(made, edges, 0) == []
    assert all(one < other for one, other in pairs)


def test_evidence_tells_what_was_said() -> None:
    vectors = {"a": np.array([1, 0], np.float32), "b": np.array([0.6, 0.8], np.float32)}
    told = Opinions(vectors=vectors, verdicts={("a", "b"): verdict(True, 0.9)}).evidence("b", "a")
    assert told == {"embedder": 0.6, "judge": {"same": True, "confidence": 0.9, "reason": "因为", "model": "m"}}
    assert Opinions().evidence("a", "b") == {}


@given(st.floats(0, 1, width=32))
def test_odds_and_back(likeness: float) -> None:
    back = probability(log_odds(np.array([likeness], np.float32)))
    assert back[0] == pytest.approx(likeness, abs=1e-5)
