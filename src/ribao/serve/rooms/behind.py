"""What stands behind the editions: sources, what waits, why a story is what it is, the versions."""

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ribao.render import why
from ribao.render.html import frame_of
from ribao.render.view import find_entry
from ribao.serve.house import House, Route, moved
from ribao.serve.tongue import language_of
from ribao.support.reasons import words

SHOWN_REPORTS = 500  # of one story, on the page that says why


def routes(house: House) -> list[Route]:
    room = _Behind(house)
    return [
        Route(path="/-/work", handler=room.work),
        Route(path="/-/versions", handler=room.versions),
        Route(path="/-/why/{story}", handler=room.why),
    ]


class _Behind:
    def __init__(self, house: House) -> None:
        self.house = house

    def work(self, request: Request) -> Response:
        work, building = self.house.desk.work(), self.house.desk.building()
        return self.house.own(request, "work.html", "-/work", work=work, building=building, words=words)

    def versions(self, request: Request) -> Response:
        return self.house.own(request, "versions.html", "-/versions", versions=self.house.desk.versions())

    def why(self, request: Request, story: str) -> Response:
        """A story as it stands in the store, with its rank where an edition tells it, if under an id that it had."""
        living = self.house.desk.living(story)
        if living not in (None, story):
            return moved(quote(str(living), safe=""))
        language = language_of(request, self.house.language)
        told = self.house.desk.why(story)
        ids = (story, *(told.former if told else ()))
        held = next(((i, key) for i in ids for key in [self.house.desk.holding(i)] if key), None)
        bundle = self.house.bundle(held[1], language) if held else None
        found = find_entry(bundle, held[0]) if bundle and held else None
        if told is None and found is None:
            raise HTTPException(404)
        base = f"d/{held[1].date.isoformat()}/" if held else ""
        values = {"why": told, "entry": found[1] if found else None, "W": why, "MOST": SHOWN_REPORTS}
        return self.house.own(
            request, "why.html", f"-/why/{story}", frame_of(bundle) if bundle else None, base, **values
        )
