"""Surroundings: the lines near an article that tell who wrote it and when, in the order in which they are believed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from ribao.acquire.extraction.blocks import Block
from ribao.acquire.extraction.body import Body
from ribao.acquire.extraction.paths import elements
from ribao.acquire.extraction.words import letters, one_line

_BEFORE, _AFTER = 30, 25  # blocks
_LONGEST = 200
_LINE = 20  # letters
_AUTHOR_NAMED = re.compile(
    r"(?:^|[\s_-])(?:author|authors|byline|by-?author|writer|reporter|contributor|zuozhe|user-?name|nickname|author-?names?|media-?name|account-?name)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_COMMENT = re.compile(r"comment|reply|pinglun|gentie|tie-|-tie|related|recommend|sidebar|hot", re.IGNORECASE)


# a first sieve by substrings, in C; what passes is judged by its words
_HINTS = ("uthor", "yline", "riter", "eporter", "ontributor", "zuozhe", "name", "Name")
_NAMED_SO = " or ".join([*(f"contains(@class, '{hint}')" for hint in _HINTS), "(self::a and contains(@rel, 'author'))"])
_PERHAPS_AUTHOR = elements(f"//*[{_NAMED_SO}]")
_PERHAPS_AUTHOR_WITHIN = elements(f".//*[{_NAMED_SO}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """``lines``: short lines from the headline to the body, then after the body. ``lead``, ``tail``: of the article.

    ``times``: values of time elements; ``authors``: texts of elements named for the author.
    """

    lines: tuple[str, ...]
    lead: tuple[str, ...]
    tail: tuple[str, ...]
    times: tuple[str, ...]
    authors: tuple[str, ...]


def surroundings(tree: HtmlElement, blocks: Sequence[Block], body: Body, title: str) -> Surroundings:
    where = {id(block): index for index, block in enumerate(blocks)}
    places = [where[id(block)] for block in body.lines] or [len(blocks)]
    # a menu's word may have slipped in before the text: what comes before the first real line may tell of the author
    first = (
        next((place for place in places if len(blocks[place].letters) >= _LINE), places[0]) if body.lines else places[0]
    )
    last = places[-1]
    start = _headline_at(blocks, title, first)
    shown = [block.text for block in body.lines]
    near = [*blocks[start:first], *blocks[first : min(first + 3, last)], *blocks[max(first, last - 2) : last + _AFTER]]
    return Surroundings(
        lines=tuple(block.text for block in near if len(block.text) <= _LONGEST),
        lead=tuple(shown[:4]),
        tail=tuple(shown[-4:]),
        times=tuple(_times(tree)),
        authors=tuple(_authors(tree, near)),
    )


def _headline_at(blocks: Sequence[Block], title: str, first: int) -> int:
    """Where the lines before the body begin: at the last showing of the headline, else a few lines before the body."""
    wanted = letters(title)
    lowest = max(0, first - _BEFORE)
    for index in range(first - 1, lowest - 1, -1):
        found = blocks[index].letters
        if wanted and (found == wanted or (len(found) > _LINE // 2 and wanted.startswith(found))):
            return max(0, index - 3)
    return lowest


def _times(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("time"):
        if not _in_comments(element):
            yield element.get("datetime") or one_line(element.text_content())


def _authors(tree: HtmlElement, near: Sequence[Block]) -> Iterator[str]:
    """Texts of elements near the article that are named for its author; the innermost of nested ones."""
    around = {holder for block in near for holder in (block.element, *list(block.element.iterancestors())[:2])}
    for element in _PERHAPS_AUTHOR(tree):
        if not _names_author(element) or any(_names_author(child) for child in _PERHAPS_AUTHOR_WITHIN(element)):
            continue
        text = one_line(element.text_content())
        if (
            0 < len(text) <= 60
            and not _in_comments(element)
            and not around.isdisjoint((element, *list(element.iterancestors())[:3]))
        ):
            yield text


def _names_author(element: HtmlElement) -> bool:
    if element.tag == "a" and "author" in (element.get("rel") or "").split():
        return True
    named = element.get("class")
    return bool(named) and _AUTHOR_NAMED.search(_CAMEL.sub("-", named[:200])) is not None


def _in_comments(element: HtmlElement) -> bool:
    return any(
        _COMMENT.search(f"{holder.get('class') or ''} {holder.get('id') or ''}")
        for holder in (element, *element.iterancestors())
        if holder.tag not in ("body", "html")
    )
