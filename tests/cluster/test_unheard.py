"""Members that are older than a run's window stay in their story, and go with it when it goes into another."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from ribao.cluster.unheard import whole
from ribao.support.store.sqlite import open_store
from ribao.types.ruling import Ruling
from ribao.types.story import Story
from tests.contracts.made import DAY, MINUTE, NOW, a_story

OLD = NOW - 5 * DAY


def spanning(name: str, *articles: str, days: float = 0, follows: str | None = None) -> Story:
    """First seen so many days after OLD, last seen now."""
    return a_story(name, *articles, first_seen=OLD + timedelta(days=days), follows=follows)


def apart(one: Sequence[str], other: Sequence[str]) -> Ruling:
    return Ruling(id="r1", at=NOW, verb="split", together=False, one=tuple(one), other=tuple(other))


def members(story: Story) -> list[str]:
    return [member.article_id for member in story.members]


BEFORE = (spanning("s1", "old1", "a"), spanning("s2", "old2", "b", days=1))


def test_a_story_keeps_the_members_of_which_a_run_did_not_hear() -> None:
    (kept,) = whole([a_story("s1", "a", "c")], BEFORE[:1])
    assert members(kept) == ["old1", "a", "c"]
    assert (kept.first_seen, kept.last_seen) == (OLD, NOW)


def test_the_older_members_of_a_story_that_went_into_another_follow_it() -> None:
    (kept,) = whole([a_story("s2", "a", "b")], BEFORE)
    assert members(kept) == ["old1", "old2", "a", "b"]
    assert kept.first_seen == OLD


def test_after_the_merger_the_old_id_leads_to_one_story_with_everything(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    try:
        store.put_stories(BEFORE, NOW)
        store.put_stories(whole([a_story("s2", "a", "b")], BEFORE), NOW + MINUTE)
        now = store.story_now("s1")
        assert now is not None
        assert (now.id, set(members(now))) == ("s2", {"old1", "old2", "a", "b"})
        assert [change.kind for change in store.story_changes("s1")] == ["merged"]
    finally:
        store.close()


def test_torn_between_two_stories_they_follow_most_of_it() -> None:
    gone = spanning("s0", "old", "a", "b", "c")
    found = whole([a_story("s1", "a", "x"), a_story("s2", "b", "c", "y")], [gone])
    assert [members(story) for story in found] == [["a", "x"], ["old", "b", "c", "y"]]


def test_whom_a_ruling_parts_does_not_follow() -> None:
    (kept,) = whole([a_story("s2", "a", "b")], BEFORE, [apart(["old1"], ["b"])])
    assert members(kept) == ["old2", "a", "b"]


def test_on_arrival_stories_that_nothing_joined_stay_as_they_are() -> None:
    assert whole([a_story("s3", "c")], BEFORE) == (a_story("s3", "c"),)


def test_a_story_does_not_follow_what_it_took_in() -> None:
    chapter = spanning("s2", "old2", "b", days=1, follows="s1")
    (kept,) = whole([a_story("s2", "a", "b", follows="s1")], [BEFORE[0], chapter])
    assert kept.follows is None
    (kept,) = whole([a_story("s2", "a", "b")], [spanning("s1", "old1", "a", follows="s0"), chapter])
    assert kept.follows == "s0"
