"""Collections: what the owner saved stays, once, newest first, with all that it rests on."""

import os
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ribao.support.store.port import Store
from ribao.types.collection import DEFAULT, Collection, Kept, KeptKind, kept_id
from tests.contracts.made import DAY, MINUTE, NOW, a_lead, a_page, a_reading, a_story, show

SAVED = Collection(id=DEFAULT, name="", made_at=NOW)
CHIPS = Collection(id="c1", name="芯片", made_at=NOW + MINUTE, public=True)
LATER = NOW + 90 * DAY


def an_item(ref: str = "one", kind: KeptKind = KeptKind.ARTICLE, **fields: Any) -> Kept:
    values = {"at": NOW, "headline": f"News of {ref}", "published_at": NOW - DAY, **fields}
    return Kept(kind=kind, ref=ref, **values)


def of_story(ref: str, **fields: Any) -> Kept:
    return an_item(ref, KeptKind.STORY, story=ref, **fields)


def filled(store: Store, *items: Kept, into: Collection = SAVED) -> Store:
    store.put_collection(into)
    store.keep(into.id, items)
    return store


def read(store: Store, *names: str) -> list[str]:
    leads = [a_lead(name) for name in names]
    show(store, *leads)
    store.save_readings([a_reading(lead, a_page(os.urandom(5_000))) for lead in leads])
    return [lead.id for lead in leads]


def test_collections_by_age_and_one_a_name(store: Store) -> None:
    assert store.collections() == ()
    assert store.add_collection(CHIPS) == CHIPS
    assert store.add_collection(SAVED) == SAVED
    assert store.collections() == (SAVED, CHIPS)
    assert store.collection("c1") == CHIPS
    assert store.collection("nothing") is None
    english = replace(CHIPS, id="c2", name="Chips  to  watch")
    store.add_collection(english)
    assert store.add_collection(replace(CHIPS, id="c3", name="CHIPS to watch ")) == english
    assert store.add_collection(replace(SAVED, made_at=LATER)) == SAVED
    assert len(store.collections()) == 3


def test_a_collection_is_renamed_opened_and_removed_with_what_is_in_it(store: Store) -> None:
    filled(store, an_item(), into=CHIPS)
    renamed = replace(CHIPS, name="存储", public=False)
    store.put_collection(renamed)
    assert store.collections() == (renamed,)
    assert store.kept("c1") == (an_item(),)
    assert store.remove_collection("c1")
    assert not store.remove_collection("c1")
    assert (store.collections(), store.kept("c1"), store.kept_in()) == ((), (), {})


def test_kept_newest_first_in_pages(store: Store) -> None:
    items = [an_item(str(n), at=NOW + timedelta(minutes=n)) for n in range(5)]
    filled(store, *items)
    assert store.kept(DEFAULT) == tuple(items[::-1])
    assert store.kept(DEFAULT, 1, 2) == (items[3], items[2])
    assert store.kept(DEFAULT, 99) == ()
    assert store.kept_one(DEFAULT, items[2].id) == items[2]
    assert store.kept_one(DEFAULT, "nothing") is None
    assert store.kept_counts() == {DEFAULT: 5}


def test_the_same_thing_twice_is_there_once_as_it_was_first(store: Store) -> None:
    first = an_item(note="read again")
    filled(store, first)
    again = replace(first, at=LATER, note="", headline="Changed")
    assert store.keep(DEFAULT, [again, again]) == 0
    assert store.kept(DEFAULT) == (first,)
    other = an_item("two")
    assert store.keep(DEFAULT, [other, replace(other, note="x")]) == 1
    assert store.kept_one(DEFAULT, other.id) == other


def test_a_thing_may_be_in_two_collections_and_an_article_is_no_story(store: Store) -> None:
    filled(store, an_item("x"), of_story("x"), into=CHIPS)
    filled(store, an_item("x", at=LATER))
    places = store.kept_in()
    assert places[kept_id("article", "x")] == ((DEFAULT, an_item("x").id), ("c1", an_item("x").id))
    assert places[kept_id("story", "x")] == (("c1", of_story("x").id),)


def test_nothing_is_kept_where_there_is_no_collection(store: Store) -> None:
    assert store.keep("gone", [an_item()]) == 0
    assert store.kept("gone") == ()


