"""A story of a later day follows the one that it continues."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from ribao.annotate.words import words_of
from ribao.cluster import chapters
from ribao.cluster.index import Edges
from ribao.cluster.model import words_alone
from ribao.cluster.stories import Known, tell
from tests.cluster.made import LIGHTHOUSE, OTHERS
from tests.edit.build import article


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


LEAST = 0.5


def follows(found: Edges, story_of: Sequence[int], began: Mapping[int, float]) -> dict[int, int]:
    return chapters.follows(found, story_of, began, LEAST)


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


@pytest.mark.parametrize("scale", [0.05, words_alone().least, 0.4])
def test_what_is_enough_lies_on_the_scale_of_the_model_in_use(scale: float) -> None:
    asked = chapters.least(replace(words_alone(), least=scale))
    assert scale < asked < 1.5 * scale


def test_words_alone_tell_a_follow_up_of_the_next_day() -> None:
    """Their likeness is seldom as high as a forest's, which tells a probability."""
    titles = {"a": (LIGHTHOUSE[0], 40), "b": (OTHERS[2], 39), "c": ("青石港灯塔重新点亮次日，市民排队登塔", 10)}
    articles = [article(name, title, hours=hours) for name, (title, hours) in titles.items()]
    stories = tell(articles, {one.id: words_of(one) for one in articles}, words_alone(), Known()).stories
    by_first = {story.members[0].article_id: story for story in stories}
    assert {name: story.follows for name, story in by_first.items()} == {"a": None, "b": None, "c": by_first["a"].id}
