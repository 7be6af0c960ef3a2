"""Match: one article told from another, and what shows it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    ADDRESS = "address"  # the same canonical address
    COPY = "copy"  # the same text, or nearly
    REWRITE = "rewrite"  # the same sentences in other words (洗稿)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two articles of one text; ``one`` came first. Shares are 0 to 1.

    ``of_one``, ``of_other``: how much of each text stands in the other (a rewrite: how many of its sentences have a
    counterpart, by weight). ``numbers``: share of the numbers of the one with fewer that the other has too.
    """

    one: str
    other: str
    level: Level
    of_one: float = 1.0
    of_other: float = 1.0
    numbers: float = 1.0
