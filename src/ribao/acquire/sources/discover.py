"""The feeds of a site: what its page names (``<link rel="alternate">``), then the places where feeds usually lie."""

import re
from typing import Any
from urllib.parse import urljoin

from ribao.acquire.sources.document import Unreadable
from ribao.acquire.sources.links import absolute
from ribao.acquire.sources.page import parse_html
from ribao.acquire.sources.sniff import looks_like_html
from ribao.acquire.sources.text import plain
from ribao.support.charset import declared_in, decode

_FEED_TYPES = frozenset(
    (
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/xml",
        "text/xml",
    )
)
_USUAL_PATHS = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json")
_MOST = 50
_ROOT = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|RDF)[\s>]", re.IGNORECASE)
_SITEMAP = re.compile(r"<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>]")
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?://(?:www\.)?jsonfeed\.org/')
_COMMENTS = re.compile(r"comments?\b|评论", re.IGNORECASE)


def discover(body: bytes, content_type: str | None, url: str) -> list[tuple[str, str]]:
    """(address, title) of each feed that the page at ``url`` names, then likely addresses, whose title is empty.

    Feeds of comments come after the others. An address stands once. Never raises.
    """
    named = _named(body, content_type, url)
    named.sort(key=lambda pair: bool(_COMMENTS.search(pair[1]) or "/comments/" in pair[0]))
    guessed = [(absolute(urljoin(url, path), url), "") for path in _USUAL_PATHS]
    found: dict[str, str] = {}
    for address, title in (*named[:_MOST], *guessed):
        if address and address != url:
            found.setdefault(address, title)
    return list(found.items())


def _named(body: bytes, content_type: str | None, url: str) -> list[tuple[str, str]]:
    if not body.strip(b" \t\r\n\0"):
        return []
    try:
        root = parse_html(body, content_type)
    except Unreadable:
        return []
    base = absolute(next((tag.get("href") or "" for tag in root.iter("base")), ""), url) or url
    return [
        (absolute(link.get("href") or "", base), plain(link.get("title") or ""))
        for link in root.iter("link")
        if _is_feed_link(link)
    ]


def _is_feed_link(link: Any) -> bool:
    relations = (link.get("rel") or "").lower().split()
    kind = (link.get("type") or "").partition(";")[0].strip().lower()
    if "alternate" not in relations or "stylesheet" in relations:
        return False
    return kind in _FEED_TYPES or (kind == "application/json" and "feed" in (link.get("href") or "").lower())


def is_feed(body: bytes, content_type: str | None) -> bool:
    """Whether the body is RSS, Atom, RDF or JSON Feed, by its own first characters."""
    text, _ = decode(body[:4096], declared_in(body[:4096], content_type))
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _JSON_FEED.search(text) is not None
    return not looks_like_html(text) and _ROOT.search(text) is not None


def is_sitemap(body: bytes, content_type: str | None) -> bool:
    """Whether the body is a sitemap or an index of them, by its own first characters."""
    text, _ = decode(body[:4096], declared_in(body[:4096], content_type))
    return not looks_like_html(text) and _SITEMAP.search(text) is not None
