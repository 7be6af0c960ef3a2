"""RSS 2.0 (rssboard.org), with content:encoded, atom:link rel="self" and dc:creator."""

from email.utils import format_datetime
from html import escape
from typing import Any

from ribao.render.feeds.document import FeedDocument, FeedItem, Format
from ribao.render.feeds.xml import add, rfc3339, root, written

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"


def rss(document: FeedDocument) -> bytes:
    made = root("rss", {"atom": _ATOM, "content": _CONTENT, "dc": _DC}, version="2.0")
    channel = add(made, "channel")
    add(channel, "title", document.title)
    add(channel, "link", document.page)
    add(channel, "description", document.description)
    own = document.own(Format.RSS)
    if own:
        add(channel, f"{{{_ATOM}}}link", attributes={"href": own, "rel": "self", "type": "application/rss+xml"})
    add(channel, "language", document.language)
    add(channel, "lastBuildDate", format_datetime(document.updated))
    add(channel, "generator", "Ribao")
    for item in document.shown:
        _item(add(channel, "item"), document, item)
    return written(made)


def _item(made: Any, document: FeedDocument, item: FeedItem) -> None:
    add(made, "title", item.title)
    link = document.link(item)
    if link:
        add(made, "link", link)
    add(made, "description", escape(item.text, quote=False))  # readers take it for HTML
    if item.html != escape(item.text, quote=False):
        add(made, f"{{{_CONTENT}}}encoded", item.html)
    for name in item.authors:
        add(made, f"{{{_DC}}}creator", name)
    for name in item.categories:
        add(made, "category", name)
    add(made, "guid", item.id, {"isPermaLink": "false"})
    add(made, "pubDate", format_datetime(item.published))
    if item.updated > item.published:
        add(made, f"{{{_ATOM}}}updated", rfc3339(item.updated))
    if item.source and item.source[1]:
        add(made, "source", item.source[0], {"url": item.source[1]})
