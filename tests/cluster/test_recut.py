"""Stories cut anew: in order of time, with ids as clustering makes them, and evidence that still holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ribao.cluster.naming import story_id
from ribao.cluster.recut import recut
from ribao.types.story import Member, Story

START = datetime(2026, 5, 8, tzinfo=UTC)
TIMES = {name: START + timedelta(hours=hour) for hour, name in enumerate("abcdef")}


def story(*members: Member, follows: str | None = None) -> Story:
    times = [TIMES[member.article_id] for member in members]
    first = members[0].article_id
    return Story(id=story_id(first), members=members, first_seen=min(times), last_seen=max(times), follows=follows)


def near(article: str, other: str) -> Member:
    return Member(article_id=article, evidence={"with": other, "score": 0.5})


ONE = story(Member(article_id="a"), near("b", "a"), near("c", "b"), follows="s-earlier")
OTHER = story(Member(article_id="d"), Member(article_id="e", repost_of="d", evidence={"same_text": "d"}))


def test_the_same_groups_give_the_same_stories() -> None:
    assert recut([OTHER, ONE], [["c", "a", "b"], ["e", "d"]], TIMES) == (ONE, OTHER)


def test_what_was_put_in_by_hand_says_so_and_the_rest_keeps_its_evidence() -> None:
    (merged,) = recut([ONE, OTHER], [list("abcde")], TIMES, dict.fromkeys("abcde", "r1"))
    assert merged.id == ONE.id
    assert [member.evidence for member in merged.members] == [
        {},
        {"with": "a", "score": 0.5},
        {"with": "b", "score": 0.5},
        {"ruling": "r1"},
        {"same_text": "d"},
    ]
    assert merged.follows == "s-earlier"
    assert (merged.first_seen, merged.last_seen) == (TIMES["a"], TIMES["e"])


def test_evidence_that_names_an_article_elsewhere_goes() -> None:
    first, last = recut([ONE], [["a"], ["b", "c"]], TIMES, {"b": "r1", "c": "r1"})
    assert (first.id, last.id) == (ONE.id, story_id("b"))
    assert [member.evidence for member in last.members] == [{}, {"with": "b", "score": 0.5}]
    copy, _rest = recut([OTHER], [["d"], ["e"]], TIMES)[::-1]
    assert copy.members == (Member(article_id="e"),)


def test_undoing_leaves_no_trace_of_the_ruling() -> None:
    (merged,) = recut([ONE, OTHER], [list("abcde")], TIMES, dict.fromkeys("abcde", "r1"))
    assert recut([merged], [list("abc"), list("de")], TIMES, undone={"r1"}) == (ONE, OTHER)


def test_a_part_that_left_is_no_chapter_of_what_its_story_followed() -> None:
    first, rest = recut([ONE], [["a"], ["b", "c"]], TIMES)
    assert (first.follows, rest.follows) == (None, "s-earlier")


def test_a_chapter_merged_with_the_one_before_it_follows_what_that_followed() -> None:
    later = replace(OTHER, follows=ONE.id)
    (merged,) = recut([ONE, later], [list("abcde")], TIMES)
    assert merged.follows == "s-earlier"
    first, _last = recut([later, ONE], [list("de"), list("abc")], TIMES)
    assert first == ONE


def test_an_article_that_is_no_longer_stored_keeps_its_place() -> None:
    (again,) = recut([ONE], [list("abc")], {name: TIMES[name] for name in "bc"})
    assert again == ONE
