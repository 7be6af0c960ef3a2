"""Inverted lists give the latest rows of a term, whatever the batches in which they came."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ribao.cluster.postings import Postings

ROWS = st.lists(st.sets(st.integers(0, 5), max_size=4), max_size=40)


def posted(rows: list[set[int]], batch: int) -> Postings:
    postings = Postings()
    for at in range(0, len(rows), batch):
        pairs = [(term, row) for row in range(at, min(at + batch, len(rows))) for term in rows[row]]
        postings.extend(np.array([term for term, _ in pairs], np.uint32), np.array([row for _, row in pairs], np.int64))
    return postings


@given(ROWS, st.integers(1, 9), st.integers(0, 40), st.integers(0, 40), st.integers(1, 6))
def test_a_query_gives_the_latest_rows_of_its_term_in_its_span(
    rows: list[set[int]], batch: int, oldest: int, before: int, most: int
) -> None:
    terms = np.arange(7, dtype=np.uint32)
    spans = [np.full(7, value, np.int64) for value in (before, oldest)]
    queries, found = posted(rows, batch).latest(terms, *spans, most)
    for term in range(7):
        holding = [row for row, held in enumerate(rows) if term in held and oldest <= row < before]
        assert sorted(found[queries == term].tolist()) == holding[-most:]


def test_no_query_finds_nothing() -> None:
    none = np.zeros(0, np.int64)
    queries, found = posted([{1}], 1).latest(np.zeros(0, np.uint32), none, none, 3)
    assert (len(queries), len(found)) == (0, 0)


def test_memory_is_told() -> None:
    assert posted([{1, 2}, {2}], 1).bytes > 0
    assert Postings().bytes == 0
