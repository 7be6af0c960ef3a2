"""The list of things: most in the news, by kind, and A to Z. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ribao.render.thing import PAGED
from ribao.render.thing_words import OTHER, initial
from ribao.support.store.port import Named
from ribao.types.thing import Thing, ThingKind

MOST_NEWS = 24  # of each kind
MOST_LETTER = 600  # names under one letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A kind with those most in the news; ``letters``: initial and how many names it has."""

    kind: ThingKind
    named: tuple[Named, ...]
    letters: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The names under one initial of one kind."""

    kind: ThingKind
    letter: str
    things: tuple[Thing, ...]
    more: int


def groups(named: Iterable[Named], every: Iterable[Thing] = (), most: int = MOST_NEWS) -> tuple[Group, ...]:
    """``named``: most in the news first. ``every``: all that the letters lead to. Kinds without any are left out."""
    letters: Counter[tuple[ThingKind, str]] = Counter((thing.kind, initial(thing.name)) for thing in every)
    by_kind: dict[ThingKind, list[Named]] = {kind: [] for kind in PAGED}
    for one in named:
        if one.thing.kind in by_kind:
            by_kind[one.thing.kind].append(one)
    made = (
        Group(kind=kind, named=tuple(rows[:most]), letters=_sorted(letters, kind)) for kind, rows in by_kind.items()
    )
    return tuple(group for group in made if group.named or group.letters)


def _sorted(letters: Counter[tuple[ThingKind, str]], kind: ThingKind) -> tuple[tuple[str, int], ...]:
    mine = [(letter, count) for (of, letter), count in letters.items() if of is kind]
    return tuple(sorted(mine, key=lambda row: (row[0] == OTHER, row[0])))


def letter_of(kind: ThingKind, letter: str, things: Sequence[Thing]) -> Letter:
    mine = sorted((one for one in things if initial(one.name) == letter), key=lambda one: (one.name.lower(), one.id))
    return Letter(kind=kind, letter=letter, things=tuple(mine[:MOST_LETTER]), more=max(0, len(mine) - MOST_LETTER))
