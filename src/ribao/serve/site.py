"""The site as a server: the pages of :mod:`ribao.render.site`, of every edition, and what stands behind them.

``make_site`` wires routes to a newsstand. Pages are made once an edition and language, and kept in memory.
"""

import re
from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ribao.render import site as pages
from ribao.render import why
from ribao.render.bundle import Bundle
from ribao.render.edition_json import SCHEMA_NAME, schema, to_json
from ribao.render.feed import feed
from ribao.render.html import Frame, environment, frame_of, page
from ribao.render.place import ABOUT, DATA, FEED, ICON, Place, article_path, channel_path, story_path
from ribao.render.stated import rows
from ribao.render.thing import PAGED
from ribao.render.thing_list import groups, letter_of
from ribao.render.thing_pages import compared, thing_values
from ribao.render.thing_pages import words as thing_words
from ribao.render.view import find_entry
from ribao.serve.gate import SECURITY, LanguagePrefix, SecurityHeaders
from ribao.serve.marking import Correct, is_owner, marking
from ribao.serve.newsstand import Newsstand
from ribao.serve.reply import HTML, Content, Shelf, content, reply
from ribao.serve.tongue import ReaderLanguage, language_of, others, prefix_of
from ribao.support.i18n import LANGUAGES
from ribao.support.reasons import words
from ribao.support.store.port import EditionKey
from ribao.types.thing import ThingKind

PAGES_BYTES = 48 * 1024 * 1024  # rendered pages kept, with their packed form
BUNDLES = 6  # editions kept whole, a language each
STATIC_SECONDS = 3600
REFRESH_SECONDS = 3
SHOWN_REPORTS = 500  # of one story, on the page that says why
_STORY_PAGE = re.compile(r"s/([^/]+)\.html")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_TEMPLATES = Path(__file__).parent / "templates"

Make = Callable[[Bundle, Place], bytes | None]


def make_site(
    desk: Newsstand, *, title: str = "智能日报", language: str = "zh", correct: Correct | None = None
) -> FastAPI:
    """The whole reading site. ``correct``: what is done when the owner says on a page that marks are wrong; None: they
    cannot. ``language`` is for readers whose browser names none that the site speaks."""
    app = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    house = _House(desk, title, language, marking=correct is not None)
    for path, handler in house.routes():
        app.add_api_route(path, handler, methods=["GET", "HEAD"], response_model=None)
    if correct is not None:
        app.include_router(marking(correct))
    app.add_exception_handler(HTTPException, house.trouble)
    app.add_exception_handler(Exception, house.trouble)
    app.add_middleware(ReaderLanguage, default=language)  # the last to be added is the first that a request meets
    app.add_middleware(LanguagePrefix)
    app.add_middleware(SecurityHeaders)
    return app


