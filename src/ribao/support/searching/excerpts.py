"""Where in a text the words of a query stand: pieces to show, those that were found marked."""

import re
from collections.abc import Iterable, Sequence

from ribao.support.folding import fold
from ribao.support.searching.tokens import han
from ribao.types.query import Phrase

Piece = tuple[str, bool]  # text, and whether it was found
AROUND = 40  # characters before the first place that is found


def found_in(text: str, phrases: Iterable[Phrase]) -> list[Piece]:
    """``text`` in pieces, whole and in order."""
    pattern = _pattern(phrases)
    pieces: list[Piece] = []
    at = 0
    for place in pattern.finditer(fold(text)) if pattern else ():
        if place.end() > place.start():
            pieces += [(text[at : place.start()], False), (text[place.start() : place.end()], True)]
            at = place.end()
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]


def excerpt(text: str, phrases: Sequence[Phrase], most: int) -> list[Piece]:
    """At most ``most`` characters of ``text``, ellipses aside, about the first place that is found; else its beginning."""
    pattern = _pattern(phrases)
    place = pattern.search(fold(text)) if pattern else None
    start = max(0, place.start() - AROUND) if place else 0
    if start and (line := text.rfind("\n", start, place.start() if place else start)) >= 0:
        start = line + 1
    shown = " ".join(text[start : start + most].split())
    pieces = found_in(shown, phrases)
    before = [("…", False)] if start and not text[start - 1].isspace() else []
    after = [("…", False)] if start + most < len(text) else []
    return [*before, *pieces, *after]


def _pattern(phrases: Iterable[Phrase]) -> re.Pattern[str] | None:
    ways = [way for phrase in phrases if (way := _way(phrase))]
    return re.compile("|".join(sorted(ways, key=len, reverse=True))) if ways else None


def _way(phrase: Phrase) -> str:
    """Its runs with whatever little may stand between them; letters are no part of a longer word."""
    runs = phrase.words.split(" ")
    words = r"[\W_]{0,3}".join(map(re.escape, runs))
    first = "" if han(runs[0]) else r"(?<!\d)" if runs[0].isdigit() else r"(?<![^\W\d_])"
    last = runs[-1]
    if han(last):
        end = ""
    elif last.isdigit():
        end = r"(?!\d)"
    else:
        end = r"[^\W\d_]{0,40}" if phrase.prefix else r"(?![^\W\d_])"
    return first + words + end
