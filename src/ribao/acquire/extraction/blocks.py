"""Blocks: a page as a flat list of its lines of text, in order, each with the element it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from ribao.acquire.extraction.words import letters, one_line

_INLINE_NAMES = """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr o:p picture q rp rt ruby
    s samp small source span strike strong sub sup td th time tt u var video wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_CELLS = frozenset(("td", "th"))
_SKIPPED = frozenset(("script", "style", "head", "title", "noscript"))


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """``letters``: the text's letters and digits alone; ``linked``: how many characters of it are links."""

    text: str
    letters: str
    element: HtmlElement
    linked: int

    @property
    def link_share(self) -> float:
        return self.linked / max(1, len(self.text))


def blocks(tree: HtmlElement) -> list[Block]:
    """The lines of text below ``tree``: one for each run between block-level tags or line breaks."""
    return list(_walk(tree))


def _walk(tree: HtmlElement) -> Iterator[Block]:
    parts: list[str] = []
    linked = 0
    in_link = 0
    skipping = 0
    holders: list[HtmlElement] = [tree]
    for event, element in iterwalk(tree, events=("start", "end")):
        tag = element.tag
        block_level = tag not in _INLINE
        if block_level and parts:
            if block := _block(parts, holders[-1], linked):
                yield block
            parts, linked = [], 0
        if event == "start":
            skipping += tag in _SKIPPED
            in_link += tag == "a"
            if tag in _CELLS and parts:
                parts.append(" ")
            if block_level and tag != "br":
                holders.append(element)
            text = element.text
        else:
            skipping -= tag in _SKIPPED
            in_link -= tag == "a"
            if block_level and tag != "br":
                holders.pop()
            text = element.tail if element is not tree else None
        if text and not skipping:
            parts.append(text)
            linked += len(text.strip()) if in_link else 0
    if parts and (block := _block(parts, tree, linked)):
        yield block


def _block(parts: list[str], element: HtmlElement, linked: int) -> Block | None:
    text = one_line("".join(parts))
    return Block(text, letters(text), element, min(linked, len(text))) if text else None
