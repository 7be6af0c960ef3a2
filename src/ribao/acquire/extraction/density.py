"""Density: our own finder, cheap enough to check the libraries by.

The container with the most prose in proportion to all its text: prose² / letters. An article's container is nearly
all prose; the page's body holds more of it, but among menus, links and lists.
"""

from collections.abc import Container, Sequence

from lxml.html import HtmlElement

from ribao.acquire.extraction.blocks import Block
from ribao.acquire.extraction.region import is_prose


def densest(blocks: Sequence[Block], left_out: Container[HtmlElement] = ()) -> HtmlElement | None:
    """The element whose text is most and most purely prose; blocks of elements in ``left_out`` do not count."""
    prose: dict[HtmlElement, int] = {}
    every: dict[HtmlElement, int] = {}
    for block in blocks:
        if block.element in left_out:
            continue
        size = len(block.letters)
        own = size if is_prose(block) else 0
        element = block.element
        while element is not None:
            every[element] = every.get(element, 0) + size
            if own:
                prose[element] = prose.get(element, 0) + own
            element = element.getparent()
    return max(prose, key=lambda element: prose[element] * prose[element] / every[element], default=None)
