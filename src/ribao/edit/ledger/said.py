"""Said: a single statement of a story, as one who speaks makes it in one sentence, or an outlet in its headline."""

from dataclasses import dataclass
from datetime import datetime

from ribao.types.attribution import SourceType, Span, Status

SURE = {Status.UNVERIFIED: 1, Status.FORECAST: 2, Status.REPORTED: 3, Status.CONFIRMED: 4, Status.DENIED: 5}
OWN = (SourceType.OFFICIAL, SourceType.PERSON)  # who speaks for themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One who says one thing in one sentence. ``rule``: by which it is the concerned party. ``place``: in reading order,
    0 for a headline that tells no one's words.
    """

    statement: str
    language: str
    speaker: str
    source_type: SourceType
    status: Status
    rule: str
    article_id: str
    revision: int
    source_id: str
    at: datetime
    where: str
    span: Span
    quote: str
    place: int
    outlets: bool = False  # the outlet's own headline
    contrary: str = ""  # of a plain negative sentence: what it says not to be so


def weaker(one: Status, other: Status) -> Status:
    return min(one, other, key=lambda status: SURE[status])


def language_of(text: str) -> str:
    """ "zh" or "en", by its letters."""
    letters = [char for char in text if char.isalpha()]
    han = sum("\u3400" <= char <= "\u9fff" for char in letters)
    return "zh" if 4 * han >= len(letters) else "en"
