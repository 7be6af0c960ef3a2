"""Evidence: for each article of a story, what joined it: with whom, how alike, and what they share, in plain values.

The keys are worded for readers by ``render/evidence.py``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ribao.cluster.index import EVIDENT, Edges, Index
from ribao.cluster.lexicon import Lexicon
from ribao.cluster.marks import pairs_of
from ribao.cluster.opinions import Opinions
from ribao.support.folding import fold
from ribao.types.article import Article
from ribao.types.ruling import Ruling
from ribao.types.words import Words

SHOWN = 6  # words, names and numbers each
LIKELY = 0.3  # likeness by vectors from which it is worth telling
_AT = {name: at for at, name in enumerate(EVIDENT)}
_AGAINST = {"subjects": "model", "quantities": "quantity"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """What evidence is made of. ``known``: copy → original."""

    articles: Mapping[str, Article]
    words: Mapping[str, Words]
    index: Index
    edges: Edges
    known: Mapping[str, str]
    rulings: Sequence[Ruling]


def evidence(groups: Sequence[Sequence[str]], told: Told, opinions: Opinions) -> dict[str, dict[str, Any]]:
    """Article id → evidence, for all but the first of each group."""
    number = {article: at for at, group in enumerate(groups) for article in group}
    links = _links(told, number)
    found: dict[str, dict[str, Any]] = {}
    for group in groups:
        for article in group[1:]:
            found[article] = _of(article, number, told, links, opinions)
    return found


def _of(
    article: str, number: Mapping[str, int], told: Told, links: Mapping[int, int], opinions: Opinions
) -> dict[str, Any]:
    original = told.known.get(article)
    if original is not None and number.get(original) == number[article]:
        return {"same_text": original}
    row = told.index.row(article)
    head = told.index.table.ids[row]
    if head != article and number[head] == number[article]:
        return {"same_headline": head}
    if row in links:
        return _link(row, links[row], told, opinions)
    ruling = next(
        (ruling.id for ruling in reversed(told.rulings) if ruling.together and _speaks_of(ruling, article)), None
    )
    return {"ruling": ruling} if ruling else {}


def _speaks_of(ruling: Ruling, article: str) -> bool:
    return article in ruling.one or article in ruling.other


def _links(told: Told, number: Mapping[str, int]) -> dict[int, int]:
    """Row → place of its strongest edge within its story."""
    edges = told.edges
    story = np.array([number[article] for article in told.index.table.ids], np.int64)
    within = np.flatnonzero(story[edges.one] == story[edges.other])
    strongest = within[np.argsort(-edges.likeness[within], kind="stable")]
    best: dict[int, int] = {}
    for at, *rows in zip(
        *(of.tolist() for of in (strongest, edges.one[strongest], edges.other[strongest])), strict=True
    ):
        best |= {row: at for row in rows if row not in best}
    return best


def _link(row: int, at: int, told: Told, opinions: Opinions) -> dict[str, Any]:
    edges, ids = told.edges, told.index.table.ids
    partner = int(edges.other[at] if int(edges.one[at]) == row else edges.one[at])
    one, other = told.articles[ids[row]], told.articles[ids[partner]]
    numbers = edges.numbers[at]
    meaning = round(float(numbers[_AT["vector_lead"]]), 2)
    shown = {
        "score": round(float(edges.likeness[at]), 3),
        "with": other.id,
        "words": shared_words(one, other, told.words)[:SHOWN],
        "names": shared_names(fold(one.title), fold(other.title), told.index.model.lexicon)[:SHOWN],
        "numbers": _numbers(one, other, told.words)[:SHOWN],
        "meaning": meaning if meaning >= LIKELY else None,
        "against": [word for name, word in _AGAINST.items() if numbers[_AT[name]] > 0],
        **opinions.evidence(one.id, other.id),
    }
    return {key: value for key, value in shown.items() if value not in (None, [])}


def shared_words(one: Article, other: Article, words: Mapping[str, Words]) -> list[str]:
    """Words, and pairs of characters, of both headlines that are no part of a longer shared one, longest first."""
    sets = [
        {*(words[article.id].title if article.id in words else ()), *pairs_of(fold(article.title))}
        for article in (one, other)
    ]
    whole: list[str] = []
    for term in sorted(sets[0] & sets[1], key=lambda term: (-len(term), term)):
        if not term[0].isdigit() and not any(term in longer for longer in whole):
            whole.append(term)
    return whole


def shared_names(one: str, other: str, lexicon: Lexicon) -> list[list[str]]:
    """What means the same in both folded headlines but is written in another way: [[form here, form there], ...]."""
    here, there = lexicon.words_in(one), lexicon.words_in(other)
    pairs = [(here[concept], there[concept]) for concept in here if concept in there]
    differing = [pair for pair in pairs if pair[0] not in other and pair[1] not in one]
    return [list(pair) for pair in dict.fromkeys(differing)]


def _numbers(one: Article, other: Article, words: Mapping[str, Words]) -> list[str]:
    sets = [
        {word for word in words[article.id].title if word[0].isdigit()} if article.id in words else set()
        for article in (one, other)
    ]
    return sorted(sets[0] & sets[1])
