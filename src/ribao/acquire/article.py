"""From a lead and what its page said to an article, and the page that is its evidence. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from ribao.acquire.extract import Extracted
from ribao.acquire.extraction.boilerplate import is_boilerplate
from ribao.acquire.extraction.fragment import plain_paragraphs
from ribao.acquire.extraction.words import letters
from ribao.support.script import language_of
from ribao.types.article import Article, Picture, TextFrom
from ribao.types.lead import Lead
from ribao.types.page import Page
from ribao.types.reason import Reason
from ribao.types.source import Source

FULLER = 1.2  # the feed's content must be so much longer than the page's text to be preferred
FUTURE = timedelta(days=1)
APART = timedelta(days=3)
_ENOUGH = 120  # letters of feed content that can pass for an article
_CUT = re.compile(
    r"(?:…|\.{3}|\[…\]|\[\.\.\.\]|&hellip;)\s*(?:[\[(（【]?\s*(?:阅读(?:全文|更多|原文)|查看(?:全文|更多|原文)|全文|read more|continue reading|more)[^\n]{0,60})?\s*$"
    r"|(?:阅读全文|查看全文|继续阅读|阅读原文|点击查看|read (?:more|the (?:full|rest))|continue reading|view full)[^\n]{0,120}$",
    re.IGNORECASE,
)
_TITLE_CUT = re.compile(r"(?:…|\.{2,}|⋯)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """Where the paragraphs are from; ``html`` is the evidence when it was not the page."""

    kind: TextFrom
    paragraphs: tuple[str, ...]
    html: str = ""


def make_article(
    lead: Lead,
    source: Source | None,
    extracted: Extracted | None,
    page_sha256: str,
    *,
    now: datetime,
    latest: datetime | None = None,
    reason: Reason | None = None,
) -> tuple[Article, Page | None]:
    """The article of ``lead``, and its evidence page when that is not the fetched one (made of the feed's own words).

    ``extracted`` and ``page_sha256`` are of the fetched page, None and empty when there is none; ``reason`` says why.
    Dates are believed up to a day after ``latest`` (default: ``now``).
    """
    summary = "\n".join(plain_paragraphs(lead.summary))
    text = _choose(lead, extracted, summary)
    from_page = text.kind is TextFrom.PAGE
    evidence = None if from_page else _feed_page(lead, text.html, now)
    published_at, dated = _date(lead, extracted, latest or now)
    title = _title(lead, extracted)
    page = extracted or Extracted()
    article = Article(
        id=lead.id,
        source_id=lead.source_id,
        url=page.canonical or lead.url,
        title=title,
        published_at=published_at,
        dated=dated,
        seen_at=lead.seen_at,
        language=language_of(
            "\n".join((title, *text.paragraphs)), page.language or (source.language if source else "")
        ),
        page_sha256=page_sha256 if evidence is None else evidence.sha256,
        text_from=text.kind,
        paragraphs=text.paragraphs,
        byline=page.byline or lead.author,
        source_name=page.source_name,
        editor=page.editor,
        summary=summary,
        pictures=_pictures(lead, page),
        reason=None if text.kind in (TextFrom.PAGE, TextFrom.FEED) else reason or page.reason,
    )
    return article, evidence


def _choose(lead: Lead, extracted: Extracted | None, summary: str) -> _Text:
    """The page's text, unless the feed's own is fuller; then the summary; then the headline alone."""
    page = extracted.paragraphs if extracted and extracted.reason is None else ()
    whole = plain_paragraphs(lead.content)
    content = tuple(line for line in whole if not is_boilerplate(line))
    if _fuller(content, page) and not _CUT.search(whole[-1]):
        return _Text(kind=TextFrom.FEED, paragraphs=content, html=lead.content)
    if page:
        return _Text(kind=TextFrom.PAGE, paragraphs=page)
    described = plain_paragraphs(lead.summary)
    if content and _length(content) >= _length(described):
        return _Text(kind=TextFrom.SUMMARY, paragraphs=content, html=lead.content)
    if summary:
        return _Text(kind=TextFrom.SUMMARY, paragraphs=described, html=lead.summary)
    return _Text(kind=TextFrom.NONE, paragraphs=(), html=lead.title)


def _fuller(content: tuple[str, ...], page: tuple[str, ...]) -> bool:
    if not content:
        return False
    if not page:
        return _length(content) >= _ENOUGH
    return _length(content) > FULLER * _length(page) and _length(content) >= _ENOUGH


def _length(paragraphs: tuple[str, ...]) -> int:
    return sum(len(letters(paragraph)) for paragraph in paragraphs)


def _feed_page(lead: Lead, html: str, now: datetime) -> Page:
    body = html.encode("utf-8", "replace")
    return Page(
        sha256=sha256(body).hexdigest(),
        url=lead.url,
        requested_url=lead.url,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        fetched_at=now,
        body=body,
        from_feed=True,
    )


def _date(lead: Lead, extracted: Extracted | None, latest: datetime) -> tuple[datetime, str]:
    page = extracted.published_at if extracted else None
    feed = lead.published_at
    if page is not None and page <= latest + FUTURE and (feed is None or abs(page - feed) <= APART):
        # a page that names the day alone says less than the feed's time of that day
        vague = feed is not None and _midnight(page) and timedelta(0) <= feed - page < timedelta(days=1)
        if not vague:
            return page, "page"
    if feed is not None and feed <= latest + FUTURE:
        return feed, "feed"
    return lead.seen_at.astimezone(UTC), "seen"


def _midnight(moment: datetime) -> bool:
    """Midnight in UTC or in China: a date without a time of day."""
    return (moment.hour % 24, moment.minute, moment.second) in ((0, 0, 0), (16, 0, 0))


def _title(lead: Lead, extracted: Extracted | None) -> str:
    """The lead's headline, unless it is empty or cut short and the page's goes on from there."""
    theirs = extracted.title if extracted else ""
    if not lead.title:
        return theirs
    if not theirs or not _TITLE_CUT.search(lead.title):
        return lead.title
    start = letters(_TITLE_CUT.sub("", lead.title))
    return theirs if letters(theirs).startswith(start[: max(4, len(start) * 4 // 5)]) else lead.title


def _pictures(lead: Lead, page: Extracted) -> tuple[Picture, ...]:
    if page.pictures or not lead.picture.startswith(("http://", "https://")):
        return page.pictures
    return (Picture(url=lead.picture),)
