"""Marks: what the annotations say about an article, in the words that editing asks in. An absent mark is a plain no."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from ribao.types.annotation import Annotation
from ribao.types.attribution import Attribution, attribution_of
from ribao.types.channel import OTHER
from ribao.types.source import Source

Found = Mapping[str, Annotation]  # maker → annotation, of one article


def promotional(found: Found) -> bool:
    mark = found.get("promotion")
    return bool(mark and mark.value.get("promo"))


def roundup(found: Found) -> bool:
    mark = found.get("roundup")
    return bool(mark and mark.value.get("roundup"))


def talk(found: Found) -> float:
    """0 to 1: how much the headline speaks as a forum post, a question or a person does."""
    return _manner(found, "talk")


def market(found: Found) -> float:
    """0 to 1: how much the headline is a ticker of the markets."""
    return _manner(found, "market")


def phrase(found: Found) -> float:
    """0 to 1: how much the headline is a bare phrase that does not say what happened."""
    return _manner(found, "phrase")


def _manner(found: Found, name: str) -> float:
    mark = found.get("manner")
    return float(mark.value.get(name, 0.0)) if mark else 0.0


def channel_scores(found: Found) -> Mapping[str, float]:
    """What the words of the article say for each channel, best first; empty where they say nothing."""
    mark = found.get("channel")
    return mark.value.get("scores", {}) if mark else {}


def channels(found: Found, source: Source) -> tuple[str, ...]:
    """Main channel, then the second if there is one; the source's first where the article was not annotated."""
    mark = found.get("channel")
    if mark is None:
        return source.channels[:1] or (OTHER,)
    second = mark.value.get("second")
    return (mark.value["main"], second) if second else (mark.value["main"],)


def certainty(found: Found) -> str:
    """How sure its headline is: official, reported, rumor, denied, opinion, none; empty where nobody looked."""
    mark = found.get("certainty")
    return str(mark.value.get("certainty", "")) if mark else ""


def attributions(found: Found) -> tuple[Attribution, ...]:
    """Who is said to say what, in order of position; what a newer version wrote and nobody can read is left out."""
    mark = found.get("attribution")
    made = []
    for value in mark.value.get("attributions", ()) if mark else ():
        with suppress(KeyError, TypeError, ValueError):
            made.append(attribution_of(value))
    return tuple(made)


def names(found: Found) -> Sequence[Mapping[str, Any]]:
    """The people, organisations, products and places that it names, as the maker "names" describes them."""
    mark = found.get("names")
    return mark.value.get("names", ()) if mark else ()


def said_names(found: Found) -> frozenset[str]:
    """All forms of these names."""
    return frozenset(
        str(form) for one in names(found) for form in (one.get("name", ""), *one.get("aliases", ())) if form
    )
