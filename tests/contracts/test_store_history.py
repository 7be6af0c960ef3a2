"""Stories that change: no id is ever lost, and what happened can be told."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ribao.support.store.port import Store
from ribao.support.store.sqlite import SqliteStore
from ribao.types.change import StoryChange
from ribao.types.story import Member, Story
from tests.contracts.made import DAY, MINUTE, NOW, a_lead, a_page, a_reading, a_story, an_edition, show

LATER = NOW + MINUTE
LAST = NOW + 2 * MINUTE


def now(store: Store, story_id: str) -> str | None:
    """The id that this one leads to."""
    story = store.story_now(story_id)
    return story.id if story else None


def change(kind: str, story: str, other: str, *articles: str, **fields: Any) -> StoryChange:
    return StoryChange(
        **{"at": LATER, "kind": kind, "story_id": story, "other_id": other, "articles": articles, **fields}
    )


# -- what became of a story ------------------------------------------------------------------------------------------


def test_a_story_that_went_into_another_is_merged_and_its_id_leads_there(store: Store) -> None:
    store.put_stories([a_story("s1", "a", "b"), a_story("s2", "c")], NOW)
    store.put_stories([a_story("s1", "a", "b", "c")], LATER)
    assert store.story("s2") is None
    assert store.story_now("s2") == a_story("s1", "a", "b", "c")
    merged = (change("merged", "s2", "s1", "c"),)
    assert store.story_changes("s1") == merged
    assert store.story_changes("s2") == merged


def test_two_stories_that_became_a_third_are_both_merged(store: Store) -> None:
    store.put_stories([a_story("s1", "a"), a_story("s2", "b")], NOW)
    store.put_stories([a_story("s0", "z", "a", "b")], LATER)
    assert store.story_changes("s0") == (change("merged", "s1", "s0", "a"), change("merged", "s2", "s0", "b"))


def test_an_earlier_article_that_comes_late_renames_its_story(store: Store) -> None:
    store.put_stories([a_story("s1", "b", "c")], NOW)
    store.put_stories([a_story("s0", "a", "b", "c")], LATER)
    assert store.story_changes("s0") == (change("renamed", "s1", "s0", "b", "c"),)
    assert now(store, "s1") == "s0"


def test_a_part_that_left_is_a_split_and_the_id_stays(store: Store) -> None:
    store.put_stories([a_story("s1", "a", "b", "c")], NOW)
    store.put_stories([a_story("s1", "a"), a_story("s2", "b", "c")], LATER)
    assert store.story_changes("s1") == store.story_changes("s2") == (change("split", "s1", "s2", "b", "c"),)
    assert (now(store, "s1"), now(store, "s2")) == ("s1", "s2")


def test_a_story_that_fell_apart_leads_to_where_most_of_it_went(store: Store) -> None:
    store.put_stories([a_story("s1", "a", "b", "c")], NOW)
    store.put_stories([a_story("s2", "a"), a_story("s3", "b", "c")], LATER)
    assert now(store, "s1") == "s3"
    assert store.story_changes("s1") == (change("split", "s1", "s2", "a"), change("split", "s1", "s3", "b", "c"))


def test_when_two_have_as_many_the_one_with_the_first_article_is_meant(store: Store) -> None:
    store.put_stories([a_story("s1", "a", "b")], NOW)
    store.put_stories([a_story("s2", "b"), a_story("s3", "a")], LATER)
    assert now(store, "s1") == "s3"


def test_what_the_owner_does_is_told_as_his(store: Store) -> None:
    store.put_stories([a_story("s1", "a", "b", "c"), a_story("s2", "d")], NOW)
    store.put_stories([a_story("s1", "a", "b"), a_story("s2", "d", "c")], LATER, by="owner")
    store.put_stories([a_story("s1", "a"), a_story("s3", "b")], LAST, by="owner")
    assert store.story_changes("s1") == (
        change("moved", "s1", "s2", "c", by="owner"),
        change("split", "s1", "s3", "b", at=LAST, by="owner"),
    )


def test_new_articles_and_first_sights_are_no_changes(store: Store) -> None:
    store.put_stories([a_story("s1", "a")], NOW)
    store.put_stories([a_story("s1", "a", "b"), a_story("s2", "c")], LATER)
    assert store.story_changes("s1") == ()
    assert store.story_changes("nothing") == ()


# -- where ids lead --------------------------------------------------------------------------------------------------


def test_ids_are_followed_to_the_end(store: Store) -> None:
    for at, story in enumerate(["s1", "s2", "s3", "s4"]):
        store.put_stories([a_story(story, "a")], NOW + at * MINUTE)
    assert [now(store, story) for story in ("s1", "s2", "s3", "s4")] == ["s4"] * 4
    assert [row.kind for row in store.story_changes("s4")] == ["renamed"] * 3
    assert now(store, "s5") is None


def test_an_id_that_lives_again_is_itself(store: Store) -> None:
    store.put_stories([a_story("s1", "a")], NOW)
    store.put_stories([a_story("s2", "a")], LATER)
    store.put_stories([a_story("s1", "a")], LAST)
    assert (now(store, "s1"), now(store, "s2")) == ("s1", "s1")
    assert [(row.story_id, row.other_id) for row in store.story_changes("s1")] == [("s1", "s2"), ("s2", "s1")]


def test_an_id_follows_its_articles_out_of_the_story_that_took_them(store: Store) -> None:
    """A merge that was wrong is undone under another id: the old address still shows its own news."""
    store.put_stories([a_story("s1", "a", "b"), a_story("s2", "c", "d", "e")], NOW)
    store.put_stories([a_story("s2", "c", "d", "e", "a", "b")], LATER)
    assert now(store, "s1") == "s2"
    store.put_stories([a_story("s2", "c", "d", "e"), a_story("s3", "b", "a")], LAST)
    assert now(store, "s1") == "s3"
    assert [row.kind for row in store.story_changes("s3")] == ["merged", "split"]


def test_an_id_whose_articles_left_the_window_leads_where_it_led(store: Store) -> None:
    store.put_stories([a_story("s1", "a"), a_story("s2", "b")], NOW)
    store.put_stories([a_story("s2", "b", "a")], LATER)
    store.put_stories([a_story("s2", "b")], LAST)
    assert now(store, "s1") == "s2"
    store.put_stories([a_story("s3", "b")], LAST)
    assert now(store, "s1") == "s3"


def test_putting_the_same_again_writes_nothing(store: Store, tmp_path: Path) -> None:
    evidence = {"words": ("一", "二"), "score": 1}
    members = (Member(article_id="a"), Member(article_id="b", evidence=evidence))
    told = [a_story("s1", members=members, follows="s0"), a_story("s2", "c")]
    store.put_stories([a_story("s1", "a"), a_story("s9", "b", "c")], NOW)
    store.put_stories(told, LATER)
    before = store.story_changes("s2")
    log = tmp_path / "data" / "ribao.db-wal"
    size = log.stat().st_size if isinstance(store, SqliteStore) else 0
    store.put_stories(told, LAST)
    assert store.story_changes("s2") == before
    assert not isinstance(store, SqliteStore) or log.stat().st_size == size > 0


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        store.put_stories([a_story("s1", "a")], NOW.replace(tzinfo=None))
    assert store.story("s1") is None


def test_changes_are_told_by_their_time(store: Store) -> None:
    """The clock was turned back between two of them."""
    store.put_stories([a_story("s1", "a", "b", "c")], LAST)
    store.put_stories([a_story("s1", "a", "b"), a_story("s2", "c")], LAST)
    store.put_stories([a_story("s1", "a"), a_story("s3", "b")], NOW)
    assert [row.at for row in store.story_changes("s1")] == [NOW, LAST]


# -- chapters --------------------------------------------------------------------------------------------------------


def chapter(story_id: str, hours: int, *articles: str, follows: str | None = None) -> Story:
    moment = NOW + timedelta(hours=hours)
    return a_story(story_id, *articles, first_seen=moment, last_seen=moment, follows=follows)


def test_a_timeline_has_all_chapters_from_wherever_one_looks(store: Store) -> None:
    chapters = (
        chapter("c1", 0, "a"),
        chapter("c2", 5, "b", follows="c1"),
        chapter("c3", 9, "c", follows="c2"),
        chapter("side", 7, "d", follows="c1"),
    )
    store.put_stories([*reversed(chapters), chapter("other", 1, "x")], NOW)
    told = (chapters[0], chapters[1], chapters[3], chapters[2])
    assert all(store.timeline(story) == told for story in ("c1", "c2", "c3", "side"))
    assert store.timeline("other") == (chapter("other", 1, "x"),)
    assert store.timeline("nothing") == ()
    alone = {"other": (chapter("other", 1, "x"),)}
    assert store.timelines(["side", "other", "nothing", "c1"]) == {"side": told, "c1": told} | alone
    assert store.timelines([]) == {}


def test_a_timeline_holds_when_a_chapter_goes_into_another_story(store: Store) -> None:
    store.put_stories([chapter("c1", 0, "a"), chapter("c2", 5, "b", follows="c1")], NOW)
    store.put_stories([chapter("c0", -1, "z", "a")], LATER)
    assert [story.id for story in store.timeline("c2")] == ["c0", "c2"]
    assert [story.id for story in store.timeline("c1")] == ["c0", "c2"]


def test_chapters_that_follow_in_a_circle_or_nothing_known_end(store: Store) -> None:
    store.put_stories(
        [chapter("c1", 0, "a", follows="c2"), chapter("c2", 1, "b", follows="c1"), chapter("c3", 2, "c", follows="c0")],
        NOW,
    )
    assert [story.id for story in store.timeline("c1")] == ["c1", "c2"]
    assert [story.id for story in store.timeline("c3")] == ["c3"]


def test_stories_of_a_window_in_order(store: Store) -> None:
    told = [chapter(f"s{hours}", hours, f"a{hours}") for hours in (3, 1, 2, 0)]
    store.put_stories([*told, chapter("also2", 2, "b")], NOW)
    found = store.stories_between(NOW, NOW + timedelta(hours=2))
    assert [story.id for story in found] == ["s1", "also2", "s2"]


# -- pruning ---------------------------------------------------------------------------------------------------------


def read(store: Store, name: str, **fields: object) -> str:
    """The id of an article that was shown and read."""
    lead = a_lead(name, **fields)
    show(store, lead)
    store.save_readings([a_reading(lead, a_page(name.encode()))])
    return lead.id


def test_ids_and_changes_go_with_the_stories_that_they_lead_to(store: Store) -> None:
    old, older = read(store, "old"), read(store, "older")
    young = read(store, "young", seen_at=NOW + 2 * DAY)
    store.put_stories([a_story("s1", old), a_story("s2", older), a_story("s3", young)], NOW)
    store.put_stories([a_story("s4", old), a_story("s3", young, older)], LATER)
    store.prune(NOW + DAY)
    assert (now(store, "s1"), store.story_changes("s1")) == (None, ())
    assert now(store, "s2") == "s3"
    assert store.story_changes("s3") == (change("merged", "s2", "s3", older),)


def test_an_id_leads_on_to_what_is_left_of_its_articles(store: Store) -> None:
    old, young = read(store, "old"), read(store, "young", seen_at=NOW + 2 * DAY)
    store.put_stories([a_story("s1", old, young)], NOW)
    store.put_stories([a_story("s2", old), a_story("s3", young)], LATER)
    assert now(store, "s1") == "s2"
    store.prune(NOW + DAY)
    assert now(store, "s1") == "s3"


def test_what_an_edition_cites_keeps_its_history(store: Store) -> None:
    cited = read(store, "old")
    store.put_stories([a_story("s1", cited)], NOW)
    article = store.article(cited)
    assert article is not None
    store.put_edition(an_edition(article, revision=1))
    store.put_stories([a_story("s2", cited)], LATER)
    store.prune(NOW + 9 * DAY)
    assert now(store, "s1") == "s2"
    assert len(store.story_changes("s1")) == 1
