"""Claim: a statement in a story, who stands behind it, and how sure it has been since when."""

from dataclasses import dataclass
from datetime import datetime

from ribao.types.attribution import SourceType, Span, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One who says it, in one sentence of one article.

    ``speaker``: name in full; empty for nobody named (据悉). ``quote`` is the whole sentence, characters ``span`` of the
    article's ``where`` ("title", "text", "summary") in that ``revision``. ``copies``: articles that repeat this one word
    for word; they count once. ``gone``: empty, or "corrected" when the article's newest revision no longer says it, or
    "vanished" when its page is no longer there.
    """

    speaker: str
    source_type: SourceType
    status: Status
    article_id: str
    revision: int
    source_id: str
    at: datetime
    where: str
    span: Span
    quote: str
    copies: tuple[str, ...] = ()
    gone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChange:
    """From ``at`` on the claim was known with ``status``, because of that article. Dated, never overwritten."""

    at: datetime
    status: Status
    article_id: str
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Another claim of the same story that cannot also be true. ``kind``: "figure" (two figures for one quantity) or
    "denial" (affirmed and denied). ``ours``, ``theirs``: the words that stand against each other. With ``claim_id`` of
    the claim itself: its own holders affirm and deny it, and these are their sentences.
    """

    claim_id: str
    kind: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """``statement`` stands alone: names are resolved. It is never told as surer than its holders make it.

    ``status`` is the best of today: confirmed needs the concerned party on record (edit/data/confirming.toml). ``rule``
    names the row of that table that let it be confirmed. ``history`` and ``holders`` are oldest first.
    """

    id: str
    story_id: str
    statement: str
    language: str
    status: Status
    holders: tuple[Holder, ...]
    history: tuple[ClaimChange, ...]
    contradicts: tuple[Contradiction, ...] = ()
    rule: str = ""
