"""StoryChange: a line of a story's history."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChange:
    """``articles`` went from ``story_id`` to ``other_id``.

    ``kind``: "merged" (the whole story went into another), "split" (a part of it left), "renamed" (all of it, and
    nothing else, has another id now) or "moved" (the owner moved some). ``by``: "clustering" or "owner".
    """

    at: datetime
    kind: str
    story_id: str
    other_id: str
    articles: tuple[str, ...]
    by: str = "clustering"
