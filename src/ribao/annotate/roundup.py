"""Round-ups: morning briefs, live blogs, "everything announced". They hold many items and belong to no story.

Value: ``{"roundup": bool, "why": [what says so: words of the headline, or "7 items"]}``.
"""

import re
from collections.abc import Sequence

from ribao.annotate.lexicon import load
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.source import Source
from ribao.types.words import Words

NAME = "roundup"
VERSION = 3
_NUMBER = re.compile(r"\d{1,2}[.、．)）]\s?\D")
_ITEMS, _SHARE, _ITEM = 5, 0.6, 120  # so many numbered paragraphs, of so large a share, each so short


def annotate(article: Article, words: Words, source: Source) -> Annotation:
    why = reasons(article)
    value = {"roundup": bool(why), "why": list(why)}
    return Annotation(article_id=article.id, revision=article.revision, maker=NAME, version=VERSION, value=value)


def is_roundup(article: Article) -> bool:
    return bool(reasons(article))


def reasons(article: Article) -> tuple[str, ...]:
    """What marks the article as a round-up: words of its headline, or a text that is a numbered list."""
    hits = load("roundups.toml").find(article.title)
    return tuple(dict.fromkeys(hit.word for hit in hits if hit.weight > 0)) or _numbered(article.paragraphs)


def _numbered(paragraphs: Sequence[str]) -> tuple[str, ...]:
    items = sum(bool(_NUMBER.match(paragraph)) and len(paragraph) <= _ITEM for paragraph in paragraphs)
    return (f"{items} items",) if items >= _ITEMS and items > _SHARE * len(paragraphs) else ()
