"""Contrary: a statement denies another only where it negates the very thing that the other affirms.

A negated side fact (多款应用无法登录, 一子级未能回收, "was not disclosed") denies nothing that is said beside it.
"""

import re
from collections.abc import Iterator

from ribao.edit.ledger.facts import HEDGES, negation_places
from ribao.support.folding import fold

_MOST = 400  # characters that are looked at
_ENOUGH = 0.6  # share of what is negated that the other has to say
_CLAUSE = re.compile(r"[，；。！？：、;!?|｜]|[,:] |(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff\d])")
_LEAD = re.compile(
    r"^(?:再|会|将|被|能够|能|要|得|予以|予|曾|任何|是|有|过|了|进行|作出|对|把|到|出现|发生|受到|收到|\s)+"
)
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+(?:\.\d+)?")
_IDLE = frozenset(
    [
        "a",
        "an",
        "the",
        "any",
        "yet",
        "be",
        "been",
        "being",
        "have",
        "has",
        "had",
        "it",
        "its",
        "to",
        "of",
        "in",
        "on",
        "at",
        "for",
        "with",
        "that",
        "there",
        "is",
        "are",
        "was",
        "were",
        "will",
        "would",
        "and",
        "or",
        "as",
        "by",
        "from",
        "this",
        "their",
        "they",
        "he",
        "she",
    ]
)
_LONG = 5  # terms: what is negated may begin with whom it is done to (没有与甲公司终止合作)
_REST = re.compile(r"\s*(?:$|[，。；！？、：的了到至于”」]|[\d.]+ ?[万亿]?(?:美?元|%))")
_WORDS = 5  # of an English clause, behind the negation


def contrary(one: str, other: str) -> bool:
    """Whether one of two texts negates what the other affirms."""
    return _negates(one, other) or _negates(other, one)


def _negates(negative: str, positive: str) -> bool:
    denied = [terms for terms in _negated(positive) if terms]
    said = set(_terms(_plain(positive)))
    for terms in _negated(negative):
        if not terms or any(terms[0] in theirs or 2 * len({*terms} & {*theirs}) >= len(theirs) for theirs in denied):
            continue  # both say no
        if terms[0] not in said and len(terms) < _LONG:
            continue
        if len(terms) == 1 and not _ends_there(terms[0], positive):
            continue
        if sum(term in said for term in terms) >= _ENOUGH * len(terms):
            return True
    return False


def _ends_there(verb: str, positive: str) -> bool:
    """A verb alone is negated: the other says it of no other object (不会开放 is not about 开放500人众测)."""
    if verb.isascii():
        return True
    after = (_plain(positive)[at.end() :] for at in re.finditer(re.escape(verb), _plain(positive)))
    return any(_REST.match(rest) for rest in after)


def _negated(text: str) -> Iterator[list[str]]:
    """What is negated in it: the terms behind each negation, to the end of its clause."""
    folded = fold(text[:_MOST])
    for _, end in negation_places(folded):
        clause = HEDGES.sub(" ", _CLAUSE.split(folded[end:], maxsplit=1)[0])
        yield list(_terms(_LEAD.sub("", clause.strip())))[: _WORDS if clause.isascii() else 12]


def _plain(text: str) -> str:
    return HEDGES.sub(" ", fold(text[:_MOST]))


def _terms(said: str) -> Iterator[str]:
    """Pairs of characters (one alone stands for itself), English words by their first five letters, numbers."""
    for run in _RUN.findall(said):
        if "\u3400" <= run[0] <= "\u9fff":
            yield from ([run] if len(run) == 1 else (run[at : at + 2] for at in range(len(run) - 1)))
        elif run not in _IDLE:
            yield run[:5]
