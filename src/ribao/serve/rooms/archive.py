"""Earlier editions by calendar, and the corrections that were ever made."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ribao.render.archive_pages import (
    archive_values,
    corrected,
    correcting,
    issue_of,
    months_of,
    newest_of_days,
)
from ribao.render.calendar import Issue, month_name
from ribao.serve.house import House, Route
from ribao.serve.reply import Shelf
from ribao.support.store.port import EditionKey

KEPT = 2000  # editions whose line in the archive is kept at hand
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def routes(house: House) -> list[Route]:
    room = _Archive(house)
    return [
        Route(path="/archive", handler=room.latest),
        Route(path="/archive/{name}", handler=room.month),
        Route(path="/corrections", handler=room.corrections),
    ]


class _Archive:
    def __init__(self, house: House) -> None:
        self.house = house
        self.lines: Shelf[Issue] = Shelf(KEPT, lambda _: 1)

    def latest(self, request: Request) -> Response:
        keys = newest_of_days(self.house.desk.editions())
        name = month_name(keys[0].date) if keys else ""
        return self.page(request, "archive", name, keys)

    def month(self, request: Request, name: str) -> Response:
        keys = newest_of_days(self.house.desk.editions())
        if not _MONTH.fullmatch(name) or name not in months_of(keys):
            raise HTTPException(404)
        return self.page(request, f"archive/{name}", name, keys)

    def page(self, request: Request, here: str, name: str, keys: list[EditionKey]) -> Response:
        issues = [self.issue(key) for key in keys if month_name(key.date) == name]
        return self.house.own(request, "archive.html", here, **archive_values(name, issues, months_of(keys)))

    def corrections(self, request: Request) -> Response:
        made = [corrected(key, self.issue(key)) for key in correcting(self.house.desk.editions())]
        return self.house.own(request, "corrections.html", "corrections", made=made)

    def issue(self, key: EditionKey) -> Issue:
        """A draft changes under its key; its moment tells one state from the next."""

        def made() -> Issue:
            edition = self.house.desk.store.edition(key.date, key.profile, key.revision)
            return issue_of(edition) if edition else Issue(day=key.date, revision=key.revision, stories=0)

        return self.lines.get((self.house.desk.store, key), made)
