"""The headline: the page's own big line, checked against what its title tag and meta tags say."""

import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from ribao.acquire.extraction.blocks import Block
from ribao.acquire.extraction.structured import Structured
from ribao.acquire.extraction.words import letters, one_line

_SEPARATOR = re.compile(r"\s*[_|｜丨»›•]+\s*|\s+[-–—－·:：]+\s+|\s*(?:--|——|—|-)\s*(?=[^-–—]{2,20}$)")
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:h?title|headline|biaoti|bt|h1|tit|tt|\w*title\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_META = (
    "og:title",
    "twitter:title",
    "articletitle",
    "dc.title",
    "title",
    "headline",
    "parsely-title",
    "sailthru.title",
)
_SHORT = 4  # letters
_LONGEST = 200
_TITLE = 1000  # characters of a title that are looked at
_WHOLE = 0.4  # of a title tag, the rest being names of section and site


def headline(tree: HtmlElement, blocks: Sequence[Block], structured: Structured) -> str:
    """The headline as one line, empty when the page has none.

    A heading that the title tag contains is the best witness; then what the page declares; then the title tag.
    """
    page_title = one_line(next((element.text_content()[:_TITLE] for element in tree.iter("title")), ""))
    declared = _declared(structured)
    site = _site_names(structured)
    told = [letters(text) for text in (page_title, *declared) if text]
    if heading := _best_heading(blocks, told):
        return heading
    for text in (*declared, page_title):
        if len(letters(text)) >= _SHORT:
            return without_site(text[:_TITLE], site)
    return page_title


def without_site(text: str, site: Iterable[str]) -> str:
    """A title without the names of section and site around it."""
    names = {letters(name) for name in site if name}
    parts = [part.strip() for part in _SEPARATOR.split(text) if part and letters(part) and letters(part) not in names]
    if not parts:
        return text
    longest = max(parts, key=len)
    # the headline comes first on nearly every site; a much longer later part says otherwise
    return longest if len(letters(longest)) > 2 * len(letters(parts[0])) else parts[0]


def _declared(structured: Structured) -> list[str]:
    values = [*(structured.first(name) for name in _META), structured.said("headline", "title")]
    values += structured.items.get("headline", ())
    return [value for value in values if value]


def _site_names(structured: Structured) -> tuple[str, ...]:
    return (structured.first("og:site_name"), structured.first("application-name"), structured.said("publisher"))


def _best_heading(blocks: Sequence[Block], told: Sequence[str]) -> str:
    """The heading that the page's titles contain; an h1 before an element named title before other headings."""
    short = [block for block in blocks if 1 < len(block.letters) <= _LONGEST]
    if not told:
        return next((block.text for block in short if _rank(block) == 0), "")
    for fits in (_is_part, _same_start):
        alike = (block for block in short if any(fits(block.letters, title) for title in told))
        fitting = [(rank, block) for block in alike if (rank := _rank(block)) is not None]
        if fitting:
            # a kicker (王文：…) may stand in a lesser heading that has the whole line
            return min(fitting, key=lambda pair: (-len(pair[1].letters), pair[0]))[1].text
    return ""


def _rank(block: Block) -> int | None:
    """How much of a headline its element is: 0 an h1, 1 an element named title, 2 another heading, None nothing."""
    holders = (block.element, *list(block.element.iterancestors())[:2])
    if any(holder.tag == "h1" for holder in holders):
        return 0
    if any(_NAMED.search(f"{holder.get('class') or ''} {holder.get('id') or ''}"[:200]) for holder in holders[:2]):
        return 1
    return 2 if block.element.tag in ("h2", "h3", "h4", "center", "strong") else None


def _is_part(found: str, title: str) -> bool:
    return len(found) >= max(_SHORT, _WHOLE * len(title)) and found in title


def _same_start(found: str, title: str) -> bool:
    """Whether one was cut short of the other (a title tag that ends in …)."""
    size = min(len(found), len(title))
    return (
        size >= 10 and max(len(found), len(title)) <= 1.6 * size and found[: size * 9 // 10] == title[: size * 9 // 10]
    )
