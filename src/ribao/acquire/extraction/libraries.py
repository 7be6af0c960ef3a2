"""The two extraction libraries, as functions from a tree to text. Neither changes the tree it is given."""

import logging
from copy import deepcopy

from lxml.html import HtmlElement, fromstring

from ribao.acquire.extraction.blocks import blocks

# both log each odd page as an error; what is wrong with a page is told by its reason instead
for _name in ("readability.readability", "readability", "trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


def by_readability(tree: HtmlElement) -> str:
    from readability import Document

    try:
        html = Document(deepcopy(tree)).summary(html_partial=True)
        return "\n".join(block.text for block in blocks(fromstring(html)))
    except Exception:  # Unparseable, and whatever lxml makes of odd trees
        return ""


def by_trafilatura(tree: HtmlElement, *, precise: bool) -> str:
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            deepcopy(tree),
            fast=True,
            include_comments=False,
            favor_precision=precise,
            with_metadata=False,
            as_dict=False,
        )
    except Exception:  # the library promises nothing about what it raises
        return ""
    return (getattr(found, "text", None) or "") if found is not None else ""


def by_htmldate(tree: HtmlElement) -> str:
    """The day on which the page was first published as htmldate sees it (YYYY-MM-DD), empty when it finds none."""
    from htmldate import find_date

    try:
        # the extensive search also takes dates of other articles and of copyright lines
        return find_date(deepcopy(tree), extensive_search=False, original_date=True) or ""
    except Exception:  # the library promises nothing about what it raises
        return ""
