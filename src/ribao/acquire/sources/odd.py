"""The slow path: feeds that are not well-formed, by way of feedparser, on text that we decoded.

Dangerous by nature: feedparser needs over 100 seconds for an element with 100,000 attributes. :func:`read` is a plain
top-level function of picklable values, so that it can run in a process that is ended when it takes too long; and
:func:`refuse_monsters` turns down beforehand what is known to hurt.

feedparser finds the elements and resolves links; it sanitises nothing, dates nothing and leaves ids as they are. All
else is done here, in the same way as on the fast path.
"""

import io
import re
import warnings
from collections.abc import Callable
from datetime import datetime
from typing import Any

from ribao.acquire.sources import dates
from ribao.acquire.sources.document import Document, Entry, Unreadable
from ribao.acquire.sources.language import is_chinese
from ribao.acquire.sources.links import absolute, join_base
from ribao.acquire.sources.media import Media, picture
from ribao.acquire.sources.newest import newest
from ribao.acquire.sources.text import as_html, distinct, name, plain
from ribao.types.reason import Code, Reason

MOST_CHARACTERS = 4_000_000
LONGEST_TAG = 20_000  # characters between < and >: attributes are what costs
MOST_TAGS = 200_000
DEEPEST = 200

_Parsed = dict[str, Any]  # feedparser's own kind of dict
_ReadDate = Callable[[str], datetime | None]
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{LONGEST_TAG}}}")
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_START_OR_END = re.compile(r"<(/?)[A-Za-z][^<>]{0,20000}?(/?)>")
_LOOKS_LIKE_FEED = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
# feedparser looks for an e-mail address in every name, in time that grows with the square of its length
_LONG_NAME = re.compile(
    r"(<(?:\w{1,20}:)?(?:author|creator|name|publisher|owner|managingEditor|webMaster|email)\b[^<>]{0,500}>"
    r"(?:<!\[CDATA\[)?[^<]{500})[^<]+",
    re.IGNORECASE,
)
_ROOT_BASE = re.compile(r"""<(?:rss|feed|rdf:RDF)\b[^<>]*?\sxml:base=(["'])([^"'<>]*)\1""", re.IGNORECASE)
_VOID_END = re.compile(r"</(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)>")


def read(text: str, url: str, now: datetime, max_entries: int) -> Document:
    """The entries that feedparser finds. Raises Unreadable (FEED_BROKEN or NOT_A_FEED)."""
    refuse_monsters(text)
    parsed = _feedparser(_LONG_NAME.sub(r"\1", text), url)
    if not parsed["entries"] and not (parsed.get("version") and parsed["feed"]):
        feed_like = _LOOKS_LIKE_FEED.search(text)
        raise Unreadable(Reason(code=Code.FEED_BROKEN if feed_like else Code.NOT_A_FEED, detail=_complaint(parsed)))
    feed = parsed["feed"]
    language = str(feed.get("language") or "")[:35].replace("_", "-")
    titles = [str(one.get("title", "")) for one in (feed, *parsed["entries"][:5])]
    read_date = dates.reader(now, is_chinese(language, titles))
    atom = str(parsed.get("version", "")).startswith("atom")
    base = join_base(url, _root_base(text))
    found = [_entry(entry, base, read_date, atom) for entry in parsed["entries"]]
    entries, reason = newest(found, max_entries)
    return Document(
        format="atom" if atom else "rdf" if parsed.get("version") in ("rss10", "rss090") else "rss",
        entries=entries,
        title=_title(feed, atom),
        site=_link(feed, base),
        language=language,
        hints=_hints(text),
        reason=reason,
    )


