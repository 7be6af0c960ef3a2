"""Table: the marks of many articles as columns, one row an article, in order of arrival."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.buckets import bucket
from ribao.cluster.columns import Telling
from ribao.cluster.growing import Growing, Ragged, Small, Texts
from ribao.cluster.marks import Marks

TERMS = ("words", "pairs", "concepts")
RAGGED = (*TERMS, "lead", "numbers")
FACTS = ("subjects", "quantities")


class Table:
    """``vectors`` int8 (n, d), ``lead_vectors`` the same, equal to ``vectors`` where an article has no lead."""

    def __init__(self, width: int) -> None:
        self.ids = Texts()
        self.ragged = {name: Ragged(Small()) for name in RAGGED}
        self.facts = {name: Ragged(Growing(np.uint32, 2)) for name in FACTS}
        self._vectors = Growing(np.int8, max(width, 1))
        self._lead_rows = Growing(np.int32)  # row of the lead's vector, or -1
        self._leads = Growing(np.int8, max(width, 1))
        self._numbers = {name: Growing(kind) for name, kind in _NUMBERS.items()}

    def __len__(self) -> int:
        return len(self.ids)

    def extend(
        self, ids: Sequence[str], marks: Sequence[Marks], times: Sequence[float], sources: Sequence[str]
    ) -> None:
        """``times``: seconds since 1970 of publishing."""
        for name, column in self.ragged.items():
            column.extend(getattr(mark, name) for mark in marks)
        for name, facts in self.facts.items():
            facts.extend(getattr(mark, name) for mark in marks)
        if marks:
            self._extend_vectors(marks)
        self._numbers["time"].extend(times)
        self._numbers["source"].extend([bucket(source) for source in sources])
        for name in ("letters", "chinese", "lead_chinese", "headline"):
            self._numbers[name].extend([getattr(mark, name) for mark in marks])
        self.ids.extend(ids)

    def _extend_vectors(self, marks: Sequence[Marks]) -> None:
        none = np.zeros(self._vectors.view.shape[1], np.int8)
        self._vectors.extend(np.stack([mark.vector if mark.vector.size else none for mark in marks]))
        led = [mark.lead_vector for mark in marks if mark.lead_vector.size]
        first = len(self._leads.view)
        order = np.cumsum([bool(mark.lead_vector.size) for mark in marks])
        self._lead_rows.extend(np.where([bool(mark.lead_vector.size) for mark in marks], first + order - 1, -1))
        if led:
            self._leads.extend(np.stack(led))

    @property
    def vectors(self) -> NDArray[np.int8]:
        view: NDArray[np.int8] = self._vectors.view
        return view

    def lead_vectors(self, rows: NDArray[np.int64]) -> NDArray[np.int8]:
        at = self._lead_rows.view[rows]
        own = self.vectors[rows]
        led = at >= 0
        own[led] = self._leads.view[at[led]]
        return own

    @property
    def bytes(self) -> int:
        ragged = sum(column.bytes for column in (*self.ragged.values(), *self.facts.values()))
        numbers = sum(column.bytes for column in (*self._numbers.values(), self._vectors, self._leads, self._lead_rows))
        return ragged + numbers + self.ids.bytes

    def tellings(self, rows: NDArray[np.int64]) -> list[Telling]:
        (words, starts), (leads, led) = (self.ragged[name].take(rows) for name in ("words", "lead"))
        chinese, sources = self.number("lead_chinese")[rows].tolist(), self.number("source")[rows].tolist()
        return [
            Telling(
                words=words[starts[at] : starts[at + 1]],
                lead=leads[led[at] : led[at + 1]],
                lead_chinese=chinese[at],
                source=sources[at],
            )
            for at in range(len(rows))
        ]

    def number(self, name: str) -> NDArray[np.float64]:
        return self._numbers[name].view


_NUMBERS = {
    "time": np.float64,
    "source": np.uint32,
    "letters": np.uint16,
    "chinese": np.bool_,
    "lead_chinese": np.bool_,
    "headline": np.uint64,
}
