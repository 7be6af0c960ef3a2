"""Stories that were written apart from the rules, with the makers' own annotations: nothing of them is told falsely."""

import pytest

from ribao.cluster import model
from ribao.ledgering import alike_by
from tests.gold.claims import held

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def measured() -> held.Found:
    return held.measure(held.stories(), alike_by(model.load()))


def test_hardly_anything_is_told_falsely(measured: held.Found) -> None:
    assert len(measured.false) <= 2, measured.false


def test_most_claims_are_met_and_as_sure_as_they_are(measured: held.Found) -> None:
    assert measured.met >= 0.9 * measured.wanted, measured.missed
    assert measured.statuses >= 0.8 * measured.wanted, measured.missed


def test_contradictions_are_found(measured: held.Found) -> None:
    assert measured.against >= 0.7 * measured.against_of, measured.missed
