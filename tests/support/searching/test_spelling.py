"""What was meant by a word that nobody wrote."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.support.searching.spelling import distance, nearest

KNOWN = {
    "google": 900,
    "googl": 39,
    "chrome": 80,
    "chore": 4,
    "anthropic": 500,
    "openai": 800,
    "opening": 40,
    "apple": 9,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("googel", "google"),  # two letters exchanged; "googl" is as near, and rarer
        ("chorme", "chrome"),
        ("anthropc", "anthropic"),
        ("antropik", "anthropic"),  # two slips in a long word
        ("openia", "openai"),
        ("opan", ""),
        ("google", ""),
        ("aple", "apple"),
        ("ale", ""),  # too short to tell
        ("chores", "chore"),
        ("qwertzuiop", ""),
    ],
)
def test_the_nearest_word(typed: str, meant: str) -> None:
    assert nearest(typed, KNOWN) == meant


def test_a_slip_that_somebody_printed_is_still_a_slip() -> None:
    assert nearest("googel", {**KNOWN, "googel": 2}) == "google"
    assert nearest("googel", {**KNOWN, "googel": 3}) == ""
    assert nearest("aple", {"aple": 1, "apple": 19}) == ""  # as likely another name


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_the_distance_is_one(one: str, other: str) -> None:
    apart = distance(one, other)
    assert apart == distance(other, one)
    assert (apart == 0) is (one == other)
    assert abs(len(one) - len(other)) <= apart <= max(len(one), len(other))


def test_a_whole_vocabulary_is_looked_through_at_once() -> None:
    known = {f"s{number:05d}".translate(str.maketrans("0123456789", "abcdefghij")): 1 for number in range(5000)}
    began = time.process_time()
    nearest("sbbbbbcc", known)
    assert time.process_time() - began < 0.5
