"""Extraction: the bytes of a page into its article. Pure; runs in a worker process, for the bytes are strangers'."""

from collections.abc import Sequence
from datetime import UTC, datetime, timezone

from lxml.html import HtmlElement

from ribao.acquire.extraction import address, dates, multipage, walls
from ribao.acquire.extraction.blocks import Block, blocks
from ribao.acquire.extraction.body import Body, Hints, read_body
from ribao.acquire.extraction.byline import Byline, authors_in, credit_in, editors_in, read_byline, source_in
from ribao.acquire.extraction.headline import headline
from ribao.acquire.extraction.libraries import by_htmldate
from ribao.acquire.extraction.pictures import pictures
from ribao.acquire.extraction.refusal import refuse
from ribao.acquire.extraction.result import Extracted
from ribao.acquire.extraction.rules import Rule, pick_text, rule_for
from ribao.acquire.extraction.structured import Structured, collect
from ribao.acquire.extraction.surroundings import Surroundings, surroundings
from ribao.acquire.extraction.tree import TooDeep, parse, prune
from ribao.acquire.extraction.words import han_share
from ribao.support.charset import declared_in, decode
from ribao.types.reason import Code, Reason

__all__ = ["Extracted", "extract"]

_CHINESE = 0.2  # share of Chinese characters from which a page counts as Chinese


def extract(body: bytes, *, content_type: str | None = None, url: str = "") -> Extracted:
    """What the page says about its article; ``reason`` is set when it cannot be read. Never raises for bad input.

    ``url`` is the page's final address (empty: unknown), ``content_type`` the HTTP header as received.
    """
    if reason := refuse(body, content_type):
        return Extracted(reason=reason)
    text, _encoding = decode(body, declared_in(body[:4096], content_type))
    try:
        tree = parse(text)
    except TooDeep as deep:
        return Extracted(reason=deep.reason)
    if tree is None:
        return Extracted(reason=Reason(code=Code.PAGE_NO_TEXT, detail="no element"))
    return _read(tree, url)


def _read(tree: HtmlElement, url: str) -> Extracted:
    structured = collect(tree)
    rule = rule_for(tree, url)
    prune(tree)
    lines = blocks(tree)
    page_text = "\n".join(block.text for block in lines)
    chinese = han_share(page_text[:20_000]) >= _CHINESE
    title = pick_text(tree, rule.title) or headline(tree, lines, structured)
    body = read_body(tree, lines, rule, Hints(title=title, description=_description(structured), chinese=chinese))
    around = surroundings(tree, lines, body, title)
    byline = _byline(tree, rule, structured, around, body)
    return Extracted(
        title=title,
        byline=byline.line,
        authors=byline.authors,
        source_name=byline.source_name,
        editor=byline.editor,
        published_at=_published(tree, rule, structured, around, url, dates.CHINA if chinese else UTC),
        paragraphs=tuple(block.text for block in body.lines),
        pictures=pictures(structured, body.home, url),
        canonical=address.canonical(tree, structured, url),
        language=(tree.get("lang") or tree.get("xml:lang") or "").strip()[:35],
        credit=credit_in((*around.lead, *around.tail, *around.lines)),
        next_page=multipage.next_page(tree, url),
        reason=_missing(lines, body, title),
    )


def _description(structured: Structured) -> str:
    return structured.first("og:description", "description") or structured.said("description")


def _missing(lines: Sequence[Block], body: Body, title: str) -> Reason | None:
    mine = set(map(id, body.lines))
    outside = "\n".join((title, *(block.text for block in lines if id(block) not in mine)))
    if reason := walls.wall(outside, "\n".join(block.text for block in body.lines), body.letters):
        return reason
    if not body.lines:
        return Reason(code=Code.PAGE_NO_TEXT, detail=f"{len(outside)} characters, none of them an article's")
    return None


def _byline(tree: HtmlElement, rule: Rule, structured: Structured, around: Surroundings, body: Body) -> Byline:
    found = read_byline(structured, around.lines, around.lead, around.tail, around.authors)
    authors = authors_in(pick_text(tree, rule.author)) or found.authors
    return Byline(
        line=found.line if authors == found.authors else "、".join(authors),
        authors=authors,
        source_name=source_in(pick_text(tree, rule.source)) or found.source_name,
        editor=editors_in(pick_text(tree, rule.editor)) or found.editor,
    )


def _published(
    tree: HtmlElement, rule: Rule, structured: Structured, around: Surroundings, url: str, zone: timezone
) -> datetime | None:
    if rule.date and (moment := dates.read_date(pick_text(tree, rule.date), zone)):
        return moment.astimezone(UTC)
    if moment := dates.published(structured, around.lines, around.times, url, zone):
        return moment
    day = dates.read_date(by_htmldate(tree), zone)
    return day.astimezone(UTC) if day else None
