"""Stating: whether a text tells what a claim of the ledger says, by the words that both have. Pure.

Chinese is compared by its pairs of characters, English by its words; the names that occur all over a story count for
little, because two sentences about one firm need not say the same. A text with other numbers says another thing.
"""

import re
from collections.abc import Iterator, Sequence

from ribao.edit.hedging import denies
from ribao.support.folding import fold
from ribao.types.attribution import Status
from ribao.types.claim import Claim

STATES = 0.6  # share of a text's words, or of a claim's, from which it states the claim
NEAR = 0.1  # claims that it states nearly as much as the one that it states most: the least sure of them counts
_LEAST = 2  # words that both must have
_NAME = 1 / 3  # of a word of a name
_MOST = 600  # characters of a wording that are compared
_HOLDERS = 6  # of a claim
_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+(?:[.,]\d+)*")
_ENGLISH = """a an the of to in on at by for from with and or as is are was were be been has have had it its that this
these those will would he she they his her their not no but than then into over after before about up out new says said
say"""
_CHINESE = "表示 据悉 消息 息称 人士 知情 透露 报道 称将 将于 已经 目前 公司"
_STOP = frozenset(f"{_ENGLISH} {_CHINESE}".split())
_BY_CAUTION = (Status.DENIED, Status.UNVERIFIED, Status.FORECAST, Status.REPORTED, Status.CONFIRMED)

Terms = frozenset[str]


def terms(text: str) -> Terms:
    """Its pairs of Chinese characters, English words and numbers."""
    return frozenset(term for term in _terms(fold(text[:_MOST])) if term not in _STOP)


def _terms(said: str) -> Iterator[str]:
    for run in _RUNS.findall(said):
        if run[0].isdigit():
            yield run.replace(",", "")
        elif run.isascii():
            yield run[:6]  # launch, launches, launched
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))


class Statements:
    """The claims of a story, so kept that each sentence of it can be held against them at little cost."""

    def __init__(self, claims: Sequence[Claim], names: Terms = frozenset()) -> None:
        """``names``: terms of the names that occur in the story."""
        self._names = names
        self._wordings = [(claim, wording) for claim in claims for wording in _wordings(claim)]
        self._by_term: dict[str, list[int]] = {}
        for at, (_claim, wording) in enumerate(self._wordings):
            for term in wording - names:
                self._by_term.setdefault(term, []).append(at)

    def stated(self, text: str) -> Claim | None:
        """The claim that a text states; of several that it states about equally the least sure one. None for no claim."""
        said = terms(text)
        touched = {at for term in said for at in self._by_term.get(term, ())}
        scores = [(_share(said, self._wordings[at][1], self._names), self._wordings[at][0]) for at in touched]
        best = max((score for score, _claim in scores), default=0.0)
        near = [claim for score, claim in scores if score >= max(STATES, best - NEAR)]
        return min(near, key=lambda claim: (_BY_CAUTION.index(standing(claim)), claim.id), default=None)


def standing(claim: Claim) -> Status:
    """How sure the daily takes a claim to be when it puts its own word before a headline.

    Denied is a claim only where somebody is on record as denying it. What merely stands against another statement
    is no surer than who says it, but the daily does not say that it was denied: that would be a claim of its own.
    """
    if claim.status is not Status.DENIED or any(holder.status is Status.DENIED for holder in claim.holders):
        return claim.status
    named = any(holder.status in (Status.CONFIRMED, Status.REPORTED) for holder in claim.holders)
    return Status.REPORTED if named else Status.UNVERIFIED


def _wordings(claim: Claim) -> frozenset[Terms]:
    """Its statement, and the sentences of its first holders.

    Of a denied claim only those that affirm it: who repeats the words of its denial does not tell the claim.
    """
    texts = dict.fromkeys([claim.statement, *(holder.quote for holder in claim.holders[:_HOLDERS])])
    told = (text for text in texts if standing(claim) is not Status.DENIED or not denies(text))
    return frozenset(found for text in told if (found := terms(text)))


def _share(said: Terms, wording: Terms, names: Terms) -> float:
    both = said & wording
    if len(both) < min(_LEAST, len(said), len(wording)) or both <= names:
        return 0.0
    share = _weight(both, names) / min(_weight(said, names), _weight(wording, names))
    return 0.0 if share < STATES or _other_figures(said, wording) else share


def _weight(some: Terms, names: Terms) -> float:
    of_names = len(some & names)
    return len(some) - of_names + _NAME * of_names


def _other_figures(said: Terms, wording: Terms) -> bool:
    ours, theirs = ({term for term in some if term[0].isdigit()} for some in (said, wording))
    return bool(ours and theirs and not ours & theirs)
