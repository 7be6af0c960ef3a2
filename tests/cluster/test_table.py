"""The table holds the marks of many articles as columns."""

import numpy as np

from ribao.cluster.table import Table
from tests.cluster.made import grams, marks

KNOWN = grams(["w:灯塔", "c:灯塔"], ["w:大桥", "c:大桥"])


def test_columns_hold_what_the_marks_held_and_a_missing_lead_is_the_headline() -> None:
    table = Table(8)
    led, bare = marks("灯塔亮了", "大桥通车", KNOWN), marks("大桥封闭", "", KNOWN)
    table.extend(["a"], [led], [5.0], ["s"])
    table.extend(["b"], [bare], [3.0], ["t"])
    assert (len(table), list(table.ids)) == (2, ["a", "b"])
    both = table.lead_vectors(np.array([0, 1]))
    assert both.tolist() == [led.lead_vector.tolist(), bare.vector.tolist()]
    assert table.vectors.tolist() == [led.vector.tolist(), bare.vector.tolist()]
    assert table.number("time").tolist() == [5.0, 3.0]
    assert table.number("source")[0] != table.number("source")[1]
    values, starts = table.ragged["words"].take(np.array([1]))
    assert values.tolist() == bare.words.tolist()
    assert starts.tolist() == [0, len(bare.words)]


def test_nothing_added_is_nothing() -> None:
    table = Table(8)
    table.extend([], [], [], [])
    assert len(table) == 0
