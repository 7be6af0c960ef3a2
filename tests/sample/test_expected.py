"""The written-down results fit the world: no id is missing or unknown, every quotation stands where it is said to."""

import json
from pathlib import Path
from typing import Any

import pytest

from ribao.sample import World, folder
from ribao.sample.body import plain
from ribao.types.channel import CHANNELS, OTHER

CERTAINTY = {"official", "reported", "rumor", "denied", "opinion", "none"}
STATUS = {"confirmed", "reported", "unverified", "denied", "forecast"}
SOURCE_TYPE = {"official", "named_person", "media", "research", "anonymous", "document", "social"}
PROMO_KIND = {"advertorial", "deal", "guide", "press_release", "sponsored"}


def read(name: str) -> Any:
    return json.loads((Path(folder()) / "expected" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def stories() -> Any:
    return read("stories")


def text_of(world: World, item_id: str) -> str:
    return "\n".join("\n".join((v.title, *plain(v.body))) for v in world.items[item_id].versions)


def test_every_item_has_its_expectations(world: World, stories: Any) -> None:
    assert set(stories["all_ids"]) == set(read("labels")) == set(world.items)


def test_an_item_belongs_to_one_story_at_most(stories: Any) -> None:
    ids = [i for story in stories["stories"] for i in story["ids"]] + stories["roundups"]
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(stories["all_ids"])
    assert all(len(story["ids"]) > 1 for story in stories["stories"])


def test_there_are_big_stories_in_both_languages(world: World, stories: Any) -> None:
    outlets = [{world.items[i].outlet for i in story["ids"]} for story in stories["stories"]]
    assert max(map(len, outlets)) >= 8
    assert sum(3 <= len(told) <= 7 for told in outlets) >= 10
    languages = [{world.outlets[o].language for o in told} for told in outlets]
    assert sum("en" in spoken and len(spoken) > 1 for spoken in languages) >= 12


def test_reposts_and_rewrites_lie_in_their_story(world: World, stories: Any) -> None:
    reposts = {}
    for story in stories["stories"]:
        pairs = story.get("reposts", {})
        assert {*pairs, *pairs.values(), *story.get("rewrites", [])} <= set(story["ids"])
        reposts |= pairs
    assert len(reposts) >= 6
    for copy, original in reposts.items():
        assert world.items[copy].published > world.items[original].published


def test_a_verbatim_repost_says_the_same(world: World, stories: Any) -> None:
    same = [(c, o) for s in stories["stories"] for c, o in s.get("reposts", {}).items()]
    simplified = [(c, o) for c, o in same if world.outlets[world.items[c].outlet].language == "zh-Hans"]
    for copy, original in simplified:
        assert world.items[copy].versions[0].body.startswith(world.items[original].versions[0].body)
    assert len(same) > len(simplified), "one repost is in the other script"


def test_hard_negatives_lie_apart(stories: Any) -> None:
    story_of = {i: story["id"] for story in stories["stories"] for i in story["ids"]}
    assert len(stories["apart"]) >= 10
    for one, other in stories["apart"]:
        assert story_of.get(one, one) != story_of.get(other, other)


def test_unread_items_are_those_that_cannot_be_read(world: World, stories: Any) -> None:
    for item in world.items.values():
        walled = "robots" if world.outlets[item.outlet].robots else item.access
        assert stories["unread"].get(item.id, "open") == walled, item.id


def test_labels_are_of_the_guide(world: World) -> None:
    labels = read("labels")
    for label in labels.values():
        assert set(label["channels"]) <= {*CHANNELS, OTHER}
        assert 1 <= len(label["channels"]) <= 2
        assert label["certainty"] in CERTAINTY
        assert (label["promo"] == 0) == ("kind" not in label)
    assert {label["channels"][0] for label in labels.values()} == {*CHANNELS, OTHER}
    assert {label["certainty"] for label in labels.values()} == CERTAINTY
    assert {label["kind"] for label in labels.values() if label["promo"]} == PROMO_KIND


def test_promotion_shows_its_evidence(world: World) -> None:
    for item_id, label in read("labels").items():
        if label["promo"]:
            assert label["evidence"]
            assert all(piece in text_of(world, item_id) for piece in label["evidence"]), item_id


def test_claims_quote_what_stands_in_the_article(world: World, stories: Any) -> None:
    ids = {story["id"]: story["ids"] for story in stories["stories"]}
    for ledger in read("claims"):
        for claim in ledger["claims"]:
            for holder in claim["holders"]:
                assert holder["article"] in ids[ledger["story"]]
                assert holder["quote"] in text_of(world, holder["article"])
                assert holder["status"] in STATUS
                assert holder["source_type"] in SOURCE_TYPE


def test_a_claims_history_is_dated_by_its_articles(world: World) -> None:
    for ledger in read("claims"):
        statements = {claim["statement"] for claim in ledger["claims"]}
        for claim in ledger["claims"]:
            history = claim["history"]
            assert [h["t"] for h in history] == sorted(h["t"] for h in history)
            assert all(world.items[h["article"]].published.isoformat() == h["t"] for h in history)
            assert claim["status"] in STATUS
            assert set(claim.get("contradicts", [])) <= statements


def test_rumours_end_in_every_way(world: World) -> None:
    ends = set()
    for ledger in read("claims"):
        for claim in ledger["claims"]:
            if claim["history"][0]["status"] == "unverified":
                ends.add(claim["status"])
    assert {"confirmed", "denied", "unverified"} <= ends


def test_main_stories_have_reference_digests_in_two_languages(stories: Any) -> None:
    digests = [story["digests"] for story in stories["stories"] if "digests" in story]
    assert len(digests) >= 10
    assert all([d["language"] for d in pair] == ["zh-Hans", "en"] for pair in digests)
