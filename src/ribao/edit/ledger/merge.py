"""Merging: the same statement in other words and languages is one claim. In doubt apart.

Likeness comes from outside (:data:`Alike`) and is measured on what is said, without how surely, whether not, and how
many; figures, dates, models, negation and who is named have a veto. Groups grow by average link (Sokal and Michener
1958) from the likest pair down, and no group ever holds two statements that a veto keeps apart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ribao.edit.ledger.acts import acts
from ribao.edit.ledger.cast import Cast, Place
from ribao.edit.ledger.facts import HARD, Facts, Figure, core, facts, periods_differ, same_date, same_value, uncounted
from ribao.edit.ledger.material import Alike
from ribao.edit.ledger.quantities import same_quantity
from ribao.edit.likeness import overlap, pairs
from ribao.support.folding import bare
from ribao.types.thing import ThingKind

SAME = 0.5  # likeness from which two tellings are one statement
LINK = 0.43  # mean likeness from which two groups are
MOST_COMPARED = 600  # different statements of a story; what is beyond stands alone
_WHO = (ThingKind.PERSON, ThingKind.ORGANISATION, ThingKind.PRODUCT)
_NO_ACT = 0.76  # what likeness is worth where neither of two tells an act that is known
_ACTS, _NAMES = 0.4, 0.1  # what equal acts, and equal names, count in likeness
_MUTUAL = re.compile(r"[与和同跟]|\b(?:with|and)\b")  # A splits with B, B with A
_MOTIVE = re.compile(  # why somebody is said to do it, by those whom it hurts
    r"(?:以|为了|旨在|意在|企图|试图|妄图)[^，,；;]{0,6}?(?:扼杀|消灭|打压|排挤|压制|封杀|逼迫|垄断|排除|阻止|阻碍|削弱|报复|掩盖|损害|挤垮)|"
    r"\b(?:to|of) (?:kill|crush|stifl|eliminat|block|harm|hurt|squeez|neutrali[sz]|undercut|destroy|silenc|punish|cripple|hide|conceal|monopoli[sz]|stop|bury)\w*",
    re.IGNORECASE,
)
_STANCE = re.compile(  # how somebody takes it
    r"(?:无法|不能|不予|不)(?:接受|认可|认同|同意|承认|服)|遗憾|痛心|愤怒|抗议|谴责|不满|"
    r"\b(?:cannot accept|(?:will|do|does|can) not (?:accept|agree)|regrets?|condemns?|disappointed|outraged)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[。！？]\s*[^\s”」』）)]|[a-z][.!?] [A-Z]")
MOST_PAIRS = 40_000  # likest pairs that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A statement as it is compared. ``named``: ids in order of place, by kind. ``denied``: somebody denies just this."""

    text: str
    core: str
    acts: frozenset[str]
    facts: Facts
    named: tuple[tuple[ThingKind, str], ...]
    sets: tuple[frozenset[str], ...]  # the same by kind
    units: frozenset[str]  # of its figures
    chinese: bool
    motive: bool
    stance: bool
    sentences: bool  # more than one
    denied: bool = False


def point(text: str, cast: Cast, *, denied: bool = False) -> Point:
    places = cast.places(text)
    plain, found = _without(text, places), facts(text)
    named = tuple(dict.fromkeys((p.named.kind, p.named.id) for p in places if p.named.kind in _WHO))
    return Point(
        text=text,
        core=core(plain),
        acts=acts(uncounted(plain)),
        denied=denied,
        facts=found,
        named=named,
        sets=tuple(frozenset(id_ for k, id_ in named if k is kind) for kind in _WHO),
        units=frozenset(figure.unit for figure in found.figures),
        motive=_MOTIVE.search(text) is not None,
        stance=_STANCE.search(text) is not None,
        sentences=_SENTENCES.search(text) is not None,
        chinese=any("\u4e00" <= char <= "\u9fff" for char in text),
    )


def _without(text: str, places: Sequence[Place]) -> str:
    """Names are compared as names: here they would only make two acts of one person alike."""
    for place in reversed(places):
        if place.named.kind in _WHO:
            text = text[: place.start] + " " + text[place.end :]
    return text


def likeness(points: Sequence[Point], alike: Alike) -> NDArray[np.float32]:
    """float32 (n, n), 0 to 1: of the words, moved by acts and names that both or only one of two tell; 1 for equal words."""
    found = np.array(alike([p.core for p in points]), np.float32, copy=True)
    mute = np.array([not bare(p.core) for p in points], np.bool_)
    found[mute, :] = found[:, mute] = 0.0
    act, both_act = _shared([p.acts for p in points])
    some = np.array([bool(p.acts) for p in points], np.bool_)
    found = np.where(both_act, (1 - _ACTS) * found + _ACTS * act, found)
    found = np.where(some[:, None] != some[None, :], (1 - _ACTS / 2) * found, found)  # one says what is done
    found = np.where(
        ~some[:, None] & ~some[None, :], _NO_ACT * found, found
    )  # words of one topic, and no deed in common
    name, both_name = _shared([frozenset(id_ for _, id_ in p.named) for p in points])
    found = np.where(both_name, found + _NAMES * name, found)
    numbers: dict[str, int] = {}
    texts = np.array([numbers.setdefault(bare(p.text), len(numbers)) for p in points], np.int64)
    return np.where(texts[:, None] == texts[None, :], 1.0, np.minimum(found, 1.0)).astype(np.float32)


