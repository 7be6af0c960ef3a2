"""Merging: the same statement in other words and languages is one claim. In doubt apart.

Likeness comes from outside (:data:`Alike`) and is measured on what is said, without how surely, whether not, and how
many; figures, dates, models, negation and who is named have a veto. Groups grow by average link (Sokal and Michener
1958) from the likest pair down, and no group ever holds two statements that a veto keeps apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ribao.edit.ledger.cast import Cast, Place
from ribao.edit.ledger.facts import HARD, Facts, core, facts, same_date, same_value
from ribao.edit.ledger.material import Alike
from ribao.edit.likeness import overlap, pairs
from ribao.support.folding import bare
from ribao.types.thing import ThingKind

SAME = 0.62  # likeness from which two tellings are one statement
LINK = 0.55  # mean likeness from which two groups are
MOST_COMPARED = 600  # different statements of a story; what is beyond stands alone
_WHO = (ThingKind.PERSON, ThingKind.ORGANISATION, ThingKind.PRODUCT)
MOST_PAIRS = 40_000  # likest pairs that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A statement as it is compared. ``named``: ids in order of place, by kind."""

    text: str
    core: str
    facts: Facts
    named: tuple[tuple[ThingKind, str], ...]
    chinese: bool


def point(text: str, cast: Cast) -> Point:
    places = cast.places(text)
    plain = _without(text, places)
    return Point(
        text=text,
        core=core(plain),
        facts=facts(text),
        named=tuple(dict.fromkeys((p.named.kind, p.named.id) for p in places if p.named.kind in _WHO)),
        chinese=any("\u4e00" <= char <= "\u9fff" for char in text),
    )


def _without(text: str, places: Sequence[Place]) -> str:
    """Names are compared as names: here they would only make two acts of one person alike."""
    for place in reversed(places):
        if place.named.kind in _WHO:
            text = text[: place.start] + " " + text[place.end :]
    return text


def likeness(points: Sequence[Point], alike: Alike) -> NDArray[np.float32]:
    """float32 (n, n); 1 for equal words. Who shares no name with the other, where both name somebody, is less like it."""
    found = np.array(alike([p.core for p in points]), np.float32, copy=True)
    words = [bare(p.core) for p in points]
    for at, word in enumerate(words):
        if not word:
            found[at, :] = found[:, at] = 0.0
    numbers: dict[str, int] = {}
    texts = np.array([numbers.setdefault(bare(p.text), len(numbers)) for p in points], np.int64)
    found[texts[:, None] == texts[None, :]] = 1.0
    return found


def plain_alike(texts: Sequence[str]) -> NDArray[np.float32]:
    """By pairs of letters (Dice): what stands in where no model of stories is there."""
    many = [pairs(text) for text in texts]
    found = np.eye(len(texts), dtype=np.float32)
    for one, other in combinations(range(len(texts)), 2):
        found[one, other] = found[other, one] = overlap(many[one], many[other])
    return found


def groups(points: Sequence[Point], likeness: NDArray[np.float32]) -> list[list[int]]:
    """Positions of ``points``, each in one group, groups by their first."""
    size = len(points)
    home = list(range(size))
    held = {at: [at] for at in range(size)}
    kept_apart: dict[tuple[int, int], bool] = {}

    def vetoed(one: int, other: int) -> bool:
        key = (min(one, other), max(one, other))
        if key not in kept_apart:
            kept_apart[key] = veto(points[key[0]], points[key[1]]) != ""
        return kept_apart[key]

    for one, other in likest(likeness, SAME):
        a, b = home[one], home[other]
        if a == b or float(likeness[np.ix_(held[a], held[b])].mean()) < LINK:
            continue
        if any(vetoed(x, y) for x in held[a] for y in held[b]):
            continue
        a, b = min(a, b), max(a, b)
        held[a] = sorted(held[a] + held.pop(b))
        for at in held[a]:
            home[at] = a
    return [held[at] for at in sorted(held)]


def likest(likeness: NDArray[np.float32], least: float) -> list[tuple[int, int]]:
    """Pairs of at least that likeness, the likest first; at most :data:`MOST_PAIRS`."""
    rows, columns = np.nonzero(np.triu(likeness >= least, 1))
    order = np.lexsort((columns, rows, -likeness[rows, columns]))[:MOST_PAIRS]
    return list(zip(rows[order].tolist(), columns[order].tolist(), strict=True))


def veto(one: Point, other: Point) -> str:
    """What keeps two statements apart whatever their words: "figure", "date", "model", "negation", "name"; or nothing."""
    if one.facts.negated != other.facts.negated:
        return "negation"
    if _models_differ(one.facts, other.facts):
        return "model"
    if _figures_differ(one.facts, other.facts):
        return "figure"
    if _dates_differ(one.facts, other.facts):
        return "date"
    return "name" if names_differ(one, other) else ""


def _models_differ(one: Facts, other: Facts) -> bool:
    mine, theirs = dict(one.models), dict(other.models)
    return any(
        {n for s, n in one.models if s == series}.isdisjoint(n for s, n in other.models if s == series)
        for series in mine.keys() & theirs.keys()
    )


def _figures_differ(one: Facts, other: Facts) -> bool:
    """A unit in which both count, and no number in common; or money, per cent or heads that only one of them tells."""
    for unit in {f.unit for f in one.figures} | {f.unit for f in other.figures}:
        mine = [f for f in one.figures if f.unit == unit]
        theirs = [f for f in other.figures if f.unit == unit]
        if not mine or not theirs:
            if unit in HARD:
                return True
        elif not any(same_value(a, b) for a in mine for b in theirs):
            return True
    return False


def _dates_differ(one: Facts, other: Facts) -> bool:
    return bool(one.dates and other.dates) and not any(same_date(a, b) for a in one.dates for b in other.dates)


def names_differ(one: Point, other: Point) -> bool:
    """Of a kind that both name, none in common; or the same two in another order: A buys B, B buys A.

    Across languages a name may be one that nobody knows to be the other's, so only what both name decides there.
    """
    if one.chinese == other.chinese:
        for kind in _WHO:
            mine = {id_ for k, id_ in one.named if k is kind}
            theirs = {id_ for k, id_ in other.named if k is kind}
            if mine and theirs and mine.isdisjoint(theirs):
                return True
    shared = [named for named in one.named if named in other.named]
    return shared != [named for named in other.named if named in one.named] and one.chinese == other.chinese
