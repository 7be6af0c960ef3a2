"""Names of stories last as long as most of their articles stay together."""

from hypothesis import given
from hypothesis import strategies as st

from ribao.cluster.naming import named, story_id


def test_a_new_story_is_named_after_its_first_article() -> None:
    assert named([["a", "b"], ["c"]], {}) == [story_id("a"), story_id("c")]


def test_a_story_keeps_its_name_though_an_earlier_article_turns_up() -> None:
    assert named([["z", "a", "b"]], {"a": "s1", "b": "s1"}) == ["s1"]


def test_of_two_that_merge_the_larger_gives_the_name() -> None:
    assert named([["a", "b", "c"]], {"a": "s1", "b": "s2", "c": "s2"}) == ["s2"]


def test_of_a_story_that_splits_the_larger_part_keeps_the_name_and_the_other_gets_its_own() -> None:
    parts, known = [["a"], ["b", "c"]], dict.fromkeys("abc", story_id("a"))
    fresh, kept = named(parts, known)
    assert kept == story_id("a")
    assert fresh != kept


def test_equal_parts_leave_the_name_to_the_one_listed_first() -> None:
    assert named([["a"], ["b"]], {"a": "s1", "b": "s1"}) == ["s1", story_id("b")]


GROUPS = st.lists(st.integers(0, 5), min_size=1, max_size=12)


@given(GROUPS, st.dictionaries(st.integers(0, 11), st.integers(0, 3)))
def test_no_two_stories_have_one_name_and_what_stays_as_it_was_keeps_its_name(
    keys: list[int], before: dict[int, int]
) -> None:
    groups = [[f"a{at}" for at, key in enumerate(keys) if key == wanted] for wanted in sorted(set(keys))]
    known = {f"a{at}": story_id(f"a{story}") for at, story in before.items()}
    names = named(groups, known)
    assert len(set(names)) == len(groups)
    assert named(groups, {one: name for name, group in zip(names, groups, strict=True) for one in group}) == names
