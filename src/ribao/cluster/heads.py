"""Heads: which row of the table stands for an article. One that repeats a text or a headline has no row of its own.

Looked up in inverted lists of hashes, many articles at once: a dictionary of hundreds of thousands of ids would take
more memory than all else that is kept of the articles.
"""

from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np

from ribao.cluster.buckets import Buckets
from ribao.cluster.growing import Growing, Texts
from ribao.cluster.postings import Postings, Rows
from ribao.cluster.table import Table

SAID = 400  # latest rows of a headline that are looked at: a row a day for a year, for a source whose dates jump about
_SAME_HASH = 8  # ids of one hash that are looked at: of millions, hardly ever two have the same
_LOW = 0xFFFFFFFF


class Heads:
    """``awaited``: an original that has not come yet → the row of its first copy."""

    def __init__(self, table: Table) -> None:
        self.awaited: dict[str, int] = {}
        self._table = table
        self._ids, self._headlines, self._member_ids = Postings(), Postings(), Postings()
        self._members = Texts()  # articles without a row of their own
        self._member_rows = Growing(np.int32)  # the row that stands for each
        self._row_of: dict[str, int] = {}  # of all, once one alone is asked for; empty after each change

    def __len__(self) -> int:
        return len(self._table) + len(self._members)

    @property
    def bytes(self) -> int:
        parts = (self._ids, self._headlines, self._member_ids, self._members, self._member_rows)
        return sum(part.bytes for part in parts)

    def extend(self, ids: Sequence[str], titled: Rows) -> None:
        """Know the last rows of the table, those of ``ids``; ``titled``: those whose headline others may repeat."""
        self._row_of = {}
        self._ids.extend(_hashes(ids), np.arange(len(self._table) - len(ids), len(self._table)))
        headlines = self._table.number("headline")[titled].astype(np.uint64)
        self._headlines.extend((headlines & np.uint64(_LOW)).astype(np.uint32), titled)

    def stand_for(self, row_of: Sequence[tuple[str, int]]) -> None:
        """Article ids with the rows that stand for them."""
        self._row_of = {}
        start = len(self._members)
        self._members.extend(one for one, _ in row_of)
        self._member_rows.extend(np.array([row for _, row in row_of], np.int32))
        self._member_ids.extend(_hashes(one for one, _ in row_of), np.arange(start, len(self._members)))

    def rows_of(self, ids: Iterable[str]) -> dict[str, int]:
        """Of those that are known."""
        asked = list(dict.fromkeys(ids))
        found = {one: row for one, row in self._holding(self._ids, asked) if self._table.ids[row] == one}
        further = self._holding(self._member_ids, asked)
        return found | {one: int(self._member_rows.view[at]) for one, at in further if self._members[at] == one}

    def row(self, article_id: str) -> int:
        """Raises KeyError for an article that is not known."""
        if not self._row_of:
            further = zip(self._members, self._member_rows.view.tolist(), strict=True)
            self._row_of = {**{one: row for row, one in enumerate(self._table.ids)}, **dict(further)}
        return self._row_of[article_id]

    def said(self, headlines: Iterable[int]) -> dict[int, list[int]]:
        """The latest rows of each headline, ascending."""
        asked = list(dict.fromkeys(headlines))
        terms = np.array([headline & _LOW for headline in asked], np.uint32)
        which, rows = self._latest(self._headlines, terms, SAID)
        known = self._table.number("headline")[rows].tolist()
        found: dict[int, list[int]] = {}
        for at, row, headline in sorted(zip(which.tolist(), rows.tolist(), known, strict=True)):
            if int(headline) == asked[at]:
                found.setdefault(asked[at], []).append(row)
        return found

    def members(self) -> dict[int, list[str]]:
        """Row → the further articles that it stands for, in order of arrival."""
        found: dict[int, list[str]] = {}
        for one, row in zip(self._members, self._member_rows.view.tolist(), strict=True):
            found.setdefault(row, []).append(one)
        return found

    def members_of(self, row: int) -> list[str]:
        return [self._members[int(at)] for at in np.flatnonzero(self._member_rows.view == row)]

    def _holding(self, postings: Postings, ids: Sequence[str]) -> list[tuple[str, int]]:
        which, at = self._latest(postings, _hashes(ids), _SAME_HASH)
        return [(ids[one], place) for one, place in zip(which.tolist(), at.tolist(), strict=True)]

    def _latest(self, postings: Postings, terms: Buckets, most: int) -> tuple[Rows, Rows]:
        end = np.full(len(terms), len(self), np.int64)
        return postings.latest(terms, end, np.zeros(len(terms), np.int64), most)


def _hashes(ids: Iterable[str]) -> Buckets:
    return np.array([crc32(one.encode()) for one in ids], np.uint32)
