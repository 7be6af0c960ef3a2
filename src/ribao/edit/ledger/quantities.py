"""Quantities: what a figure counts, by the words near it (``edit/data/quantities.toml``)."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from ribao.edit.ledger.facts import Figure
from ribao.support.folding import fold

_FILE = Path(__file__).parent.parent / "data" / "quantities.toml"
_RISING = frozenset({"dead", "injured", "missing", "infected", "affected", "sold", "delivered", "users"})


def same_quantity(one: Figure, other: Figure) -> bool:
    """One unit, and no words near them that say that they count different things."""
    mine, theirs = counted(one.near), counted(other.near)
    return one.unit == other.unit and (not mine or not theirs or bool(mine & theirs))


def update(earlier: Figure, later: Figure) -> bool:
    """A toll that rises, a number of sales that grows: the later figure follows the earlier, and contradicts nothing."""
    return later.value > earlier.value and bool(counted(earlier.near) & counted(later.near) & _RISING)


@lru_cache(maxsize=4096)
def counted(near: str) -> frozenset[str]:
    """Names of the rows whose words stand there."""
    return frozenset(name for name, pattern in _rows().items() if pattern.search(near))


@cache
def _rows() -> Mapping[str, re.Pattern[str]]:
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: _pattern(row) for name, row in rows.items()}


def _pattern(row: Mapping[str, list[str]]) -> re.Pattern[str]:
    words = [re.escape(fold(word)) for word in row["zh"]]
    return re.compile("|".join([*words, *(rf"\b{re.escape(fold(word))}\b" for word in row["en"])]))
