"""Against: claims of one story that cannot both be true. Two figures for one quantity; affirmed and denied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ribao.edit.ledger.contrary import contrary
from ribao.edit.ledger.facts import Figure, periods_differ, same_date, same_value
from ribao.edit.ledger.merge import Point, likest, models_differ, names_differ
from ribao.edit.ledger.quantities import same_quantity, update

FIGURE, DENIAL = "figure", "denial"
LEAST = 0.5  # likeness of two statements, apart from their figures and negations
DATED = 0.65  # where dates decide: two days of one affair need not be of one thing
MOST = 8  # contradictions of one claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposed:
    """Two groups, by number, the lower first, and the words of each that stand against the other's."""

    one: int
    other: int
    kind: str
    ours: str
    theirs: str


def opposed(
    points: Sequence[Point], times: Sequence[datetime], home: Sequence[int], likeness: NDArray[np.float32]
) -> list[Opposed]:
    """``times``: when each was first said; ``home``: the group of each. One for two groups, that of the likest points."""
    found: dict[tuple[int, int], Opposed] = {}
    for one, other in likest(likeness, LEAST):
        pair = (min(home[one], home[other]), max(home[one], home[other]))
        a, b = points[one], points[other]
        if pair[0] == pair[1] or pair in found or names_differ(a, b) or models_differ(a.facts, b.facts):
            continue
        if a.facts.conditional != b.facts.conditional:
            continue
        if home[one] > home[other]:
            one, other = other, one
        near = float(likeness[one, other])
        made = _opposed(pair, points[one], points[other], times[one] <= times[other], dated=near >= DATED)
        if made is not None:
            found[pair] = made
    return list(found.values())


def _opposed(pair: tuple[int, int], a: Point, b: Point, in_order: bool, *, dated: bool) -> Opposed | None:
    one, other = pair
    if contrary(a.text, b.text):
        return Opposed(one=one, other=other, kind=DENIAL, ours=a.text, theirs=b.text)
    words = _figures(a, b, in_order) or (_dates(a, b) if dated and a.acts == b.acts else None)
    return Opposed(one=one, other=other, kind=FIGURE, ours=words[0], theirs=words[1]) if words else None


def _figures(a: Point, b: Point, in_order: bool) -> tuple[str, str] | None:
    if periods_differ(a.facts, b.facts):
        return None
    for mine in a.facts.figures:
        rivals = [theirs for theirs in b.facts.figures if same_quantity(mine, theirs)]
        if not rivals or any(same_value(mine, theirs) for theirs in rivals):
            continue
        theirs = rivals[0]
        if not (update(mine, theirs) if in_order else update(theirs, mine)):
            return _words(a, mine), _words(b, theirs)
    return None


def _words(point: Point, figure: Figure) -> str:
    return point.text[figure.start : figure.end].strip()


def _dates(a: Point, b: Point) -> tuple[str, str] | None:
    """One date in each, both of a month at least, and not the same."""
    if len(a.facts.dates) != 1 or len(b.facts.dates) != 1:
        return None
    mine, theirs = a.facts.dates[0], b.facts.dates[0]
    if same_date(mine, theirs) or not (mine[1] and theirs[1]):
        return None
    return a.text[slice(*a.facts.dated[0])].strip(), b.text[slice(*b.facts.dated[0])].strip()
