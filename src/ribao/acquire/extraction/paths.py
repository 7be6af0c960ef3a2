"""XPath expressions as plain functions from a tree to its elements."""

from collections.abc import Callable
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement


def elements(path: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """The compiled expression: it is run in C, where a walk in Python makes an object of each element it passes."""
    compiled = XPath(path)
    return lambda tree: cast(list[HtmlElement], compiled(tree))
