"""Scores of a grouping, against values worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.cluster.score import Gold, errors, gold_of, score

GOLD = Gold(
    ids=("a", "b", "c", "d", "e", "f", "r"),
    stories=(("a", "b", "c"), ("d", "e")),  # f and r stand alone
    roundups=("r",),
)


def test_all_right_is_one_everywhere() -> None:
    found = score(GOLD, {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y", "f": "z", "r": "w"})
    one = {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert found["pairwise"] == found["bcubed"] == found["story_bcubed"] == one
    assert (found["items"], found["gold_stories"], found["predicted_stories"]) == (7, 2, 2)
    assert (found["exact_stories"], found["roundups_pulled_in"]) == (1.0, 0)


def test_a_grouping_worked_by_hand() -> None:
    """Found: {a, b}, {c, d, e, r}, f missing. Labelled pairs: ab ac bc de; found: ab, and six of c, d, e and r."""
    found = score(GOLD, {"a": "x", "b": "x", "c": "y", "d": "y", "e": "y", "r": "y"})
    # right pairs: ab, de
    assert found["pairwise"] == {"precision": round(2 / 7, 4), "recall": 0.5, "f1": round(4 / 11, 4)}
    # precision a 2/2, b 2/2, c 1/4, d 2/4, e 2/4, r 1/4, f 1; recall a 2/3, b 2/3, c 1/3, d 1, e 1, f 1, r 1
    precision, recall = 4.5 / 7, (5 / 3 + 4) / 7
    assert found["bcubed"]["precision"] == round(precision, 4)
    assert found["bcubed"]["recall"] == round(recall, 4)
    # put with another: a b c d e r; c and r have no right partner there and earn nothing
    assert found["story_bcubed"]["precision"] == 0.5  # (1 + 1 + 0 + 1/2 + 1/2 + 0) / 6
    assert found["story_bcubed"]["recall"] == round((2 / 3 + 2 / 3 + 0 + 1 + 1) / 5, 4)
    assert found["exact_stories"] == 0.0
    assert found["roundups_pulled_in"] == 1


def test_nothing_joined_has_all_precision_and_no_recall() -> None:
    found = score(GOLD, {})
    assert found["story_bcubed"] == {"precision": 1.0, "recall": 0.0, "f1": 0.0}
    assert found["predicted_stories"] == 0


def test_a_story_told_in_two_languages_is_joined_by_one_pair_across() -> None:
    titles = {"a": "灯塔", "b": "Lighthouse", "c": "灯塔亮了", "d": "Quake", "e": "地震", "f": "x", "r": "早报"}
    found = score(GOLD, {"b": "x", "c": "x"}, titles)["zh_en_stories"]
    assert found == {"gold": 2, "joined": 0.5, "pair_recall": round(1 / 3, 4)}
    assert "zh_en_stories" not in score(GOLD, {})
    assert score(GOLD, {}, {"a": "灯塔"})["zh_en_stories"] == {"gold": 0, "joined": None, "pair_recall": None}


def test_the_errors_are_the_wrong_and_the_missed_pairs() -> None:
    assert errors(GOLD, {"a": "x", "b": "x", "c": "y", "f": "y"}) == (
        [("c", "f")],
        [("a", "c"), ("b", "c"), ("d", "e")],
    )


def test_ids_that_nobody_labelled_count_for_nothing() -> None:
    assert score(GOLD, {"a": "x", "stranger": "x"}) == score(GOLD, {"a": "x"})


@pytest.mark.parametrize(
    "labels",
    [{}, {"all_ids": ["a"]}, {"all_ids": [], "stories": []}, {"all_ids": ["a"], "stories": [{"ids": ["b"]}]}, [], {"all_ids": 3, "stories": []}],
)  # fmt: skip
def test_labels_that_cannot_be_used_are_refused(labels: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        gold_of(labels)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=25))
def test_shares_lie_between_none_and_all_and_turn_round_when_gold_and_found_do(keys: list[tuple[int, int]]) -> None:
    """Precision one way round is recall the other way round."""
    ids = tuple(str(at) for at in range(len(keys)))
    there = _gold(ids, [key for key, _ in keys])
    back = _gold(ids, [key for _, key in keys])
    one = score(there, {at: str(key) for at, (_, key) in zip(ids, keys, strict=True)})
    other = score(back, {at: str(key) for at, (key, _) in zip(ids, keys, strict=True)})
    for name in ("pairwise", "bcubed", "story_bcubed"):
        assert one[name]["precision"] == other[name]["recall"]
        assert all(0 <= value <= 1 for value in one[name].values())


def _gold(ids: tuple[str, ...], keys: list[int]) -> Gold:
    stories = [tuple(at for at, key in zip(ids, keys, strict=True) if key == story) for story in sorted(set(keys))]
    return Gold(ids=ids, stories=tuple(story for story in stories if len(story) > 1))
