"""Projection: a library's text found again in the page's own lines.

The libraries are good at *where* the article is; how their text looks (tables as pipes, words run together at
tags, tweets and lists left out) differs from one to the next. So their answer is taken as marks on the page's own
blocks, small holes between marks are filled, and what is read out are the blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ribao.acquire.extraction.blocks import Block
from ribao.acquire.extraction.words import letters

_SURE = 24  # letters: a line of this length is not found by chance


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """Which blocks a library took (indices, in order), and how much of its text was found again (0 to 1)."""

    chosen: tuple[int, ...]
    found: float


def project(blocks: Sequence[Block], text: str) -> Marked:
    """Mark the blocks whose letters occur in ``text``; a short line only where its turn comes."""
    whole = letters(text)
    chosen: list[int] = []
    cursor = hit = 0
    for index, block in enumerate(blocks):
        if not block.letters:
            continue
        at = whole.find(block.letters, cursor, None if len(block.letters) >= _SURE else cursor + 400)
        if at < 0 and len(block.letters) >= _SURE:
            at = whole.find(block.letters)
        if at >= 0:
            chosen.append(index)
            hit += len(block.letters)
            if at >= cursor:
                cursor = at + len(block.letters)
    return Marked(tuple(chosen), min(1.0, hit / max(1, len(whole))))
