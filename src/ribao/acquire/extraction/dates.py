"""When the article was published, from what the page says: for machines first, then for people.

Chinese pages that name no time zone mean their own, +08:00. A page's "updated" time is not asked for.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone

from ribao.acquire.extraction.structured import Structured, texts

CHINA = timezone(timedelta(hours=8))
_MIN_YEAR, _MAX_YEAR = 1995, 2100

_NUMERIC = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})\s?[-/.年－]\s?(?P<m>\d{1,2})\s?[-/.月－]\s?(?P<d>\d{1,2})(?!\d)\s?[日号]?"
    r"(?:[\sT,，|·]{0,4}(?:[（(]?(?:星期|周)[一二三四五六日天][)）]?\s{0,3})?(?P<half>上午|下午|晚上|晚间|凌晨|早上|中午)?\s{0,2}"
    r"(?P<H>\d{1,2})\s?[:：时点]\s?(?P<M>\d{2})?\s?[:：分]?\s?(?P<S>\d{2})?(?:\.\d{1,9})?秒?"
    r"(?P<zone>\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})(?![\d:]))?)?",
)
_COMPACT = re.compile(r"^(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?)?$")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_MONTH = r"(?P<b>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_CLOCK = r"(?:[\s,|·@-]{0,4}(?:at\s)?(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?\s?(?P<half>[ap]\.?m\.?)?(?P<zone>\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})(?![\d:]))?)?"
_ENGLISH = (
    re.compile(rf"\b{_MONTH}\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y>(?:19|20)\d{{2}})\b{_CLOCK}", re.IGNORECASE),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH},?\s(?P<y>(?:19|20)\d{{2}})\b{_CLOCK}", re.IGNORECASE),
)
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")
_IN_URL = re.compile(r"/(?P<y>20[0-3]\d)[-/_]?(?P<m>0[1-9]|1[0-2])[-/_]?(?P<d>0[1-9]|[12]\d|3[01])(?=\D|\d{3,}|$)")

# in the order in which they are believed
_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "og:release_date",
    "bt:pubdate",
    "datepublished",
    "publishdate",
    "publish_date",
    "publish-date",
    "publishtime",
    "publish_time",
    "published_time",
    "published",
    "pubdate",
    "pubtime",
    "_pubtime",
    "apub:time",
    "sailthru.date",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "article.published",
    "article_date_original",
    "weibo: article:create_at",
    "weibo:article:create_at",
    "citation_publication_date",
    "citation_date",
    "originalpublicationdate",
    "date",
)
_CHANGED = ("article:modified_time", "og:updated_time", "dateupdate", "datemodified", "lastmod", "last-modified")
_LABELLED = re.compile(
    r"(?:发布|发表|发稿|刊发|刊登|上传|日期|时间|published|posted|date)(?:时间|日期|于|on)?\s{0,2}[:：]?\s{0,2}$",
    re.IGNORECASE,
)
_OTHER_DATE = re.compile(
    r"(?:更新|修改|修订|截至|截止|updated|modified|生于|注册|成立)(?:时间|日期|于|on|:|：|\s){0,3}$", re.IGNORECASE
)


def read_date(text: str, zone: timezone = CHINA) -> datetime | None:
    """The first date in ``text`` (ISO 8601, Chinese, English, epoch), aware; ``zone`` where it names none."""
    text = text.strip()[:200]
    if _EPOCH.match(text):
        return _epoch(text)
    for pattern in (_COMPACT, _NUMERIC, *_ENGLISH):
        for match in pattern.finditer(text):
            if found := _moment(match, zone):
                return found
    return None


def published(
    structured: Structured, lines: Sequence[str], times: Sequence[str], url: str, zone: timezone
) -> datetime | None:
    """When the page says that it was published, UTC.

    ``lines`` are the short lines around the headline and the byline, ``times`` the values of ``<time>`` elements
    there, both in the page's order. A date without a time of day is completed from a later source of the same day.
    """
    found = [moment for moment, _exact in _moments(structured, lines, times, url, zone)]
    if not found:
        return None
    best = found[0]
    if not _has_clock(best):
        best = next((other for other in found if other.date() == best.date() and _has_clock(other)), best)
    return best.astimezone(UTC)


def _moments(
    structured: Structured, lines: Sequence[str], times: Sequence[str], url: str, zone: timezone
) -> Iterator[tuple[datetime, bool]]:
    for value in _machine_dates(structured):
        if moment := read_date(value, zone):
            yield moment, True
    shown = list(_shown(lines, zone))
    yield from ((moment, True) for labelled, moment in shown if labelled)
    for value in times:
        if moment := read_date(value, zone):
            yield moment, True
    yield from ((moment, False) for labelled, moment in shown if not labelled)
    if (match := _IN_URL.search(url)) and (moment := _moment(match, zone)):
        yield moment, False
    for value in _changed(structured):
        if moment := read_date(value, zone):
            yield moment, False


def _machine_dates(structured: Structured) -> Iterator[str]:
    for name in ("datePublished", "pubDate", "dateCreated", "uploadDate"):
        yield from texts(structured.article.get(name))
    for name in _META:
        yield from structured.meta.get(name, ())
    for name in ("datepublished", "datecreated"):
        yield from structured.items.get(name, ())
    yield from structured.scripted


def _changed(structured: Structured) -> Iterator[str]:
    """When the page was last changed: better than nothing, and nothing more."""
    for name in _CHANGED:
        yield from structured.meta.get(name, ())
        yield from structured.items.get(name, ())
    yield from texts(structured.article.get("dateModified"))
    yield from texts(structured.article.get("upDate"))


def _shown(lines: Sequence[str], zone: timezone) -> Iterator[tuple[bool, datetime]]:
    """Dates in the lines, and whether a word such as 发布时间 stands before each."""
    for line in lines:
        for pattern in (_NUMERIC, *_ENGLISH):
            for match in pattern.finditer(line[:300]):
                before = line[max(0, match.start() - 12) : match.start()]
                moment = _moment(match, zone)
                if moment and not _OTHER_DATE.search(before):
                    yield _LABELLED.search(before) is not None, moment


def _moment(match: re.Match[str], zone: timezone) -> datetime | None:
    parts = match.groupdict()
    month = _MONTHS[parts["b"][:3].lower()] if parts.get("b") else int(parts["m"])
    hour = int(parts.get("H") or 0)
    half = (parts.get("half") or "").lower()
    if half in ("下午", "晚上", "晚间", "pm", "p.m.", "p.m") and hour < 12:
        hour += 12
    if half in ("am", "a.m.", "a.m") and hour == 12:
        hour = 0
    year = int(parts["y"])
    if not _MIN_YEAR <= year <= _MAX_YEAR:
        return None
    try:
        return datetime(
            year,
            month,
            int(parts["d"]),
            hour % 24 if hour == 24 else hour,
            int(parts.get("M") or 0),
            int(parts.get("S") or 0),
            tzinfo=_zone(parts.get("zone"), zone),
        )
    except ValueError:
        return None


def _zone(text: str | None, default: timezone) -> timezone:
    text = (text or "").strip()
    if not text:
        return default
    if text[0] not in "+-":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes >= 24 * 60:
        return default
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _epoch(text: str) -> datetime:
    return datetime.fromtimestamp(int(text[:10]), UTC)


def _has_clock(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) != (0, 0, 0)
