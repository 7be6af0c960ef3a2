"""The index of stories: articles come in one after the other, each is put to the story that it tells, or opens one.

What an article is compared with is found in inverted lists (``candidates.py``), how alike two are is weighed by the
model (``weigh.py``). Between two consolidations an article goes where the mean likeness is highest; a consolidation
compares the articles of its span anew, with today's frequencies, and joins and parts what late evidence demands.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.agglomerate import Edge, agglomerate
from ribao.cluster.candidates import Searcher
from ribao.cluster.frequencies import Frequencies
from ribao.cluster.likeness import Numbers, Rows
from ribao.cluster.marks import Marks
from ribao.cluster.model import Model
from ribao.cluster.postings import Postings
from ribao.cluster.table import TERMS, Table
from ribao.cluster.weigh import weigh

JOIN_HOURS = 24.0  # told further apart, it is a follow-up: a chapter of its own
FAINTEST = 0.03  # likeness below this is no edge at all
_LOW = 0xFFFFFFFF
_SAID = 4  # latest rows of a headline that are looked at


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """An article as the index takes it. ``time``: seconds since 1970. ``alone``: a round-up, which joins nothing.

    ``copy_of``: id of the article whose text it repeats, when that is known.
    """

    id: str
    marks: Marks
    time: float
    source: str
    alone: bool = False
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """Rows ``one`` (later) and ``other``, their likeness, the hours between them, and the numbers that were weighed."""

    one: Rows
    other: Rows
    likeness: Numbers
    hours: Numbers
    numbers: Numbers


Temper = Callable[[Edges], Numbers]


@dataclass(slots=True)
class _Heads:
    """Which row stands for an article, and since when a headline is known. ``awaited``: an original that has not come
    yet → the row of its first copy."""

    row_of: dict[str, int] = field(default_factory=dict)
    awaited: dict[str, int] = field(default_factory=dict)
    headlines: Postings = field(default_factory=Postings)


class Index:
    def __init__(self, model: Model, window_hours: float = 72.0) -> None:
        self.model = model
        self.table = Table(model.grams.width)
        self.frequencies = Frequencies(model.background)
        self._window = window_hours * 3600
        self._searcher = Searcher(self.table, self.frequencies)
        self._heads = _Heads()
        self._members: dict[int, list[str]] = {}  # row → further articles that it stands for
        self._alone: set[int] = set()
        self._latest = np.zeros(0)  # the latest time up to each row
        self._story: list[int] = []  # row → number of its story
        self._rows: dict[int, list[int]] = {}  # number of a story → its rows but the first
        self._opened: dict[int, int] = {}  # number of a story → its first row
        self._next = 0

    def __len__(self) -> int:
        return len(self._heads.row_of)

    def add(self, items: Iterable[Item]) -> list[str]:
        """Put each to its story, in order of arrival; returns the id of each story's first article."""
        listed = list(items)
        fresh = self._fold(listed)
        if fresh:
            self._append(fresh)
        return [self._first(self._heads.row_of[item.id]) for item in listed]

    def restore(self, items: Sequence[Item], stories: Mapping[str, str]) -> None:
        """Take in items whose stories are known: article id → any name of its story."""
        fresh = self._fold(items)
        if not fresh:
            return
        self._append(fresh, assign=False)
        grouped: dict[str, list[int]] = {}
        for row in range(len(self.table) - len(fresh), len(self.table)):
            self._story.append(-1)
            grouped.setdefault(stories[self.table.ids[row]], []).append(row)
        for rows in grouped.values():
            self._regroup(rows)
        self._recount(np.arange(len(self.table)))

    def groups(self) -> list[list[str]]:
        """Ids of the articles of each story, stories by their first row."""
        grouped: dict[int, list[str]] = {}
        for row, story in enumerate(self._story):
            grouped.setdefault(story, []).extend(self.articles(row))
        return list(grouped.values())

    def articles(self, row: int) -> list[str]:
        """The article of a row, and those that it stands for."""
        return [self.table.ids[row], *self._members.get(row, ())]

    def row(self, article_id: str) -> int:
        return self._heads.row_of[article_id]

    def consolidate(self, since: float = -np.inf, temper: Temper | None = None) -> Edges:
        """Find the stories anew that reach to ``since`` or later; older ones stay. Returns the edges that were weighed.

        ``temper``: what others think of the edges (an embedder, a judge): gives the likeness that counts.
        """
        rows = self._reaching(since)
        self._recount(rows)
        edges = self.edges(rows)
        if temper:
            edges = replace(edges, likeness=temper(edges))
        joinable = (edges.hours <= JOIN_HOURS) & (edges.likeness >= FAINTEST) & np.isin(edges.other, rows)
        for group in agglomerate(len(rows), _places(edges, joinable, rows), self.model.least, self.model.link):
            self._regroup([int(rows[at]) for at in group])
        return edges

    def edges(self, rows: Rows) -> Edges:
        """Each of ``rows`` weighed against its candidates: earlier rows of its window that are not alone."""
        single = np.zeros(len(self.table), bool)
        single[list(self._alone)] = True
        asking = rows[~single[rows]]
        pairs = self._searcher.earlier(asking, self._oldest(asking))
        times = self.table.number("time")
        hours = np.abs(times[pairs.one] - times[pairs.other]) / 3600
        near = (hours * 3600 <= self._window) & ~single[pairs.other]
        one, other = pairs.one[near], pairs.other[near]
        likeness, numbers = weigh(self.model, self.table, one, other, self.frequencies)
        return Edges(one=one, other=other, likeness=likeness, hours=hours[near].astype(np.float32), numbers=numbers)

    def _reaching(self, since: float) -> Rows:
        """Rows from ``since`` on, and the earlier ones of their stories: a span must not tear a story at its edge."""
        rows = np.flatnonzero(self.table.number("time") >= since)
        if len(rows) == len(self.table):
            return rows
        stories = {self._story[row] for row in rows.tolist()}
        whole = [[self._opened[story], *self._rows.get(story, ())] for story in stories]
        return np.unique(np.array([*rows.tolist(), *(row for part in whole for row in part)], np.int64))

    def _fold(self, items: Sequence[Item]) -> list[Item]:
        """Items that need a row of their own; the others repeat a text or a headline of the window."""
        fresh: list[Item] = []
        coming: dict[int, list[tuple[int, float]]] = {}  # headline → rows and times, of this batch
        for item in items:
            if item.id in self._heads.row_of:
                continue
            row = self._known(item, coming)
            if row is None:
                row = len(self.table) + len(fresh)
                fresh.append(item)
                if item.alone:
                    self._alone.add(row)
                elif item.marks.headline:
                    coming.setdefault(item.marks.headline, []).append((row, item.time))
            else:
                self._members.setdefault(row, []).append(item.id)
            self._heads.row_of[item.id] = row
            if item.copy_of and not item.alone:
                self._heads.awaited.setdefault(item.copy_of, row)
        return fresh

    def _known(self, item: Item, coming: Mapping[int, Sequence[tuple[int, float]]]) -> int | None:
        if item.alone:
            return None
        heads = self._heads
        original = heads.row_of.get(item.copy_of, heads.awaited.get(item.copy_of)) if item.copy_of else None
        if original is None:
            original = heads.awaited.get(item.id)  # a copy of it came first
        if original is not None and original not in self._alone:
            return original
        return self._said(item, coming.get(item.marks.headline, ())) if item.marks.headline else None

    def _said(self, item: Item, coming: Sequence[tuple[int, float]]) -> int | None:
        """The latest row with the same headline, of about the same time."""
        term = np.array([item.marks.headline & _LOW], np.uint32)
        end, start = np.array([len(self.table)]), np.zeros(1, np.int64)
        _, rows = self._heads.headlines.latest(term, end, start, _SAID)
        headlines, times = self.table.number("headline"), self.table.number("time")
        said = [(row, float(times[row])) for row in rows.tolist() if int(headlines[row]) == item.marks.headline]
        for row, time in sorted([*said, *coming], reverse=True)[:_SAID]:
            if abs(time - item.time) <= JOIN_HOURS * 3600:
                return int(row)
        return None

    def _append(self, items: Sequence[Item], assign: bool = True) -> None:
        start = len(self.table)
        rows = np.arange(start, start + len(items))
        self.table.extend(
            [item.id for item in items],
            [item.marks for item in items],
            [item.time for item in items],
            [item.source for item in items],
        )
        latest = np.maximum.accumulate(self.table.number("time")[start:])
        self._latest = np.concatenate([self._latest, np.maximum(latest, self._latest[-1] if start else -np.inf)])
        self._alone.update(start + at for at, item in enumerate(items) if item.alone)
        joining = np.array([start + at for at, item in enumerate(items) if not item.alone], np.int64)
        self._searcher.extend(joining)
        titled = joining[self.table.number("headline")[joining] != 0]
        self._heads.headlines.extend(
            (self.table.number("headline")[titled] & np.uint64(_LOW)).astype(np.uint32), titled
        )
        if assign:
            self._assign(rows)

    def _assign(self, rows: Rows) -> None:
        """Each row to the story of highest mean likeness, if that is high enough; else it opens one."""
        edges = self.edges(rows)
        good = (edges.likeness >= FAINTEST) & (edges.hours <= JOIN_HOURS)
        near: dict[int, list[tuple[int, float]]] = {}
        for one, other, likeness in zip(
            edges.one[good].tolist(), edges.other[good].tolist(), edges.likeness[good].tolist(), strict=True
        ):
            near.setdefault(one, []).append((other, likeness))
        for row in rows.tolist():
            story = self._best_story(near.get(row, ()))
            if story is None:
                story = self._open(row)
            else:
                self._rows.setdefault(story, []).append(row)
            self._story.append(story)

    def _best_story(self, near: Iterable[tuple[int, float]]) -> int | None:
        totals: dict[int, float] = {}
        for other, likeness in near:
            story = self._story[other]
            totals[story] = totals.get(story, 0.0) + likeness
        size = {story: len(self._rows.get(story, ())) + 1 for story in totals}  # its first row is not listed
        scored = [(total / size[story] ** self.model.link, -story) for story, total in totals.items()]
        score, story = max(scored, default=(0.0, 0))
        return -story if score >= self.model.least else None

    def _regroup(self, rows: Sequence[int]) -> None:
        story = self._open(rows[0])
        for row in rows:
            self._story[row] = story
        if len(rows) > 1:
            self._rows[story] = list(rows[1:])

    def _open(self, row: int) -> int:
        self._opened[self._next] = row
        self._next += 1
        return self._next - 1

    def _first(self, row: int) -> str:
        return self.table.ids[self._opened[self._story[row]]]

    def _oldest(self, rows: Rows) -> Rows:
        """The first row that may lie in the window of each row; times before it are all too old."""
        times = self.table.number("time")[rows] - self._window
        return np.minimum(np.searchsorted(self._latest, times), rows)

    def _recount(self, rows: Rows) -> None:
        terms = [self.table.ragged[name].take(rows)[0] for name in TERMS]
        self.frequencies.recount(np.concatenate(terms) if terms else np.zeros(0, np.uint32), len(rows))


def _places(edges: Edges, chosen: NDArray[np.bool_], rows: Rows) -> list[Edge]:
    """The chosen edges by the place of each row among ``rows`` (ascending), lower place first."""
    one, other = np.searchsorted(rows, edges.one[chosen]), np.searchsorted(rows, edges.other[chosen])
    return list(zip(other.tolist(), one.tolist(), edges.likeness[chosen].tolist(), strict=True))
