"""Annotation: what one maker found in one article. Recomputed when the maker's version changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """``maker`` is the module's name in ``annotate/`` ("channel"); ``value`` is JSON-shaped, documented there."""

    article_id: str
    revision: int
    maker: str
    version: int
    value: Mapping[str, Any]
