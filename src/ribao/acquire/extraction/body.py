"""The body: which of the page's blocks are the article.

Several finders mark blocks. The first answer is taken unless it is suspect (little of the page's prose, or not the
text that the page describes itself with); then the others are asked too, and the best is chosen. Order: the site's
own rule; readability-lxml for Chinese pages, trafilatura for others (measured: docs/why/extraction.md).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from ribao.acquire.extraction.blocks import Block
from ribao.acquire.extraction.libraries import by_readability, by_trafilatura
from ribao.acquire.extraction.projection import project
from ribao.acquire.extraction.region import article_lines, is_prose, region
from ribao.acquire.extraction.rules import Rule, pick, pick_all
from ribao.acquire.extraction.words import letters

_ENOUGH = 40  # letters: less is a caption or a menu
# of the page's prose: an article that is less of it may be the wrong part ...
_SUSPECT = 0.35
_MOST = 0.6  # ... when it does not begin as the page describes itself
_LITTLE = 0.15  # ... when it does
_DESCRIBED = 20  # letters of the description that are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """``lines`` are the article's blocks; ``home`` the element that holds most of them."""

    lines: tuple[Block, ...] = ()
    home: HtmlElement | None = None

    @property
    def letters(self) -> int:
        return sum(len(block.letters) for block in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """``title`` and ``description`` as the page declares them."""

    title: str
    description: str
    chinese: bool


def read_body(tree: HtmlElement, blocks: Sequence[Block], rule: Rule, hints: Hints) -> Body:
    prose = sum(len(block.letters) for block in blocks if is_prose(block))
    opening = _opening(blocks, hints)
    answers: list[Body] = []
    for chosen in _answers(tree, blocks, rule, hints.chinese):
        found = region(blocks, chosen)
        body = Body(lines=tuple(article_lines(found, hints.title)), home=found.home)
        if _convincing(body, prose, opening):
            return body
        answers.append(body)
    return max(answers, key=lambda body: _score(body, prose, opening))


def _answers(tree: HtmlElement, blocks: Sequence[Block], rule: Rule, chinese: bool) -> Iterator[Sequence[int]]:
    if (home := pick(tree, rule.body)) is not None:
        yield _within(home, blocks, pick_all(home, rule.drop))
    if chinese:
        yield project(blocks, by_readability(tree))
        yield project(blocks, by_trafilatura(tree, precise=False))
    else:
        yield project(blocks, by_trafilatura(tree, precise=True))
        yield project(blocks, by_readability(tree))


def _opening(blocks: Sequence[Block], hints: Hints) -> str:
    """The first letters of the page's description, where a line of the page begins so; else empty."""
    told = letters(hints.description)[:_DESCRIBED]
    if len(told) < _DESCRIBED or told in letters(hints.title):
        return ""
    return told if any(told in block.letters for block in blocks if is_prose(block)) else ""


def _convincing(body: Body, prose: int, opening: str) -> bool:
    if body.letters < _ENOUGH:
        return False
    share = body.letters / max(1, prose)
    if opening and _contains(body, opening):
        return share >= _LITTLE
    return share >= (_MOST if opening else _SUSPECT)


def _contains(body: Body, opening: str) -> bool:
    return any(opening in block.letters for block in body.lines)


def _score(body: Body, prose: int, opening: str) -> float:
    """Its letters of prose; half as much again for the text that the page describes itself with."""
    own = sum(len(block.letters) for block in body.lines if is_prose(block))
    described = opening and own >= _LITTLE * prose and _contains(body, opening)
    return own * (1.5 if described else 1.0) + 0.1 * body.letters


def _within(home: HtmlElement, blocks: Sequence[Block], dropped: Sequence[HtmlElement]) -> list[int]:
    inside = set(home.iter())
    for element in dropped:
        inside -= set(element.iter())
    return [index for index, block in enumerate(blocks) if block.element in inside]
