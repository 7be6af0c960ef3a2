"""The ports to language models: an ``Embedder`` gives vectors, a ``Judge`` says whether two headlines tell one
story, and which label fits a text.

Both are optional and neither raises for what a server does: a text without a vector, a pair without a verdict is an
answer too, and what was wrong has been told to the owner in one line. ``http_embedder.py`` and ``http_judge.py`` ask
OpenAI-compatible servers, ``scripted.py`` holds the fakes, ``remembering.py`` keeps answers, ``opened.py`` puts them
together for one run.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

HUGE, TINY = 1e30, 1e-12  # no model gives such numbers; beyond them squares overflow, or vanish


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vectors:
    """``rows``: float32 (n, d), row i for text i, of length 1, or all zero where ``answered[i]`` (bool, (n,)) is false.

    The scalar product of two answered rows is their cosine. d is 0 when nothing was answered.
    """

    model: str
    rows: NDArray[np.float32]
    answered: NDArray[np.bool_]

    @property
    def dimension(self) -> int:
        return int(self.rows.shape[1])

    def row(self, index: int) -> NDArray[np.float32] | None:
        return self.rows[index] if self.answered[index] else None


class Embedder(Protocol):
    @property
    def model(self) -> str:
        """Answers are kept under this name."""
        ...

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in the order of ``texts``. Texts that are empty, or that the server refuses, have none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two headlines, and when each was published (ISO 8601; empty: not known). Which is ``one`` does not matter."""

    one: str
    other: str
    one_at: str = ""
    other_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``confidence`` 0 to 1, as the model says it. ``reason``: one sentence by ``model``, shown with its name."""

    same: bool
    confidence: float
    reason: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A text of which the offline method is unsure. ``kind`` ("promo", "certainty", "channel") names the question in
    ``choosing.py``; ``choices``: the labels that an answer may have.
    """

    kind: str
    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a doubt's ``choices``; the rest as in :class:`Verdict`."""

    label: str
    confidence: float
    reason: str
    model: str


class Judge(Protocol):
    @property
    def model(self) -> str: ...

    async def choose(self, doubts: Sequence[Doubt]) -> tuple[Choice | None, ...]:
        """One choice a doubt, in the order of ``doubts``; None: no answer. Bounded and remembered as ``same`` is."""
        ...

    async def same(self, pairs: Sequence[Pair]) -> tuple[Verdict | None, ...]:
        """One verdict a pair, in the order of ``pairs``; None: no answer (budget spent, server failed, unreadable).

        When the budget does not last for all, the first ones are asked: give the most doubtful first.
        """
        ...


class Answers(Protocol):
    """The part of the store that keeps answers; both calls are synchronous."""

    def put_answers(self, kind: str, answers: Mapping[str, bytes], at: datetime) -> None: ...

    def answers(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]: ...


def nothing(model: str, count: int) -> Vectors:
    """No answer for any of ``count`` texts."""
    return Vectors(model=model, rows=np.zeros((count, 0), np.float32), answered=np.zeros(count, np.bool_))


def stacked(model: str, rows: Sequence[NDArray[np.float32] | None]) -> Vectors:
    """Of rows of one dimension (None: no answer)."""
    dimension = next((len(row) for row in rows if row is not None), 0)
    table = np.zeros((len(rows), dimension), np.float32)
    for index, row in enumerate(rows):
        if row is not None:
            table[index] = row
    return Vectors(model=model, rows=table, answered=np.array([row is not None for row in rows], np.bool_))


def unit(row: NDArray[np.floating]) -> NDArray[np.float32] | None:
    """Of length 1; None for what has no direction or no sense: no numbers, NaN, infinite or huge, all zero."""
    wide = row.astype(np.float64)
    if wide.size == 0 or not np.isfinite(wide).all() or np.abs(wide).max() > HUGE:
        return None
    length = float(np.linalg.norm(wide))
    return None if length < TINY else (wide / length).astype(np.float32)
