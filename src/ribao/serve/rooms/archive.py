"""Earlier editions by calendar, and the corrections that were ever made."""

import re
from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ribao.render.calendar import Issue, month, month_name
from ribao.render.text import language_of
from ribao.serve.house import House, Route
from ribao.serve.reply import Shelf
from ribao.support.store.port import EditionKey
from ribao.types.channel import TOP
from ribao.types.edition import Edition, Entry

MOST_CORRECTIONS = 200  # the newest, on one page
KEPT = 2000  # editions whose line in the archive is kept at hand
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def routes(house: House) -> list[Route]:
    room = _Archive(house)
    return [
        Route(path="/archive", handler=room.latest),
        Route(path="/archive/{name}", handler=room.month),
        Route(path="/corrections", handler=room.corrections),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A revision that corrects an edition. ``path``: its address; ``before``: that of the revision it corrects."""

    issue: Issue
    path: str
    before: str


class _Archive:
    def __init__(self, house: House) -> None:
        self.house = house
        self.lines: Shelf[Issue] = Shelf(KEPT, lambda _: 1)

    def latest(self, request: Request) -> Response:
        keys = _newest(self.house.desk.editions())
        name = month_name(keys[0].date) if keys else ""
        return self.page(request, "archive", name, keys)

    def month(self, request: Request, name: str) -> Response:
        keys = _newest(self.house.desk.editions())
        if not _MONTH.fullmatch(name) or all(month_name(key.date) != name for key in keys):
            raise HTTPException(404)
        return self.page(request, f"archive/{name}", name, keys)

    def page(self, request: Request, here: str, name: str, keys: list[EditionKey]) -> Response:
        names = [month_name(key.date) for key in keys]
        issues = [self.issue(key) for key in keys if month_name(key.date) == name]
        shown = month(name, issues, names) if name else None
        years = sorted(set(names), reverse=True)
        return self.house.own(request, "archive.html", here, shown=shown, months=years)

    def corrections(self, request: Request) -> Response:
        keys = [key for key in self.house.desk.editions() if key.revision > 1][:MOST_CORRECTIONS]
        return self.house.own(request, "corrections.html", "corrections", made=[self.corrected(key) for key in keys])

    def corrected(self, key: EditionKey) -> Corrected:
        folder = f"d/{key.date.isoformat()}/"
        return Corrected(
            issue=self.issue(key), path=f"{folder}r{key.revision}/", before=f"{folder}r{key.revision - 1}/"
        )

    def issue(self, key: EditionKey) -> Issue:
        """A draft changes under its key; its moment tells one state from the next."""

        def made() -> Issue:
            edition = self.house.desk.store.edition(key.date, key.profile, key.revision)
            return issue_of(edition) if edition else Issue(day=key.date, revision=key.revision, stories=0)

        return self.lines.get((self.house.desk.store, key), made)


def issue_of(edition: Edition) -> Issue:
    first = _leading(edition)
    return Issue(
        day=edition.date,
        revision=edition.revision,
        stories=sum(len(section.entries) for section in edition.sections),
        headline=first.headline if first else "",
        hedge=first.headline_hedge if first else "",
        lang=language_of(first.headline) if first else "",
        note=edition.note,
    )


def _leading(edition: Edition) -> Entry | None:
    sections = sorted(edition.sections, key=lambda section: section.channel != TOP)
    return next((entry for section in sections for entry in section.entries), None)


def _newest(keys: tuple[EditionKey, ...]) -> list[EditionKey]:
    """The newest revision of each day, newest day first."""
    days: dict[date, EditionKey] = {}
    for key in keys:
        days.setdefault(key.date, key)
    return list(days.values())
