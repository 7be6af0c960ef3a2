"""The feeds of the daily: of an edition, a channel, a story, a thing, or any list of items. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from ribao.render.feeds.document import MOST_ITEMS, FeedDocument, FeedItem
from ribao.render.feeds.told import Told
from ribao.render.html import HTML_LANG, channel_name
from ribao.render.place import channel_path, story_path
from ribao.render.text import cut
from ribao.support.i18n import gettext as _
from ribao.support.i18n import speaking
from ribao.types.thing import Thing

DAILY = "feed"  # stem of the daily's own feed
EDITIONS = 7  # newest ones that a channel's feed draws on
_LONGEST = 120  # characters of a title
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The daily as its feeds name it. ``site``: its absolute address with a slash at its end; empty: not known.
    ``sample``: its news is invented, and every feed says so in its title.
    """

    title: str
    language: str
    site: str = ""
    sample: bool = False


def edition_feed(publisher: Publisher, told: Told, folder: str = "") -> FeedDocument:
    """All stories of an edition, in its order. ``folder``: of a certain day's pages; empty: the latest."""
    with speaking(publisher.language):
        description = _("A news daily whose every sentence names its source")
    items = [one.item for one in told.shown]
    updated = told.edition.made_at
    return feed_of(publisher, publisher.title, description, folder, folder + DAILY, items, updated)


def channel_feed(publisher: Publisher, name: str, editions: Sequence[Told]) -> FeedDocument:
    """What the editions (newest first) tell on a channel, newest first; a story as the newest of them tells it."""
    found: dict[str, FeedItem] = {}
    for told in editions:
        for one in told.shown:
            if name in one.channels:
                found.setdefault(one.story, one.item)
    path = channel_path(name)
    with speaking(publisher.language):
        shown = channel_name(name)
        description = _("%(channel)s, from %(daily)s") % {"channel": shown, "daily": publisher.title}
    updated = editions[0].edition.made_at if editions else _LONG_AGO
    title = f"{shown} · {publisher.title}"
    return feed_of(
        publisher, title, description, path, path.removesuffix(".html"), newest_first(found.values()), updated
    )


def story_feed(
    publisher: Publisher, story: str, headline: str, items: Iterable[FeedItem], updated: datetime
) -> FeedDocument:
    """New reports of a story, and changes of what is claimed in it. ``headline``: with its hedge."""
    path = story_path(story)
    with speaking(publisher.language):
        description = _("New reports of this story, and what changes in what is said about it")
    title = f"{cut(headline, _LONGEST)} · {publisher.title}"
    return feed_of(publisher, title, description, path, path.removesuffix(".html"), newest_first(items), updated)


def thing_feed(publisher: Publisher, thing: Thing, items: Iterable[FeedItem]) -> FeedDocument:
    """The news that names a person, an organisation or a product."""
    path = f"t/{thing_path(thing.id)}"
    name = cut(thing.name, _LONGEST)
    with speaking(publisher.language):
        description = _("News that names %(name)s") % {"name": name}
    return feed_of(publisher, f"{name} · {publisher.title}", description, path, path, newest_first(items))


def search_feed(publisher: Publisher, asked: str, items: Iterable[FeedItem], **more: str) -> FeedDocument:
    """What is found for ``asked``, newest first: a search that somebody keeps. ``more``: the filters of the address."""
    query = urlencode({"q": asked, **more})
    shown = cut(asked, _LONGEST)
    with speaking(publisher.language):
        title = _("Search: %(words)s") % {"words": shown}
        description = _("What is found for “%(words)s”, the newest first") % {"words": shown}
    found = newest_first(items)
    return feed_of(
        publisher, f"{title} · {publisher.title}", description, f"search?{query}", "search", found, query=query
    )


def collection_feed(publisher: Publisher, name: str, path: str, items: Iterable[FeedItem]) -> FeedDocument:
    """What somebody collected, in the order given. ``path``: of its page, from the site's root, without an ending."""
    shown = cut(name, _LONGEST)
    with speaking(publisher.language):
        description = _("The collection “%(name)s”") % {"name": shown}
    return feed_of(publisher, f"{shown} · {publisher.title}", description, path, path, items)


def feed_of(
    publisher: Publisher,
    title: str,
    description: str,
    address: str,
    stem: str,
    items: Iterable[FeedItem],
    updated: datetime | None = None,
    query: str = "",
) -> FeedDocument:
    """``updated``: None for that of the newest item."""
    listed = tuple(items)[:MOST_ITEMS]
    with speaking(publisher.language):
        marked = f"{_('Sample edition')} · {title}" if publisher.sample else title
    return FeedDocument(
        title=marked,
        description=description,
        language=HTML_LANG[publisher.language],
        author=publisher.title,
        site=publisher.site,
        address=address,
        stem=stem,
        updated=updated or max((one.updated for one in listed), default=_LONG_AGO),
        items=listed,
        query=query,
    )


def thing_path(thing_id: str) -> str:
    """Of a thing's page when it is served, within ``t/``."""
    return quote(thing_id, safe="")


def newest_first(items: Iterable[FeedItem]) -> list[FeedItem]:
    return sorted(items, key=lambda one: (one.published, one.id), reverse=True)
