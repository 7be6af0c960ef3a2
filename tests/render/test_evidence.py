"""What joined a report, in words: natural in both languages, whatever of it is stored."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.render.evidence import AGAINST, explain
from ribao.support.i18n import speaking

EVERYTHING = {
    "score": 0.83,
    "with": "a",
    "words": ["特斯拉", "Model Y"],
    "names": [["林俊旸", "Junyang Lin"], ["卸任", "离职"]],
    "numbers": ["5000", 12],
    "meaning": 0.71,
    "embedder": 0.9,
    "judge": {"same": True, "confidence": 0.85, "reason": "同一次发布", "model": "qwen3-8b"},
    "against": ["quantity", "place"],
}
ENGLISH = (
    "It is nearest to report a: likeness 83 %. Words that both have: “特斯拉”, “Model Y”. Different words for the same: "
    "林俊旸 = Junyang Lin, 卸任 = 离职. Numbers that both give: 5000, 12. Likeness of meaning, by what Ribao has learnt: "
    "71 %. Likeness of meaning, by the embedding model: 90 %. qwen3-8b was asked, and said: the same event (85 % sure), "
    "because: “同一次发布”. Against it, but outweighed: they give different figures; they name different places."
)
CHINESE = (
    "与第a篇最接近，相似度 83%。共有的词：“特斯拉”、“Model Y”。说法不同，所指相同：林俊旸 = Junyang Lin、卸任 = 离职。"
    "共有的数字：5000、12。按程序学到的语义，相近程度 71%。按嵌入模型，语义相近程度 90%。问过 qwen3-8b，它说：是同一件事（把握 85%），"
    "理由是：“同一次发布”。也有不利的地方，但不足以推翻：数字不同；地点不同。"
)


def said(evidence: dict[str, Any], lang: str = "en", first: bool = False) -> str:
    with speaking(lang):
        return explain(evidence, lambda one: f"report {one}" if lang == "en" else f"第{one}篇", first=first)


def test_everything_that_is_stored_is_told_in_both_languages() -> None:
    assert said(EVERYTHING) == ENGLISH
    assert said(EVERYTHING, "zh") == CHINESE


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({"same_text": "b"}, "It repeats the text of report b."),
        ({"same_headline": "b"}, "It has the headline of report b."),
        ({"rewrite_of": "b"}, "It retells report b sentence by sentence, in other words."),
        ({"ruling": "r12.1"}, "Put here by hand (ruling r12.1)."),
        ({"with": "b"}, "It is nearest to report b."),
        ({"score": 1}, "Likeness 100 %."),
        ({"judge": {"same": False}}, "The judge was asked, and said: another event."),
        ({"against": ["weather"]}, "Against it, but outweighed: weather."),
        ({"moon": "full"}, "moon: full."),
        ({}, "What joined it is not stored."),
        # misshapen: what can be told is told
        ({"score": "high", "with": "b"}, "It is nearest to report b."),
        ({"score": float("nan"), "words": "abc", "names": [["x"], 3], "judge": "yes"}, "What joined it is not stored."),
        ({"words": [], "numbers": None, "meaning": True}, "What joined it is not stored."),
        ({"words": ["a\u202e\x1b[31m b\n c"]}, "Words that both have: “a[31m b c”."),
    ],
)
def test_what_there_is_is_told(evidence: dict[str, Any], expected: str) -> None:
    assert said(evidence) == expected


def test_the_first_report_needs_no_evidence() -> None:
    assert said({}, first=True) == "The first report: the story began with it."
    assert said({"same_text": "b"}, first=True) == "It repeats the text of report b."


def test_every_code_against_has_its_words() -> None:
    assert all(code not in said({"against": [code]}, "zh") for code in AGAINST)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from([*EVERYTHING, "ruling", "same_text", "rewrite_of", "odd"]), VALUES))
def test_no_shape_of_evidence_breaks_the_page(evidence: dict[str, Any]) -> None:
    assert said(evidence).endswith(".")
    assert len(said({"words": ["x" * 100_000] * 1000})) < 5000
