"""The site as a server: rooms of addresses over a newsstand. Pages are made once an edition and language, and kept in memory."""

from collections.abc import Callable

from fastapi import Depends, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from ribao.serve.approach import Approach, Gate
from ribao.serve.doors import Doors
from ribao.serve.gate import LanguagePrefix, SecurityHeaders
from ribao.serve.house import Face, House
from ribao.serve.newsstand import Newsstand
from ribao.serve.owner import ours, same_site
from ribao.serve.ready import Ready
from ribao.serve.rooms import (
    archive,
    behind,
    cards,
    collections,
    editions,
    enter,
    feeds,
    files,
    installing,
    live,
    maps,
    marking,
    pictures,
    search,
    settings,
    sources,
    things,
)
from ribao.serve.tongue import ReaderLanguage
from ribao.settings import ServerSettings
from ribao.support.pictures.album import Album

ROOMS = (
    feeds,
    maps,
    cards,
    editions,
    archive,
    search,
    things,
    collections,
    behind,
    marking,
    files,
    pictures,
    installing,
    live,
    sources,
    settings,
    enter,
)


def make_site(
    desk: Newsstand,
    *,
    title: str = "智能日报",
    language: str = "zh",
    doors: Doors | None = None,
    address: str = "",
    offline: bool = True,
    face: Callable[[], Face] | None = None,
    gate: Gate | None = None,
    album: Album | None = None,
) -> FastAPI:
    """The whole site. ``doors``: what its owner may do; None: nothing, it is for reading alone.

    ``language`` is for readers whose browser names none that the site speaks. ``address``: its public one, with a slash
    at its end; empty: whatever name a reader calls it by. ``offline``: devices may keep the latest edition. ``face``:
    title, language, address and pictures as they are at the moment, where the owner may change them. ``gate``: who is
    believed to be the owner. ``album``: where the articles' pictures come from; None: no page shows any.
    """
    app = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    still = Face(title=title, language=language, address=address)
    house = House(desk, face or (lambda: still), doors or Doors(), offline, album)
    for route in (one for room in ROOMS for one in room.routes(house)):
        guards = [Depends(ours)] if route.ours else [Depends(same_site)] if route.entry else []
        app.add_api_route(route.path, route.handler, methods=route.methods, response_model=None, dependencies=guards)
    app.add_exception_handler(HTTPException, house.trouble)
    app.add_exception_handler(Exception, house.trouble)
    app.add_middleware(
        ReaderLanguage, default=lambda: house.language
    )  # the last to be added is the first that a request meets
    app.add_middleware(LanguagePrefix)
    app.add_middleware(SecurityHeaders)
    gate = gate or Gate(server=ServerSettings)
    app.add_middleware(Approach, gate=gate)
    app.add_middleware(Ready, state=_Standing(house, gate))
    return app


class _Standing:
    """All that a settled answer hangs on beside its request: asked anew, in a thread, after anything was written.

    A refresh writes all the time what no edition shows: its commits leave the answers of before as they are.
    """

    def __init__(self, house: House, gate: Gate) -> None:
        self._house, self._gate = house, gate
        self._seen: object = None
        self._told: object = None

    async def __call__(self) -> object:
        try:
            store = self._house.desk.store
            seen = store, store.moment()
            if seen != self._seen:
                told = await run_in_threadpool(self._ask)
                self._seen, self._told = seen, told
            return store, self._told, self._house.face(), self._gate.server()
        except Exception:  # a broken store: the room meets it too, and its answer tells
            return object()

    def _ask(self) -> object:
        desk, keep = self._house.desk, self._house.doors.keep
        saved = keep.store.kept_in() if keep and keep.opened() else None
        return desk.editions(), desk.latest(), desk.marks(), saved