def _feedparser(text: str, url: str) -> _Parsed:
    import feedparser
    from feedparser.api import LooseFeedParser, StrictFeedParser

    # ids are ids, not addresses: resolving them would change them all when the feed moves
    for parser in (StrictFeedParser, LooseFeedParser):
        parser.can_be_relative_uri = parser.can_be_relative_uri - {"id"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            parsed = feedparser.parse(
                io.BytesIO(text.encode("utf-8", "replace")),
                response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
                sanitize_html=False,
                resolve_relative_uris=False,
            )
        except (ValueError, TypeError, AssertionError, RecursionError, LookupError, AttributeError) as error:
            # feedparser 6 lets some of its own faults through; what it choked on is no feed that anyone can read
            raise Unreadable(Reason(code=Code.FEED_BROKEN, detail=f"feedparser: {error!r}"[:500])) from error
    result: _Parsed = parsed
    return result


def refuse_monsters(text: str) -> None:
    """Raises Unreadable (FEED_BROKEN) for what would keep feedparser busy for minutes, or that declares entities."""
    if len(text) > MOST_CHARACTERS:
        raise _broken(f"not well-formed, and too long to repair: {len(text)} characters")
    outside = _CDATA.sub("", text)
    if "<!ENTITY" in outside:
        raise _broken("entity declarations are refused")
    if _LONG_TAG.search(outside):
        raise _broken(f"not well-formed, and a tag of more than {LONGEST_TAG} characters")
    if outside.count("<") > MOST_TAGS:
        raise _broken(f"not well-formed, and more than {MOST_TAGS} tags")
    if _depth(outside) > DEEPEST:
        raise _broken(f"not well-formed, and nested more than {DEEPEST} deep")


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _START_OR_END.finditer(text):
        if found[1]:
            depth = max(0, depth - 1)
        elif not found[2]:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _broken(detail: str) -> Unreadable:
    return Unreadable(Reason(code=Code.FEED_BROKEN, detail=detail))


def _complaint(parsed: _Parsed) -> str:
    return str(parsed.get("bozo_exception") or "no entries")[:500]


# -- one entry ---------------------------------------------------------------------------------------------------


def _entry(entry: _Parsed, document_base: str, read_date: _ReadDate, atom: bool) -> Entry:
    base = join_base(document_base, _base(entry))
    guid = _get(entry, "id").strip()
    permalink = atom or bool(dict.get(entry, "guidislink"))
    published = _date(entry, "published", read_date) or _date(entry, "created", read_date)
    updated = _date(entry, "updated", read_date)
    content = _content(entry, atom)
    summary = _body(entry.get("summary_detail") or {}, atom)  # without a detail it is a copy of the content
    return Entry(
        guid=guid,
        url=_link(entry, base) or (absolute(guid, base) if permalink else ""),
        title=_title(entry, atom),
        published_at=published or updated,
        updated_at=updated,
        summary="" if summary == content else summary,
        content=content,
        author=", ".join(distinct([name(one.get("name") or "") for one in entry.get("authors", ())], most=10)),
        categories=distinct(
            [plain(tag.get("label") or tag.get("term") or "", longest=100) for tag in entry.get("tags", ())]
        ),
        picture=_picture(entry, base),
    )


def _get(entry: _Parsed, key: str) -> str:
    """The plain value: ``entry.get`` would give "published" for a missing "updated"."""
    return str(dict.get(entry, key) or "")


def _root_base(text: str) -> str:
    found = _ROOT_BASE.search(text[:20_000])
    return found[2] if found else ""


def _base(entry: _Parsed) -> str:
    """feedparser notes the base in force with each text, and nowhere else."""
    details = (entry.get("title_detail"), entry.get("summary_detail"), *entry.get("content", ()))
    return next((str(one["base"]) for one in details if one and one.get("base")), "")


def _date(entry: _Parsed, key: str, read_date: _ReadDate) -> datetime | None:
    raw = _get(entry, key)
    return read_date(raw) if raw else None


def _title(entry: _Parsed, atom: bool) -> str:
    detail = entry.get("title_detail") or {}
    declared_html = detail.get("type") == _HTML_TYPES[1] or (atom and detail.get("type") in _HTML_TYPES)
    return plain(_get(entry, "title"), is_html=declared_html)


def _content(entry: _Parsed, atom: bool) -> str:
    return next((body for one in entry.get("content", ()) if (body := _body(one, atom))), "")


def _body(detail: _Parsed, atom: bool) -> str:
    value = str(detail.get("value") or "").strip()
    if detail.get("type") == "application/xhtml+xml":
        return _VOID_END.sub("", _without_div(value))
    if atom and detail.get("type") == "text/plain":
        return as_html(value)
    return value


def _without_div(value: str) -> str:
    """feedparser takes the single ``div`` off Atom 1.0 only."""
    inner = value.removeprefix("<div>").removesuffix("</div>")
    alone = len(inner) == len(value) - len("<div></div>") and "<div" not in inner
    return inner.strip() if alone else value


def _link(entry: _Parsed, base: str) -> str:
    """The first link to the entry as HTML."""
    for link in entry.get("links", ()):
        if link.get("rel") == "alternate" and link.get("type") in _HTML_TYPES:
            address = absolute(str(link.get("href") or ""), base)
            if address:
                return address
    return ""


def _picture(entry: _Parsed, base: str) -> str:
    image = entry.get("image")
    return picture(
        Media(
            contents=entry.get("media_content", ()),
            enclosures=[link for link in entry.get("links", ()) if link.get("rel") == "enclosure"],
            thumbnails=entry.get("media_thumbnail", ()),
            images=(image,) if isinstance(image, dict) else (),
        ),
        base,
    )


# -- the feed ----------------------------------------------------------------------------------------------------

_HINTS = ("ttl", "updatePeriod", "updateFrequency", "skipHours", "skipDays")
_ANY_TAG = re.compile(r"<!\[CDATA\[|\]\]>|<[^<>]{1,200}>")


def _hints(text: str) -> dict[str, str]:
    """From the text itself, as feedparser keeps the last of several hours only."""
    head = re.split(r"<(?:item|entry)\b", text[:100_000], maxsplit=1)[0]
    hints = {}
    for key in _HINTS:
        found = re.search(
            rf"<(?:\w{{1,20}}:)?{key}\b[^<>]{{0,200}}>(.{{1,2000}}?)</(?:\w{{1,20}}:)?{key}", head, re.DOTALL
        )
        if found:
            hints[key] = " ".join(_ANY_TAG.sub(" ", found[1]).split())[:200]
    return hints
