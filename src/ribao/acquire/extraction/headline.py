"""The headline: the page's own big line, checked against its title tag."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ribao.acquire.extraction.boilerplate import ends_article
from ribao.acquire.extraction.structured import Structured
from ribao.acquire.extraction.words import letters, one_line

_SEPARATOR = re.compile(r"\s*[_|｜丨»›•]+\s*|\s+[-–—－·:：]+\s+|\s*(?:--|——|—|-)\s*(?=[^-–—]{2,20}$)")
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:title|headline|biaoti|bt|h1|article-?title|news-?title|post-?title|entry-?title|art-?tit\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_META = (
    "og:title",
    "twitter:title",
    "dc.title",
    "articletitle",
    "title",
    "headline",
    "parsely-title",
    "sailthru.title",
)
_SHORT = 4  # letters


def headline(tree: HtmlElement, structured: Structured, site_names: tuple[str, ...] = ()) -> str:
    """The headline as one line, empty when the page has none."""
    page_title = one_line(next((element.text_content() for element in tree.iter("title")), ""))
    declared = _declared(structured)
    told = [letters(text) for text in (page_title, *declared) if text]
    heading = _best_heading(tree, told)
    if heading:
        return heading
    for text in declared:
        if len(letters(text)) >= _SHORT:
            return without_site(text, page_title, site_names)
    return without_site(page_title, page_title, site_names)


def without_site(text: str, page_title: str, site_names: tuple[str, ...]) -> str:
    """A title without the names of section and site that follow it: the longest part, unless a later one is the site's."""
    parts = [part for part in _SEPARATOR.split(text) if part and part.strip()]
    parts = [part for part in parts if letters(part) not in {letters(name) for name in site_names if name}] or parts
    if len(parts) < 2:
        return parts[0].strip() if parts else text
    first = parts[0].strip()
    # the headline comes first on nearly every site; a much longer later part says otherwise
    longest = max(parts, key=len).strip()
    return longest if len(letters(longest)) > 2 * len(letters(first)) else first


def _declared(structured: Structured) -> list[str]:
    values = [structured.said("headline", "title"), *(structured.first(name) for name in _META)]
    values += structured.items.get("headline", ())
    return [value for value in values if value]


def _best_heading(tree: HtmlElement, told: list[str]) -> str:
    """The heading that the page's titles contain: the longest, an earlier level first. Empty when none fits."""
    for candidates in (tree.iter("h1"), _named(tree), tree.iter("h2", "h3")):
        fitting = [text for text in map(_text, candidates) if _fits(letters(text), told)]
        if fitting:
            return max(fitting, key=lambda text: len(letters(text)))
    if not told:
        return next((text for text in map(_text, tree.iter("h1")) if len(letters(text)) >= _SHORT), "")
    return ""


def _fits(found: str, told: list[str]) -> bool:
    if len(found) < _SHORT:
        return False
    return any((found in title and len(found) >= 0.4 * len(title)) or _same_start(found, title) for title in told)


def _same_start(found: str, title: str) -> bool:
    """Whether one was cut short of the other (a title tag that ends in …)."""
    size = min(len(found), len(title))
    return size >= 10 and found[: size * 4 // 5] == title[: size * 4 // 5]


def _named(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iterfind(".//*[@class]"):
        if element.tag in ("div", "p", "span", "h2", "h3", "td", "strong") and _NAMED.search(element.get("class")):
            yield element
    for element in tree.iterfind(".//*[@id]"):
        if element.tag in ("div", "p", "span", "h2", "h3", "td") and _NAMED.search(element.get("id")):
            yield element


def _text(element: HtmlElement) -> str:
    text = one_line(element.text_content()) if len(element) < 12 else ""
    return "" if len(text) > 200 or ends_article(text) else text
