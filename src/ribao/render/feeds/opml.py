"""OPML 2.0: all feeds of the daily as one list, which any reader of feeds can take in at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ribao.render.feeds.document import Format
from ribao.render.feeds.xml import add, root, written


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A feed in a list. ``stem``: its address without the ending, ``page``: what tells the same; from the site's root."""

    title: str
    stem: str
    page: str
    query: str = ""

    def path(self, form: Format) -> str:
        return f"{self.stem}.{form}" + (f"?{self.query}" if self.query else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Feeds of one kind, under a heading; without one they stand at the top."""

    heading: str
    feeds: tuple[FeedEntry, ...]


def opml(title: str, site: str, shelves: Sequence[Shelf]) -> bytes:
    """``site``: the site's absolute address with a slash at its end."""
    made = root("opml", {}, version="2.0")
    add(add(made, "head"), "title", title)
    body = add(made, "body")
    for shelf in shelves:
        under = add(body, "outline", attributes={"text": shelf.heading}) if shelf.heading else body
        _outlines(under, site, shelf.feeds)
    return written(made)


def _outlines(parent: object, site: str, feeds: Iterable[FeedEntry]) -> None:
    for one in feeds:
        told = {
            "type": "rss",
            "text": one.title,
            "title": one.title,
            "xmlUrl": site + one.path(Format.RSS),
            "htmlUrl": site + one.page,
        }
        add(parent, "outline", attributes=told)
