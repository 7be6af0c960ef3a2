"""Acts: what a statement says that somebody does, by the words of ``edit/data/acts.toml``, the same in both languages."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ribao.edit.ledger.rules import matter

_FILE = Path(__file__).parent.parent / "data" / "acts.toml"


def acts(folded: str) -> frozenset[str]:
    """Names of the rows whose words stand in a folded text."""
    return frozenset(name for name, pattern in _rows().items() if pattern.search(folded))


@cache
def _rows() -> Mapping[str, re.Pattern[str]]:
    found = {
        name: matter(row["zh"], row["en"]) for name, row in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
    }
    return {name: pattern for name, pattern in found.items() if pattern is not None}
