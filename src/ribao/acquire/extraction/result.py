"""Extracted: what one page says about its article."""

from dataclasses import dataclass
from datetime import datetime

from ribao.types.article import Picture
from ribao.types.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """Empty strings and tuples stand for what the page does not say.

    ``byline`` is the author line as text, ``authors`` the names in it. ``source_name`` (来源) and ``editor`` (编辑) are
    as the page names them. ``published_at`` is aware, UTC. ``paragraphs`` are plain text, one line each, headings
    among them. ``pictures``: lead picture first, absolute addresses. ``canonical`` is absolute and of the same site.
    ``language`` is the page's own hint (``html lang``). ``next_page`` is the following part of a split article.
    ``credit`` is a sentence that says where the text was first published (转载自…). ``reason``: why there is no text.
    """

    title: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    source_name: str = ""
    editor: str = ""
    published_at: datetime | None = None
    paragraphs: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    canonical: str = ""
    language: str = ""
    next_page: str | None = None
    credit: str = ""
    reason: Reason | None = None
