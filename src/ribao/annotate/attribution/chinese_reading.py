"""A Chinese sentence made ready for the grammar, and candidates put together: where what is said ends, who holds whom."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ribao.annotate.attribution.chinese_candidates import Candidate, candidates
from ribao.annotate.attribution.chinese_source import Who
from ribao.annotate.attribution.masking import QUOTED, mask
from ribao.support.folding import fold

LONGEST = 3000  # characters of a sentence that are read; what is longer is no sentence
_HANDLE = re.compile(r"(?<=@)[^\s@,。:;]{1,30}(?=\s)")  # @橙子不说话 speaks; it says nothing by its name
_CLOSING = " 。;,、:…\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A sentence in its three equally long forms."""

    sentence: str
    folded: str
    masked: str


def _hidden(match: re.Match[str]) -> str:
    return QUOTED * len(match.group())


@lru_cache(maxsize=8)
def reading(sentence: str) -> Reading:
    """A sentence is asked for several times in a row: by its attributions, its mentions, the quotation before it."""
    cut = sentence[:LONGEST]
    folded = fold(cut)
    masked = _HANDLE.sub(_hidden, mask(folded))
    return Reading(sentence=cut, folded=folded, masked=masked)


@lru_cache(maxsize=8)
def _found(read: Reading) -> tuple[Candidate, ...]:
    return tuple(candidates(read.sentence, read.masked))


def found(read: Reading) -> list[Candidate]:
    return list(_found(read))


def assembled(read: Reading, kept: list[Candidate]) -> list[Candidate]:
    """With the ends of what is said, and speakers that the one before hands on."""
    out: list[Candidate] = []
    for number, one in enumerate(kept):
        who = one.who
        if one.inherits and (who is None or who.far) and out:
            who = _handed_on(out, one) or who
        end = one.content[1] if one.shape == "behind" else _end(one, kept[number + 1 :])
        content = _trimmed(read.folded, one.content[0], end)
        if content[1] > content[0]:
            out.append(replace(one, who=who, content=content))
    return out


def _handed_on(out: list[Candidate], one: Candidate) -> Who | None:
    return next((before.who for before in reversed(out) if before.who and before.cue[1] <= one.cue[0]), None)


def holds(outer: Candidate, inner: Candidate) -> bool:
    """据路透社报道，知情人士称: the second is within the first."""
    if outer.shape == "prefix" or outer.action in ("report", "media", "account", "anonymous"):
        return inner.cue[0] >= outer.cue[1] or (outer.content == inner.content and outer is not inner)
    return inner.clause <= outer.content[0] < inner.cue[0]


def _end(one: Candidate, later: list[Candidate]) -> int:
    for other in later:
        if other.clause > one.content[0] and not holds(one, other):
            return other.clause
    return one.content[1]


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and folded[start] in _CLOSING:
        start += 1
    while end > start and folded[end - 1] in _CLOSING:
        end -= 1
    return start, end
