"""Ruling: what the owner decided about stories by hand. It stands above what the clusterer finds."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """``one`` and ``other`` are article ids.

    ``together``: all of ``one`` and ``other`` are one story. Apart: no article of ``one`` shares a story with one of
    ``other``. ``verb`` is the command that was given: "merge", "split" or "move".
    """

    id: str
    at: datetime
    verb: str
    together: bool
    one: tuple[str, ...]
    other: tuple[str, ...]
