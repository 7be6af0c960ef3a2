"""Article: one reading of one lead. Immutable; a page that changed is a new revision, never an edit."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ribao.types.reason import Reason


class TextFrom(StrEnum):
    PAGE = "page"
    FEED = "feed"  # the feed's own content, fuller than the page's or the only one
    SUMMARY = "summary"  # the page could not be read: the lead's summary is all there is
    NONE = "none"  # a headline alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    url: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """``id`` is its lead's id. Spans of citations count characters (code points) of :attr:`text`, end exclusive.

    ``source_name`` (来源) and ``editor`` (编辑) are as the page names them, empty when it does not. ``byline`` is the
    author line. ``language``: ``zh-Hans``, ``zh-Hant``, ``en`` ... ``published_at`` is aware, UTC, never None: the
    page's, else the feed's, else when the lead was first seen (``dated`` says which: "page", "feed", "seen").
    """

    id: str
    source_id: str
    url: str  # canonical address; empty when there is none
    title: str
    published_at: datetime
    dated: str
    seen_at: datetime
    language: str
    page_sha256: str
    text_from: TextFrom
    paragraphs: tuple[str, ...]
    revision: int = 1
    byline: str = ""
    source_name: str = ""
    editor: str = ""
    summary: str = ""  # plain text of the lead's summary
    pictures: tuple[Picture, ...] = ()
    reason: Reason | None = None  # why there is no page text, if so

    @property
    def text(self) -> str:
        """The paragraphs, one a line: what citation spans point into."""
        return "\n".join(self.paragraphs)
