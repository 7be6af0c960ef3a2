"""Region: from the blocks that were marked as the article to the article's paragraphs.

Holes between marked blocks are filled where the page's structure says that they belong, what the site put in
between is taken out, and what follows the article (related links, comments) is cut off.
"""

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from ribao.acquire.extraction.blocks import Block
from ribao.acquire.extraction.boilerplate import ends_article, is_boilerplate, named_boilerplate
from ribao.acquire.extraction.words import letters

_SENTENCE = re.compile(r"[。！？；，：”」』]|[.!?…][\"'”’)\]]*(?:\s|$)|,\s")
_CLOSED = re.compile(r"[。！？…”」』.!?][\"'”’)\]）】]*$")
_QUOTED = frozenset(("blockquote", "li", "h2", "h3", "h4", "tr", "table", "pre", "dd", "dt"))
_HOME_SHARE = 0.85
_CUT_AFTER = 0.5  # a tail heading counts only behind this share of the text


def home_of(blocks: Sequence[Block], chosen: Sequence[int]) -> HtmlElement | None:
    """The lowest element that holds most of the letters of the chosen blocks."""
    weight: dict[HtmlElement, int] = {}
    total = 0
    for index in chosen:
        block = blocks[index]
        total += len(block.letters)
        element = block.element
        while element is not None:
            weight[element] = weight.get(element, 0) + len(block.letters)
            element = element.getparent()
    heavy = [element for element, letters_in in weight.items() if letters_in >= _HOME_SHARE * total]
    return min(heavy, key=lambda element: (weight[element], -_depth(element)), default=None)


def article_lines(blocks: Sequence[Block], chosen: Sequence[int], title: str) -> list[Block]:
    """The blocks that are the article, in order."""
    if not chosen:
        return []
    home = home_of(blocks, chosen)
    marked = set(chosen)
    kept = [
        block
        for index, block in _stretch(blocks, chosen, home)
        if not _foreign(block, home) and (index in marked or _fills(block, home, marked, index))
    ]
    return _without_frame(kept, title)


def _stretch(blocks: Sequence[Block], chosen: Sequence[int], home: HtmlElement | None) -> Iterator[tuple[int, Block]]:
    """From the first marked block to the last, and on while prose of the same container follows."""
    first, last = chosen[0], chosen[-1]
    while first > 0 and home is not None and _prose(blocks[first - 1]) and _inside(blocks[first - 1], home):
        first -= 1
    while last + 1 < len(blocks) and home is not None and _prose(blocks[last + 1]) and _inside(blocks[last + 1], home):
        last += 1
    for index in range(first, last + 1):
        yield index, blocks[index]


def _fills(block: Block, home: HtmlElement | None, marked: set[int], index: int) -> bool:
    if home is None or not _inside(block, home) or block.link_share > 0.4:
        return False
    return _prose(block) or (block.element.tag in _QUOTED and {index - 1, index + 1} <= marked)


def _prose(block: Block) -> bool:
    return len(block.letters) >= 20 and block.link_share < 0.4 and _SENTENCE.search(block.text) is not None


def _foreign(block: Block, home: HtmlElement | None) -> bool:
    """Whether an element between the block and the article's container is named as something else."""
    element = block.element
    while element is not None and element is not home:
        if named_boilerplate(element):
            return True
        element = element.getparent()
    return False


def _without_frame(kept: list[Block], title: str) -> list[Block]:
    """Without the repeated headline at the start, boilerplate lines, and all from a tail heading on."""
    total = sum(len(block.letters) for block in kept)
    heading = letters(title)
    lines: list[Block] = []
    so_far = 0
    for block in kept:
        if so_far >= _CUT_AFTER * total and ends_article(block.text):
            break
        if (
            so_far == 0
            and heading
            and block.letters
            and (block.letters == heading or heading.startswith(block.letters))
        ):
            continue
        so_far += len(block.letters)
        if not is_boilerplate(block.text):
            lines.append(block)
    return lines


def _inside(block: Block, home: HtmlElement) -> bool:
    element = block.element
    while element is not None:
        if element is home:
            return True
        element = element.getparent()
    return False


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())
