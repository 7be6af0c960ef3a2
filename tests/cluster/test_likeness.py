"""The numbers that compare two articles: bounded, the same both ways round, and they see contradictions."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.cluster.frequencies import Frequencies
from ribao.cluster.likeness import NAMES, compare, lead_cosines
from ribao.cluster.model import background
from ribao.cluster.table import Table
from tests.cluster.made import LIGHTHOUSE, OTHERS, grams, marks
from tests.examples import many

NONE = np.zeros(0, np.uint32)
KNOWN = grams(["w:灯塔", "c:灯塔"], ["w:recalls", "w:召回"], ["w:大桥"])


def table_of(*articles: tuple[str, str]) -> Table:
    table = Table(8)
    many = [marks(title, lead, KNOWN) for title, lead in articles]
    names = [str(at) for at in range(len(many))]
    table.extend(names, many, [3600.0 * at for at in range(len(many))], ["s"] * len(many))
    return table


def numbers(*articles: tuple[str, str]) -> list[dict[str, float]]:
    """Of the first article with each other one."""
    table, flat = table_of(*articles), Frequencies(background(NONE, NONE, 0))
    others = np.arange(1, len(articles))
    rows = compare(table, np.zeros(len(others), np.int64), others, flat, KNOWN)
    assert rows.shape == (len(others), len(NAMES))
    return [dict(zip(NAMES, row.tolist(), strict=True)) for row in rows]


def pair(one: str, other: str) -> dict[str, float]:
    return numbers((one, ""), (other, ""))[0]


def test_a_headline_is_wholly_like_itself_and_not_like_another() -> None:
    same, foreign = numbers((LIGHTHOUSE[0], ""), (LIGHTHOUSE[0], ""), (OTHERS[1], ""))
    assert same["m_cos"] == pytest.approx(1, abs=1e-4)
    assert same["w_jac"] == pytest.approx(1, abs=1e-4)
    assert same["soft_min"] == pytest.approx(1, abs=1e-4)
    assert foreign["m_cos"] == foreign["w_n"] == 0
    assert (foreign["languages"], same["languages"]) == (1, 0)
    assert (same["hours"], foreign["hours"]) == (1, 2)


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ("云雀 Zeta X300 手机发布", "云雀 Zeta X200 手机发布", "subjects"),
        ("央行5月6日开展逆回购", "央行5月7日开展逆回购", "subjects"),
        ("云雀手机售价 3999 元", "云雀手机售价 2999 元", "quantities"),
    ],
)
def test_what_is_stated_otherwise_speaks_against_it(one: str, other: str, name: str) -> None:
    assert pair(one, other)[name] == 1
    assert pair(one, one + "了")[name] == 0
    assert pair(one, "云雀手机")[name] == 0  # who says nothing contradicts nothing


def test_words_of_one_meaning_meet_softly() -> None:
    assert pair("Heron recalls", "苍鹭 召回")["soft_max"] > pair("Heron recalls", "苍鹭 大桥")["soft_max"]


def test_leads_are_compared_where_both_have_one() -> None:
    long = "青石港停用三十年的灯塔今晨重新点亮，港务局局长乔一苇出席仪式并致辞，下周向公众开放。"
    table = table_of(("灯塔", long), ("亮了", long), ("桥", ""), ("雾", "很短"))
    flat = Frequencies(background(NONE, NONE, 0))
    cosine, led = lead_cosines(table, np.zeros(3, np.int64), np.array([1, 2, 3]), flat)
    assert led.tolist() == [True, False, False]
    assert cosine[0] == pytest.approx(1, abs=1e-4)
    assert cosine[1:].tolist() == [0, 0]


def test_no_pairs_give_no_rows() -> None:
    none = np.zeros(0, np.int64)
    assert compare(table_of((LIGHTHOUSE[0], "")), none, none, Frequencies(background(NONE, NONE, 0)), KNOWN).shape == (
        0,
        len(NAMES),
    )


TITLES = st.text("灯塔大桥召回recalsX30 12,元月日🎉 ", max_size=30)


@pytest.mark.slow
@settings(deadline=None, max_examples=many(60))
@given(TITLES, TITLES, TITLES)
def test_numbers_are_finite_and_the_same_both_ways_round(one: str, other: str, lead: str) -> None:
    there: Any = numbers((one, lead), (other, ""))[0]
    back: Any = numbers((other, ""), (one, lead))[0]
    assert all(np.isfinite(value) for value in there.values())
    assert there == pytest.approx(back, abs=1e-4)
    assert -1e-4 <= there["m_cos"] <= 1 + 1e-4
