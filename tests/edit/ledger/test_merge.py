"""What keeps two statements apart: an accusation is not the deed, and how somebody takes a thing is not the thing."""

import pytest

from ribao.edit.ledger.cast import cast
from ribao.edit.ledger.merge import point, veto
from tests.edit.ledger.build import annotated, article, material


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Heron buys Corvid", "Heron was buying Corvid to kill competition", "motive"),
        ("云雀科技收购蓝星电池", "云雀科技收购蓝星电池，意在扼杀对手", "motive"),
        ("老船长：无法接受被停职", "虽被停职，海事署并未说明理由", "stance"),
        ("Heron buys Corvid", "Heron is buying Corvid to expand its ferry business", ""),
    ],
)
def test_an_accusation_is_not_the_deed(one: str, other: str, why: str) -> None:
    some = article("1", "渡口近况")
    known = cast(material((some, annotated(some))), [])
    assert veto(point(one, known), point(other, known)) == why
