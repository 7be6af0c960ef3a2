"""A story of a later day follows the one that it continues."""

import numpy as np

from ribao.cluster.chapters import LEAST, follows
from ribao.cluster.index import Edges


def edges(*rows: tuple[int, int, float, float]) -> Edges:
    """(one, other, likeness, hours)."""
    one, other, likeness, hours = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Edges(
        one=np.array(one, np.int64),
        other=np.array(other, np.int64),
        likeness=np.array(likeness, np.float32),
        hours=np.array(hours, np.float32),
        numbers=np.zeros((len(rows), 0), np.float32),
    )


BEGAN = {0: 0.0, 1: 100.0, 2: 50.0}


def test_a_later_story_follows_the_one_that_it_is_most_like() -> None:
    assert follows(edges((1, 0, 0.7, 30), (1, 2, 0.9, 26)), [0, 1, 2], BEGAN) == {1: 2}


def test_it_follows_though_the_edge_runs_the_other_way() -> None:
    """Its row came first: an article that arrived late."""
    assert follows(edges((1, 0, 0.8, 30)), [1, 0], BEGAN) == {1: 0}


def test_what_is_near_in_time_or_hardly_alike_is_not_followed() -> None:
    assert follows(edges((1, 0, 0.9, 20), (1, 2, LEAST - 0.01, 30)), [0, 1, 2], BEGAN) == {}


def test_the_nearest_tellings_must_be_alike_on_average() -> None:
    """Rows 1 to 3 tell story 1; one of them alone is like story 0."""
    one_of_three = edges((1, 0, 0.9, 30), (2, 0, 0.1, 30), (3, 0, 0.1, 30))
    assert follows(one_of_three, [0, 1, 1, 1], BEGAN) == {}
    assert follows(edges((1, 0, 0.9, 30), (2, 0, 0.4, 30)), [0, 1, 1, 1], BEGAN) == {1: 0}


def test_no_edges_no_chapters() -> None:
    assert follows(edges(), [0, 1], BEGAN) == {}
