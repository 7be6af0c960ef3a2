"""The makers of annotations, in order. A new signal is one module with NAME, VERSION and ``annotate``, listed here."""

from dataclasses import replace

from ribao.annotate import attribution, certainty, channel, language, manner, names, promotion, roundup, specifications
from ribao.annotate.words import words_of
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.channel import PLAIN, Channels
from ribao.types.source import Source

MAKERS = (language, channel, certainty, manner, names, attribution, promotion, roundup)
AFTER_NAMES = (specifications,)  # these are told what was named


def annotate(article: Article, source: Source, channels: Channels = PLAIN) -> tuple[Annotation, ...]:
    """One annotation of each maker. The words are cut once for all of them. ``channels``: those of this daily."""
    article = encodable(article)
    words = words_of(article)
    made = tuple(
        channel.annotate(article, words, source, channels)
        if maker is channel
        else maker.annotate(article, words, source)
        for maker in MAKERS
    )
    named = next(one for one in made if one.maker == names.NAME)
    return (*made, *(maker.annotation(article, named.value) for maker in AFTER_NAMES))


def encodable(article: Article) -> Article:
    """Half characters (lone surrogates, which JSON may hold) become ``?``: one for one, so that spans stay true."""
    if _sound(article.title) and _sound(article.summary) and all(map(_sound, article.paragraphs)):
        return article
    title, summary, *paragraphs = (
        text.encode("utf-8", "replace").decode() for text in (article.title, article.summary, *article.paragraphs)
    )
    return replace(article, title=title, summary=summary, paragraphs=tuple(paragraphs))


def _sound(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def versions(channels: Channels = PLAIN) -> dict[str, int]:
    """Maker → version: an annotation of another version is made again."""
    return {maker.NAME: maker.VERSION for maker in (*MAKERS, *AFTER_NAMES)} | {
        channel.NAME: channel.version_of(channels)
    }
