"""The site as an application: manifest, service worker, what it keeps, and the page for what it does not."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ribao.render.installing import KEPT, MANIFEST, OFFLINE, WORKER, kept, manifest, worker
from ribao.serve.house import House, Route, base_of
from ribao.serve.reply import content, reply
from ribao.serve.tongue import language_of

SCRIPT = "text/javascript; charset=utf-8"


def routes(house: House) -> list[Route]:
    room = _Installing(house)
    return [
        Route(path=f"/{MANIFEST}", handler=room.manifest),
        Route(path=f"/{WORKER}", handler=room.worker),
        Route(path=f"/{KEPT}", handler=room.kept),
        Route(path=f"/{OFFLINE}", handler=room.offline),
    ]


class _Installing:
    def __init__(self, house: House) -> None:
        self.house = house
        self.script = content(worker(retired=not house.offline), SCRIPT)

    def manifest(self, request: Request) -> Response:
        language = language_of(request, self.house.language)
        made = manifest(self.house.title, language, "./")
        return reply(request, content(made, "application/manifest+json"))

    def worker(self, request: Request) -> Response:
        """Under its language's prefix it has that for its scope: a reader of one language keeps one."""
        return reply(request, self.script)

    def kept(self, request: Request) -> Response:
        """The latest edition; none while there is none, or the settings say that nothing is kept."""
        key = self.house.desk.latest()
        if key is None or not self.house.offline:
            raise HTTPException(404)
        language = language_of(request, self.house.language)
        state = self.house.state(key, language)
        bundle = self.house.bundle(key, language)
        made = kept(bundle, "", f"d/{key.date.isoformat()}/", state)
        return reply(request, content(made, "application/json"))

    def offline(self, request: Request) -> Response:
        language = language_of(request, self.house.language)
        frame = self.house.frame(language)
        return self.house.own(request, "offline.html", OFFLINE, frame, base_of(frame))
