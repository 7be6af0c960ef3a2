"""The body: which of the page's blocks are the article.

Several finders mark blocks; the first whose answer looks like an article is taken. Order: the site's own rule;
readability-lxml for Chinese pages, trafilatura for others (measured: docs/why/extraction.md); then the other one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from ribao.acquire.extraction.blocks import Block
from ribao.acquire.extraction.libraries import by_readability, by_trafilatura
from ribao.acquire.extraction.projection import project
from ribao.acquire.extraction.region import article_lines, home_of
from ribao.acquire.extraction.rules import Rule, pick, pick_all

_ENOUGH = 40  # letters: less is a caption or a menu


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """``lines`` are the article's blocks; ``home`` the element that holds most of them."""

    lines: tuple[Block, ...] = ()
    home: HtmlElement | None = None

    @property
    def letters(self) -> int:
        return sum(len(block.letters) for block in self.lines)


def read_body(tree: HtmlElement, blocks: Sequence[Block], rule: Rule, title: str, *, chinese: bool) -> Body:
    best = Body()
    for chosen in _answers(tree, blocks, rule, chinese):
        lines = article_lines(blocks, chosen, title)
        body = Body(lines=tuple(lines), home=home_of(blocks, chosen))
        if body.letters >= _ENOUGH:
            return body
        best = max(best, body, key=lambda one: one.letters)
    return best


def _answers(tree: HtmlElement, blocks: Sequence[Block], rule: Rule, chinese: bool) -> Iterator[Sequence[int]]:
    if (home := pick(tree, rule.body)) is not None:
        yield _within(home, blocks, pick_all(home, rule.drop))
    first: Callable[[HtmlElement], str] = by_readability if chinese else _precise
    second: Callable[[HtmlElement], str] = _precise if chinese else by_readability
    for library in (first, second):
        yield project(blocks, library(tree)).chosen


def _precise(tree: HtmlElement) -> str:
    return by_trafilatura(tree, precise=True)


def _within(home: HtmlElement, blocks: Sequence[Block], dropped: Sequence[HtmlElement]) -> list[int]:
    inside = set(home.iter())
    for element in dropped:
        inside -= set(element.iter())
    return [index for index, block in enumerate(blocks) if block.element in inside]
