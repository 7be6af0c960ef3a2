"""The pages of editions: each day's, in each revision, and the addresses of a static export, which lead to the latest."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ribao.render import site as pages
from ribao.render.bundle import Bundle
from ribao.render.edition_json import SCHEMA_NAME, schema, to_json
from ribao.render.place import ABOUT, DATA, Place, article_path, channel_path, story_path
from ribao.render.view import find_entry
from ribao.serve.house import House, Route, day_of, moved
from ribao.serve.owner import is_owner
from ribao.serve.ready import settled
from ribao.serve.reply import Content, content, reply
from ribao.serve.rooms.files import STATIC_SECONDS
from ribao.serve.rooms.sources import first_steps
from ribao.serve.tongue import language_of, others, prefix_of
from ribao.support.i18n import LANGUAGES
from ribao.support.store.port import EditionKey

_STORY_PAGE = re.compile(r"s/([^/]+)\.html")

Make = Callable[[Bundle, Place], bytes | None]


def routes(house: House) -> list[Route]:
    room = _Editions(house)
    return [
        Route(path="/", handler=room.front),
        *(Route(path=f"/{one}", handler=room.tongue) for one in LANGUAGES),
        Route(path="/d/{day}", handler=room.slash),
        Route(path="/d/{day}/", handler=room.edition_front),
        Route(path="/d/{day}/{rest:path}", handler=room.edition_page),
        Route(path="/" + DATA, handler=room.data),
        Route(path="/" + SCHEMA_NAME, handler=room.shape),
        Route(path="/" + ABOUT, handler=room.onward),
        Route(path="/c/{name}", handler=room.onward),
        Route(path="/a/{name}", handler=room.onward),
        Route(path="/s/{name}", handler=room.story_onward),
        Route(path="/t", handler=room.tongue),
    ]


class _Editions:
    def __init__(self, house: House) -> None:
        self.house = house
        self.schema = content(schema(), "application/schema+json")

    def front(self, request: Request) -> Response:
        key = self.house.desk.latest()
        if key is None:
            steps = first_steps(self.house, request)
            return self.house.own(request, "building.html", "", building=self.house.desk.building(), **steps)
        return self.edition(request, key, "", pages.front)

    def tongue(self, request: Request) -> Response:
        return RedirectResponse(request.scope["path"].lstrip("/") + "/", status_code=308)

    def slash(self, day: str) -> Response:
        day_of(day)
        return RedirectResponse(f"{day}/", status_code=308)

    def edition_front(self, request: Request, day: str) -> Response:
        return self.edition(request, self.house.key(day), f"d/{day}/", pages.front)

    def edition_page(self, request: Request, day: str, rest: str) -> Response:
        """Everything under ``/d/2026-05-08/``, with ``r1/`` before it for a certain revision."""
        number, inside = _revision(rest)
        key = self.house.key(day, number)
        base = f"d/{day}/" if number is None else f"d/{day}/r{number}/"
        if inside == DATA:
            return self.edition_data(request, key)
        make = pages.front if inside == "" else _maker(inside)
        return self.edition(request, key, base + inside, make, base)

    def edition(self, request: Request, key: EditionKey, here: str, make: Make, base: str = "") -> Response:
        base = base or f"d/{key.date.isoformat()}/"
        language, prefix = language_of(request, self.house.language), prefix_of(request)
        owner = self.house.doors.correct is not None and is_owner(request)
        kept = self.house.kept(request)
        where = Place(
            here=here,
            base=base,
            served=True,
            languages=others(here, language, prefix),
            owner=owner,
            site=self.house.address,
            prefix=prefix and f"{prefix}/",
            kept=kept,
        )

        def made() -> Content:
            bundle = self.house.bundle(key, language)
            body = make(bundle, replace(where, pictures=self.house.pictures(bundle)))
            if body is None:  # raised here, so that no address that somebody invents takes room on the shelf
                raise HTTPException(404)
            return content(body)

        try:
            saved = None if kept is None else hash(frozenset(kept.items()))
            state = (*self.house.state(key, language), prefix, here, owner, saved)
            page = self.house.pages.get(state, made)
            settled(request)
            return reply(request, page)
        except HTTPException:
            onward = self.storymoved(self.house.bundle(key, language), where)
            if not onward:
                raise
            return moved(onward)

    def storymoved(self, bundle: Bundle, where: Place) -> str:
        """Where the page of a story went that this edition no longer tells: a draft is made anew. Empty: nowhere."""
        found = _STORY_PAGE.fullmatch(where.here.removeprefix(where.base))
        living = self.house.desk.living(found[1]) if found else None
        if found is None or living in (None, found[1]):
            return ""
        page_now = f"{quote(str(living), safe='')}.html"
        if find_entry(bundle, str(living)):
            return page_now
        return where.top(f"s/{page_now}") if self.house.desk.holding(str(living)) else ""

    def edition_data(self, request: Request, key: EditionKey) -> Response:
        bundle = self.house.bundle(key, language_of(request, self.house.language))
        return reply(request, content(to_json(bundle.edition), "application/json"))

    def data(self, request: Request) -> Response:
        return self.edition_data(request, self.house.newest())

    def shape(self, request: Request) -> Response:
        return reply(request, self.schema, max_age=STATIC_SECONDS)

    def onward(self, request: Request) -> Response:
        """The addresses of a static export lead to the same page of the latest edition."""
        return self.send_on(self.house.newest(), request.scope["path"].lstrip("/"))

    def story_onward(self, name: str) -> Response:
        story = name.removesuffix(".html")
        key = self.house.desk.holding(story)
        if key is not None:
            return self.send_on(key, story_path(story))
        living = self.house.desk.living(story)
        if living in (None, story) or self.house.desk.holding(str(living)) is None:
            raise HTTPException(404)
        return moved(f"{quote(str(living), safe='')}.html")

    def send_on(self, key: EditionKey, inside: str) -> Response:
        if _maker_or_none(inside) is None:
            raise HTTPException(404)
        up = "../" * inside.count("/")
        return RedirectResponse(f"{up}d/{key.date.isoformat()}/{inside}", status_code=307)


def _maker(inside: str) -> Make:
    make = _maker_or_none(inside)
    if make is None:
        raise HTTPException(404)
    return make


def _maker_or_none(inside: str) -> Make | None:
    """The function that makes a page, by its path within an edition; None for a path that no page has."""
    if inside == ABOUT:
        return pages.about
    folder, _, file = inside.partition("/")
    name = file.removesuffix(".html")
    if not file.endswith(".html") or not name:
        return None
    if folder == "c":
        return lambda bundle, where: _channel(bundle, inside, where)
    if folder == "s" and story_path(name) == inside:
        return lambda bundle, where: pages.story(bundle, name, where)
    if folder == "a" and article_path(name) == inside:
        return lambda bundle, where: pages.article(bundle, name, where)
    return None


def _channel(bundle: Bundle, inside: str, where: Place) -> bytes | None:
    named = {channel_path(name): name for name in pages.channel_names(bundle)}
    return pages.channel(bundle, named[inside], where) if inside in named else None


def _revision(rest: str) -> tuple[int | None, str]:
    found = re.match(r"r(\d{1,6})/", rest)
    return (int(found[1]), rest[found.end() :]) if found else (None, rest)
