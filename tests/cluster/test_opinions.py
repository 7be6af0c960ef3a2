"""Opinions: an embedder is calibrated on the run itself, a judge moves what is doubtful; odd numbers change nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.annotate.words import words_of
from ribao.cluster.index import Edges, Index
from ribao.cluster.model import words_alone
from ribao.cluster.opinions import Opinions, calibrate, doubtful, log_odds, ordered, probability
from ribao.cluster.stories import Known, tell
from ribao.support.minds.port import Verdict
from tests.cluster.made import LIGHTHOUSE, OTHERS, items
from tests.edit.build import article


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
    assert Opinions().heard(index()[0]) is None


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
        temper = Opinions(verdicts={pair: said}).heard(made)
        assert temper is not None
        told = temper(edges)
        assert expected[0] <= told[at] <= expected[1]
        others = np.arange(len(told)) != at
        assert told[others].tolist() == edges.likeness[others].tolist()


def test_a_judge_parts_and_joins_stories() -> None:
    made, _ = index()
    apart = {ordered("a0", other): verdict(False, 1.0) for other in ("a1", "a2")}
    made.consolidate(temper=Opinions(verdicts=apart).heard(made))
    assert {"a1", "a2"} in [set(group) for group in made.groups()]


def test_too_few_vectors_leave_likeness_as_it_was() -> None:
    made, edges = index()
    vectors = {one: np.eye(4, dtype=np.float32)[at % 4] for at, one in enumerate(["a0", "a1", "a2"])}
    temper = Opinions(vectors=vectors).heard(made)
    assert temper is not None
    assert temper(edges).tolist() == edges.likeness.tolist()


def test_an_embedder_that_could_not_be_calibrated_is_no_evidence() -> None:
    """Six headlines: too few to learn what its cosines mean."""
    articles = [article(f"a{at}", title, hours=6 - at) for at, title in enumerate((*LIGHTHOUSE, *OTHERS))]
    words = {one.id: words_of(one) for one in articles}
    said = Opinions(
        vectors={one.id: np.ones(1, np.float32) for one in articles}, verdicts={("a0", "a1"): verdict(True, 0.9)}
    )
    told = tell(articles, words, words_alone(), Known(opinions=said)).stories
    shown = [member.evidence for story in told for member in story.members]
    assert any("judge" in evidence for evidence in shown)
    assert not any("embedder" in evidence for evidence in shown)


def test_an_embedder_that_was_calibrated_is_evidence() -> None:
    """Each headline is surely one story with the next, or surely not, in turn; the vectors turn as much or as little."""
    made = Index(words_alone())
    made.add(items(*(f"第{at}号灯塔重新点亮" for at in range(60))))
    later = np.arange(1, 60)
    same = later % 2 == 0
    edges = Edges(
        one=later,
        other=later - 1,
        likeness=np.where(same, 0.95, 0.0).astype(np.float32),
        hours=np.ones(59, np.float32),
        numbers=np.zeros((59, 0), np.float32),
    )
    turned = np.cumsum(np.concatenate([[0], np.where(same, 0.2, 1.4)]))
    vectors = {f"a{at}": np.array([np.cos(turn), np.sin(turn)], np.float32) for at, turn in enumerate(turned)}
    heard = Opinions(vectors=vectors).heard(made)
    assert heard is not None
    assert heard.counted().evidence("a1", "a2") == {}
    heard(edges)
    assert heard.counted().evidence("a1", "a2") == {"embedder": 0.98}


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