def _shared(many: Sequence[frozenset[str]]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """(n, n): the share of the smaller of two sets that is in the other (0 where there is none), and where both have some."""
    columns = {name: at for at, name in enumerate(sorted(frozenset().union(*many)))}
    rows = np.zeros((len(many), len(columns)), np.float32)
    for at, names in enumerate(many):
        rows[at, [columns[name] for name in names]] = 1.0
    counts = rows.sum(axis=1)
    smaller = np.minimum(counts[:, None], counts[None, :])
    return (rows @ rows.T) / np.maximum(smaller, 1.0), smaller > 0


def plain_alike(texts: Sequence[str]) -> NDArray[np.float32]:
    """By pairs of letters (Dice): what stands in where no model of stories is there."""
    many = [pairs(text) for text in texts]
    found = np.eye(len(texts), dtype=np.float32)
    for one, other in combinations(range(len(texts)), 2):
        found[one, other] = found[other, one] = overlap(many[one], many[other])
    return found


def groups(points: Sequence[Point], likeness: NDArray[np.float32]) -> list[list[int]]:
    """Positions of ``points``, each in one group, groups by their first."""
    home = list(range(len(points)))
    held = {at: [at] for at in home}
    sums = likeness.astype(np.float64)  # of all pairs of two groups
    blocked = np.zeros(likeness.shape, np.bool_)  # groups with a veto between them
    for one, other in likest(likeness, SAME):
        a, b = sorted((home[one], home[other]))
        if a == b or blocked[a, b] or sums[a, b] < LINK * len(held[a]) * len(held[b]):
            continue
        if any(veto(points[x], points[y]) for x in held[a] for y in held[b]):
            blocked[a, b] = blocked[b, a] = True
            continue
        for table in (sums, blocked):
            table[a] += table[b]
            table[:, a] += table[:, b]
        for at in held[b]:
            home[at] = a
        held[a] += held.pop(b)
    return [sorted(held[at]) for at in sorted(held)]


def likest(likeness: NDArray[np.float32], least: float) -> list[tuple[int, int]]:
    """Pairs of at least that likeness, the likest first; at most :data:`MOST_PAIRS`."""
    rows, columns = np.nonzero(np.triu(likeness >= least, 1))
    order = np.lexsort((columns, rows, -likeness[rows, columns]))[:MOST_PAIRS]
    return list(zip(rows[order].tolist(), columns[order].tolist(), strict=True))


def veto(one: Point, other: Point) -> str:
    """What keeps two statements apart whatever their words: "figure", "date", "model", "negation", "condition", "motive",
    "stance", "sentences", "name"; or nothing. Who says a thing has not said all that somebody says in several sentences.
    """
    if one.facts.negated != other.facts.negated:
        return "negation"
    if one.facts.conditional != other.facts.conditional:
        return "condition"
    if one.motive != other.motive:
        return "motive"
    if one.stance != other.stance:
        return "stance"
    if one.sentences != other.sentences:
        return "sentences"
    if models_differ(one.facts, other.facts):
        return "model"
    if _figures_differ(one, other):
        return "figure"
    if _dates_differ(one.facts, other.facts) or periods_differ(one.facts, other.facts):
        return "date"
    return "name" if names_differ(one, other) else ""


def models_differ(one: Facts, other: Facts) -> bool:
    mine, theirs = dict(one.models), dict(other.models)
    return any(
        {n for s, n in one.models if s == series}.isdisjoint(n for s, n in other.models if s == series)
        for series in mine.keys() & theirs.keys()
    )


def _figures_differ(one: Point, other: Point) -> bool:
    """A unit in which both count, and no number in common; or money, per cent or heads that only one of them tells."""
    for unit in one.units | other.units:
        mine = [f for f in one.facts.figures if f.unit == unit]
        theirs = [f for f in other.facts.figures if f.unit == unit]
        if not mine or not theirs:
            if unit in HARD and not _covered(mine or theirs, other if mine else one):
                return True
        elif not any(same_value(a, b) and same_quantity(a, b) for a in mine for b in theirs):
            return True
    return False


def _covered(figures: Sequence[Figure], silent: Point) -> bool:
    """Who denies a price rise denies one of 500 as well; and "12,000 mowers" are 1.2万台."""
    return silent.denied or all(figure.value in silent.facts.numbers for figure in figures)


def _dates_differ(one: Facts, other: Facts) -> bool:
    return bool(one.dates and other.dates) and not any(same_date(a, b) for a in one.dates for b in other.dates)


def names_differ(one: Point, other: Point) -> bool:
    """Of a kind that both name, none in common; or the same two in another order: A buys B, B buys A.

    Across languages a name may be one that nobody knows to be the other's, so only what both name decides there.
    """
    if one.chinese != other.chinese:
        return False
    if any(mine and theirs and mine.isdisjoint(theirs) for mine, theirs in zip(one.sets, other.sets, strict=True)):
        return True
    shared = [named for named in one.named if named in other.named]
    turned = shared != [named for named in other.named if named in one.named]
    return turned and not (_MUTUAL.search(one.text) or _MUTUAL.search(other.text))
