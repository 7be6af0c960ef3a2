"""Text on its way out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.render.html import broken
from ribao.render.text import cut, excerpt, inert, language_of, quote


@given(st.lists(st.text(), max_size=5).map(tuple), st.integers(1, 300))
def test_an_excerpt_never_shows_more_than_it_may(paragraphs: tuple[str, ...], limit: int) -> None:
    shown = excerpt(paragraphs, limit)
    assert sum(len(one.removesuffix("…").rstrip()) for one in shown) <= limit
    for one, whole in zip(shown, paragraphs, strict=False):
        assert whole.startswith(one.removesuffix("…").rstrip()) or one == whole


def test_a_cut_ends_with_a_sentence_where_it_can() -> None:
    assert cut("第一句话在这里。第二句话被截断了", 10) == "第一句话在这里。…"
    assert cut("没有句号的一段长文字", 5) == "没有句号的…"
    assert cut("短", 5) == "短"


def test_a_quote_stands_in_its_own_paragraph() -> None:
    found = quote(("第一段。", "前文。引用句。后文。"), 8, 12, 100)
    assert found is not None
    assert (found.before, found.quoted, found.after, found.paragraph) == ("前文。", "引用句。", "后文。", 2)


def test_the_context_of_a_quote_is_bounded() -> None:
    found = quote(("前" * 500 + "句" + "后" * 500,), 500, 501, 20)
    assert found is not None
    assert found.before == "…" + "前" * 10
    assert found.after == "后" * 10 + "…"


@pytest.mark.parametrize("span", [(0, 0), (5, 3), (-1, 2), (0, 99)])
def test_a_span_outside_the_text_is_no_quote(span: tuple[int, int]) -> None:
    assert quote(("短文",), *span, 10) is None


@pytest.mark.parametrize(
    ("text", "hint", "expected"),
    [
        ("折叠屏推迟", "", "zh-Hans"),
        ("折疊螢幕延後", "zh-Hant", "zh-Hant"),
        ("iPhone 17 Pro Max 评测", "", "zh-Hans"),
        ("Chip plant restarts", "", "en"),
        ("Chip plant restarts", "zh-Hans", "en"),
        ("Usine de puces", "fr", "fr"),
        ("2026", "", "zh-Hans"),
        ("", "", "zh-Hans"),
    ],
)
def test_the_language_of_a_text(text: str, hint: str, expected: str) -> None:
    assert language_of(text, hint) == expected


@given(st.text(max_size=400))
def test_breaking_a_headline_changes_none_of_its_text(text: str) -> None:
    from markupsafe import escape

    assert str(broken(text, "zh-Hans")).replace("<wbr>", "") == str(escape(inert(text)))


def test_a_headline_breaks_between_words() -> None:
    assert "折叠<wbr>" not in broken("新一代折叠屏推迟发布", "zh-Hans")
    assert "<wbr>推迟" in broken("新一代折叠屏推迟发布", "zh-Hans")
    assert "<wbr>" not in broken("2023年", "zh-Hans")


def test_an_excerpt_ends_where_it_is_cut() -> None:
    """What came after would read as if it followed at once."""
    assert excerpt(("甲" * 12 + "。" + "乙" * 20, "丙" * 5), 20) == ("甲" * 12 + "。…",)
    assert excerpt(("甲" * 5, "丙" * 5), 20) == ("甲" * 5, "丙" * 5)
