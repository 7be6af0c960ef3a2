"""Stating: whether a text tells what a claim of the ledger says, by the words that both have. Pure.

Chinese is compared by its pairs of characters, English by its words; the names that occur all over a story count for
little, because two sentences about one firm need not say the same. A text with other numbers says another thing.
"""

import re
from collections.abc import Iterator, Sequence

from ribao.support.folding import fold
from ribao.types.attribution import Status
from ribao.types.claim import Claim

STATES = 0.6  # share of a text's words, or of a claim's, from which it states the claim
NEAR = 0.1  # claims that it states nearly as much as the one that it states most: the least sure of them counts
_LEAST = 2  # words that both must have
_NAME = 1 / 3  # of a word of a name
_MOST = 600  # characters of a wording that are compared
_HOLDERS = 12  # of a claim
_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+(?:[.,]\d+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
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


def states(said: Terms, claim: Claim, names: Terms = frozenset()) -> float:
    """0 to 1: how far a text of these terms tells the claim, in its statement or in the words of a holder."""
    wordings = [claim.statement, *(holder.quote for holder in claim.holders[:_HOLDERS])]
    return max((_share(said, terms(wording), names) for wording in dict.fromkeys(wordings)), default=0.0)


def _share(said: Terms, wording: Terms, names: Terms) -> float:
    both = said & wording
    ours, theirs = _numbers(said), _numbers(wording)
    if not both - names or (ours and theirs and not ours & theirs):
        return 0.0
    if len(both) < min(_LEAST, len(said), len(wording)):
        return 0.0
    return _weight(both, names) / min(_weight(said, names), _weight(wording, names))


def _weight(some: Terms, names: Terms) -> float:
    of_names = len(some & names)
    return len(some) - of_names + _NAME * of_names


def _numbers(said: Terms) -> set[str]:
    return {term for term in said if _NUMBER.fullmatch(term)}


def stated(text: str, claims: Sequence[Claim], names: Terms = frozenset()) -> Claim | None:
    """The claim that a text states; of several that it states about equally the least sure one. None for no claim.

    ``names``: terms of the names that occur in the story.
    """
    said = terms(text)
    scores = [(states(said, claim, names), claim) for claim in claims]
    best = max((score for score, _claim in scores), default=0.0)
    near = [claim for score, claim in scores if score >= max(STATES, best - NEAR)]
    return min(near, key=lambda claim: (_BY_CAUTION.index(claim.status), claim.id), default=None)
