"""The next part of an article that is split over several pages."""

import re
from urllib.parse import SplitResult, urlsplit

from lxml.html import HtmlElement

from ribao.acquire.extraction.address import absolute, same_site
from ribao.acquire.extraction.paths import elements
from ribao.acquire.extraction.words import one_line

_NEXT = re.compile(
    r"^[\[【<《(（]?\s*(?:下一?页|后一页|下頁|下一頁|next page|next\s*[>»›→]?|继续阅读|余下全文)\s*[\]】>》»›→)）]*$",
    re.IGNORECASE,
)
_PAGED = re.compile(
    r"(?:[_-](?P<a>\d{1,2})|[?&](?:p|page|pn|pageno)=(?P<b>\d{1,2})|/(?P<c>\d{1,2})/?)(?P<end>\.s?html?|\.php|\.aspx)?$",
    re.IGNORECASE,
)


_EXTENSION = re.compile(r"(?:\.s?html?|\.php|\.aspx)$", re.IGNORECASE)


# a first sieve by substrings, in C
_WORDS = ("下", "后一页", "next", "Next", "NEXT", "继续阅读", "余下全文")
_PERHAPS_NEXT = elements(
    "//a[contains(@rel, 'next') or " + " or ".join(f"contains(., '{word}')" for word in _WORDS) + "]"
)


def next_page(tree: HtmlElement, url: str) -> str | None:
    """The absolute address of the following part, None when there is none.

    Not every 下一页 leads on in the same article: its address must be this page's own but for a page number.
    """
    if not url:
        return None
    for href in _candidates(tree):
        address = absolute(href, url)
        if address and same_site(address, url) and _is_next(urlsplit(url), urlsplit(address)):
            return address
    return None


def _candidates(tree: HtmlElement) -> list[str]:
    links = [link.get("href", "") for link in tree.iter("link") if (link.get("rel") or "").lower() == "next"]
    for link in _PERHAPS_NEXT(tree):
        if href := link.get("href"):
            rel = (link.get("rel") or "").lower().split()
            if "next" in rel or _NEXT.match(one_line(link.text_content())[:20]):
                links.append(href)
    return links


def _is_next(here: SplitResult, there: SplitResult) -> bool:
    """Whether ``there`` is ``here`` with the next number, or with a 2 where ``here`` has none."""
    match = _PAGED.search(_whole(there))
    if match is None:
        return False
    base, following = _whole(there)[: match.start()].rstrip("/"), _number(match)
    if following == 2 and base == _EXTENSION.sub("", _whole(here)).rstrip("/"):
        return True
    mine = _PAGED.search(_whole(here))
    # 1.html may be an article's own number: 2.html is then another article
    if mine is None or (mine["c"] and _number(mine) < 2):
        return False
    return _whole(here)[: mine.start()].rstrip("/") == base and following == _number(mine) + 1


def _whole(parts: SplitResult) -> str:
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _number(match: re.Match[str]) -> int:
    return int(match["a"] or match["b"] or match["c"])
