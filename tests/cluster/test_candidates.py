"""Candidates: what shares rare terms, or lies near by vector, is found among many; the cost does not grow."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.cluster import candidates
from ribao.cluster.candidates import THOROUGH, Effort, Searcher
from ribao.cluster.frequencies import Frequencies
from ribao.cluster.model import background
from ribao.cluster.table import Table
from tests.cluster.made import LIGHTHOUSE, OTHERS, grams, marks

NONE = np.zeros(0, np.uint32)
MEANING = grams(["w:resigns", "w:离职"], ["w:recalls", "w:召回"], ["w:大桥"], width=16)


def searched(titles: list[str], batch: int = 0, effort: Effort = THOROUGH) -> dict[int, list[int]]:
    """Row → earlier rows that were found for it."""
    table = Table(16)
    searcher = Searcher(table, Frequencies(background(NONE, NONE, 0)))
    size = batch or max(len(titles), 1)
    for at in range(0, len(titles), size):
        part = [marks(title, "", MEANING) for title in titles[at : at + size]]
        rows = np.arange(at, at + len(part))
        table.extend([str(row) for row in rows], part, [0.0] * len(part), ["s"] * len(part))
        searcher.extend(rows)
    rows = np.arange(len(titles))
    pairs = searcher.earlier(rows, np.zeros(len(titles), np.int64), effort)
    found: dict[int, list[int]] = {row: [] for row in rows.tolist()}
    for one, other in zip(pairs.one.tolist(), pairs.other.tolist(), strict=True):
        found[one].append(other)
    return found


def test_tellings_of_one_event_are_candidates_and_only_earlier_ones() -> None:
    found = searched([*LIGHTHOUSE, *OTHERS])
    assert set(found[1]) >= {0}
    assert set(found[2]) >= {0, 1}
    assert all(other < row for row, others in found.items() for other in others)


@pytest.mark.parametrize("exact", [20_000, 0])
def test_what_shares_no_term_is_found_by_its_vector(exact: int) -> None:
    """By all vectors of a small window, and by the largest components in a large one."""
    found = searched(["CEO resigns", *OTHERS, "乔一苇 离职"], effort=replace(THOROUGH, exact=exact))
    assert 0 in found[4]


def test_the_batches_do_not_matter() -> None:
    titles = [*LIGHTHOUSE, *OTHERS, *LIGHTHOUSE, "CEO resigns", "离职"]
    assert searched(titles) == searched(titles, 1) == searched(titles, 4)


def test_of_a_thousand_alike_only_so_many_are_kept() -> None:
    found = searched([f"{LIGHTHOUSE[0]} {n}" for n in range(300)])
    assert 20 <= max(map(len, found.values())) <= THOROUGH.kept


def test_titles_without_a_word_have_no_candidates() -> None:
    assert searched(["", "🎉", "灯塔", "..."]) == {0: [], 1: [], 2: [], 3: []}


def test_a_row_before_the_oldest_is_not_found() -> None:
    table = Table(16)
    searcher = Searcher(table, Frequencies(background(NONE, NONE, 0)))
    many = [marks(title, "", MEANING) for title in LIGHTHOUSE]
    table.extend(["a", "b", "c"], many, [0.0] * 3, ["s"] * 3)
    searcher.extend(np.arange(3))
    pairs = searcher.earlier(np.array([2]), np.array([1]))
    assert pairs.other.tolist() == [1]


def test_the_nearest_of_a_large_window_are_those_of_sorting_all() -> None:
    """No part of the window hides one that is among the nearest."""
    near = np.random.default_rng(4).random((20, 3_000)).astype(np.float32)
    least = candidates._least(near, 16)
    for row, bound in zip(near, least[:, 0], strict=True):
        assert np.sort(row)[-16] >= bound
        assert (row >= bound).sum() < 60


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9000), st.integers(0, 40), st.sampled_from([-0.0, 0.0, 0.5, 0.5000001, 6.9])),
        max_size=80,
    )
)
def test_the_rarest_terms_by_one_sort_are_those_by_three(rows: list[tuple[int, int, float]]) -> None:
    group = np.array([one for one, _, _ in rows], np.int64)
    terms = np.array([term for _, term, _ in rows], np.uint32)
    rarity = np.array([score for _, _, score in rows], np.float32)
    slowly = candidates._best(group, rarity, candidates.POSTED, terms)
    found = zip(*(part.tolist() for part in candidates._rarest(terms, group, rarity)), strict=True)
    assert sorted(found) == sorted(zip(terms[slowly].tolist(), group[slowly].tolist(), strict=True))
