"""What the archive by months and the list of corrections show, for a server's answers and for an export. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ribao.render.calendar import Issue, month, month_name
from ribao.render.text import language_of
from ribao.support.store.port import EditionKey
from ribao.types.channel import TOP
from ribao.types.edition import Edition, Entry

MOST_CORRECTIONS = 200  # the newest, on one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A revision that corrects an edition. ``path``: its address; ``before``: that of the revision it corrects."""

    issue: Issue
    path: str
    before: str


def newest_of_days(keys: Iterable[EditionKey]) -> list[EditionKey]:
    """The newest revision of each day, newest day first; ``keys`` as :meth:`Store.editions` gives them."""
    days: dict[date, EditionKey] = {}
    for key in keys:
        days.setdefault(key.date, key)
    return list(days.values())


def correcting(keys: Iterable[EditionKey]) -> list[EditionKey]:
    """Those that put an earlier revision right."""
    return [key for key in keys if key.revision > 1][:MOST_CORRECTIONS]


def archive_values(name: str, issues: Iterable[Issue], names: Iterable[str]) -> dict[str, Any]:
    """What ``archive.html`` shows of the month ``name`` (``2026-05``; empty: there is no edition yet).

    ``issues``: those of that month; ``names``: of all months with editions.
    """
    known = sorted(set(names), reverse=True)
    return {"shown": month(name, issues, known) if name else None, "months": known}


def corrected(key: EditionKey, issue: Issue) -> Corrected:
    folder = f"d/{key.date.isoformat()}/"
    return Corrected(issue=issue, path=f"{folder}r{key.revision}/", before=f"{folder}r{key.revision - 1}/")


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


def months_of(keys: Iterable[EditionKey]) -> list[str]:
    """``2026-05``, for each key."""
    return [month_name(key.date) for key in keys]


def _leading(edition: Edition) -> Entry | None:
    sections = sorted(edition.sections, key=lambda section: section.channel != TOP)
    return next((entry for section in sections for entry in section.entries), None)
