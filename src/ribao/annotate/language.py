"""Language of an article, from its own letters; the source's language is only a hint.

Value: ``{"language": "zh-Hans"}`` (BCP 47).
"""

from ribao.support.script import language_of
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.source import Source
from ribao.types.words import Words

NAME = "language"
VERSION = 2
_ENOUGH = 2000  # characters


def annotate(article: Article, words: Words, source: Source) -> Annotation:
    text = f"{article.title}\n{article.summary}\n{article.text}"[:_ENOUGH]
    # reading told it already, from the same letters; only an article of another hand comes without
    language = article.language or language_of(text, source.language)
    value = {"language": language}
    return Annotation(article_id=article.id, revision=article.revision, maker=NAME, version=VERSION, value=value)
