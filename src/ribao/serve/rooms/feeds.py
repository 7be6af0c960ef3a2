"""Feeds of the daily, its channels, stories and things, each in three formats; the list of them as a page and as OPML."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ribao.render.bundle import ThingFacts
from ribao.render.feeds import documents
from ribao.render.feeds.document import FeedDocument, FeedItem, Format
from ribao.render.feeds.documents import DAILY, EDITIONS, Publisher
from ribao.render.feeds.opml import FeedEntry, opml
from ribao.render.feeds.opml import Shelf as Listed
from ribao.render.feeds.reports import story_items
from ribao.render.feeds.write import NAMES
from ribao.render.html import channel_name
from ribao.render.place import COLLECTIONS, FEEDS, OPML, channel_path, story_path
from ribao.render.site import channel_names
from ribao.render.thing import PAGED
from ribao.render.view import find_entry
from ribao.serve.house import House, Route, moved
from ribao.serve.keeping import title_of
from ribao.serve.owner import is_owner
from ribao.serve.reply import content, reply
from ribao.serve.tongue import language_of
from ribao.serve.wire import Wire, forms
from ribao.support.i18n import gettext as _
from ribao.support.store.port import EditionKey
from ribao.types.article import Article
from ribao.types.channel import CHANNELS

LISTED_THINGS = 30  # feeds of things in the list of all
MOST_STORIES = 40  # of a thing's feed


def routes(house: House) -> list[Route]:
    room = _Feeds(house)
    return [
        *forms(f"/{DAILY}", room.latest),
        *forms(f"/d/{{day}}/{DAILY}", room.of_day),
        *forms(f"/d/{{day}}/r{{number:int}}/{DAILY}", room.of_day),
        *forms("/c/{name}", room.channel),
        *forms("/s/{name}", room.story),
        *forms("/t/{name}", room.thing),
        Route(path=f"/{FEEDS}", handler=room.page),
        Route(path=f"/{OPML}", handler=room.opml),
    ]


class _Feeds:
    def __init__(self, house: House) -> None:
        self.house = house
        self.wire = Wire(house)

    # -- feeds -------------------------------------------------------------------------------------------------------

    def latest(self, request: Request, form: Format) -> Response:
        return self.of_edition(request, form, self.house.newest(), "")

    def of_day(self, request: Request, form: Format) -> Response:
        day, number = request.path_params["day"], request.path_params.get("number")
        folder = f"d/{day}/" if number is None else f"d/{day}/r{number}/"
        return self.of_edition(request, form, self.house.key(day, number), folder)

    def of_edition(self, request: Request, form: Format, key: EditionKey, folder: str) -> Response:
        def make(publisher: Publisher) -> FeedDocument:
            return documents.edition_feed(publisher, self.wire.told(key, publisher.language), folder)

        return self.wire.answer(request, form, make, (key, folder))

    def channel(self, request: Request, form: Format) -> Response:
        keys = self.recent(EDITIONS)
        bundle = self.house.bundle(self.house.newest(), language_of(request, self.house.language))
        named = {channel_path(name): name for name in channel_names(bundle)}
        name = named.get(f"c/{request.path_params['name']}.html")
        if name is None:
            raise HTTPException(404)

        def make(publisher: Publisher) -> FeedDocument:
            editions = [self.wire.told(key, publisher.language) for key in keys]
            return documents.channel_feed(publisher, name, editions)

        return self.wire.answer(request, form, make, ("c", name, *keys))

    def story(self, request: Request, form: Format) -> Response:
        """Of the newest edition that tells it. An old id leads to the story that it is a part of now."""
        story = str(request.path_params["name"])
        key = self.house.desk.holding(story)
        if key is None:
            return self.story_moved(story, form)

        def make(publisher: Publisher) -> FeedDocument:
            bundle = self.house.bundle(key, publisher.language)
            found = find_entry(bundle, story)
            if found is None:
                raise HTTPException(404)
            entry = found[1]
            items = story_items(bundle, entry)
            return documents.story_feed(
                publisher, story, entry.headline, items, _newest(items) or bundle.edition.made_at
            )

        return self.wire.answer(request, form, make, ("s", story, key))

    def story_moved(self, story: str, form: Format) -> Response:
        living = self.house.desk.living(story)
        if living in (None, story) or self.house.desk.holding(str(living)) is None:
            raise HTTPException(404)
        name = story_path(str(living)).removeprefix("s/").removesuffix(".html")
        return moved(f"{name}.{form}")

    def thing(self, request: Request, form: Format) -> Response:
        facts = self.house.desk.thing(request.path_params["name"])
        if facts is None:
            raise HTTPException(404)
        if facts.thing.id != request.path_params["name"]:
            return moved(f"{documents.thing_path(facts.thing.id)}.{form}")

        def make(publisher: Publisher) -> FeedDocument:
            return documents.thing_feed(publisher, facts.thing, self.of_thing(facts, publisher.language))

        return self.wire.answer(request, form, make)

    def of_thing(self, facts: ThingFacts, language: str) -> list[FeedItem]:
        """The stories that name it, those with the newest report first: as an edition tells them, else by that report."""
        newest: dict[str, Article] = {}
        for mention in facts.mentions:
            article, story = facts.articles.get(mention.article_id), facts.stories.get(mention.article_id)
            if article is not None:
                newest.setdefault(story.id if story else article.id, article)
        return self.wire.of_articles(list(newest.values())[:MOST_STORIES], language)

    # -- the list of all ---------------------------------------------------------------------------------------------

    def page(self, request: Request) -> Response:
        return self.house.own(
            request, "feeds.html", FEEDS, shelves=self.shelves(request), forms=list(Format), names=NAMES
        )

    def opml(self, request: Request) -> Response:
        made = opml(self.house.title, self.house.address_of(request), self.shelves(request))
        return reply(request, content(made, "text/x-opml; charset=utf-8"))

    def shelves(self, request: Request) -> tuple[Listed, ...]:
        key = self.house.desk.latest()
        bundle = self.house.bundle(key, language_of(request, self.house.language)) if key else None
        names = channel_names(bundle) if bundle else CHANNELS
        daily = FeedEntry(title=self.house.title, stem=DAILY, page="")
        channels = [
            FeedEntry(title=channel_name(name), stem=path[:-5], page=path)
            for name in names
            for path in [channel_path(name)]
        ]
        named = [one.thing for one in self.house.desk.things_in_news() if one.thing.kind in PAGED][:LISTED_THINGS]
        things = [
            FeedEntry(title=one.name, stem=path, page=path)
            for one in named
            for path in [f"t/{documents.thing_path(one.id)}"]
        ]
        shelves = (
            Listed(heading="", feeds=(daily,)),
            Listed(heading=_("Channels"), feeds=tuple(channels)),
            Listed(heading=_("People, organisations, products"), feeds=tuple(things)),
            Listed(heading=_("Collections"), feeds=self.collections(request)),
        )
        return tuple(shelf for shelf in shelves if shelf.feeds)

    def collections(self, request: Request) -> tuple[FeedEntry, ...]:
        """Those that this reader may open."""
        keep, owner = self.house.doors.keep, is_owner(request)
        open_ = [one for one in keep.store.collections() if one.public or owner] if keep else []
        return tuple(
            FeedEntry(title=title_of(one), stem=path, page=path)
            for one in open_
            for path in [f"{COLLECTIONS}/{quote(one.id, safe='')}"]
        )

    # -- helpers -----------------------------------------------------------------------------------------------------

    def recent(self, most: int) -> list[EditionKey]:
        """The newest revision of each of the last days, the newest first."""
        latest = self.house.newest()
        days: dict[date, EditionKey] = {latest.date: latest}
        for key in self.house.desk.editions():
            if key.date < latest.date:
                days.setdefault(key.date, key)
        return list(days.values())[:most]


def _newest(items: Sequence[FeedItem]) -> datetime | None:
    return max((one.updated for one in items), default=None)
