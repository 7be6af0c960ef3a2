"""The lexicon: words of both languages meet in one concept."""

from pathlib import Path

import pytest

from ribao.cluster.lexicon import load, stem
from ribao.support.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("resigns", "resigned"),
        ("recall", "recalls"),
        ("stopped", "stop"),
        ("bans", "banning"),
        ("launches", "launched"),
    ],
)
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["gas", "boss", "ios", "virus", "crisis", "ces", "ai", ""])
def test_short_words_and_false_endings_stay(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize(
    ("one", "other"), [("苹果召回手表", "Apple recalls watches"), ("辞职", "resigns"), ("卸任", "辞职")]
)
def test_both_languages_and_synonyms_share_a_concept(one: str, other: str) -> None:
    lexicon = load()
    assert set(lexicon.of(fold(one))) & set(lexicon.of(fold(other)))


def test_the_words_that_stand_for_a_concept_are_shown_as_they_are_written() -> None:
    shown = load().words_in(fold("苹果召回手表"))
    assert set(shown.values()) >= {"苹果", "召回"}
    assert "" not in load().words_in("") | shown


def test_a_line_that_is_no_entry_is_told_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.tsv"
    file.write_text("# words\n灯塔\tlighthouse\n桥 bridge\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"lexicon\.tsv, line 3"):
        load(file)


def test_longer_words_go_first_and_a_phrase_is_one_concept(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text("灯\tlamp\n灯塔\tlighthouse\n降息\trate cut\n", encoding="utf-8")
    own = load(file)
    assert own.of("灯塔") == ["lighthous"]
    assert "rate_cut" in own.of("降息")
    assert "rate_cut" in own.of("a rate cut at last")


def test_an_empty_lexicon_knows_no_chinese(tmp_path: Path) -> None:
    file = tmp_path / "none.tsv"
    file.write_text("", encoding="utf-8")
    assert load(file).of("灯塔") == []
