"""Material: what a ledger is made of, gathered by the caller. Plain values; the ledger is a pure function of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ribao.edit.marks import Found
from ribao.types.article import Article, TextFrom
from ribao.types.reason import Code
from ribao.types.source import Source
from ribao.types.story import Story

Key = tuple[str, int]  # article id and revision
Alike = Callable[[Sequence[str]], NDArray[np.float32]]  # n texts → (n, n), 0 to 1: how much two say the same

_BODY = (TextFrom.PAGE, TextFrom.FEED)
_GONE = (Code.HTTP_NOT_FOUND, Code.HTTP_GONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """``revisions``: of each article that may be shown, all that are known, oldest first; ``annotations`` of as many of
    them as were examined. ``earlier``: ids of those that belong to the chapters before this one: they tell what was
    known before, and claims that they alone hold are not this story's. ``read_at``: when a later revision was read, where that is known. ``language`` is the
    daily's: of equally sure tellings of a statement, the one in it is shown.
    """

    story: Story
    revisions: Mapping[str, Sequence[Article]]
    annotations: Mapping[Key, Found]
    sources: Mapping[str, Source]
    read_at: Mapping[Key, datetime] = field(default_factory=dict)
    language: str = "zh"
    earlier: Collection[str] = frozenset()


def outlet(material: Material, article: Article) -> str:
    """来源: the page's own word for it, else the source's title, else its id."""
    source = material.sources.get(article.source_id)
    return article.source_name or (source.title if source else "") or article.source_id


def newest(revisions: Sequence[Article]) -> Article:
    """The newest that has a text, if one has: a page that could not be read once more takes nothing back."""
    whole = [revision for revision in revisions if revision.text_from in _BODY]
    return (whole or list(revisions))[-1]


def vanished(revisions: Sequence[Article]) -> bool:
    """Whether its page was there once and is gone now."""
    last = revisions[-1]
    return last.reason is not None and last.reason.code in _GONE and any(r.text_from in _BODY for r in revisions[:-1])


def told_at(material: Material, article: Article) -> datetime:
    """When an article, or what a later revision adds to it, was said."""
    if article.revision <= 1:
        return article.published_at
    return max(article.published_at, material.read_at.get((article.id, article.revision), article.published_at))


def part(article: Article, where: str) -> str:
    """The string that spans of ``where`` count in; empty for a place that there is not."""
    return {"title": article.title, "text": article.text, "summary": article.summary}.get(where, "")
