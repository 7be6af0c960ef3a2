"""What changed between two texts, word by word. Pure, and bounded however long or odd the texts are.

The shortest script of Myers 1986, "An O(ND) difference algorithm and its variations", over words: Chinese is cut by the
segmenter, everything else at spaces and marks. Texts that have little in common are told as one replaced by the other.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from math import isqrt

MOST_EDITS = 400  # words put in or taken out, beyond which two texts are told as two
MOST_STEPS = 3 * MOST_EDITS**2  # for all paragraphs of a text together
LONGEST = 200_000  # characters of a text that are compared
_WORD = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[.,'’%-][A-Za-z0-9]+)*|\s+|.", re.DOTALL)
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


class Kind(StrEnum):
    SAME = "same"
    GONE = "del"
    NEW = "ins"


@dataclass(frozen=True, slots=True)
class Run:
    kind: Kind
    text: str


@lru_cache(maxsize=128)
def diff(old: str, new: str) -> tuple[Run, ...]:
    """Runs that make up both texts: without the new ones the old text, without the gone ones the new one.

    Where words were replaced, what is gone comes first. Only the first :data:`LONGEST` characters are compared.
    """
    steps: list[tuple[Kind, str]] = []
    left = MOST_STEPS
    for one, other in _blocks(old[:LONGEST].splitlines(keepends=True), new[:LONGEST].splitlines(keepends=True)):
        if one == other:
            steps.append((Kind.SAME, one))
        else:
            made, taken = _compared(_words(one), _words(other), min(MOST_EDITS, isqrt(max(0, left))))
            steps += made
            left -= taken
    return tuple(_tidied(_joined(steps)))


def _blocks(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Paragraphs that stayed, and what stands for what between them: as many for as many go in pairs."""
    found, _ = _compared(one, other, MOST_EDITS)
    for same, those in groupby(found, key=lambda step: step[0] is Kind.SAME):
        steps = list(those)
        gone = [text for kind, text in steps if kind is not Kind.NEW]
        new = [text for kind, text in steps if kind is not Kind.GONE]
        if same or len(gone) == len(new):
            yield from zip(gone, new, strict=True)
        else:
            yield "".join(gone), "".join(new)


def _compared(one: Sequence[str], other: Sequence[str], most: int) -> tuple[list[tuple[Kind, str]], int]:
    """The steps from one to the other, and what it took to find them."""
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    middle, taken = _script(one[start : len(one) - end], other[start : len(other) - end], most)
    before, after = one[:start], one[len(one) - end :]
    return [*((Kind.SAME, word) for word in before), *middle, *((Kind.SAME, word) for word in after)], taken


def _words(text: str) -> list[str]:
    import rjieba

    found: list[str] = []
    for word in _WORD.findall(text) if not _HAN.search(text) else rjieba.cut(text):
        found += [word] if len(word) < 2 or _HAN.search(word) else _WORD.findall(word)
    return found


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _script(one: Sequence[str], other: Sequence[str], most: int) -> tuple[list[tuple[Kind, str]], int]:
    trace = _trace(one, other, most)
    if trace is None:
        return [*((Kind.GONE, word) for word in one), *((Kind.NEW, word) for word in other)], most * most
    return list(reversed(list(_back(one, other, trace)))), len(trace) * len(trace)


def _trace(one: Sequence[str], other: Sequence[str], most: int) -> list[dict[int, int]] | None:
    """The furthest x on each diagonal after 0, 1, 2 ... edits; None when it takes more than ``most``."""
    furthest, trace = {1: 0}, []
    for edits in range(min(len(one) + len(other), most) + 1):
        trace.append(dict(furthest))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and furthest.get(k - 1, -1) < furthest.get(k + 1, -1))
            x = furthest[k + 1] if down else furthest[k - 1] + 1
            while x < len(one) and x - k < len(other) and one[x] == other[x - k]:
                x += 1
            furthest[k] = x
            if x >= len(one) and x - k >= len(other):
                return trace
    return None


def _back(one: Sequence[str], other: Sequence[str], trace: Sequence[dict[int, int]]) -> Iterator[tuple[Kind, str]]:
    """The way from the end to the beginning."""
    x, y = len(one), len(other)
    for edits in range(len(trace) - 1, -1, -1):
        furthest, k = trace[edits], x - y
        down = k == -edits or (k != edits and furthest.get(k - 1, -1) < furthest.get(k + 1, -1))
        before = k + 1 if down else k - 1
        was_x = furthest[before] if edits else 0
        was_y = was_x - before if edits else 0
        while x > was_x and y > was_y:
            x, y = x - 1, y - 1
            yield Kind.SAME, one[x]
        if edits and down:
            y -= 1
            yield Kind.NEW, other[y]
        elif edits:
            x -= 1
            yield Kind.GONE, one[x]


def _joined(steps: Iterable[tuple[Kind, str]]) -> list[Run]:
    return [Run(kind, "".join(text for _, text in those)) for kind, those in groupby(steps, key=lambda step: step[0])]


def _tidied(runs: Sequence[Run]) -> Iterator[Run]:
    """What is gone before what is new; a lone character that both happen to have does not cut a change in two."""
    gone = new = ""
    for at, run in enumerate(runs):
        between = 0 < at < len(runs) - 1
        if run.kind is Kind.SAME and not (between and len(run.text) == 1 and _isolated(runs, at)):
            yield from _change(gone, new)
            gone = new = ""
            yield run
        else:
            gone += run.text if run.kind is not Kind.NEW else ""
            new += run.text if run.kind is not Kind.GONE else ""
    yield from _change(gone, new)


def _isolated(runs: Sequence[Run], at: int) -> bool:
    """Whether what stands around it changed on both sides, and by more than that one character."""
    return len(runs[at - 1].text) > 1 and len(runs[at + 1].text) > 1


def _change(gone: str, new: str) -> Iterator[Run]:
    if gone:
        yield Run(Kind.GONE, gone)
    if new:
        yield Run(Kind.NEW, new)
