"""The laboratory's view of extraction: captured pages in, predictions out, for scoring against gold."""

from collections.abc import Iterable, Iterator
from typing import Any

from ribao.acquire.extract import Extracted, extract
from ribao.acquire.extraction.dates import CHINA
from ribao.acquire.extraction.words import han_share


def predict(pages: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each page ``{"id", "html", "url"}``: ``{"id", "text", "title", "date", "author", "source_name", "editor"}``.

    ``text`` is one paragraph a line; ``date`` YYYY-MM-DD (in China for Chinese pages, else UTC) or None; ``author`` a
    list. ``html`` is text, or bytes where a caller has them.
    """
    for page in pages:
        html = page.get("html") or ""
        body = html if isinstance(html, bytes) else html.encode("utf-8", "ignore")
        kind = None if isinstance(html, bytes) else "text/html; charset=utf-8"
        yield {"id": page["id"], **_row(extract(body, content_type=kind, url=page.get("url") or ""))}


def _row(found: Extracted) -> dict[str, Any]:
    return {
        "text": "\n".join(found.paragraphs),
        "title": found.title,
        "date": _day(found),
        "author": list(found.authors),
        "source_name": found.source_name,
        "editor": found.editor,
        "reason": str(found.reason.code) if found.reason else None,
    }


def _day(found: Extracted) -> str | None:
    if found.published_at is None:
        return None
    chinese = han_share("".join(found.paragraphs) + found.title) >= 0.2
    moment = found.published_at.astimezone(CHINA) if chinese else found.published_at
    return moment.date().isoformat()
