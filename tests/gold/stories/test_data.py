"""The gold set of stories is sound: what it says of itself in its README holds."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
CHINA = timezone(timedelta(hours=8))
FIELDS = ["id", "source", "kind", "t", "title", "url", "summary"]
ENGLISH = {"the-ledge", "techmast", "harrow-wire", "arclight"}
SAME = {"paraphrase", "scripts", "hot-phrase", "summary", "traditional", "reaction"}
DIFFERENT = {
    "model-number",
    "other-product",
    "opposite",
    "statement",
    "market-wrap",
    "other-matter",
    "template",
    "round-up",
    "theme",
}


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    return _lines("items.jsonl")


@pytest.fixture(scope="module")
def pairs() -> list[dict[str, Any]]:
    return _lines("pairs.jsonl")


@pytest.fixture(scope="module")
def labels() -> dict[str, Any]:
    labels: dict[str, Any] = json.loads((HERE / "stories.json").read_text(encoding="utf-8"))
    return labels


def test_items_are_whole_and_unique(items: list[dict[str, Any]]) -> None:
    assert all(list(item) == FIELDS and item["title"] and item["url"] for item in items)
    assert _repeated(item["id"] for item in items) == []
    assert _repeated(item["url"] for item in items) == []
    assert {item["kind"] for item in items} == {"hot", "rss"}


def test_items_are_of_one_china_day_in_order_of_time(items: list[dict[str, Any]]) -> None:
    times = [datetime.strptime(item["t"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) for item in items]
    assert {t.astimezone(CHINA).date() for t in times} == {date(2026, 5, 14)}
    assert times == sorted(times)


def test_there_are_items_enough_and_a_fifth_have_summaries(items: list[dict[str, Any]]) -> None:
    assert len(items) >= 420
    assert 0.15 <= sum(bool(item["summary"]) for item in items) / len(items) <= 0.25


def test_labels_name_items_that_exist(items: list[dict[str, Any]], labels: dict[str, Any]) -> None:
    known = {item["id"] for item in items}
    assert sorted(labels["all_ids"]) == sorted(known)
    assert set(_members(labels)) | set(labels["roundups"]) <= known


def test_no_item_is_in_two_stories_and_no_round_up_in_any(labels: dict[str, Any]) -> None:
    assert _repeated([*_members(labels), *labels["roundups"]]) == []
    assert _repeated(story["name"] for story in labels["stories"]) == []


def test_stories_have_two_to_nine_members_and_are_enough(labels: dict[str, Any]) -> None:
    assert 60 <= len(labels["stories"]) <= 70
    assert all(2 <= len(story["ids"]) <= 9 for story in labels["stories"])
    assert len(labels["roundups"]) >= 15


def test_twenty_stories_are_told_in_both_languages(items: list[dict[str, Any]], labels: dict[str, Any]) -> None:
    english = {item["id"] for item in items if item["source"] in ENGLISH}
    told = [len({id_ in english for id_ in story["ids"]}) for story in labels["stories"]]
    assert told.count(2) >= 20


def test_pairs_are_whole_and_no_pair_comes_twice(pairs: list[dict[str, Any]]) -> None:
    assert all(list(pair) == ["kind", "same", "one", "other", "why"] and pair["why"] for pair in pairs)
    assert all(
        set(side) <= {"title", "summary"} and all(side.values())
        for pair in pairs
        for side in (pair["one"], pair["other"])
    )
    assert _repeated(json.dumps([pair["one"], pair["other"]]) for pair in pairs) == []


def test_pairs_are_enough_of_every_kind_and_about_half_are_same(pairs: list[dict[str, Any]]) -> None:
    kinds = Counter((pair["kind"], pair["same"]) for pair in pairs)
    assert {kind for kind in SAME if kinds[kind, True] < 12} == set()
    assert {kind for kind in DIFFERENT if kinds[kind, False] < 12} == set()
    # "summary" alone has both: a summary may also tell two equal titles apart
    assert set(kinds) == {(k, True) for k in SAME} | {(k, False) for k in DIFFERENT} | {("summary", False)}
    assert len(pairs) >= 180
    assert 0.4 <= sum(pair["same"] for pair in pairs) / len(pairs) <= 0.6


def _members(labels: dict[str, Any]) -> list[str]:
    return [id_ for story in labels["stories"] for id_ in story["ids"]]


def _repeated(values: Any) -> list[str]:
    return sorted(value for value, count in Counter(values).items() if count > 1)
