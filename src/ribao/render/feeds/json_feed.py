"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
from typing import Any

from ribao.render.feeds.document import FeedDocument, FeedItem, Format
from ribao.render.feeds.xml import rfc3339
from ribao.render.text import inert

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(document: FeedDocument) -> bytes:
    made = {
        "version": VERSION,
        "title": inert(document.title),
        "home_page_url": document.page if document.site else "",
        "feed_url": document.own(Format.JSON),
        "description": inert(document.description),
        "language": document.language,
        "authors": [{"name": inert(document.author)}],
        "items": [_item(document, item) for item in document.shown],
    }
    return json.dumps(_told(made, kept="items"), ensure_ascii=False, separators=(",", ":")).encode()


def _item(document: FeedDocument, item: FeedItem) -> dict[str, Any]:
    made = {
        "id": inert(item.id),
        "url": document.link(item),
        "external_url": item.original,
        "title": inert(item.title),
        "content_html": inert(item.html),
        "summary": inert(item.text),
        "date_published": rfc3339(item.published),
        "date_modified": rfc3339(item.updated),
        "authors": [{"name": inert(name)} for name in item.authors],
        "tags": [inert(name) for name in item.categories],
        "language": item.language,
    }
    return _told(made, kept="content_html")


def _told(made: dict[str, Any], kept: str) -> dict[str, Any]:
    """Without what is empty: a reader takes an empty address for an address. ``kept`` must be there in any case."""
    return {name: value for name, value in made.items() if value or name == kept}
