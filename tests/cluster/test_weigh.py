"""Likeness as one number: shared words raise it, contradictions lower it, leads move it either way."""

import numpy as np
import pytest

from ribao.cluster.frequencies import Frequencies
from ribao.cluster.model import Model, words_alone
from ribao.cluster.table import Table
from ribao.cluster.weigh import moved, weigh
from tests.cluster.made import LIGHTHOUSE, OTHERS, marks


def likeness(one: tuple[str, str], other: tuple[str, str], model: Model | None = None) -> float:
    model = model or words_alone()
    table = Table(model.grams.width)
    table.extend(["a", "b"], [marks(*one, model.grams), marks(*other, model.grams)], [0.0, 3600.0], ["s", "t"])
    found, numbers = weigh(model, table, np.array([1]), np.array([0]), Frequencies(model.background))
    assert numbers.shape[0] == 1
    return float(found[0])


def test_tellings_of_one_event_are_alike_and_others_are_not() -> None:
    least = words_alone().least
    assert likeness((LIGHTHOUSE[0], ""), (LIGHTHOUSE[1], "")) > least
    assert likeness((LIGHTHOUSE[0], ""), (OTHERS[0], "")) < 0.02


def test_another_model_or_amount_weighs_against_it() -> None:
    same = likeness(("云雀 Zeta X300 手机发布", ""), ("云雀 Zeta X300 手机开售", ""))
    assert likeness(("云雀 Zeta X300 手机发布", ""), ("云雀 Zeta X200 手机开售", "")) < same / 2
    price = likeness(("云雀手机售价 3999 元", ""), ("云雀手机售价 3999 元起", ""))
    assert likeness(("云雀手机售价 3999 元", ""), ("云雀手机售价 2999 元起", "")) < price


def test_alike_leads_do_not_mend_another_model() -> None:
    lead = "云雀海今天公布新一代轻薄笔记本的全部参数，机身重量不到一公斤，起售价与上一代相同。"
    apart = likeness(("云雀海14轻薄本开售", lead), ("云雀海16轻薄本开售", lead))
    same = likeness(("云雀海14轻薄本开售", lead), ("云雀海14轻薄本到了", lead))
    assert apart < same / 2
    assert same > words_alone().least


def test_leads_move_the_odds_up_where_they_agree_and_down_where_they_do_not() -> None:
    even = np.array([0.5, 0.5, 0.5, 0.0, 1.0], np.float32)
    told = moved(even, np.array([0.6, 0.12, 0.0, 0.5, 0.0], np.float32))
    assert told[0] > 0.8
    assert told[1] == pytest.approx(0.5, abs=1e-3)
    assert told[2] < 0.4
    assert np.isfinite(told).all()
    assert told[3] < 0.01  # what the forest rules out, leads do not bring back
    assert told[4] > 0.99


def test_nothing_is_not_like_nothing() -> None:
    assert likeness(("", ""), ("", "")) == 0
    assert likeness(("🎉🎉", ""), ("🎉🎉", "")) == 0