class _House:
    """The handlers, and what they share: the desk, the shelves, the words of the frame."""

    def __init__(self, desk: Newsstand, title: str, language: str, *, marking: bool = False) -> None:
        self.marking = marking
        self.desk = desk
        self.title = title
        self.language = language
        self.templates = environment(_TEMPLATES)
        self.static = {path: content(body, _kind(path)) for path, body in pages.static_files()}
        self.schema = content(schema(), "application/schema+json")
        self.bundles: Shelf[Bundle] = Shelf(BUNDLES, lambda _: 1)
        self.pages: Shelf[Content] = Shelf(PAGES_BYTES, _size)

    def routes(self) -> list[tuple[str, Callable[..., Any]]]:
        return [
            ("/", self.front),
            *((f"/{one}", self.tongue) for one in LANGUAGES),
            ("/d/{day}", self.slash),
            ("/d/{day}/", self.edition_front),
            ("/d/{day}/{rest:path}", self.edition_page),
            ("/" + FEED, self.feed),
            ("/" + DATA, self.data),
            ("/" + SCHEMA_NAME, self.shape),
            ("/" + ABOUT, self.onward),
            ("/c/{name}", self.onward),
            ("/a/{name}", self.onward),
            ("/s/{name}", self.story_onward),
            ("/t", self.tongue),
            ("/t/", self.things),
            ("/t/compare", self.compare),
            ("/t/{thing}", self.thing),
            ("/sources", self.sources),
            ("/-/work", self.work),
            ("/-/versions", self.versions),
            ("/-/why/{story}", self.why),
            ("/static/{name}", self.asset),
            ("/favicon.ico", self.icon),
            ("/robots.txt", self.robots),
        ]

    # -- editions ----------------------------------------------------------------------------------------------
    def front(self, request: Request) -> Response:
        key = self.desk.latest()
        if key is None:
            waiting = self.own(request, "building.html", "", building=self.desk.building())
            waiting.headers["Refresh"] = str(REFRESH_SECONDS)
            return waiting
        return self.edition(request, key, "", pages.front)

    def tongue(self, request: Request) -> Response:
        return RedirectResponse(request.scope["path"].lstrip("/") + "/", status_code=308)

    def slash(self, day: str) -> Response:
        _date(day)
        return RedirectResponse(f"{day}/", status_code=308)

    def edition_front(self, request: Request, day: str) -> Response:
        return self.edition(request, self.key(day), f"d/{day}/", pages.front)

    def edition_page(self, request: Request, day: str, rest: str) -> Response:
        """Everything under ``/d/2026-05-08/``, with ``r1/`` before it for a certain revision."""
        number, inside = _revision(rest)
        key = self.key(day, number)
        base = f"d/{day}/" if number is None else f"d/{day}/r{number}/"
        if inside in (DATA, FEED):
            return self.edition_data(request, key, inside)
        make = pages.front if inside == "" else _maker(inside)
        return self.edition(request, key, base + inside, make, base)

    def edition(self, request: Request, key: EditionKey, here: str, make: Make, base: str = "") -> Response:
        base = base or f"d/{key.date.isoformat()}/"
        language, prefix = language_of(request, self.language), prefix_of(request)
        owner = self.marking and is_owner(request)
        where = Place(here=here, base=base, served=True, languages=others(here, language, prefix), owner=owner)

        def made() -> Content:
            body = make(self.bundle(key, language), where)
            if body is None:  # raised here, so that no address that somebody invents takes room on the shelf
                raise HTTPException(404)
            return content(body)

        try:
            return reply(request, self.pages.get((*self.state(key, language), prefix, here, owner), made))
        except HTTPException:
            onward = self.story_moved(self.bundle(key, language), where)
            if not onward:
                raise
            return _moved(onward)

    def story_moved(self, bundle: Bundle, where: Place) -> str:
        """Where the page of a story went that this edition no longer tells: a draft is made anew. Empty: nowhere."""
        found = _STORY_PAGE.fullmatch(where.here.removeprefix(where.base))
        living = self.desk.living(found[1]) if found else None
        if found is None or living in (None, found[1]):
            return ""
        page_now = f"{quote(str(living), safe='')}.html"
        if find_entry(bundle, str(living)):
            return page_now
        return where.top(f"s/{page_now}") if self.desk.holding(str(living)) else ""

    def edition_data(self, request: Request, key: EditionKey, name: str) -> Response:
        bundle = self.bundle(key, language_of(request, self.language))
        if name == DATA:
            return reply(request, content(to_json(bundle.edition), "application/json"))
        folder = f"d/{key.date.isoformat()}/"
        return reply(request, content(feed(bundle, _address(request), folder), "application/rss+xml"))

    def feed(self, request: Request) -> Response:
        return self.edition_data(request, self.newest(), FEED)

    def data(self, request: Request) -> Response:
        return self.edition_data(request, self.newest(), DATA)

    def shape(self, request: Request) -> Response:
        return reply(request, self.schema, max_age=STATIC_SECONDS)

    def onward(self, request: Request) -> Response:
        """The addresses of a static export lead to the same page of the latest edition."""
        return self.send_on(self.newest(), request.scope["path"].lstrip("/"))

    def story_onward(self, name: str) -> Response:
        story = name.removesuffix(".html")
        key = self.desk.holding(story)
        if key is not None:
            return self.send_on(key, story_path(story))
        living = self.desk.living(story)
        if living in (None, story) or self.desk.holding(str(living)) is None:
            raise HTTPException(404)
        return _moved(f"{quote(str(living), safe='')}.html")

    def send_on(self, key: EditionKey, inside: str) -> Response:
        if _maker_or_none(inside) is None:
            raise HTTPException(404)
        up = "../" * inside.count("/")
        return RedirectResponse(f"{up}d/{key.date.isoformat()}/{inside}", status_code=307)

    # -- behind the editions -----------------------------------------------------------------------------------
    def sources(self, request: Request) -> Response:
        return self.own(request, "sources.html", "sources", sources=self.desk.sources(), words=words)

    def work(self, request: Request) -> Response:
        work, building = self.desk.work(), self.desk.building()
        return self.own(request, "work.html", "-/work", work=work, building=building, words=words)

    def versions(self, request: Request) -> Response:
        return self.own(request, "versions.html", "-/versions", versions=self.desk.versions())

    def why(self, request: Request, story: str) -> Response:
        """A story as it stands in the store, with its rank where an edition tells it, if under an id that it had."""
        living = self.desk.living(story)
        if living not in (None, story):
            return _moved(quote(str(living), safe=""))
        language = language_of(request, self.language)
        told = self.desk.why(story)
        ids = (story, *(told.former if told else ()))
        held = next(((i, key) for i in ids for key in [self.desk.holding(i)] if key), None)
        bundle = self.bundle(held[1], language) if held else None
        found = find_entry(bundle, held[0]) if bundle and held else None
        if told is None and found is None:
            raise HTTPException(404)
        base = f"d/{held[1].date.isoformat()}/" if held else ""
        values = {"why": told, "entry": found[1] if found else None, "W": why, "MOST": SHOWN_REPORTS}
        return self.own(request, "why.html", f"-/why/{story}", frame_of(bundle) if bundle else None, base, **values)

    # -- persons, organisations, products ----------------------------------------------------------------------
    def things(self, request: Request) -> Response:
        """Most in the news; with ``?kind=product&letter=X`` all names under a letter."""
        query = request.query_params
        kind, letter = query.get("kind", ""), query.get("letter", "")
        if kind in set(ThingKind) and 1 <= len(letter) <= 2:
            chosen = letter_of(ThingKind(kind), letter.upper(), self.desk.things(ThingKind(kind)))
            here = "t/?" + urlencode({"kind": kind, "letter": letter})
            return self.own(request, "things.html", here, chosen=chosen, groups=(), recent=False, **thing_words())
        every = [thing for one in PAGED for thing in self.desk.things(one)]
        listed = groups(self.desk.things_in_news(), every)
        return self.own(request, "things.html", "t/", chosen=None, groups=listed, recent=True, **thing_words())

    def thing(self, request: Request, thing: str) -> Response:
        facts = self.desk.thing(thing)
        if facts is None:
            raise HTTPException(404)
        if facts.thing.id != thing:
            return _moved(quote(facts.thing.id, safe=""))
        return self.own(request, "thing.html", f"t/{quote(thing, safe='')}", **thing_values(facts))

    def compare(self, request: Request) -> Response:
        """``?a=…&b=…``: two products, property by property."""
        found = [self.desk.thing(request.query_params.get(name, "")) for name in ("a", "b")]
        one, other = (facts if facts and facts.thing.kind is ThingKind.PRODUCT else None for facts in found)
        if one is None or other is None:
            raise HTTPException(404)
        here = "t/compare?" + urlencode({"a": one.thing.id, "b": other.thing.id})
        pairs = compared(rows(one), rows(other))
        return self.own(request, "compare.html", here, one=one.thing, other=other.thing, pairs=pairs, **thing_words())

    def asset(self, request: Request, name: str) -> Response:
        found = self.static.get(f"static/{name}")
        if found is None:
            raise HTTPException(404)
        return reply(request, found, max_age=STATIC_SECONDS)

    def icon(self, request: Request) -> Response:
        return reply(request, self.static[ICON], max_age=STATIC_SECONDS)

    def robots(self, request: Request) -> Response:
        return reply(request, content(b"User-agent: *\nDisallow: /-/\n", "text/plain"), max_age=STATIC_SECONDS)

    def trouble(self, request: Request, error: Exception) -> Response:
        """A page in the reader's language for whatever goes wrong; the server's own faults are still logged."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        language = language_of(request, self.language)
        depth = request.scope.get("raw_path", request.url.path.encode()).count(b"/") - 1
        frame = self.frame_in_trouble(language)
        base = _base(frame)
        where = Place(here="/" * max(0, depth), base=base, served=True)
        body = page(self.templates, "trouble.html", frame, where, status=status)
        # the answer to an unforeseen error is sent outside the gate, so it brings the security headers itself
        headers = {**SECURITY, **(getattr(error, "headers", None) or {}), "Cache-Control": "no-store"}
        return Response(body, status_code=status, media_type=HTML, headers=headers)

    # -- shared ------------------------------------------------------------------------------------------------
    def own(
        self, request: Request, template: str, here: str, frame: Frame | None = None, base: str = "", **values: Any
    ) -> Response:
        """One of the server's own pages: made anew each time, for it shows what is so now."""
        language = language_of(request, self.language)
        frame = frame or self.frame(language)
        base = base or _base(frame)
        where = Place(here=here, base=base, served=True, languages=others(here, language, prefix_of(request)))
        return reply(request, content(page(self.templates, template, frame, where, **values)))

    def frame(self, language: str) -> Frame:
        """That of the latest edition, so that its channels stay at hand."""
        key = self.desk.latest()
        return frame_of(self.bundle(key, language)) if key else Frame(title=self.title, language=language)

    def frame_in_trouble(self, language: str) -> Frame:
        """That of the latest edition if it can be had: a page that reports a fault must not fail by another one."""
        try:
            return self.frame(language)
        except Exception:  # whatever it was, it has been logged where it was met first
            return Frame(title=self.title, language=language)

    def bundle(self, key: EditionKey, language: str) -> Bundle:
        """The latest edition is part of the key: a new one is another one that the old ones lead to."""
        return self.bundles.get(self.state(key, language), lambda: self.desk.bundle(key, language))

    def state(self, key: EditionKey, language: str) -> tuple[Hashable, ...]:
        """All that an edition's pages hang on."""
        return key, self.desk.latest(), self.desk.marks(), language

    def key(self, day: str, revision: int | None = None) -> EditionKey:
        found = self.desk.edition(_date(day), revision)
        if found is None:
            raise HTTPException(404)
        return found

    def newest(self) -> EditionKey:
        key = self.desk.latest()
        if key is None:
            raise HTTPException(404)
        return key


def _base(frame: Frame) -> str:
    """Folder of the pages of a frame's edition."""
    return f"d/{frame.edition.date.isoformat()}/" if frame.edition else ""


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


def _moved(address: str) -> Response:
    """For good, as far as anybody knows; but a story may be split again, so nobody shall keep the answer."""
    return RedirectResponse(address, status_code=301, headers={"Cache-Control": "no-cache"})


def _revision(rest: str) -> tuple[int | None, str]:
    found = re.match(r"r(\d{1,6})/", rest)
    return (int(found[1]), rest[found.end() :]) if found else (None, rest)


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day if _DAY.fullmatch(day) else "")
    except ValueError as error:
        raise HTTPException(404) from error


def _address(request: Request) -> str:
    """The site's absolute address as this reader wrote it, with a slash at its end; the feed's links need one."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        server = request.scope.get("server") or ("127.0.0.1", 80)
        host = f"{server[0]}:{server[1]}"
    prefix = prefix_of(request)
    return f"{request.url.scheme}://{host}{request.scope.get('root_path', '')}/" + (f"{prefix}/" if prefix else "")


def _kind(path: str) -> str:
    return {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}[path.rpartition(".")[2]]


def _size(made: Content) -> int:
    return len(made.body) + len(made.packed) + 256
