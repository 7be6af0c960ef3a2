"""What a reader types is understood as something, whatever it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.support.searching.parsing import LONGEST, MOST_TERMS, days, parse
from ribao.support.searching.tokens import phrase_tokens, tokens
from ribao.types.query import Query


def terms(text: str) -> list[list[str]]:
    return [[phrase.tokens + ("*" if phrase.prefix else "") for phrase in term.any_of] for term in parse(text).terms]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("折叠屏 推迟", [["折叠 叠屏"], ["推迟"]]),
        ("“折叠屏 推迟”", [["折叠 叠屏 屏 推迟"]]),
        ("「推迟」", [["推迟"]]),
        ("“推迟", [["推迟"]]),
        ("苹果|Apple", [["苹果", "apple*"]]),
        ("苹果 OR Apple 或 iOS", [["苹果", "apple*", "ios*"]]),
        ("OR 苹果 OR", [["苹果"]]),
        ("12:30", [["12 30"]]),
        ("https://a.example/b", [["https a example b"]]),
        ("屏", [["屏*"]]),
        ("M40", [["m 40"]]),
        ("ab abc", [["ab"], ["abc*"]]),
        ('"abc"', [["abc"]]),
        ("ＡＢＣ　摺疊", [["abc*"], ["折叠"]]),
        ("、。！", []),
    ],
)
def test_words(text: str, found: list[list[str]]) -> None:
    assert terms(text) == found


def test_filters() -> None:
    assert parse("channel:智能手机 来源:澜江日报 after:2026-05 至:2026年5月8日 status:denied -promo") == Query(
        channel="智能手机", sources=("澜江日报",), after=date(2026, 5, 1), before=date(2026, 5, 8), status="denied",
        promotion=False,
    )  # fmt: skip
    assert parse('source:"The Harbour Ledger" 推广:只看').sources == ("The Harbour Ledger",)
    assert parse("promo:yes").promotion is True
    assert parse("-promo:yes").promotion is False


@pytest.mark.parametrize("text", ["status:certain", "after:soon", "before:2026-13", "promo:perhaps"])
def test_a_filter_that_says_nothing_is_searched_as_words(text: str) -> None:
    query = parse(text)
    assert query.terms
    assert query == Query(terms=query.terms)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026", (date(2026, 1, 1), date(2026, 12, 31))),
        ("2026-02", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2024年2月", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2026/5/8", (date(2026, 5, 8), date(2026, 5, 8))),
        ("9999", None),  # there is no day after it to count from
        ("9999-12-31", (date(9999, 12, 31), date(9999, 12, 31))),
        ("0000-00-00", None),
        ("2026-02-30", None),
        ("昨天", None),
    ],
)
def test_days(text: str, found: tuple[date, date] | None) -> None:
    assert days(text) == found


@given(st.text(max_size=2 * LONGEST))
def test_any_text_is_a_query_of_letters_and_figures(text: str) -> None:
    query = parse(text)
    assert len(query.terms) <= MOST_TERMS
    for phrase in [*query.without, *(one for term in query.terms for one in term.any_of)]:
        assert phrase.tokens
        # some Chinese characters are younger than Python's tables
        assert all(one.isalnum() or one >= "\U00020000" for token in phrase.tokens.split(" ") for one in token)


@given(st.text(max_size=200), st.integers(0, 199), st.integers(1, 12))
def test_whatever_stands_in_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    """A cut of Chinese characters out of it, at least: a cut inside a word is another word."""
    han = "".join(one for one in text if "\u4e00" <= one <= "\u9fff") or "云岬"
    piece = han[start % len(han) :][:length]
    whole = f" {tokens(han)} "
    assert f" {phrase_tokens(piece)}" + (" " if len(piece) > 1 else "") in whole
