"""The makers of annotations, in order. A new signal is one module with NAME, VERSION and ``annotate``, listed here."""

from ribao.annotate import certainty, channel, language, manner, names, promotion, roundup
from ribao.annotate.words import words_of
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.channel import PLAIN, Channels
from ribao.types.source import Source

MAKERS = (language, channel, certainty, manner, names, promotion, roundup)


def annotate(article: Article, source: Source, channels: Channels = PLAIN) -> tuple[Annotation, ...]:
    """One annotation of each maker. The words are cut once for all of them. ``channels``: those of this daily."""
    words = words_of(article)
    return tuple(
        channel.annotate(article, words, source, channels)
        if maker is channel
        else maker.annotate(article, words, source)
        for maker in MAKERS
    )


def versions(channels: Channels = PLAIN) -> dict[str, int]:
    """Maker → version: an annotation of another version is made again."""
    return {maker.NAME: maker.VERSION for maker in MAKERS} | {channel.NAME: channel.version_of(channels)}
