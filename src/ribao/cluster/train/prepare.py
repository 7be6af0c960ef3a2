"""Before any gradient: the archive cut into words, its terms counted, and its weak pairs gathered."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ribao.cluster import lexicon, model
from ribao.cluster.marks import Marks, marks_of
from ribao.cluster.model import background
from ribao.cluster.train import artefact, weak
from ribao.cluster.train.corpus import Item, Labelled
from ribao.cluster.train.texts import Cut, Texts
from ribao.cluster.trees import Forest
from ribao.support.i18n import gettext as _

LONGEST_TITLE = 200

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Material:
    """``archive``: items of days that may be labelled too: those are left out of the weak pairs. ``forest``: what
    stands in where no day is labelled.
    """

    archive: Sequence[Item]
    labelled: Sequence[Labelled] = ()
    tellings: Sequence[tuple[str, ...]] = ()
    forest: Forest | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Known:
    """What the archive teaches before any gradient."""

    texts: Texts
    pairs: weak.Found
    counts: NDArray[np.int64]
    headlines: int
    background: NDArray[np.float32] = field(repr=False)


def prepare(material: Material, cut: Cut, random: np.random.Generator, say: Say) -> Known:
    taught = {day.day for day in material.labelled}
    texts, marks = Texts(), dict[str, Marks]()
    none, terms = model.words_alone(), lexicon.load()
    days: dict[str, list[Item]] = defaultdict(list)
    for item in sorted(material.archive, key=lambda item: (item.time, item.id)):
        if len(item.title) > LONGEST_TITLE:
            continue
        if item.title not in marks:
            words = cut(item.title)
            marks[item.title] = marks_of(item.title, words, (), terms, none.grams)
            if item.day not in taught:
                texts.add(item.title, words)
        if item.day not in taught:
            days[item.day].append(item)
    say(
        _("{headlines} different headlines of {days} days are cut into words.").format(
            headlines=len(marks), days=len(days)
        )
    )
    counts = artefact.term_counts([column for own in marks.values() for column in (own.words, own.pairs, own.concepts)])
    rarity = background(*artefact.common(counts), len(marks))
    sources = weak.Sources(days=days, marks=marks, background=rarity, tellings=material.tellings)
    found = weak.gather(sources, texts, cut, random)
    kinds = ", ".join(f"{kind} {count}" for kind, count in found.kinds.items())
    say(_("{pairs} pairs of tellings: {kinds}.").format(pairs=len(found.rows), kinds=kinds))
    return Known(texts=texts, pairs=found, counts=counts, headlines=len(marks), background=rarity)
