"""The owner's rulings stand above what clustering finds, in whatever order it finds it."""

import random
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.cluster.rulings import in_force, obey, verdicts
from ribao.types.ruling import Ruling

START = datetime(2026, 5, 8, tzinfo=UTC)
ARTICLES = "abcdefgh"
Groups = list[list[str]]


def together(one: str, other: str, minute: int = 0) -> Ruling:
    return _ruling(minute, True, one, other)


def apart(one: str, other: str, minute: int = 0) -> Ruling:
    return _ruling(minute, False, one, other)


def _ruling(minute: int, joined: bool, one: str, other: str) -> Ruling:
    verb, at = "merge" if joined else "split", START + timedelta(minutes=minute)
    return Ruling(id=f"r{minute:03}", at=at, verb=verb, together=joined, one=tuple(one), other=tuple(other))


def groups(text: str) -> Groups:
    return [list(group) for group in text.split()]


@st.composite
def clusterings(draw: st.DrawFn) -> Groups:
    """Some of the articles, each in one group."""
    found: dict[int, list[str]] = {}
    for article in draw(st.permutations(ARTICLES)):
        found.setdefault(draw(st.integers(0, 4)), []).append(article)
    return [group for number, group in found.items() if number]


@st.composite
def orders(draw: st.DrawFn) -> list[Ruling]:
    some = st.text(ARTICLES, min_size=1, max_size=4)
    count = draw(st.integers(0, 5))
    return [_ruling(n, draw(st.booleans()), draw(some), draw(some)) for n in range(count)]


def home(found: Groups) -> dict[str, int]:
    return {article: number for number, group in enumerate(found) for article in group}


@pytest.mark.parametrize(
    ("found", "rulings", "expected"),
    [
        ("ab cd e", [], "ab cd e"),
        ("ab cd e", [together("a", "c")], "abcd e"),
        ("ab cd e", [together("a", "c"), apart("a", "d", 1)], "abc d e"),
        ("ab cd e", [apart("a", "d"), together("ab", "cd", 1)], "abcd e"),
        ("abcd e", [apart("ab", "cd")], "ab cd e"),
        ("abcd", [apart("a", "bc")], "a bcd"),
        # d and e came later, and no ruling speaks of them: the larger side keeps them
        ("abcde", [apart("abc", "f")], "abcde"),
        ("abcdef", [apart("abc", "f")], "abcde f"),
        ("abcdef", [apart("f", "abc")], "abcde f"),
        # two taken out one after the other are not one story for that
        ("abcd", [apart("a", "bcd"), apart("b", "cd", 1)], "a b cd"),
        # moved: out of one story and into the other
        ("abc de", [apart("a", "bc"), together("a", "de", 1)], "ade bc"),
        ("ade bc", [apart("a", "bc"), together("a", "de", 1)], "ade bc"),
        ("abcde", [apart("a", "bc"), together("a", "de", 1)], "ade bc"),
        # by way of b: what was said last holds, and of the others the later
        ("a b c", [together("a", "b"), together("b", "c", 1), apart("a", "c", 2)], "a bc"),
        # b is nobody's choice: it stays with the article that clustering found it beside
        ("ax by", [together("a", "b"), apart("a", "y", 1)], "abx y"),
        # articles that are no more, or not yet
        ("a b", [together("az", "b"), apart("a", "z", 1)], "ab"),
        ("a b", [together("a", "z"), together("z", "b", 1)], "ab"),
        ("ab", [apart("a", "a")], "ab"),
        ("ab", [together("", ""), apart("", "b", 1)], "ab"),
    ],
)
def test_groups_become_what_the_owner_ruled(found: str, rulings: list[Ruling], expected: str) -> None:
    assert obey(groups(found), rulings) == groups(expected)


def test_an_article_that_came_later_goes_where_the_hook_finds_it_closer() -> None:
    def closer(article: str, one: object, other: object) -> bool:
        assert set(str(one)) != set(str(other))
        return article != "e"

    assert obey(groups("abcde"), [apart("a", "bc")], closer) == groups("ae bcd")


@given(clusterings(), orders(), st.randoms())
def test_the_order_of_what_was_found_does_not_matter_and_twice_is_once(
    found: Groups, rulings: list[Ruling], chance: random.Random
) -> None:
    ruled = obey(found, rulings)
    assert sorted(chain(*ruled)) == sorted(chain(*found))
    mixed = [chance.sample(group, len(group)) for group in chance.sample(found, len(found))]
    assert obey(mixed, chance.sample(rulings, len(rulings))) == ruled
    assert obey(ruled, rulings) == ruled


@given(clusterings(), orders())
def test_what_is_ruled_and_not_overruled_is_so(found: Groups, rulings: list[Ruling]) -> None:
    at = home(obey(found, rulings))
    assert all(agreed for _, agreed in verdicts(rulings, {article: str(place) for article, place in at.items()}))
    for last in rulings[-1:]:
        both = [(a, b) for a in last.one for b in last.other if a in at and b in at and not {a, b} <= set(last.one)]
        if last.together:
            both = [(a, b) for a, b in combinations(set(last.one + last.other), 2) if a in at and b in at]
        assert all((at[a] == at[b]) is last.together for a, b in both)


@given(clusterings(), orders())
def test_a_group_of_which_no_ruling_speaks_is_left_alone(found: Groups, rulings: list[Ruling]) -> None:
    named = {article for ruling in rulings for article in (*ruling.one, *ruling.other)}
    ruled = obey(found, rulings)
    assert all(sorted(group) in ruled for group in found if named.isdisjoint(group))


@given(clusterings(), orders())
def test_no_two_articles_come_together_but_by_clustering_or_a_ruling(found: Groups, rulings: list[Ruling]) -> None:
    """Of those that share a story, each is tied to the others by a chain of found groups and rulings."""
    tied = {article: {article} for article in ARTICLES}
    for group in [*found, *([*r.one, *r.other] for r in rulings if r.together)]:
        joined = set().union(*(tied[article] for article in group))
        tied |= dict.fromkeys(joined, joined)
    for group in obey(found, rulings):
        assert set(group) <= tied[group[0]]


def test_a_thousand_rulings_over_ten_thousand_articles_take_no_time() -> None:
    names = [f"{n:05}" for n in range(10_000)]
    found = [names[n : n + 10] for n in range(0, 10_000, 10)]
    rulings = [
        Ruling(
            id=f"r{n}",
            at=START + timedelta(minutes=n),
            verb="split",
            together=n % 3 == 0,
            one=(names[10 * n],),
            other=tuple(names[10 * n + 1 : 10 * n + 15]),
        )
        for n in range(900)
    ]
    ruled = obey(found, rulings)
    assert len(ruled) > 1000
    assert len(verdicts(rulings, {article: group[0] for group in ruled for article in group})) == 900


def test_verdicts_say_which_rulings_a_clustering_agrees_with() -> None:
    rulings = [together("a", "b"), apart("c", "d", 1), together("e", "f", 2), apart("e", "f", 3), together("g", "h", 4)]
    predicted = {"a": "s1", "b": "s1", "c": "s2", "d": "s2", "e": "s3", "f": "s3", "g": "s4"}
    judged = [(ruling.id, agreed) for ruling, agreed in verdicts(rulings, predicted)]
    assert judged == [("r000", True), ("r001", False), ("r003", False)]
    assert [ruling.id for ruling in in_force(rulings)] == ["r000", "r001", "r003", "r004"]
