"""A Chinese-English lexicon of the news: words of both languages, and synonyms, as one concept.

``data/lexicon.tsv`` holds one Chinese word or phrase a line with one to three English ones, the commonest first; anyone
may add lines. A concept is written as the stem of its English word, so 辞职, 卸任 and "resigns" are all ``resign``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ribao.support.folding import fold

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
LATIN = re.compile(r"[a-z0-9]+(?:[.&+-][a-z0-9]+)*")
_DATA = Path(__file__).with_name("data")
_LONGEST_PHRASE = 3  # English words
_TAIL = re.compile(r"(?:ies|ing|ed|s)$")
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """``concepts``: folded Chinese word → its concepts. ``phrases``: English phrases, stems joined by ``_``."""

    concepts: Mapping[str, tuple[str, ...]]
    phrases: frozenset[str]
    longest: int

    def of(self, folded: str) -> list[str]:
        """Concepts of a folded text in reading order, each once: of its Chinese words, longest first, and its Latin ones."""
        found = [concept for run in HAN.findall(folded) for concept in self._chinese(run)]
        return list(dict.fromkeys([*found, *self._latin(LATIN.findall(folded))]))

    def words_in(self, folded: str) -> dict[str, str]:
        """Concept → the word of the text that stands for it: what is shown to a reader as evidence."""
        shown = {
            concept: word
            for run in HAN.findall(folded)
            for word in self._matches(run)
            for concept in self.concepts[word]
        }
        return {**{stem(word): word for word in LATIN.findall(folded) if word not in _little()}, **shown}

    def _chinese(self, run: str) -> Iterator[str]:
        for word in self._matches(run):
            yield from self.concepts[word]

    def _matches(self, run: str) -> Iterator[str]:
        at = 0
        while at < len(run):
            lengths = range(min(self.longest, len(run) - at), 1, -1)
            word = next((run[at : at + n] for n in lengths if run[at : at + n] in self.concepts), None)
            if word:
                yield word
            at += len(word) if word else 1

    def _latin(self, words: Iterable[str]) -> Iterator[str]:
        stems = [stem(word) for word in words if word not in _little() and not word.isdigit()]
        yield from stems
        for length in range(2, _LONGEST_PHRASE + 1):
            phrases = ("_".join(stems[at : at + length]) for at in range(len(stems) - length + 1))
            yield from (phrase for phrase in phrases if phrase in self.phrases)


@cache
def load(path: Path = _DATA / "lexicon.tsv") -> Lexicon:
    """Raises ValueError with the number of a line that is not ``Chinese<TAB>English, English``."""
    concepts: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        word, tab, english = line.partition("\t")
        if not tab or not english.strip():
            raise ValueError(
                f"{path.name}, line {number}: a Chinese word, a tab, and English words are needed: {line!r}"
            )
        concepts[fold(word)] = tuple(dict.fromkeys(c for part in fold(english).split(",") for c in _concepts(part)))
    phrases = frozenset(concept for many in concepts.values() for concept in many if "_" in concept)
    return Lexicon(concepts=concepts, phrases=phrases, longest=max(map(len, concepts), default=0))


def _concepts(english: str) -> list[str]:
    """Of "rate cut": the phrase and its words, for a headline may say either."""
    stems = [stem(word) for word in LATIN.findall(english) if word not in _little()]
    return ["_".join(stems), *stems] if len(stems) > 1 else stems


@cache
def stem(word: str) -> str:
    """A crude stem: enough that two headlines meet. Irregular forms and adjectives of nations are in ``stems.txt``."""
    known = _irregular().get(word)
    if known:
        return known
    if len(word) <= _SHORTEST_STEM + 1 or word.endswith(("ss", "us", "is")):
        return word
    tail = _TAIL.search(word)
    if not tail or len(word) - len(tail[0]) < _SHORTEST_STEM:
        return _without_e(word)
    if tail[0] == "ies":
        return word[:-3] + "y"
    bare = word[: tail.start()]
    if tail[0] != "s" and len(bare) > _SHORTEST_STEM and bare[-1] == bare[-2] and bare[-1] not in "sl":
        bare = bare[:-1]  # stopped → stop
    return _without_e(bare)


def _without_e(word: str) -> str:
    """ "launching" and "launche" meet; short words keep it, as "rates" and "rate" do."""
    return word.rstrip("e") if len(word) > _SHORTEST_STEM + 1 else word


@cache
def _irregular() -> dict[str, str]:
    lines = (line.split() for line in _lines("stems.txt"))
    return {form: first for first, *forms in lines for form in forms}


@cache
def _little() -> frozenset[str]:
    return frozenset(word for line in _lines("little_words.txt") for word in line.split())


def _lines(file: str) -> list[str]:
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
