"""The index: assignment on arrival, consolidation, copies and round-ups; nothing depends on how articles are batched."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.cluster.index import Index, Item
from ribao.cluster.model import words_alone
from tests.cluster.made import HOUR, LIGHTHOUSE, OTHERS, START, item, items
from tests.examples import many

WORDS = ("青石港", "灯塔", "重新点亮", "乔一苇", "大桥", "封闭", "Heron", "recalls", "robot", "12,000", "🎉", " ")


def built(many: list[Item], batch: int = 0, window: float = 72) -> Index:
    """``batch`` 0: all at once."""
    index = Index(words_alone(), window)
    size = batch or max(len(many), 1)
    for at in range(0, len(many), size):
        index.add(many[at : at + size])
    return index


def groups(index: Index) -> set[frozenset[str]]:
    return {frozenset(group) for group in index.groups()}


def test_each_article_goes_on_arrival_to_the_story_that_it_tells() -> None:
    index = Index(words_alone())
    assert index.add(items(*LIGHTHOUSE, *OTHERS)) == ["a0", "a0", "a0", "a3", "a4", "a5"]
    assert groups(index) == {frozenset({"a0", "a1", "a2"}), frozenset({"a3"}), frozenset({"a4"}), frozenset({"a5"})}


def test_consolidation_puts_right_what_came_in_a_bad_order() -> None:
    """The first two share little; the third, which tells both, comes last."""
    index = built(items(*LIGHTHOUSE))
    edges = index.consolidate()
    assert groups(index) == {frozenset({"a0", "a1", "a2"})}
    assert (edges.one > edges.other).all()
    assert ((edges.likeness >= 0) & (edges.likeness <= 1)).all()


def test_an_article_that_is_known_is_not_taken_twice() -> None:
    index = built(items(LIGHTHOUSE[0]))
    assert index.add(items(LIGHTHOUSE[0])) == ["a0"]
    assert len(index) == 1
    assert groups(index) == {frozenset({"a0"})}


def test_articles_further_apart_than_the_window_are_never_compared() -> None:
    far = [item("a", LIGHTHOUSE[0] + "了", 0), item("b", LIGHTHOUSE[1], 49)]
    assert len(built(far, window=48).consolidate().one) == 0
    assert len(built(far, window=50).consolidate().one) == 1


def test_told_over_a_day_later_it_is_another_chapter() -> None:
    index = built([item("a", LIGHTHOUSE[0] + "了", 0), item("b", LIGHTHOUSE[1], 25)])
    assert len(index.consolidate().one) == 1  # they are compared, so that the one can follow the other
    assert len(groups(index)) == 2


def test_the_same_headline_days_later_is_other_news_on_arrival_as_well() -> None:
    repeated = [item(f"a{at}", LIGHTHOUSE[0], at * 20) for at in range(4)]
    for batch in (0, 1):
        assert groups(built(repeated, batch)) == {frozenset({"a0", "a1"}), frozenset({"a2", "a3"})}


def test_a_late_article_finds_its_headline_though_a_later_one_has_it_too() -> None:
    late = [item("a", LIGHTHOUSE[0], 0), item("b", LIGHTHOUSE[0], 30), item("c", LIGHTHOUSE[0], 5)]
    for batch in (0, 1):
        assert frozenset({"a", "c"}) in groups(built(late, batch))


def test_a_copy_of_a_round_up_does_not_stand_for_it_nor_joins_it() -> None:
    many = [item("r", "早报：" + LIGHTHOUSE[0], alone=True), item("c", LIGHTHOUSE[0], 1, copy_of="r")]
    for batch in (0, 1):
        assert groups(built(many, batch)) == {frozenset({"r"}), frozenset({"c"})}


def test_a_copy_that_is_dated_before_its_original_joins_it() -> None:
    many = [
        item("c", "三十年后，它又亮了", copy_of="o"),
        item("d", "它又亮了？", copy_of="o"),
        item("o", LIGHTHOUSE[0], 2),
    ]
    for batch in (0, 1, 2):
        assert groups(built(many, batch)) == {frozenset({"c", "d", "o"})}


def test_a_round_up_joins_nothing_and_nothing_joins_it() -> None:
    many = [item("r", LIGHTHOUSE[0], alone=True), item("a", LIGHTHOUSE[1], 1), item("b", LIGHTHOUSE[0], 2)]
    index = built(many)
    index.consolidate()
    assert groups(index) == {frozenset({"r"}), frozenset({"a", "b"})}


def test_consolidating_a_span_leaves_older_stories_alone() -> None:
    many = [*items(*LIGHTHOUSE), *(item(f"b{at}", title, 40 + at) for at, title in enumerate(OTHERS))]
    index = built(many)
    before = groups(index)
    index.consolidate(since=many[3].time)
    assert groups(index) == before
    assert math.isclose(index.table.number("time")[3], many[3].time)


def test_a_span_that_begins_in_the_midst_of_a_story_does_not_tear_it() -> None:
    index = built([*items(*LIGHTHOUSE), item("b", OTHERS[0], 3)])
    index.consolidate(since=index.table.number("time")[2])
    assert groups(index) == {frozenset({"a0", "a1", "a2"}), frozenset({"b"})}


def test_stories_that_consolidation_replaced_take_no_memory() -> None:
    """Twenty consolidations of a process that runs for weeks: each makes the stories of its span anew."""
    index = built([item(f"a{at}", f"Harbour{at} lights lantern{at}", at / 4) for at in range(40)])
    index.consolidate(START + 5 * HOUR)
    held, stories = index.bytes, groups(index)
    for _ in range(20):
        index.consolidate(START + 5 * HOUR)
    assert groups(index) == stories
    assert index.bytes == held


def test_an_index_of_nothing_consolidates() -> None:
    index = Index(words_alone())
    assert index.add([]) == []
    assert len(index.consolidate().one) == 0
    assert index.groups() == []


@pytest.mark.slow
@settings(max_examples=many(40), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(WORDS), max_size=6).map("".join),
            st.floats(-100, 100),
            st.booleans(),
            st.none() | st.integers(0, 12),
        ),
        max_size=12,
    ),
    st.integers(1, 5),
)
def test_whatever_comes_each_article_is_in_one_story_and_batches_change_nothing(
    rows: list[tuple[str, float, bool, int | None]], batch: int
) -> None:
    many = [
        item(f"a{at}", title, hours, alone=alone and not at % 3, copy_of=None if copy in (None, at) else f"a{copy}")
        for at, (title, hours, alone, copy) in enumerate(rows)
    ]
    whole, one_by_one = built(many), built(many, batch)
    assert groups(whole) == groups(one_by_one)
    assert sorted(one for group in whole.groups() for one in group) == sorted(one.id for one in many)
    whole.consolidate(), one_by_one.consolidate()
    assert groups(whole) == groups(one_by_one)
    assert sorted(one for group in whole.groups() for one in group) == sorted(one.id for one in many)


@pytest.mark.parametrize("batch", [1, 2, 4])
@pytest.mark.parametrize("consolidated", [False, True])
def test_taken_in_again_in_parts_terms_are_counted_as_of_all_at_once(batch: int, consolidated: bool) -> None:
    many = items(*LIGHTHOUSE, *OTHERS, every=10)
    whole, parts = Index(words_alone()), Index(words_alone())
    whole.restore(many, {one.id: one.id for one in many})
    for at in range(0, len(many), batch):
        parts.restore(many[at : at + batch], {one.id: one.id for one in many})
        if consolidated and at < len(many) - batch:
            parts.consolidate(since=START + 25 * HOUR)  # counts the terms of some articles only
    terms = np.unique(np.concatenate([one.marks.words for one in many]))
    assert parts.frequencies.idf(terms).tolist() == whole.frequencies.idf(terms).tolist()
