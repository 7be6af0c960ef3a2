"""The ledgers of an edition: editing's ledger with the words and vectors of the model of stories. Runs in a worker.

``edit/`` knows only that two statements are alike, from 0 to 1; how alike is measured here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ribao.annotate.words import tokens
from ribao.cluster import model as models
from ribao.cluster.buckets import bucket
from ribao.cluster.grams import grams_of, unit
from ribao.cluster.lexicon import HAN
from ribao.cluster.marks import concepts_of, pairs_of
from ribao.cluster.model import Model
from ribao.edit.ledger.book import Book, book
from ribao.edit.ledger.material import Alike, Material
from ribao.support.folding import fold

MOST_LETTERS = 400  # of a statement that are compared
_PAIR = 0.5  # weight of two neighbouring characters beside a whole word

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``model``: the owner's own model of stories, where there may be one."""

    materials: Sequence[Material]
    model: Path | None = None


def ledgers(task: Task) -> tuple[Book, ...]:
    """The book of each story, in order."""
    model = models.choose(task.model, lambda _told: None)  # stage 4 has told what there is to say of it
    alike = alike_by(model)
    return tuple(book(material, alike) for material in task.materials)


def alike_by(model: Model) -> Alike:
    """Likeness by shared rare words and pairs of characters, by concepts of both languages, and by vectors."""

    def alike(texts: Sequence[str]) -> Numbers:
        return _alike([fold(text[:MOST_LETTERS]) for text in texts], model)

    return alike


def _alike(folded: Sequence[str], model: Model) -> Numbers:
    if not folded:
        return np.zeros((0, 0), np.float32)
    words = [tokens(text) for text in folded]
    pairs = list(zip(folded, words, strict=True))
    letters = _cosines(
        [
            dict.fromkeys((f"c:{p}" for p in pairs_of(t)), _PAIR) | dict.fromkeys((f"w:{x}" for x in w), 1.0)
            for t, w in pairs
        ],
        model,
    )
    concepts = _cosines(
        [dict.fromkeys((f"k:{c}" for c in concepts_of(t, w, model.lexicon)), 1.0) for t, w in pairs], model
    )
    rows = unit(np.stack([model.grams.vector(grams_of(t, w)) for t, w in pairs]))
    vectors = np.clip(rows @ rows.T, 0.0, 1.0) if model.grams.width > 1 else letters
    chinese = np.array([bool(HAN.search(text)) for text in folded])
    same = chinese[:, None] == chinese[None, :]
    return np.where(same, _mean(letters, concepts, vectors), (concepts + vectors) / 2).astype(np.float32)


def _mean(letters: Numbers, concepts: Numbers, vectors: Numbers) -> Numbers:
    told: Numbers = (np.maximum(letters, concepts) + vectors) / 2
    return told


def _cosines(documents: Sequence[dict[str, float]], model: Model) -> Numbers:
    """float32 (n, n): of TF-IDF rows, rarity by the model's background of headlines."""
    columns: dict[str, int] = {}
    for terms in documents:
        for term in terms:
            columns.setdefault(term, len(columns))
    if not columns:
        return np.zeros((len(documents), len(documents)), np.float32)
    rarity = -np.log(model.background[np.array([bucket(term) for term in columns])])
    rows = np.zeros((len(documents), len(columns)), np.float32)
    for at, terms in enumerate(documents):
        for term, weight in terms.items():
            rows[at, columns[term]] = weight
    rows *= np.maximum(rarity, 0.1)
    lengths: Numbers = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows = (rows / np.maximum(lengths, 1e-6)[:, None]).astype(np.float32)
    found: Numbers = (rows @ rows.T).astype(np.float32)
    return found
