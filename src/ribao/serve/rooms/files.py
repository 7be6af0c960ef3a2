"""The files that pages load: style, scripts, icons. All lie in memory."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ribao.render.place import ICON
from ribao.render.static_files import static_files, version
from ribao.serve.house import House, Route
from ribao.serve.ready import settled
from ribao.serve.reply import content, reply

STATIC_SECONDS = 3600
A_YEAR = 365 * 24 * 3600  # for an address that names the very bytes
_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml",
}


def routes(house: House) -> list[Route]:
    room = _Files()
    return [
        Route(path="/static/{name}", handler=room.asset),
        Route(path="/favicon.ico", handler=room.icon),
    ]


class _Files:
    def __init__(self) -> None:
        self.static = {path: content(body, _kind(path)) for path, body in static_files().items()}

    def asset(self, request: Request, name: str) -> Response:
        found = self.static.get(f"static/{name}")
        if found is None:
            raise HTTPException(404)
        settled(request)
        return reply(request, found, max_age=A_YEAR if request.url.query == version() else STATIC_SECONDS)

    def icon(self, request: Request) -> Response:
        return reply(request, self.static[ICON], max_age=STATIC_SECONDS)


def _kind(path: str) -> str:
    return _KINDS[path.rpartition(".")[2]]
