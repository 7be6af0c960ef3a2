"""Fragments: the HTML (or plain text) that feeds carry, as paragraphs."""

import html
import re

from ribao.acquire.extraction.blocks import blocks
from ribao.acquire.extraction.refusal import MAX_ELEMENTS
from ribao.acquire.extraction.tree import TooDeep, parse, prune
from ribao.acquire.extraction.words import one_line

_TAG = re.compile(r"<(?:/?[a-zA-Z]|!--)")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7});")


def plain_paragraphs(fragment: str) -> tuple[str, ...]:
    """The visible lines of ``fragment``; its tags alone taken out where it is nested too deep or too large to parse."""
    if not fragment or not fragment.strip():
        return ()
    if not _TAG.search(fragment):
        text = html.unescape(fragment) if _ENTITY.search(fragment) else fragment
        return tuple(line for part in text.splitlines() if (line := one_line(part)))
    try:
        if fragment.count("<") > MAX_ELEMENTS * 2:
            return _stripped(fragment)
        tree = parse(f"<html><body><div>{fragment}</div></body></html>")
    except TooDeep:
        return _stripped(fragment)
    if tree is None:
        return _stripped(fragment)
    prune(tree)
    return tuple(block.text for block in blocks(tree))


def _stripped(fragment: str) -> tuple[str, ...]:
    text = html.unescape(re.sub(r"<[^<>]{0,5000}>", "\n", fragment))
    return tuple(line for part in text.splitlines() if (line := one_line(part)))
