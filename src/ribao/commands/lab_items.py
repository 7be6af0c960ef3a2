"""Items of the lab, one a line as JSON, made into articles in the way of a feed's entries."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby, pairwise
from pathlib import Path
from typing import IO, Any

from ribao.acquire.article import make_article
from ribao.acquire.sources.text import plain
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.types.article import Article
from ribao.types.lead import Lead


@dataclass(slots=True)
class Items:
    """The items of a file. After :meth:`articles` is through, ``faults`` tells what was wrong with single lines, and
    ``alone`` names the items that cannot be compared: they stand alone.
    """

    path: Path
    alone: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def articles(self) -> Iterator[Article]:
        """In order of time, each id once, the first that has it. Raises Problem for a line that is no item.

        A file in order of time is read as it is asked for; any other is read whole and sorted.
        """
        if self._in_order():
            for _moment, together in groupby(self._read(), lambda article: article.published_at):
                yield from sorted(together, key=lambda article: article.id)
        else:
            yield from sorted(self._read(), key=lambda article: (article.published_at, article.id))

    def _in_order(self) -> bool:
        times = (moment(_text(item, "t")) for _number, item in rows(self.path) if isinstance(item, dict))
        return all(one <= other for one, other in pairwise(time for time in times if time is not None))

    def _read(self) -> Iterator[Article]:
        met: set[str] = set()
        for number, item in rows(self.path):
            article_id = _id(item, self.path, number)
            if article_id in met:
                self._note(number, _("id {id} has been met before").format(id=article_id))
                continue
            met.add(article_id)
            fault = _fault(item)
            if fault:
                self._note(number, fault)
                self.alone.append(article_id)
            else:
                yield article_of(item)

    def _note(self, number: int, fault: str) -> None:
        self.faults.append(_("line {n}: {fault}").format(n=number, fault=fault))


def article_of(item: dict[str, Any]) -> Article:
    """The article that acquiring makes of a feed's entry whose page cannot be read."""
    at = moment(_text(item, "t"))
    assert at is not None
    lead = Lead(
        id=str(item["id"]),
        source_id=_text(item, "source"),
        key=str(item["id"]),
        alt_key="",
        url=_text(item, "url"),
        title=plain(_text(item, "title")),
        seen_at=at,
        published_at=at,
        summary=_text(item, "summary"),
    )
    return make_article(lead, None, None, "", now=at)[0]


def rows(path: Path) -> Iterator[tuple[int, Any]]:
    """Line numbers, from 1, with what stands there as JSON; blank lines are passed over. Raises Problem."""
    number = 0
    try:
        with _opened(path) as lines:
            for line in lines:
                number += 1
                if line.strip():
                    yield number, json.loads(line)
    except (OSError, EOFError, ValueError, RecursionError) as error:
        raise _unreadable(path, number, str(error)) from None


def _opened(path: Path) -> IO[str]:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def _unreadable(path: Path, number: int, why: str) -> Problem:
    return Problem(
        _("{path} cannot be read as JSON lines (line {n}).").format(path=path, n=number),
        why,
        _("Give a file with one JSON object a line, plain or gzipped."),
    )


def _id(item: Any, path: Path, number: int) -> str:
    found = item.get("id") if isinstance(item, dict) else None
    if isinstance(found, int):
        found = str(found)
    if not isinstance(found, str) or not found or not _is_text(found):
        raise _unreadable(path, number, _('An item needs an "id".'))
    return found


def _fault(item: dict[str, Any]) -> str:
    if moment(_text(item, "t")) is None:
        return _('"t" is no time such as 2026-05-14T08:00:00Z')
    return "" if plain(_text(item, "title")) else _("the title is empty")


def moment(text: str) -> datetime | None:
    """In UTC, which is also what a time without a zone is taken for; None for what is no time of ISO 8601."""
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _text(item: dict[str, Any], name: str) -> str:
    found = item.get(name)
    return found.encode("utf-8", "ignore").decode() if isinstance(found, str) else ""


def _is_text(value: str) -> bool:
    """Whether there is no half of a character in it."""
    return value.encode("utf-8", "ignore").decode() == value
