"""Correction: what the owner says of an article where the marks found in it are wrong. It stands above what is found."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One an article. ``promo`` None and ``channel`` empty: as found."""

    article_id: str
    at: datetime
    promo: bool | None = None
    channel: str = ""
