"""The map of the site (sitemaps.org 0.9): an index, a file a month, and the news of the last two days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ribao.render.feeds.xml import add, rfc3339, root, written

MOST_ADDRESSES = 50_000  # of one file, by the protocol
MOST_NEWS = 1000  # of the news map, by its reader
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A page. ``changed``: None when nobody knows. With ``headline`` it is news: ``published`` then stands too."""

    address: str
    changed: datetime | None = None
    headline: str = ""
    published: datetime | None = None


def index(site: str, maps: Iterable[str]) -> bytes:
    """``maps``: their addresses, from the site's root."""
    made = root(_tag("sitemapindex"), {None: _MAP})
    for one in maps:
        add(add(made, _tag("sitemap")), _tag("loc"), site + one)
    return written(made)


def sitemap(site: str, pages: Sequence[Mapped]) -> bytes:
    made = root(_tag("urlset"), {None: _MAP})
    for page in pages[:MOST_ADDRESSES]:
        _url(made, site, page)
    return written(made)


def news(site: str, pages: Sequence[Mapped], name: str, language: str) -> bytes:
    """``name``: of the daily; ``language``: zh-cn, en ..., as its readers of such maps want it."""
    made = root(_tag("urlset"), {None: _MAP, "news": _NEWS})
    for page in [one for one in pages if one.published][:MOST_NEWS]:
        told = add(_url(made, site, page), f"{{{_NEWS}}}news")
        paper = add(told, f"{{{_NEWS}}}publication")
        add(paper, f"{{{_NEWS}}}name", name)
        add(paper, f"{{{_NEWS}}}language", language)
        add(told, f"{{{_NEWS}}}publication_date", rfc3339(page.published) if page.published else "")
        add(told, f"{{{_NEWS}}}title", page.headline)
    return written(made)


def _url(parent: object, site: str, page: Mapped) -> object:
    made = add(parent, _tag("url"))
    add(made, _tag("loc"), site + page.address)
    if page.changed:
        add(made, _tag("lastmod"), rfc3339(page.changed))
    return made


def _tag(name: str) -> str:
    return f"{{{_MAP}}}{name}"
