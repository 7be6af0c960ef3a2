"""Projection: a library's text found again in the page's own lines.

The libraries are good at *where* the article is; how their text looks (tables as pipes, words run together at
tags, tweets and lists left out) differs from one to the next. So their answer is taken as marks on the page's own
blocks, small holes between marks are filled, and what is read out are the blocks.
"""

from collections.abc import Sequence

from ribao.acquire.extraction.blocks import Block
from ribao.acquire.extraction.words import letters

_SURE = 24  # letters: a line of this length is not found by chance
_AHEAD = 400  # letters: how far behind its neighbour a short line may stand


def project(blocks: Sequence[Block], text: str) -> list[int]:
    """Indices of the blocks whose letters occur in ``text``: a short line only between the places of its neighbours."""
    whole = letters(text)
    places = _long_lines(blocks, whole)
    return sorted({*places, *_short_lines(blocks, whole, places)})


def _long_lines(blocks: Sequence[Block], whole: str) -> dict[int, tuple[int, int]]:
    """Start and end in ``whole`` of each long block that is found there, by its index."""
    places: dict[int, tuple[int, int]] = {}
    cursor = 0
    for index, block in enumerate(blocks):
        size = len(block.letters)
        if size < _SURE:
            continue
        at = whole.find(block.letters, cursor)
        if at < 0:
            at = whole.find(block.letters)
        if at >= 0:
            places[index] = (at, at + size)
            cursor = at + size
    return places


def _short_lines(blocks: Sequence[Block], whole: str, places: dict[int, tuple[int, int]]) -> list[int]:
    found: list[int] = []
    starts = _next_starts(blocks, places, len(whole))
    cursor = 0
    for index, block in enumerate(blocks):
        if index in places:
            cursor = places[index][1]
        elif block.letters and len(block.letters) < _SURE:
            until = starts[index] if cursor <= starts[index] <= cursor + 5 * _AHEAD else cursor + _AHEAD
            at = whole.find(block.letters, cursor, until)
            if at >= 0:
                found.append(index)
                cursor = at + len(block.letters)
    return found


def _next_starts(blocks: Sequence[Block], places: dict[int, tuple[int, int]], end: int) -> list[int]:
    """For each block, where the next long line begins."""
    starts = [end] * len(blocks)
    for index in range(len(blocks) - 2, -1, -1):
        starts[index] = places[index + 1][0] if index + 1 in places else starts[index + 1]
    return starts
