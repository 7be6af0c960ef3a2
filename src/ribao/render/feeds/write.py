"""One feed in any format."""

from collections.abc import Callable, Mapping

from ribao.render.feeds.atom import atom
from ribao.render.feeds.document import FeedDocument, Format
from ribao.render.feeds.json_feed import json_feed
from ribao.render.feeds.rss import rss

KINDS: Mapping[Format, str] = {
    Format.RSS: "application/rss+xml",
    Format.ATOM: "application/atom+xml",
    Format.JSON: "application/feed+json",
}
NAMES: Mapping[Format, str] = {Format.RSS: "RSS", Format.ATOM: "Atom", Format.JSON: "JSON Feed"}
_WRITERS: Mapping[Format, Callable[[FeedDocument], bytes]] = {
    Format.RSS: rss,
    Format.ATOM: atom,
    Format.JSON: json_feed,
}


def write(document: FeedDocument, form: Format) -> bytes:
    """The feed as UTF-8, at most ``MOST_ITEMS`` items of it. Equal documents give equal bytes."""
    return _WRITERS[form](document)