def test_a_note_is_written_and_an_item_taken_out(store: Store) -> None:
    filled(store, an_item("a"), an_item("b"))
    assert store.put_note(DEFAULT, an_item("a").id, "看\n这里 \x00")
    assert [one.note for one in store.kept(DEFAULT) if one.ref == "a"] == ["看\n这里 \ufffd"]
    assert not store.put_note(DEFAULT, "nothing", "x")
    assert store.drop_kept(DEFAULT, [an_item("a").id, "nothing"]) == 1
    assert [one.ref for one in store.kept(DEFAULT)] == ["b"]
    assert store.keep(DEFAULT, [an_item("a")]) == 1


def test_a_story_that_was_merged_is_known_by_all_its_ids(store: Store) -> None:
    one, two = read(store, "one", "two")
    store.put_stories([a_story("s1", one), a_story("s2", two)], NOW)
    filled(store, of_story("s1"))
    store.put_stories([a_story("s2", two, one)], NOW + MINUTE)
    now = store.story_now("s1")
    assert now is not None
    assert now.id == "s2"
    places = store.kept_in()
    assert places[kept_id("story", "s2")] == places[kept_id("story", "s1")] == ((DEFAULT, of_story("s1").id),)
    assert store.keep(DEFAULT, [of_story("s2")]) == 0
    assert store.drop_kept(DEFAULT, [of_story("s1").id]) == 1
    assert store.keep(DEFAULT, [of_story("s2"), of_story("s1")]) == 1
    assert store.kept(DEFAULT) == (of_story("s2"),)
    assert store.kept_in()[kept_id("story", "s1")] == ((DEFAULT, of_story("s2").id),)


def test_pruning_drops_nothing_that_is_kept(store: Store) -> None:
    ids = read(store, "kept", "held", "old")
    claim = an_item("claim", KeptKind.CLAIM, statement="推迟", status="unverified", articles=(ids[1],))
    filled(store, an_item(ids[0], articles=(ids[0],)), claim)
    assert store.prune(LATER, max_bytes=1).articles == 1
    for article_id in ids[:2]:
        article = store.article(article_id)
        assert article is not None
        assert store.page(article.page_sha256) is not None
        assert store.lead(article_id) is not None
    assert store.article(ids[2]) is None
    assert store.kept_counts() == {DEFAULT: 2}


def test_pruning_drops_no_report_that_a_kept_story_has_gained(store: Store) -> None:
    first, second, other = read(store, "first", "second", "other")
    store.put_stories([a_story("s1", first), a_story("s2", other)], NOW)
    filled(store, of_story("s1", articles=(first,)))
    store.put_stories([a_story("s0", second, first)], NOW)
    assert store.prune(LATER).articles == 1
    story = store.story_now("s1")
    assert story is not None
    assert {member.article_id for member in story.members} == {first, second}
    assert store.articles_by_id([first, second, other]).keys() == {first, second}


def test_what_is_no_longer_kept_goes_with_the_next_pruning(store: Store) -> None:
    (one,) = read(store, "one")
    filled(store, an_item(one, articles=(one,)))
    assert store.prune(LATER).articles == 0
    store.drop_kept(DEFAULT, [an_item(one).id])
    assert store.prune(LATER).articles == 1


def test_many_save_the_same_at_once_and_it_is_there_once(store: Store) -> None:
    new: list[int] = []

    def save(n: int) -> None:
        store.add_collection(replace(SAVED, made_at=NOW + timedelta(seconds=n)))
        new.append(store.keep(DEFAULT, [an_item("same"), an_item(str(n))]))

    threads = [threading.Thread(target=save, args=[n]) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(new) == [1] * 11 + [2]
    assert len(store.collections()) == 1
    assert store.kept_counts() == {DEFAULT: 13}


def test_ten_thousand_are_kept_at_once(store: Store) -> None:
    items = [of_story(str(n), at=NOW + timedelta(seconds=n), articles=(f"a{n}",)) for n in range(10_000)]
    filled(store, *items)
    assert store.kept(DEFAULT, 9_998) == (items[1], items[0])
    assert len(store.kept_in()) == 10_000
