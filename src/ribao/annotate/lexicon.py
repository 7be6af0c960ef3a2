"""Lexicon: words with weights, read from TOML, found in running text longest first.

Words are looked up in the folded text itself and not among tokens: a dictionary cuts new product names anywhere.
Latin words match at word boundaries only; a longer word covers a shorter one ("手机号" is no "手机").
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ribao.support.folding import fold

DATA = Path(__file__).with_name("data")
_LATIN = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Characters ``start`` to ``end`` of the searched text matched ``word``, filed under ``label`` with ``weight``."""

    word: str
    label: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """``words``: folded word → its (label, weight) pairs. ``lengths``: first character → lengths, longest first.

    ``patterns``: (compiled RE2 pattern, label, weight); RE2 is linear in the text, whatever the pattern.
    """

    words: Mapping[str, tuple[tuple[str, float], ...]]
    lengths: Mapping[str, tuple[int, ...]]
    patterns: tuple[tuple[Any, str, float], ...]

    def find(self, text: str) -> tuple[Hit, ...]:
        """Hits in order of position. Spans are of ``text`` as given."""
        folded = fold(text)
        hits = [*self._find_words(folded), *self._find_patterns(folded)]
        return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end, hit.label)))

    def _find_words(self, folded: str) -> Iterator[Hit]:
        at = 0
        while at < len(folded):
            word = self._word_at(folded, at)
            for label, weight in self.words.get(word, ()):
                yield Hit(word=word, label=label, weight=weight, start=at, end=at + len(word))
            at += len(word) or 1

    def _word_at(self, folded: str, at: int) -> str:
        for length in self.lengths.get(folded[at], ()):
            word = folded[at : at + length]
            if word in self.words and whole(folded, at, at + length):
                return word
        return ""

    def _find_patterns(self, folded: str) -> Iterator[Hit]:
        for pattern, label, weight in self.patterns:
            for match in pattern.finditer(folded):
                start, end = match.span()
                yield Hit(word=match.group(), label=label, weight=weight, start=start, end=end)


def whole(text: str, start: int, end: int) -> bool:
    """Whether the span does not cut through a run of Latin letters or digits."""
    return not (_cuts(text, start) or _cuts(text, end))


def _cuts(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(_LATIN.match(text[at - 1])) and bool(_LATIN.match(text[at]))


@cache
def load(*files: str) -> Lexicon:
    """The lexicon of some files of ``annotate/data``. Each ``[[words]]`` table: label, weight, words, patterns.

    ``words`` is a list, or text whose entries are parted by commas and line ends.
    """
    import re2

    words: dict[str, list[tuple[str, float]]] = {}
    patterns: list[tuple[Any, str, float]] = []
    for file in files:
        for table in tomllib.loads((DATA / file).read_text(encoding="utf-8"))["words"]:
            label, weight = table.get("label", ""), float(table["weight"])
            for word in _entries(table.get("words", "")):
                words.setdefault(word, []).append((label, weight))
            patterns += [(re2.compile(pattern), label, weight) for pattern in table.get("patterns", [])]
    return _lexicon(words, patterns)


def lexicon_of(words: Mapping[str, Iterable[str]], weight: float = 1.0) -> Lexicon:
    """A lexicon of words at hand: label → its words."""
    found: dict[str, list[tuple[str, float]]] = {}
    for label, listed in words.items():
        for word in dict.fromkeys(fold(one.strip()) for one in listed):
            if word:
                found.setdefault(word, []).append((label, weight))
    return _lexicon(found, [])


def _lexicon(words: Mapping[str, list[tuple[str, float]]], patterns: Iterable[tuple[Any, str, float]]) -> Lexicon:
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[0], set()).add(len(word))
    ordered = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
    frozen = {word: tuple(found) for word, found in words.items()}
    return Lexicon(words=frozen, lengths=ordered, patterns=tuple(patterns))


def _entries(words: str | list[str]) -> list[str]:
    entries = re.split(r"[,\n]", words) if isinstance(words, str) else words
    return [fold(entry.strip()) for entry in entries if entry.strip()]
