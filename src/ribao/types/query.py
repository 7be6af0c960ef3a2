"""Query: what a reader looks for in the archive, and what was found."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that stand one after the other. ``tokens``: as the index has them, a space between; ``words``: folded.

    ``prefix``: the last token may go on (``app`` finds apple).
    """

    tokens: str
    words: str
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One of these is in the article: the words asked for, or another name of whom they name.

    ``exact``: they were put in quotation marks, and no other name will do.
    """

    any_of: tuple[Phrase, ...]
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """All ``terms`` must be found, none of ``without``. Empty filters let everything through; ``sources``: ids.

    ``after`` and ``before`` are days, both included, in UTC. ``status``: "confirmed" ... "forecast": a statement of that
    status in an edition names the article. ``promotion``: None for all, False without adverts, True for adverts alone.
    """

    terms: tuple[Term, ...] = ()
    without: tuple[Phrase, ...] = ()
    channel: str = ""
    sources: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    status: str = ""
    promotion: bool | None = None

    @property
    def empty(self) -> bool:
        return self == Query()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """``in_title``: how many of the query's terms its headline has."""

    article_id: str
    published_at: datetime
    in_title: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Best first. ``more``: there are further ones, older than these."""

    hits: tuple[Hit, ...]
    more: bool = False
