"""Marks: what the annotations say about an article, in the words that editing asks in. An absent mark is a plain no."""

from collections.abc import Mapping

from ribao.types.annotation import Annotation
from ribao.types.channel import OTHER
from ribao.types.source import Source

Found = Mapping[str, Annotation]  # maker → annotation, of one article


def promotional(found: Found) -> bool:
    mark = found.get("promotion")
    return bool(mark and mark.value.get("promo"))


def roundup(found: Found) -> bool:
    mark = found.get("roundup")
    return bool(mark and mark.value.get("roundup"))


def channels(found: Found, source: Source) -> tuple[str, ...]:
    """Main channel, then the second if there is one; the source's first where the article was not annotated."""
    mark = found.get("channel")
    if mark is None:
        return source.channels[:1] or (OTHER,)
    second = mark.value.get("second")
    return (mark.value["main"], second) if second else (mark.value["main"],)
