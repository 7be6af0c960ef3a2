"""The site as a server: rooms of addresses over a newsstand. Pages are made once an edition and language, and kept in memory."""

from fastapi import FastAPI
from starlette.exceptions import HTTPException

from ribao.serve.gate import LanguagePrefix, SecurityHeaders
from ribao.serve.house import House
from ribao.serve.marking import Correct, marking
from ribao.serve.newsstand import Newsstand
from ribao.serve.rooms import behind, editions, files, things
from ribao.serve.tongue import ReaderLanguage

ROOMS = (editions, things, behind, files)


def make_site(
    desk: Newsstand, *, title: str = "智能日报", language: str = "zh", correct: Correct | None = None
) -> FastAPI:
    """The whole reading site. ``correct``: what is done when the owner says on a page that marks are wrong; None: they
    cannot. ``language`` is for readers whose browser names none that the site speaks."""
    app = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    house = House(desk, title, language, marking=correct is not None)
    for route in (one for room in ROOMS for one in room.routes(house)):
        app.add_api_route(route.path, route.handler, methods=list(route.methods), response_model=None)
    if correct is not None:
        app.include_router(marking(correct))
    app.add_exception_handler(HTTPException, house.trouble)
    app.add_exception_handler(Exception, house.trouble)
    app.add_middleware(ReaderLanguage, default=language)  # the last to be added is the first that a request meets
    app.add_middleware(LanguagePrefix)
    app.add_middleware(SecurityHeaders)
    return app
