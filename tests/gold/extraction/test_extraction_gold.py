"""Measured quality on the forty gold pages, with a gate: text, headline, date, author, 来源, 编辑."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from ribao.acquire.extract import Extracted, extract
from ribao.acquire.extraction.dates import CHINA
from tests.gold.extraction.pages import GoldPage, gold_pages

# the aims of the project on pages that its rules were not written for; these pages must do no worse
GATES = {"text": 0.97, "title": 0.95, "date": 0.97, "author": 0.85, "source_name": 0.9, "editor": 0.85}

Read = tuple[GoldPage, Extracted]


@pytest.fixture(scope="module")
def read() -> list[Read]:
    return [(page, extract(page.body, content_type=page.content_type, url=page.url)) for page in gold_pages()]


def test_there_are_forty_pages(read: list[Read]) -> None:
    assert len(read) == 40
    assert all(found.reason is None for _page, found in read)


def test_text(read: list[Read]) -> None:
    scores = {page.id: _f1(page.text, "\n".join(found.paragraphs)) for page, found in read}
    _gate("text", scores)


def test_headline(read: list[Read]) -> None:
    _gate("title", {page.id: float(_bare(found.title) == _bare(page.facts.title)) for page, found in read})


def test_date_to_the_minute(read: list[Read]) -> None:
    _gate("date", {page.id: float(_minute(found) == page.facts.date) for page, found in read})


def test_author(read: list[Read]) -> None:
    _gate("author", {page.id: float(page.facts.author in found.authors) for page, found in read})


def test_source_name(read: list[Read]) -> None:
    _gate("source_name", {page.id: float(found.source_name == page.facts.source) for page, found in read})


def test_editor(read: list[Read]) -> None:
    _gate("editor", {page.id: float(page.facts.editor in found.editor.split("、")) for page, found in read})


def test_a_split_article_names_its_next_part(read: list[Read]) -> None:
    following = {page.id: found.next_page for page, found in read if found.next_page}
    assert set(following) == {"multipage/0", "multipage/1"}
    assert set(following.values()) == {"https://news.multipage.example/2026/0106/202601_2.shtml"}


def test_paragraphs_keep_their_structure(read: list[Read]) -> None:
    """Each paragraph of the gold is one paragraph of the reading, on nine pages of ten."""
    whole = [set(page.text.split("\n")) <= {_lead(line) for line in found.paragraphs} for page, found in read]
    assert sum(whole) >= 36


def _lead(line: str) -> str:
    """Without a dispatch line such as 大河社榆城1月6日电（记者某某）."""
    return re.sub(r"^大河社.{2,12}电（记者.{2,6}）", "", line)


def _gate(name: str, scores: dict[str, float]) -> None:
    mean = sum(scores.values()) / len(scores)
    missed = sorted(key for key, value in scores.items() if value < 0.9)
    assert mean >= GATES[name], f"{name} {mean:.3f} on {missed}"


def _minute(found: Extracted) -> str:
    moment = found.published_at
    assert moment is None or moment.utcoffset() == timedelta(0)
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if moment else ""


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _f1(gold: str, guess: str) -> float:
    """F1 over 4-grams of characters."""
    wanted, got = _grams(gold), _grams(guess)
    hit = sum((wanted & got).values())
    return 2 * hit / (sum(wanted.values()) + sum(got.values())) if got else 0.0


def _grams(text: str) -> Counter[str]:
    bare = _bare(text)
    return Counter(bare[at : at + 4] for at in range(max(1, len(bare) - 3)))
