"""Draft, frozen, revised: which revision a freshly composed edition becomes. Pure.

An edition's date and profile stand for exactly one edition. Before its cut-off it is a draft (revision 0), replaced
as news comes in. The first one composed after the cut-off is revision 1 and stays; whatever differs from it later is
revision 2, 3 ..., and the older ones are kept. An edition that says what the newest one says already is that one:
so the same command twice gives the same bytes, its ``made_at`` included.
"""

from dataclasses import dataclass, replace

from ribao.types.edition import Edition

DRAFT = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The edition to show, and whether it has to be written to the store."""

    edition: Edition
    write: bool


def settle(fresh: Edition, *, frozen: bool, newest: Edition | None, same_moment: Edition | None) -> Settled:
    """``newest``: the stored edition of that date and profile; ``same_moment``: the stored one with the same ``as_of``."""
    if same_moment is not None and says_the_same(fresh, same_moment) and (same_moment.revision == DRAFT) != frozen:
        return Settled(edition=same_moment, write=False)
    final = newest if newest is not None and newest.revision > DRAFT else None
    if not frozen:
        # a look back at the draft of a day whose edition is out is shown, and disturbs nothing
        return Settled(edition=replace(fresh, revision=DRAFT), write=final is None)
    return Settled(edition=replace(fresh, revision=final.revision + 1 if final else 1), write=True)


def says_the_same(one: Edition, other: Edition) -> bool:
    """Equal but for when it was made, its revision and its note."""
    return replace(one, made_at=other.made_at, revision=other.revision, note=other.note) == other
