"""The makers of annotations, in order. A new signal is one module with NAME, VERSION and ``annotate``, listed here."""

from ribao.annotate import attribution, certainty, channel, language, manner, names, promotion, roundup, specifications
from ribao.annotate.words import words_of
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.channel import PLAIN, Channels
from ribao.types.source import Source

MAKERS = (language, channel, certainty, manner, names, attribution, promotion, roundup)
AFTER_NAMES = (specifications,)  # these are told what was named


def annotate(article: Article, source: Source, channels: Channels = PLAIN) -> tuple[Annotation, ...]:
    """One annotation of each maker. The words are cut once for all of them. ``channels``: those of this daily.

    The article is one from the store, or as tidy as those are: without lone surrogates.
    """
    words = words_of(article)
    made = tuple(
        channel.annotate(article, words, source, channels)
        if maker is channel
        else maker.annotate(article, words, source)
        for maker in MAKERS
    )
    named = next(one for one in made if one.maker == names.NAME)
    return (*made, *(maker.annotation(article, named.value) for maker in AFTER_NAMES))


def versions(channels: Channels = PLAIN) -> dict[str, int]:
    """Maker → version: an annotation of another version is made again."""
    return {maker.NAME: maker.VERSION for maker in (*MAKERS, *AFTER_NAMES)} | {
        channel.NAME: channel.version_of(channels)
    }
