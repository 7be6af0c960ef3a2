"""Story: articles on one event, reposts folded under their original."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """``evidence`` says why the article was joined (JSON-shaped: scores, shared words); empty for the first."""

    article_id: str
    repost_of: str | None = None  # article id of the original, in the same story
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """``id`` is made of its first article's id, so it is the same in each run over the same articles.

    ``follows`` is the id of the earlier story whose happening this one continues: it is a further chapter.
    ``voices``: its articles by who knows it of himself: one owner, or one original, is one voice. Empty: not looked at.
    """

    id: str
    members: tuple[Member, ...]
    first_seen: datetime
    last_seen: datetime
    follows: str | None = None
    voices: tuple[tuple[str, ...], ...] = ()
