"""Feeds of the daily, its channels, stories and things, each in three formats; the list of them as a page and as OPML."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ribao.render.bundle import ThingFacts
from ribao.render.feeds import documents
from ribao.render.feeds.document import FeedDocument, FeedItem, Format
from ribao.render.feeds.documents import DAILY, EDITIONS, Publisher
from ribao.render.feeds.opml import FeedEntry, opml
from ribao.render.feeds.opml import Shelf as Listed
from ribao.render.feeds.reports import article_item, story_items
from ribao.render.feeds.told import Shown, Told, told
from ribao.render.feeds.write import KINDS, NAMES, write
from ribao.render.html import channel_name
from ribao.render.place import FEEDS, OPML, channel_path, story_path
from ribao.render.site import channel_names
from ribao.render.thing import PAGED
from ribao.render.view import find_entry
from ribao.serve.house import House, Route, day_of, moved
from ribao.serve.reply import Content, Shelf, content, reply
from ribao.serve.tongue import language_of
from ribao.support.i18n import gettext as _
from ribao.support.store.port import EditionKey
from ribao.types.channel import CHANNELS
from ribao.types.story import Story

FEEDS_BYTES = 16 * 1024 * 1024  # feeds kept, with their packed form
KEPT = 40  # editions kept as items, a language each
LISTED_THINGS = 30  # feeds of things in the list of all
MOST_STORIES = 40  # of a thing's feed
TELLING = 10  # editions that a thing's feed draws on

Make = Callable[[Publisher], FeedDocument]


def routes(house: House) -> list[Route]:
    room = _Feeds(house)
    return [
        *_forms(f"/{DAILY}", room.latest),
        *_forms(f"/d/{{day}}/{DAILY}", room.of_day),
        *_forms(f"/d/{{day}}/r{{number:int}}/{DAILY}", room.of_day),
        *_forms("/c/{name}", room.channel),
        *_forms("/s/{name}", room.story),
        *_forms("/t/{name}", room.thing),
        Route(path=f"/{FEEDS}", handler=room.page),
        Route(path=f"/{OPML}", handler=room.opml),
    ]


def _forms(path: str, handler: Callable[[Request, Format], Response]) -> list[Route]:
    return [Route(path=f"{path}.{form}", handler=_bound(handler, form)) for form in Format]


def _bound(handler: Callable[[Request, Format], Response], form: Format) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return handler(request, form)

    return answer


class _Feeds:
    def __init__(self, house: House) -> None:
        self.house = house
        self.made: Shelf[Content] = Shelf(FEEDS_BYTES, lambda one: len(one.body) + len(one.packed) + 256)
        self.told: Shelf[Told] = Shelf(KEPT, lambda _: 1)

    # -- feeds -------------------------------------------------------------------------------------------------------

    def latest(self, request: Request, form: Format) -> Response:
        return self.of_edition(request, form, self.house.newest(), "")

    def of_day(self, request: Request, form: Format) -> Response:
        day, number = request.path_params["day"], request.path_params.get("number")
        folder = f"d/{day}/" if number is None else f"d/{day}/r{number}/"
        return self.of_edition(request, form, self.house.key(day, number), folder)

    def of_edition(self, request: Request, form: Format, key: EditionKey, folder: str) -> Response:
        def make(publisher: Publisher) -> FeedDocument:
            return documents.edition_feed(publisher, self.items(key, publisher.language), folder)

        return self.answer(request, form, make, (key, folder))

    def channel(self, request: Request, form: Format) -> Response:
        keys = self.recent(EDITIONS)
        bundle = self.house.bundle(self.house.newest(), language_of(request, self.house.language))
        named = {channel_path(name): name for name in channel_names(bundle)}
        name = named.get(f"c/{request.path_params['name']}.html")
        if name is None:
            raise HTTPException(404)

        def make(publisher: Publisher) -> FeedDocument:
            editions = [self.items(key, publisher.language) for key in keys]
            return documents.channel_feed(publisher, name, editions)

        return self.answer(request, form, make, ("c", name, *keys))

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

        return self.answer(request, form, make, ("s", story, key))

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

        return self.answer(request, form, make, ("t", facts.thing.id, len(facts.mentions), *self.recent(1)), kept=False)

    def of_thing(self, facts: ThingFacts, language: str) -> list[FeedItem]:
        """The stories that name it, newest first: as an edition tells them, else by their first report."""
        mine = {s.id: s for one in facts.mentions for s in [facts.stories.get(one.article_id)] if s}
        newest = sorted(mine.values(), key=lambda story: (story.last_seen, story.id), reverse=True)[:MOST_STORIES]
        days = dict.fromkeys(day for story in newest for day in [_day_of(facts, story)] if day)
        shown = {one.story: one.item for day in reversed(list(days)[:TELLING]) for one in self.of_date(day, language)}
        found = self.house.desk.store.annotations([m.article_id for story in newest for m in story.members[:1]])
        made = []
        for story in newest:
            article = next(
                (facts.articles[m.article_id] for m in story.members if m.article_id in facts.articles), None
            )
            if story.id in shown:
                made.append(shown[story.id])
            elif article is not None:
                source, marks = facts.sources.get(article.source_id), found.get(article.id, {})
                made.append(article_item(article, source, marks, language))
        return made

    def of_date(self, day: date, language: str) -> tuple[Shown, ...]:
        key = self.house.desk.edition(day)
        return self.items(key, language).shown if key else ()

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
        )
        return tuple(shelf for shelf in shelves if shelf.feeds)

    # -- helpers -----------------------------------------------------------------------------------------------------

    def answer(self, request: Request, form: Format, make: Make, key: Sequence[object], kept: bool = True) -> Response:
        """Made once for a state of the house, a language and an address; ``kept`` False: the state is not all in ``key``."""
        language, site = language_of(request, self.house.language), self.house.address_of(request)
        publisher = Publisher(title=self.house.title, language=language, site=site)

        def made() -> Content:
            return content(write(make(publisher), form), KINDS[form] + _CHARSETS[form])

        shelf_key = (*key, self.house.desk.marks(), form, language, site, publisher.title)
        return reply(request, self.made.get(shelf_key, made) if kept else made())

    def items(self, key: EditionKey, language: str) -> Told:
        def made() -> Told:
            newest = key == self.house.desk.latest()
            return told(self.house.bundle(key, language) if newest else self.house.desk.bundle(key, language))

        return self.told.get((key, self.house.desk.marks(), language), made)

    def recent(self, most: int) -> list[EditionKey]:
        """The newest revision of each of the last days, the newest first."""
        latest = self.house.newest()
        days: dict[date, EditionKey] = {latest.date: latest}
        for key in self.house.desk.editions():
            if key.date < latest.date:
                days.setdefault(key.date, key)
        return list(days.values())[:most]


_CHARSETS = {Format.RSS: "; charset=utf-8", Format.ATOM: "; charset=utf-8", Format.JSON: ""}


def _newest(items: Sequence[FeedItem]) -> datetime | None:
    return max((one.updated for one in items), default=None)


def _day_of(facts: ThingFacts, story: Story) -> date | None:
    telling = next((facts.tellings[m.article_id] for m in story.members if m.article_id in facts.tellings), None)
    return day_of(telling.base.split("/")[1]) if telling and telling.base.startswith("d/") else None
