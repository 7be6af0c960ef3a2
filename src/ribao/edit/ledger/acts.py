"""Acts: what a statement says that somebody does, by the words of ``edit/data/acts.toml``, the same in both languages."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import re2

from ribao.edit.ledger.rules import matter

_FILE = Path(__file__).parent.parent / "data" / "acts.toml"


def acts(folded: str) -> frozenset[str]:
    """Names of the rows whose words stand in a folded text. All are looked for in one pass (RE2)."""
    names, words = _rows()
    return frozenset(names[at] for at in words.Match(folded.encode("utf-8", "replace")) or ())


@cache
def _rows() -> tuple[tuple[str, ...], Any]:
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    found = [(name, pattern) for name, row in rows.items() if (pattern := matter(row["zh"], row["en"])) is not None]
    words = re2.Set.SearchSet()
    for _name, pattern in found:
        words.Add(pattern.pattern.encode())
    words.Compile()
    return tuple(name for name, _pattern in found), words
