"""Weak positives: pairs that most probably tell one event, found without anybody's labels.

Headlines of one day that words alone put together, a headline and its summary, tellings of one event that somebody
wrote down (paraphrases, translations), and the two sides of the lexicon.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ribao.cluster import lexicon
from ribao.cluster.agglomerate import agglomerate
from ribao.cluster.candidates import Searcher
from ribao.cluster.frequencies import Frequencies
from ribao.cluster.marks import Marks
from ribao.cluster.model import words_alone
from ribao.cluster.table import TERMS, Table
from ribao.cluster.train.contrast import Positives
from ribao.cluster.train.corpus import Item
from ribao.cluster.train.texts import Cut, Texts
from ribao.cluster.weigh import weigh

LEAST, LINK = 0.2, 0.65  # of likeness by words alone: surer than at run time
_FAINTEST = 0.08  # likeness below this is no edge at all
PARTNERS = 3  # of each member of a story
TOLD_TIMES = 3  # an epoch: what a person wrote is worth more than what words found
_SHORTEST_SUMMARY, _LONGEST_SUMMARY = 40, 300
_PIECES = 20  # into which tellings, which have no day, are dealt
_ENGLISH = 2  # words of a line of the lexicon


@dataclass(slots=True, kw_only=True)
class Found:
    """Pairs as they are gathered; see :class:`Positives`. ``kinds``: how many of each kind."""

    rows: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    pieces: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, one: int, other: int, group: str, piece: str, times: int = 1) -> None:
        if one == other:
            return
        at = self.groups.setdefault(group, len(self.groups))
        self.rows.append((one, other, at, self.pieces.setdefault(piece, len(self.pieces)), times))
        self.kinds[kind] = self.kinds.get(kind, 0) + 1

    def positives(self) -> Positives:
        one, other, group, piece, times = np.array(self.rows, np.int64).reshape(-1, 5).T
        return Positives(one=one, other=other, group=group, piece=piece, times=times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """``days``: unlabelled items by day. ``marks``: of each headline, made with no grams."""

    days: Mapping[str, Sequence[Item]]
    marks: Mapping[str, Marks]
    background: NDArray[np.float32]
    tellings: Sequence[tuple[str, ...]]


def gather(
    sources: Sources, texts: Texts, cut: Cut, random: np.random.Generator, told: Callable[[str], None] = lambda _: None
) -> Found:
    """All pairs; their texts are added to ``texts``. ``told`` hears of each day that is done."""
    found = Found()
    for day, items in sources.days.items():
        _day(found, items, sources, texts, cut, random)
        told(day)
    for number, tellings in enumerate(sources.tellings):
        _together(found, "told", tellings, f"told {number}", f"told {number % _PIECES}", TOLD_TIMES, texts, cut)
    for number, (word, english) in enumerate(_lexicon()):
        _together(found, "lexicon", (word, english), f"word {english}", f"word {number % _PIECES}", 1, texts, cut)
    return found


def _day(
    found: Found, items: Sequence[Item], sources: Sources, texts: Texts, cut: Cut, random: np.random.Generator
) -> None:
    unique = list({item.title: item for item in items}.values())
    for group in by_words(unique, sources.marks, sources.background):
        name = f"story {unique[group[0]].id}"
        members = [unique[at] for at in group]
        _members(found, members, name, texts, cut, random)
        for item in members:
            _summary(found, item, name, texts, cut)


def by_words(items: Sequence[Item], marks: Mapping[str, Marks], background: NDArray[np.float32]) -> list[list[int]]:
    """Groups of items, by words alone."""
    model, frequencies = words_alone(), Frequencies(background)
    table = Table(model.grams.width)
    table.extend(
        [item.id for item in items], [marks[item.title] for item in items],
        [item.time for item in items], [item.source for item in items],
    )  # fmt: skip
    count_own(table, frequencies)
    searcher, rows = Searcher(table, frequencies), np.arange(len(items))
    searcher.extend(rows)
    pairs = searcher.earlier(rows, np.zeros_like(rows))
    likeness, _ = weigh(model, table, pairs.one, pairs.other, frequencies)
    edges = zip(pairs.other.tolist(), pairs.one.tolist(), likeness.tolist(), strict=True)
    return agglomerate(len(items), [edge for edge in edges if edge[2] > _FAINTEST], LEAST, LINK)


def count_own(table: Table, frequencies: Frequencies) -> None:
    """Count the terms of a whole table, as consolidation does."""
    frequencies.recount(np.concatenate([table.ragged[name].values for name in TERMS]), len(table))


def _members(
    found: Found, members: Sequence[Item], group: str, texts: Texts, cut: Cut, random: np.random.Generator
) -> None:
    numbers = [texts.add(item.title, cut(item.title)) for item in members]
    if len(members) < 2:
        return
    for at, number in enumerate(numbers):
        for partner in random.permutation(len(numbers))[:PARTNERS].tolist():
            if at < partner:
                found.add("words", number, numbers[partner], group, members[at].day)


def _summary(found: Found, item: Item, group: str, texts: Texts, cut: Cut) -> None:
    lead = item.lead[:_LONGEST_SUMMARY]
    if len(lead) > _SHORTEST_SUMMARY:
        found.add("summary", texts.add(item.title, cut(item.title)), texts.add(lead, cut(lead)), group, item.day)


def _together(
    found: Found, kind: str, tellings: Sequence[str], group: str, piece: str, times: int, texts: Texts, cut: Cut
) -> None:
    numbers = [texts.add(text, cut(text)) for text in tellings]
    for at, number in enumerate(numbers):
        for other in numbers[:at]:
            found.add(kind, number, other, group, piece, times)


def _lexicon() -> Iterable[tuple[str, str]]:
    path = Path(lexicon.__file__).with_name("data") / "lexicon.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        word, tab, english = line.partition("\t")
        if tab and not line.startswith("#"):
            yield from ((word, part.strip()) for part in english.split(",")[:_ENGLISH])
