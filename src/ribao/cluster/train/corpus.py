"""The corpus: headlines of an archive, and days whose stories somebody labelled. Files in, plain values out."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ribao.support.opening import opening


class BadLine(ValueError):
    """A line that cannot be used; ``number`` 0: the file as a whole."""

    def __init__(self, path: Path, number: int, why: str) -> None:
        super().__init__(f"{path}, line {number}: {why}" if number else f"{path}: {why}")
        self.path, self.number, self.why = path, number, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``time``: seconds since 1970, UTC. ``day``: YYYY-MM-DD in the reader's time zone."""

    id: str
    source: str
    time: float
    day: str
    title: str
    summary: str

    @property
    def lead(self) -> str:
        return opening(self.summary)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labelled:
    """A labelled day, in order of time. ``story`` int64 (n,): the number of the story, or below 0, each another, for an
    item that stands alone. ``roundup`` bool (n,). ``gold``: the labels as they stand in the file.
    """

    day: str
    items: tuple[Item, ...]
    story: NDArray[np.int64]
    roundup: NDArray[np.bool_]
    gold: Mapping[str, Any]


def read(path: Path, zone: tzinfo, skip: Sequence[str] = ()) -> Iterator[Item]:
    """Items of JSON lines (plain or gzipped): ``id, source, t, title`` and, if there, ``summary``.

    Left out: items without a headline, and those whose day, in ``zone`` or UTC, begins with one of ``skip`` (2026-03,
    2026-03-05). Raises BadLine.
    """
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                number += 1
                if line.strip():
                    yield from _item(json.loads(line), zone, tuple(skip))
    except KeyError as error:
        raise BadLine(path, number, f"{error} is missing") from None
    except (OSError, EOFError) as error:
        raise BadLine(path, 0, str(error)) from None
    except (ValueError, TypeError, AttributeError) as error:
        raise BadLine(path, number, str(error)) from None


def _item(row: Mapping[str, Any], zone: tzinfo, skip: tuple[str, ...]) -> Iterator[Item]:
    when = datetime.fromisoformat(row["t"])
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    day, title = when.astimezone(zone).date().isoformat(), str(row["title"] or "").strip()
    if not title or day.startswith(skip) or when.astimezone(UTC).date().isoformat().startswith(skip):
        return
    yield Item(
        id=str(row["id"]), source=str(row["source"]), time=when.timestamp(), day=day,
        title=title, summary=str(row.get("summary") or "").strip(),
    )  # fmt: skip


def read_labels(items: Path, stories: Path, zone: tzinfo) -> Labelled:
    """``stories``: ``{"stories": [{"ids": [...]}], "roundups": [...], "all_ids": [...]}``. Raises BadLine."""
    try:
        gold = json.loads(stories.read_text(encoding="utf-8"))
        number = {str(id_): at for at, story in enumerate(gold["stories"]) for id_ in story["ids"]}
        roundups, known = set(gold.get("roundups", ())), set(gold["all_ids"])
    except (OSError, ValueError) as error:
        raise BadLine(stories, 0, str(error)) from None
    except (KeyError, TypeError) as error:
        raise BadLine(stories, 0, f"no labels of stories: {error}") from None
    found = {item.id: item for item in read(items, zone) if item.id in known}
    if not found:
        raise BadLine(items, 0, f"none of its items is labelled in {stories.name}")
    ordered = tuple(sorted(found.values(), key=lambda item: (item.time, item.id)))
    return Labelled(
        day=Counter(item.day for item in ordered).most_common(1)[0][0],
        items=ordered,
        story=np.array([number.get(item.id, -at - 1) for at, item in enumerate(ordered)], np.int64),
        roundup=np.array([item.id in roundups for item in ordered], np.bool_),
        gold=gold,
    )


def read_tellings(path: Path) -> Iterator[tuple[str, ...]]:
    """Lines of two and more tab-separated tellings of one event each. Raises BadLine."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise BadLine(path, 0, str(error)) from None
    for number, line in enumerate(lines, 1):
        told = tuple(part.strip() for part in line.split("\t") if part.strip())
        if len(told) == 1:
            raise BadLine(path, number, "two tellings of one event, separated by a tab, are needed")
        if told:
            yield told
