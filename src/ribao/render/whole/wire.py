"""What other programs read of an export: feeds and their list, the map of the site, robots.txt."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from ribao.render.feeds.document import Format
from ribao.render.feeds.documents import DAILY, EDITIONS, Publisher, channel_feed, edition_feed
from ribao.render.feeds.opml import FeedEntry, Shelf, opml
from ribao.render.feeds.sitemap import Mapped, index, news, sitemap
from ribao.render.feeds.told import Told
from ribao.render.feeds.write import write
from ribao.render.html import channel_name
from ribao.render.place import FEEDS, OPML, SITEMAP, channel_path, file_of, story_path
from ribao.render.whole.tree import CORRECTIONS, SEARCH, SOURCES, Made, Tree
from ribao.support.i18n import gettext as _
from ribao.support.i18n import speaking
from ribao.types.edition import Edition

ROBOTS = "robots.txt"
NEWS_DAYS = timedelta(days=2)  # older entries are no news, by the rule of the map's reader
RECENT = EDITIONS  # editions that feeds draw on
_NEWS_LANGUAGES = {"zh": "zh-cn"}
_PAGES = ("", "archive", "t/", SOURCES, CORRECTIONS, FEEDS)  # that lie outside the editions


def feed_files(tree: Tree, recent: Sequence[Told], channels: Iterable[str]) -> Iterator[Made]:
    """``recent``: of the newest days, the latest edition first."""
    publisher = Publisher(
        title=tree.face.title, language=tree.language, site=tree.address, sample=recent[0].edition.sample
    )
    made = [edition_feed(publisher, recent[0]), *(channel_feed(publisher, name, recent) for name in channels)]
    for document in made:
        for form in Format:
            yield f"{tree.prefix}{document.stem}.{form}", write(document, form)


def shelves(tree: Tree, channels: Iterable[str]) -> tuple[Shelf, ...]:
    """All feeds of an export, as its page and the OPML list them."""
    with speaking(tree.language):
        paths = [(channel_name(name), channel_path(name)) for name in channels]
        heading = _("Channels")
    daily = FeedEntry(title=tree.face.title, stem=DAILY, page="")
    rows = tuple(FeedEntry(title=name, stem=path.removesuffix(".html"), page=path) for name, path in paths)
    return (Shelf(heading="", feeds=(daily,)), Shelf(heading=heading, feeds=rows))


def mapped(edition: Edition) -> tuple[Mapped, ...]:
    """The pages of an edition that a map names."""
    folder = f"d/{edition.date.isoformat()}/"
    entries = {entry.story: entry for section in edition.sections for entry in section.entries}
    stories = (
        Mapped(address=folder + story_path(one.story), changed=edition.made_at, headline=one.headline, published=one.first_seen)
        for one in entries.values()
    )  # fmt: skip
    return (Mapped(address=folder, changed=edition.made_at), *stories)


def addressed_files(
    tree: Tree, feeds: Sequence[Shelf], days: Sequence[tuple[date, tuple[Mapped, ...]]], latest: Edition
) -> Iterator[Made]:
    """What needs the site's absolute address. ``days``: the newest revision of each, newest first."""
    site, prefix = tree.address, tree.prefix
    yield prefix + OPML, opml(tree.face.title, site, feeds)
    months = list(dict.fromkeys(f"{day:%Y-%m}" for day, _found in days))
    names = ["sitemap-news.xml", "sitemap-site.xml", *(f"sitemap-{month}.xml" for month in months)]
    yield prefix + SITEMAP, index(site, names)
    yield prefix + names[1], sitemap(site, [Mapped(address=file_of(one) if one else "") for one in _PAGES])
    for month in months:
        pages = [page for day, found in days if f"{day:%Y-%m}" == month for page in found]
        yield f"{prefix}sitemap-{month}.xml", sitemap(site, pages)
    language = _NEWS_LANGUAGES.get(tree.language, tree.language)
    fresh = [] if latest.sample else _fresh(days, latest)
    yield prefix + names[0], news(site, fresh, tree.face.title, language)


def _fresh(days: Sequence[tuple[date, tuple[Mapped, ...]]], latest: Edition) -> list[Mapped]:
    """What the last two days brought, each story once."""
    found: dict[str, Mapped] = {}
    for page in (page for day, pages in days[:4] if day <= latest.date for page in pages):
        if page.published and page.published > latest.as_of - NEWS_DAYS:
            found.setdefault(page.address.rpartition("/")[2], page)
    return list(found.values())


def robots(trees: Iterable[Tree]) -> Made:
    rows = list(trees)
    hidden = [f"Disallow: /{tree.prefix}{file_of(SEARCH)}" for tree in rows]
    maps = [f"Sitemap: {tree.address}{SITEMAP}" for tree in rows]
    return ROBOTS, "\n".join(["User-agent: *", *hidden, "", *maps, ""]).encode()
