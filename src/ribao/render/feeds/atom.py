"""Atom 1.0 (RFC 4287)."""

from typing import Any

from ribao.render.feeds.document import FeedDocument, FeedItem, Format
from ribao.render.feeds.xml import XML_LANG, add, rfc3339, root, written

_ATOM = "http://www.w3.org/2005/Atom"


def atom(document: FeedDocument) -> bytes:
    made = root(_tag("feed"), {None: _ATOM})
    made.set(XML_LANG, document.language)
    add(made, _tag("id"), document.id)
    add(made, _tag("title"), document.title)
    add(made, _tag("subtitle"), document.description)
    add(made, _tag("updated"), rfc3339(document.updated))
    add(add(made, _tag("author")), _tag("name"), document.author)
    add(made, _tag("generator"), "Ribao")
    if document.site:
        own = {"rel": "self", "type": "application/atom+xml", "href": document.own(Format.ATOM)}
        add(made, _tag("link"), attributes=own)
    add(made, _tag("link"), attributes={"rel": "alternate", "type": "text/html", "href": document.page})
    for item in document.shown:
        _entry(add(made, _tag("entry")), document, item)
    return written(made)


def _entry(made: Any, document: FeedDocument, item: FeedItem) -> None:
    if item.language:
        made.set(XML_LANG, item.language)
    add(made, _tag("id"), item.id)
    add(made, _tag("title"), item.title)
    add(made, _tag("published"), rfc3339(item.published))
    add(made, _tag("updated"), rfc3339(item.updated))
    for name in item.authors:
        add(add(made, _tag("author")), _tag("name"), name)
    for name in item.categories:
        add(made, _tag("category"), attributes={"term": name})
    link = document.link(item)
    if link:
        add(made, _tag("link"), attributes={"rel": "alternate", "type": "text/html", "href": link})
    if item.original and item.original != link:
        add(made, _tag("link"), attributes={"rel": "via", "type": "text/html", "href": item.original})
    if item.text:
        add(made, _tag("summary"), item.text)
    add(made, _tag("content"), item.html, {"type": "html"})  # never without: an entry must have it or a page (4.1.2)


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"
