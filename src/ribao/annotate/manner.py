"""Manner: how a headline speaks: as news, as talk (forum posts, questions, people), as a market flash, as a bare phrase.

Value: ``{"talk": 0..1, "market": 0..1, "phrase": 0..1, "why": [words]}``. The words are in ``data/manner.toml``.
``phrase`` is a matter of shape: hot lists name a thing in a few characters without saying what happened.
"""

import re
from collections.abc import Iterable, Mapping

from ribao.annotate.lexicon import Hit, load
from ribao.support.folding import bare
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.source import Source
from ribao.types.words import Words

NAME = "manner"
VERSION = 1
FULL, HALF = 7, 12  # letters: up to FULL a headline is a phrase, up to HALF half a one
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SAID = re.compile(r"[:：,，;；]|\s\S{3,}\s")  # who says what, or two clauses: no phrase, however short
_WHY = 8


def annotate(article: Article, words: Words, source: Source) -> Annotation:
    hits = [hit for hit in load("manner.toml").find(article.title) if hit.weight > 0]
    sums = {name: round(value, 2) for name, value in weigh(hits).items()}
    why = list(dict.fromkeys(hit.word for hit in hits))[:_WHY]
    value = {"talk": sums["talk"], "market": sums["market"], "phrase": phrase(article.title), "why": why}
    return Annotation(article_id=article.id, revision=article.revision, maker=NAME, version=VERSION, value=value)


def weigh(hits: Iterable[Hit]) -> Mapping[str, float]:
    """Sum of the weights of different words by label, at most 1 each."""
    best: dict[tuple[str, str], float] = {}
    for hit in hits:
        best[hit.label, hit.word] = max(best.get((hit.label, hit.word), 0.0), hit.weight)
    return {name: min(1.0, sum(w for (label, _), w in best.items() if label == name)) for name in ("talk", "market")}


def phrase(title: str) -> float:
    """1 for a few Chinese characters or one Latin word, 0.5 for a short line, 0 for a headline that tells something."""
    letters = len(bare(title))
    if not _CHINESE.search(title):
        return 1.0 if len(title.split()) < 3 else 0.0
    if letters > HALF or (letters > FULL and _SAID.search(title)):
        return 0.0
    return 1.0 if letters <= FULL else 0.5
