"""Signature: what the clusterer keeps of an article, so that a restart need not read its text again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """``data`` is the clusterer's own: the store never looks into it. ``version`` is that of its maker."""

    article_id: str
    revision: int
    version: str
    data: bytes
