"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ribao.acquire.sources import dates
from ribao.acquire.sources.document import Document, Entry, Unreadable
from ribao.acquire.sources.language import is_chinese
from ribao.acquire.sources.links import absolute
from ribao.acquire.sources.newest import newest
from ribao.acquire.sources.text import LONGEST_NAME, distinct, paragraphs, plain
from ribao.types.reason import Code, Reason

_Json = Mapping[str, Any]


def read(text: str, url: str, now: datetime, max_entries: int) -> Document:
    """Raises Unreadable: FEED_BROKEN for JSON that does not parse, NOT_A_FEED for other JSON."""
    feed = _parsed(text)
    items = [item for item in feed["items"] if isinstance(item, dict)]
    language = _string(feed, "language")[:35]
    chinese = is_chinese(language, [_string(one, "title") for one in (feed, *items[:5])])
    entries, reason = newest([_entry(item, url, now, chinese) for item in items], max_entries)
    return Document(
        format="json",
        entries=entries,
        title=plain(_string(feed, "title")),
        site=absolute(_string(feed, "home_page_url"), url),
        language=language,
        reason=reason,
    )


def _parsed(text: str) -> _Json:
    try:
        feed = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(Reason(code=Code.FEED_BROKEN, detail=f"JSON: {error}"[:500])) from error
    version = feed.get("version", "") if isinstance(feed, dict) else ""
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list) or "jsonfeed.org" not in str(version):
        raise Unreadable(Reason(code=Code.NOT_A_FEED, detail="JSON, but no JSON Feed"))
    return feed


def _entry(item: _Json, url: str, now: datetime, chinese: bool | None) -> Entry:
    published = dates.parse(_string(item, "date_published"), now, chinese=chinese)
    updated = dates.parse(_string(item, "date_modified"), now, chinese=chinese)
    guid = _string(item, "id")
    return Entry(
        guid=guid,
        url=absolute(_string(item, "url") or _string(item, "external_url"), url) or absolute(guid, ""),
        title=plain(_string(item, "title")),
        published_at=published or updated,
        updated_at=updated,
        summary=paragraphs(_string(item, "summary")),
        content=_string(item, "content_html").strip() or paragraphs(_string(item, "content_text")),
        author=", ".join(distinct(_authors(item), most=10)),
        categories=distinct([plain(tag, longest=100) for tag in _list(item, "tags") if isinstance(tag, str)]),
        picture=absolute(_string(item, "image") or _string(item, "banner_image") or _attached(item), url),
    )


def _string(item: _Json, key: str) -> str:
    """Text under that key; ids may be numbers (1.0), everything else that is no text is nothing."""
    value = item.get(key)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")  # JSON may escape half characters
    return str(value) if key == "id" and isinstance(value, int) else ""


def _list(item: _Json, key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else []


def _authors(item: _Json) -> list[str]:
    people = [*_list(item, "authors"), item.get("author")]  # 1.1, 1.0
    return [plain(_string(one, "name"), longest=LONGEST_NAME) for one in people if isinstance(one, dict)]


def _attached(item: _Json) -> str:
    media = [one for one in _list(item, "attachments") if isinstance(one, dict)]
    return next((_string(one, "url") for one in media if _string(one, "mime_type").startswith("image/")), "")
