"""Round-ups: morning briefs, live blogs, "everything announced". They hold many items and belong to no story.

Value: ``{"roundup": bool, "why": [words of the headline that say so]}``.
"""

from ribao.annotate.lexicon import load
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.source import Source
from ribao.types.words import Words

NAME = "roundup"
VERSION = 1


def annotate(article: Article, words: Words, source: Source) -> Annotation:
    why = reasons(article.title)
    value = {"roundup": bool(why), "why": list(why)}
    return Annotation(article_id=article.id, revision=article.revision, maker=NAME, version=VERSION, value=value)


def is_roundup(article: Article) -> bool:
    return bool(reasons(article.title))


def reasons(title: str) -> tuple[str, ...]:
    """The words that mark the headline as a round-up's; empty when nothing does."""
    hits = load("roundups.toml").find(title)
    return tuple(dict.fromkeys(hit.word for hit in hits if hit.weight > 0))
