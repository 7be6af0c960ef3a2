"""The fakes of both ports: they answer by a script, remember what they were asked, and ship with the package."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ribao.support.minds.port import Choice, Doubt, Pair, Vectors, Verdict, stacked, unit


@dataclass(slots=True, kw_only=True)
class ScriptedEmbedder:
    """``rows`` maps texts to vectors (any length but zero); a text in ``refused``, or empty, has none.

    Any other text gets a row from its pairs of characters: the same for the same text, near for near texts.
    """

    rows: Mapping[str, Sequence[float]] = field(default_factory=dict)
    refused: Collection[str] = ()
    dimension: int = 64
    model: str = "scripted"
    asked: list[tuple[str, ...]] = field(default_factory=list)

    async def embed(self, texts: Sequence[str]) -> Vectors:
        if texts:
            self.asked.append(tuple(texts))
        return stacked(self.model, [self._row(text) for text in texts])

    def _row(self, text: str) -> NDArray[np.float32] | None:
        if text in self.refused or not text.strip():
            return None
        return unit(np.array(self.rows[text])) if text in self.rows else by_characters(text, self.dimension)


@dataclass(slots=True, kw_only=True)
class ScriptedJudge:
    """``same_story`` and ``other_story`` hold pairs of headlines, in either order; of any other pair it knows nothing."""

    same_story: Collection[tuple[str, str]] = ()
    other_story: Collection[tuple[str, str]] = ()
    labels: Mapping[str, str] = field(default_factory=dict)  # text → the label that is chosen for it
    model: str = "scripted"
    asked: list[Pair] = field(default_factory=list)
    doubted: list[Doubt] = field(default_factory=list)

    async def same(self, pairs: Sequence[Pair]) -> tuple[Verdict | None, ...]:
        self.asked.extend(pairs)
        return tuple(map(self._verdict, pairs))

    async def choose(self, doubts: Sequence[Doubt]) -> tuple[Choice | None, ...]:
        self.doubted.extend(doubts)
        return tuple(map(self._choice, doubts))

    def _choice(self, doubt: Doubt) -> Choice | None:
        label = self.labels.get(doubt.text)
        known = label is not None and label in doubt.choices
        return Choice(label=label, confidence=1.0, reason="scripted", model=self.model) if label and known else None

    def _verdict(self, pair: Pair) -> Verdict | None:
        either = {(pair.one, pair.other), (pair.other, pair.one)}
        for same, known in ((True, self.same_story), (False, self.other_story)):
            if either & set(known):
                return Verdict(same=same, confidence=1.0, reason="scripted", model=self.model)
        return None


def by_characters(text: str, dimension: int) -> NDArray[np.float32] | None:
    """Counts of character pairs, hashed into ``dimension`` places; float32 (dimension,), of length 1."""
    row = np.zeros(dimension)
    around = f" {text} "
    for start in range(len(around) - 1):
        digest = hashlib.blake2b(around[start : start + 2].encode("utf-8", "replace"), digest_size=4).digest()
        row[int.from_bytes(digest, "little") % dimension] += 1
    return unit(row)
