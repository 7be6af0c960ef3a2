"""Region: from the blocks that were marked as the article to the article's paragraphs.

Holes between marked blocks are filled where the page's structure says that they belong, what the site put in
between is taken out, and what follows the article (related links, comments) is cut off.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from ribao.acquire.extraction.blocks import Block
from ribao.acquire.extraction.boilerplate import (
    begins_comments,
    begins_related,
    is_boilerplate,
    is_byline,
    named_boilerplate,
)
from ribao.acquire.extraction.words import han_share, letters

_SENTENCE = re.compile(r"[。！？；，：”」』]|[.!?…][\"'”’)\]]*(?:\s|$)|,\s")
_QUOTED = frozenset(("blockquote", "li", "h2", "h3", "h4", "tr", "table", "pre", "dd", "dt"))
_HOME_SHARE = 0.85  # of the marked letters lie in the article's container
_OWN_SHARE = 0.3  # of the marked letters: a container that holds so much is the article, whatever its name
_CUT_AFTER = 0.5  # of the text: a heading of related links counts only behind this
_LINE = 20  # letters: shorter lines are no prose
_REACH = 4  # blocks without prose that an article may be interrupted by


@dataclass(slots=True, eq=False)
class Region:
    """The marked blocks of a page, the container that holds most of them, and how many letters each element holds."""

    blocks: Sequence[Block]
    chosen: Sequence[int]
    weight: dict[HtmlElement, int] = field(default_factory=dict)
    total: int = 0
    home: HtmlElement | None = None


def region(blocks: Sequence[Block], chosen: Sequence[int]) -> Region:
    found = Region(blocks, chosen)
    for index in chosen:
        size = len(blocks[index].letters)
        found.total += size
        for element in _holders(blocks[index]):
            found.weight[element] = found.weight.get(element, 0) + size
    heavy = [element for element, size in found.weight.items() if size >= _HOME_SHARE * found.total]
    found.home = min(heavy, key=lambda element: (found.weight[element], -_depth(element)), default=None)
    if found.home is not None:
        found.home = _with_twins(found, found.home)
    return found


def article_lines(found: Region, title: str) -> list[Block]:
    """The blocks that are the article, in order."""
    if not found.chosen:
        return []
    marked = set(found.chosen)
    repeated = Counter(block.letters for block in found.blocks if len(block.letters) >= _LINE)
    first, last = _ends(found)
    kept = [
        block
        for index, block in enumerate(found.blocks[first : last + 1], start=first)
        if not _foreign(block, found)
        and (index in marked or (_fills(block, index, marked, found) and repeated[block.letters] < 2))
    ]
    return _without_frame(_once(kept), title)


def is_prose(block: Block) -> bool:
    return len(block.letters) >= _LINE and block.link_share < 0.4 and _SENTENCE.search(block.text) is not None


def _ends(found: Region) -> tuple[int, int]:
    """First and last index: those of the marks, carried on while prose of the same container is near."""
    first, last = found.chosen[0], found.chosen[-1]
    moved = True
    while moved:
        moved = False
        for index in range(last + 1, min(last + 1 + _REACH, len(found.blocks))):
            block = found.blocks[index]
            if begins_comments(block.text) or begins_related(block.text):
                break
            if is_prose(block) and _inside(block, found.home) and not _foreign(block, found):
                last, moved = index, True
                break
    while first > 0 and is_prose(found.blocks[first - 1]) and _inside(found.blocks[first - 1], found.home):
        first -= 1
    return first, last


def _with_twins(found: Region, home: HtmlElement) -> HtmlElement:
    """The container of all parts of an article that is cut into like-named pieces (an advertisement between each)."""
    element = home
    for _ in range(3):
        parent = element.getparent()
        if parent is None or not element.get("class") or parent.tag in ("body", "html"):
            break
        twins = [one for one in parent if one.tag == element.tag and one.get("class") == element.get("class")]
        if len(twins) > 1 and not any(_has_heading(twin) for twin in twins if twin is not element):
            inside = set(parent.iter())
            prose = sum(len(block.letters) for block in found.blocks if block.element in inside and is_prose(block))
            if prose > 1.2 * found.total:
                return parent
        element = parent
    return home


def _has_heading(element: HtmlElement) -> bool:
    return next(element.iter("h1", "h2"), None) is not None


def _fills(block: Block, index: int, marked: set[int], found: Region) -> bool:
    if not _inside(block, found.home) or block.link_share > 0.4:
        return False
    if is_prose(block):
        return True
    # a short line among marked ones: in a list or quotation, or a line of its own beside them
    if not {index - 1, index + 1} <= marked:
        return False
    around = {found.blocks[index - 1].element.getparent(), found.blocks[index + 1].element.getparent()}
    return block.element.tag in _QUOTED or {block.element.getparent()} == around


def _foreign(block: Block, found: Region) -> bool:
    """Whether an element between the block and the article's container is named as something else."""
    for element in _holders(block):
        if element is found.home:
            return False
        if named_boilerplate(element) and found.weight.get(element, 0) < _OWN_SHARE * found.total:
            return True
    return False


def _once(kept: list[Block]) -> list[Block]:
    """Without lines that repeat a long one just before: a caption beside its picture's text, a pull quote."""
    lines: list[Block] = []
    for block in kept:
        if len(block.letters) < _LINE or all(block.letters != one.letters for one in lines[-3:]):
            lines.append(block)
    return lines


def _without_frame(kept: list[Block], title: str) -> list[Block]:
    """Without what stands before the headline, boilerplate lines, and all from a tail heading on."""
    kept = kept[_after_headline(kept, title) :]
    total = sum(len(block.letters) for block in kept)
    lines: list[Block] = []
    so_far = 0
    for index, block in enumerate(kept):
        if so_far >= _CUT_AFTER * total and _heads(block) and _is_tail(kept[index:], so_far, total):
            break
        if so_far == 0 and is_byline(block.text):
            continue
        so_far += len(block.letters)
        if not is_boilerplate(block.text) and not begins_related(block.text):
            lines.append(block)
    return lines


def _heads(block: Block) -> bool:
    return begins_comments(block.text) or begins_related(block.text)


def _is_tail(rest: Sequence[Block], so_far: int, total: int) -> bool:
    """Whether comments or related links begin here.

    After a box of related links the article may go on: Western sites put "Don't miss" into the middle. On Chinese
    sites such a heading late in the text ends it, and teasers of other articles follow.
    """
    if begins_comments(rest[0].text):
        return True
    if so_far >= 0.6 * total and han_share(rest[0].text) > 0.5:
        return True
    prose = sum(len(block.letters) for block in rest[1:] if is_prose(block))
    return prose < 0.2 * total


def _after_headline(kept: Sequence[Block], title: str) -> int:
    """The index behind the headline's last showing that most of the text follows; 0 where it is not shown."""
    heading = letters(title)
    total = sum(len(block.letters) for block in kept)
    before, found = 0, 0
    for index, block in enumerate(kept):
        if heading and block.letters == heading:
            found = index + 1
        before += len(block.letters)
        if before > 0.7 * total:
            break
    return found


def _inside(block: Block, home: HtmlElement | None) -> bool:
    return home is not None and any(element is home for element in _holders(block))


def _holders(block: Block) -> tuple[HtmlElement, ...]:
    return (block.element, *block.element.iterancestors())


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())
