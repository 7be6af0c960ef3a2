"""Collection: what the owner saved, under a name; and Kept, one thing saved in it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

DEFAULT = "saved"  # id of the collection that one click saves into; its name is empty until the owner gives it one

MOST_NAME = 80  # characters
MOST_NOTE = 10_000


class KeptKind(StrEnum):
    STORY = "story"
    ARTICLE = "article"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """``public``: anybody may read its page and its feed. The id never changes; the name may."""

    id: str
    name: str
    made_at: datetime
    public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A story, an article or a claim as it was when it was saved (``at``): it can be shown whatever becomes of it.

    ``ref`` is its id. ``story``: the id of the story it belongs to, empty for none; it is followed when it is looked up
    (:meth:`~ribao.support.store.port.Store.story_now`). ``articles``: ids of what it rests on, which pruning then never
    drops. ``statement`` and ``status`` are a claim's. ``published_at`` is that of its article, of a story when it was
    first seen. ``url``: of the original; ``edition``: folder of the edition it was saved from ("d/2026-05-08/").
    """

    kind: KeptKind
    ref: str
    at: datetime
    headline: str
    source: str = ""
    published_at: datetime | None = None
    url: str = ""
    language: str = ""
    statement: str = ""
    status: str = ""
    story: str = ""
    edition: str = ""
    articles: tuple[str, ...] = ()
    note: str = ""

    @property
    def id(self) -> str:
        return kept_id(self.kind, self.ref)


def kept_id(kind: str, ref: str) -> str:
    """16 hex digits: the same wherever the same thing is saved."""
    return sha256(f"{kind}\0{ref}".encode("utf-8", "replace")).hexdigest()[:16]
