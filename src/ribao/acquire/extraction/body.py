"""The body: which of the page's blocks are the article.

Several finders mark blocks, each in its own way, and they vote. The order in which they are asked: the site's own
rule; readability-lxml for Chinese pages, trafilatura for others (measured: docs/why/extraction.md); our own density
measure; a known publishing system's container; the other library; the container of the line that the page's
description quotes. The first answer stands when it is convincing or a second agrees; otherwise all are asked, and
the one that the others agree with most is taken.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from lxml.html import HtmlElement

from ribao.acquire.extraction.blocks import Block
from ribao.acquire.extraction.boilerplate import named_boilerplate
from ribao.acquire.extraction.density import densest
from ribao.acquire.extraction.libraries import by_readability, by_trafilatura
from ribao.acquire.extraction.projection import project
from ribao.acquire.extraction.region import article_lines, is_prose, region
from ribao.acquire.extraction.rules import Rule, pick, pick_all, pick_only, systems
from ribao.acquire.extraction.words import letters

_ENOUGH = 40  # letters: less is a caption or a menu
_DESCRIBED = 20  # letters of the description that are looked for
# of the page's prose: an article that is less of it may be the wrong part ...
_SUSPECT = 0.35
_MOST = 0.6  # ... when it does not begin as the page describes itself
_LITTLE = 0.15  # ... when it does
_SAME = 0.75  # of the letters: two answers that share so many are one answer
_DESCRIPTION_VOTE = 0.8
_FIRST_VOTE = 0.25


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page as the finders see it. ``opening``: the block that the page's description quotes, and its letters."""

    tree: HtmlElement
    blocks: Sequence[Block]
    prose: int  # letters in lines of prose outside comments and the like
    opening: str
    opening_at: int | None
    outside: frozenset[HtmlElement]


def read_body(tree: HtmlElement, blocks: Sequence[Block], rule: Rule, hints: Hints) -> Body:
    page = _look(tree, blocks, hints)
    answers: list[Body] = []
    for finder in _finders(page, rule, hints.chinese):
        found = region(blocks, finder())
        body = Body(lines=tuple(article_lines(found, hints.title)), home=found.home)
        if body.letters < _ENOUGH:
            continue
        answers.append(body)
        if _settled(answers, page, sure=not rule.body and not hints.chinese):
            return answers[0]
    return _elected(answers, page)


def _finders(page: _Page, rule: Rule, chinese: bool) -> Iterator[Callable[[], Sequence[int]]]:
    """Functions that mark blocks, the most trusted first."""
    libraries = (
        lambda: project(page.blocks, by_readability(page.tree)),
        lambda: project(page.blocks, by_trafilatura(page.tree, precise=not chinese)),
    )
    first, second = libraries if chinese else libraries[::-1]
    if rule.body:
        # a site changes its markup without telling us: its rule needs a second voice
        yield from (lambda: _of_rule(page, rule), lambda: _densest(page), first)
    else:
        yield from (first, lambda: _densest(page))
    yield from (partial(_of_rule, page, system) for system in systems())
    yield second
    if page.opening_at is not None:
        yield lambda: _around_opening(page)


def _settled(answers: Sequence[Body], page: _Page, *, sure: bool) -> bool:
    """Whether the first answer stands without asking further: when a second agrees, or at once for a ``sure`` finder."""
    first = answers[0]
    if len(answers) == 2 and _agreement(first, answers[1]) >= _SAME:
        return True
    return len(answers) == 1 and sure and _convincing(first, page)


def _elected(answers: Sequence[Body], page: _Page) -> Body:
    """The answer that the others agree with most; the page's own description has a vote, and the order decides ties."""
    if not answers:
        return Body()
    votes = [
        sum(_agreement(one, other) for other in answers if other is not one)
        + (_DESCRIPTION_VOTE if page.opening and _contains(one, page.opening) else 0.0)
        + (_FIRST_VOTE if one is answers[0] else 0.0)
        for one in answers
    ]
    return answers[votes.index(max(votes))]


def _agreement(one: Body, other: Body) -> float:
    """Letters in both over letters in either (0 to 1)."""
    mine, theirs = set(map(id, one.lines)), set(map(id, other.lines))
    sizes = {id(block): len(block.letters) for block in (*one.lines, *other.lines)}
    either = sum(sizes[block] for block in mine | theirs)
    return sum(sizes[block] for block in mine & theirs) / max(1, either)


def _look(tree: HtmlElement, blocks: Sequence[Block], hints: Hints) -> _Page:
    outside: dict[HtmlElement, bool] = {}
    inside = [index for index, block in enumerate(blocks) if not _outside(block.element, outside)]
    prose = [index for index in inside if is_prose(blocks[index])]
    told = letters(hints.description)[:_DESCRIBED]
    at = None
    if len(told) == _DESCRIBED and told not in letters(hints.title):
        at = next((index for index in prose if told in blocks[index].letters), None)
    return _Page(
        tree=tree,
        blocks=blocks,
        prose=sum(len(blocks[index].letters) for index in prose),
        opening=told if at is not None else "",
        opening_at=at,
        outside=frozenset(element for element, named in outside.items() if named),
    )


def _outside(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    """Whether the element lies in a region that is named as something else than an article."""
    if element not in known:
        parent = element.getparent()
        # a body's class often lists all that its pages may hold
        named = element.tag not in ("body", "html", "main", "article") and named_boilerplate(element, strict=True)
        known[element] = named or (parent is not None and _outside(parent, known))
    return known[element]


def _densest(page: _Page) -> list[int]:
    home = densest(page.blocks, page.outside)
    return [] if home is None else _within(home, page.blocks)


def _of_rule(page: _Page, rule: Rule) -> list[int]:
    home = pick(page.tree, rule.body) if rule.hosts else pick_only(page.tree, rule.body)
    return [] if home is None else _within(home, page.blocks, pick_all(home, rule.drop))


def _within(home: HtmlElement, blocks: Sequence[Block], dropped: Sequence[HtmlElement] = ()) -> list[int]:
    inside = set(home.iter())
    for element in dropped:
        inside -= set(element.iter())
    return [index for index, block in enumerate(blocks) if block.element in inside]


def _around_opening(page: _Page) -> list[int]:
    """The blocks of the smallest container of the opening line that holds more than a few lines of prose."""
    assert page.opening_at is not None
    element = page.blocks[page.opening_at].element
    best = _within(element, page.blocks)
    for holder in element.iterancestors():
        if holder.tag in ("body", "html"):
            break
        inside = _within(holder, page.blocks)
        if _prose_of(page, inside) < 1.3 * max(_prose_of(page, best), _ENOUGH) and _prose_of(page, best) > _ENOUGH:
            break
        best = inside
    return best


def _prose_of(page: _Page, indices: Sequence[int]) -> int:
    return sum(len(page.blocks[index].letters) for index in indices if is_prose(page.blocks[index]))


def _convincing(body: Body, page: _Page) -> bool:
    share = body.letters / max(1, page.prose)
    if page.opening and _contains(body, page.opening):
        return share >= _LITTLE
    return share >= (_MOST if page.opening else _SUSPECT)


def _contains(body: Body, opening: str) -> bool:
    return any(opening in block.letters for block in body.lines)
