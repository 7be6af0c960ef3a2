"""The makers of annotations, in order. A new signal is one module with NAME, VERSION and ``annotate``, listed here."""

from ribao.annotate import channel, language, manner, promotion, roundup
from ribao.annotate.words import words_of
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.source import Source

MAKERS = (language, channel, manner, promotion, roundup)


def annotate(article: Article, source: Source) -> tuple[Annotation, ...]:
    """One annotation of each maker. The words are cut once for all of them."""
    words = words_of(article)
    return tuple(maker.annotate(article, words, source) for maker in MAKERS)


def versions() -> dict[str, int]:
    """Maker → version: an annotation of another version is made again."""
    return {maker.NAME: maker.VERSION for maker in MAKERS}
