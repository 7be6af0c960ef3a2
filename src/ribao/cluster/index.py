"""The index of stories: articles come in one after the other, each is put to the story that it tells, or opens one.

What an article is compared with is found in inverted lists (``candidates.py``), how alike two are is weighed by the
model (``weigh.py``). Between two consolidations an article goes where the mean likeness is highest; a consolidation
compares the articles of its span anew, with today's frequencies, and joins and parts what late evidence demands.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.agglomerate import Edge, agglomerate
from ribao.cluster.buckets import bucket
from ribao.cluster.candidates import BRIEF, THOROUGH, Effort, Searcher
from ribao.cluster.columns import LEAD_WORDS, Telling, other_news
from ribao.cluster.frequencies import Frequencies
from ribao.cluster.growing import Growing
from ribao.cluster.heads import SAID, Heads
from ribao.cluster.likeness import NAMES, Numbers, Rows
from ribao.cluster.marks import Marks
from ribao.cluster.model import Model
from ribao.cluster.table import TERMS, Table
from ribao.cluster.weigh import weigh

JOIN_HOURS = 24.0  # told further apart, it is a follow-up: a chapter of its own
FAINTEST = 0.03  # likeness below this is no edge at all
EVIDENT = ("subjects", "quantities", "vector_lead")
_EVIDENT = [NAMES.index(name) for name in EVIDENT]
_ISSUES = 4  # of a column, with whose leads a further one is compared
_PAIRS, _ROWS = 16_384, 10_000  # weighed, counted at once: bounds memory


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

    @property
    def telling(self) -> Telling | None:
        """None where the lead is too short to tell anything beside the headline."""
        marks = self.marks
        if len(marks.lead) < LEAD_WORDS:
            return None
        return Telling(words=marks.words, lead=marks.lead, lead_chinese=marks.lead_chinese, source=bucket(self.source))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """Rows ``one`` (later) and ``other``, their likeness, the hours between them, and of the numbers that were weighed
    those that are told as evidence: (pairs, len(EVIDENT)).
    """

    one: Rows
    other: Rows
    likeness: Numbers
    hours: Numbers
    numbers: Numbers


Temper = Callable[[Edges], Numbers]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Batch:
    """What is known of the articles of a batch and of those that they repeat, kept up as the batch goes on.

    ``row_of``: article id → row; ``alone``: rows of round-ups; ``said``: headline → its latest rows, their times and
    what they tell, of articles of this batch the article itself.
    """

    row_of: dict[str, int]
    alone: set[int]
    said: dict[int, list[tuple[int, float, Telling | Item]]]

    def take(self, item: Item, row: int) -> None:
        """A row of its own."""
        if item.alone:
            self.alone.add(row)
        elif item.marks.headline:
            self.said.setdefault(item.marks.headline, []).append((row, item.time, item))

    def repeated(self, item: Item) -> int | None:
        """The latest row with the same headline, of about the same time, whose lead does not tell other news."""
        said = self.said.get(item.marks.headline)
        if not said:
            return None
        mine, issues = item.telling, 0
        for row, time, told in islice(reversed(said), SAID):
            if abs(time - item.time) > JOIN_HOURS * 3600:
                continue
            theirs = told.telling if isinstance(told, Item) else told
            if mine is None or theirs is None or not other_news(theirs, mine):
                return row
            issues += 1
            if issues == _ISSUES:
                break
        return None


class Index:
    def __init__(self, model: Model, window_hours: float = 72.0) -> None:
        self.model = model
        self.table = Table(model.grams.width)
        self.frequencies = Frequencies(model.background)
        self._window = window_hours * 3600
        self._searcher = Searcher(self.table, self.frequencies)
        self._heads = Heads(self.table)
        self._alone = Growing(np.bool_)
        self._latest = Growing(np.float64)  # the latest time up to each row
        self._story = Growing(np.int32)  # number of the story of each row
        self._size = Growing(np.int32)  # rows of each story
        self._opened = Growing(np.int32)  # first row of each story
        self._counted = 0  # the frequencies are those of so many first rows; -1: of others

    def __len__(self) -> int:
        return len(self._heads)

    @property
    def bytes(self) -> int:
        """Of all that grows with the articles."""
        columns = (self._alone, self._latest, self._story, self._size, self._opened)
        return self.table.bytes + self._searcher.bytes + self._heads.bytes + sum(column.bytes for column in columns)

    def add(self, items: Iterable[Item]) -> list[str]:
        """Put each to its story, in order of arrival; returns the id of each story's first article."""
        listed = list(items)
        fresh, row_of = self._fold(listed)
        if fresh:
            self._append(fresh)
        return [self._first(row_of[item.id]) for item in listed]

    def restore(self, items: Sequence[Item], stories: Mapping[str, str]) -> None:
        """Take in items whose stories are known: article id → any name of its story."""
        fresh, _ = self._fold(items)
        if not fresh:
            return
        start = len(self.table)
        self._append(fresh, assign=False)
        grouped: dict[str, list[int]] = {}
        for row, item in enumerate(fresh, start):
            grouped.setdefault(stories[item.id], []).append(row)
        self._regroup([np.array(rows) for rows in grouped.values()])
        if self._counted == start:
            self._count(np.arange(start, len(self.table)))
        else:
            self._recount(np.arange(len(self.table)))
        self._counted = len(self.table)

    def groups(self) -> list[list[str]]:
        """Ids of the articles of each story, stories by their first row."""
        grouped: dict[int, list[str]] = {}
        further = self._heads.members()
        for row, (story, head) in enumerate(zip(self._story.view.tolist(), self.table.ids, strict=True)):
            grouped.setdefault(story, []).extend((head, *further.get(row, ())))
        return list(grouped.values())

    def articles(self, row: int) -> list[str]:
        """The article of a row, and those that it stands for."""
        return [self.table.ids[row], *self._heads.members_of(row)]

    def row(self, article_id: str) -> int:
        """Raises KeyError for an article that is not here."""
        return self._heads.row(article_id)

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
        groups = agglomerate(len(rows), _places(edges, joinable, rows), self.model.least, self.model.link)
        self._regroup([rows[group] for group in groups])
        return edges

    def edges(self, rows: Rows) -> Edges:
        """Each of ``rows`` weighed against its candidates: earlier rows of its window that are not alone."""
        return self._edges(rows, self._window, THOROUGH)

    def _edges(self, rows: Rows, window: float, effort: Effort) -> Edges:
        """``window``: in seconds."""
        single = self._alone.view
        asking = rows[~single[rows]]
        pairs = self._searcher.earlier(asking, self._oldest(asking, window), effort)
        times = self.table.number("time")
        apart = np.abs(times[pairs.one] - times[pairs.other])
        near = (apart <= window) & ~single[pairs.other]
        one, other = pairs.one[near], pairs.other[near]
        likeness, numbers = self._weighed(one, other)
        hours_apart = (apart[near] / 3600).astype(np.float32)
        return Edges(one=one, other=other, likeness=likeness, hours=hours_apart, numbers=numbers)

    def _weighed(self, one: Rows, other: Rows) -> tuple[Numbers, Numbers]:
        parts = [slice(at, at + _PAIRS) for at in range(0, len(one), _PAIRS)] or [slice(0)]
        told = [self._weighed_part(one[part], other[part]) for part in parts]
        return np.concatenate([likeness for likeness, _ in told]), np.concatenate([evident for _, evident in told])

    def _weighed_part(self, one: Rows, other: Rows) -> tuple[Numbers, Numbers]:
        likeness, numbers = weigh(self.model, self.table, one, other, self.frequencies)
        return likeness, numbers[:, _EVIDENT]

    def _reaching(self, since: float) -> Rows:
        """Rows from ``since`` on, and the earlier ones of their stories: a span must not tear a story at its edge."""
        rows = np.flatnonzero(self.table.number("time") >= since)
        if len(rows) == len(self.table):
            return rows
        stories = self._story.view
        return np.flatnonzero(np.isin(stories, stories[rows]))

    def _fold(self, items: Sequence[Item]) -> tuple[list[Item], dict[str, int]]:
        """Items that need a row of their own, and the row that stands for each item: others repeat a text or a headline."""
        fresh: list[Item] = []
        folded: list[tuple[str, int]] = []
        batch = self._batch(items)
        for item in items:
            if item.id in batch.row_of:
                continue
            row = self._known(item, batch)
            if row is None:
                row = len(self.table) + len(fresh)
                fresh.append(item)
                batch.take(item, row)
            else:
                folded.append((item.id, row))
            batch.row_of[item.id] = row
            if item.copy_of and not item.alone:
                self._heads.awaited.setdefault(item.copy_of, row)
        self._heads.stand_for(folded)
        return fresh, batch.row_of

    def _batch(self, items: Sequence[Item]) -> _Batch:
        row_of = self._heads.rows_of([one for item in items for one in (item.id, item.copy_of) if one])
        said = self._heads.said([item.marks.headline for item in items])
        rows = np.array(sorted({row for latest in said.values() for row in latest}), np.int64)
        times, tellings = self.table.number("time")[rows].tolist(), self.table.tellings(rows)
        told: dict[int, tuple[int, float, Telling | Item]] = {
            row: (row, time, telling) for row, time, telling in zip(rows.tolist(), times, tellings, strict=True)
        }
        return _Batch(
            row_of=row_of,
            alone={row for row in row_of.values() if self._alone.view[row]},
            said={headline: [told[row] for row in rows] for headline, rows in said.items()},
        )

    def _known(self, item: Item, batch: _Batch) -> int | None:
        if item.alone:
            return None
        awaited = self._heads.awaited
        original = batch.row_of.get(item.copy_of, awaited.get(item.copy_of)) if item.copy_of else None
        if original is None:
            original = awaited.get(item.id)  # a copy of it came first
        if original is not None and original not in batch.alone:
            return original
        return batch.repeated(item) if item.marks.headline else None

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
        self._latest.extend(np.maximum(latest, self._latest.view[-1] if start else -np.inf))
        self._alone.extend([item.alone for item in items])
        self._story.extend(np.full(len(items), -1))
        joining = rows[~self._alone.view[start:]]
        self._searcher.extend(joining)
        self._heads.extend([item.id for item in items], joining[self.table.number("headline")[joining] != 0])
        if assign:
            self._assign(rows)

    def _assign(self, rows: Rows) -> None:
        """Each row to the story of highest mean likeness, if that is high enough; else it opens one."""
        edges = self._edges(rows, min(self._window, JOIN_HOURS * 3600), BRIEF)
        good = edges.likeness >= FAINTEST
        near: dict[int, list[tuple[int, float]]] = {}
        for one, other, likeness in zip(
            edges.one[good].tolist(), edges.other[good].tolist(), edges.likeness[good].tolist(), strict=True
        ):
            near.setdefault(one, []).append((other, likeness))
        for row in rows.tolist():
            story = self._best_story(near.get(row, ()))
            if story is None:
                story = len(self._size)
                self._size.extend([0])
                self._opened.extend([row])
            self._story.view[row] = story
            self._size.view[story] += 1

    def _best_story(self, near: Iterable[tuple[int, float]]) -> int | None:
        totals: dict[int, float] = {}
        for other, likeness in near:
            story = int(self._story.view[other])
            totals[story] = totals.get(story, 0.0) + likeness
        sizes = self._size.view
        scored = [(total / int(sizes[story]) ** self.model.link, -story) for story, total in totals.items()]
        score, story = max(scored, default=(0.0, 0))
        return -story if score >= self.model.least else None

    def _regroup(self, groups: Iterable[Rows]) -> None:
        """Each of the groups of rows becomes a story; all stories are numbered anew, those that stay in their order."""
        fresh = len(self._size)
        for number, rows in enumerate(groups, fresh):
            self._story.view[rows] = number
        _, first, stories, sizes = np.unique(
            self._story.view, return_index=True, return_inverse=True, return_counts=True
        )
        self._story, self._opened, self._size = (_column(values) for values in (stories, first, sizes))

    def _first(self, row: int) -> str:
        return self.table.ids[self._opened.view[self._story.view[row]]]

    def _oldest(self, rows: Rows, window: float) -> Rows:
        """The first row that may lie within ``window`` seconds of each row; times before it are all too old."""
        times = self.table.number("time")[rows] - window
        return np.minimum(np.searchsorted(self._latest.view, times), rows)

    def _recount(self, rows: Rows) -> None:
        self.frequencies.restart()
        self._count(rows)
        self._counted = len(rows) if len(rows) == len(self.table) else -1

    def _count(self, rows: Rows) -> None:
        self.frequencies.expect(len(rows))
        for start in range(0, len(rows), _ROWS):
            for name in TERMS:
                self.frequencies.count(self.table.ragged[name].take(rows[start : start + _ROWS])[0])


def _column(values: NDArray[np.integer]) -> Growing:
    column = Growing(np.int32)
    column.extend(values)
    return column


def _places(edges: Edges, chosen: NDArray[np.bool_], rows: Rows) -> list[Edge]:
    """The chosen edges by the place of each row among ``rows`` (ascending), lower place first."""
    one, other = np.searchsorted(rows, edges.one[chosen]), np.searchsorted(rows, edges.other[chosen])
    return list(zip(other.tolist(), one.tolist(), edges.likeness[chosen].tolist(), strict=True))
