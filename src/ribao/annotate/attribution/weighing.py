"""Weighing: small linear models over named features decide what the grammar's candidates are.

Three models in one file (``annotate/data/attribution_zh.npz``): is anything attributed here, what kind of source, how
sure. Each is a row of weights a feature; a feature that is unknown weighs nothing. A file that is missing or damaged
is refused, then rules alone decide (:func:`by_rule`). Trained by :mod:`training`, with a seed; run-time needs numpy only.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ribao.annotate.attribution.chinese_words import DATA
from ribao.types.attribution import SourceType, Status

FILE = DATA / "attribution_zh.npz"
SHA256 = DATA / "attribution_zh.sha256"
KINDS = tuple(SourceType)
STATUSES = tuple(Status)
RULE = 2.5  # what a rule adds to the score of its class
POSSIBLE: dict[SourceType, tuple[Status, ...]] = {  # nobody unnamed confirms; the press does not confirm for others
    SourceType.OFFICIAL: (Status.CONFIRMED, Status.REPORTED, Status.FORECAST, Status.DENIED),
    SourceType.PERSON: (Status.CONFIRMED, Status.REPORTED, Status.FORECAST, Status.DENIED),
    SourceType.MEDIA: (Status.REPORTED,),
    SourceType.RESEARCH: (Status.REPORTED, Status.FORECAST),
    SourceType.ANONYMOUS: (Status.UNVERIFIED, Status.DENIED),
    SourceType.SOCIAL: (Status.UNVERIFIED,),
    SourceType.DOCUMENT: (Status.REPORTED, Status.CONFIRMED, Status.UNVERIFIED, Status.FORECAST),
}
SCALE = 32.0  # weights are kept as int8 of this many steps a unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """``rows``: feature → row of the tables. ``accept``: n floats; ``kinds``: (n, 7); ``statuses``: (n, 5)."""

    rows: dict[str, int]
    accept: Any
    kinds: Any
    statuses: Any

    def accepted(self, features: Sequence[str]) -> float:
        """Above nought: something is attributed."""
        return float(sum(map(self.accept.__getitem__, self._of(features))))

    def kind(self, features: Sequence[str], rule: SourceType) -> SourceType:
        """``rule``: what the words alone say; it counts, too."""
        scores = self._summed(self.kinds, features)
        scores[KINDS.index(rule)] += RULE
        return KINDS[scores.index(max(scores))]

    def status(self, features: Sequence[str], kind: SourceType) -> Status:
        """Here a rule is but a feature: what the words leave open is weighed."""
        scores = self._summed(self.statuses, features)
        return max(POSSIBLE[kind], key=lambda status: scores[STATUSES.index(status)])

    def _summed(self, table: Any, features: Sequence[str]) -> list[float]:
        """One sum a class. Exact, in whatever order: weights are whole numbers of 1/SCALE."""
        return table.take(self._of(features), 0).sum(0).tolist()  # type: ignore[no-any-return]

    def _of(self, features: Sequence[str]) -> list[int]:
        get = self.rows.get
        return [at for name in features if (at := get(name)) is not None]


_TRIED: ContextVar[Weights | None] = ContextVar("_TRIED", default=None)


@contextmanager
def tried(weights: Weights) -> Iterator[None]:
    """Within this, ``weights`` decide instead of the shipped ones: for measuring."""
    token = _TRIED.set(weights)
    try:
        yield
    finally:
        _TRIED.reset(token)


def in_use() -> Weights | None:
    """Those that are tried, else the shipped ones; None: rules alone decide."""
    return _TRIED.get() or shipped()


@cache
def shipped() -> Weights | None:
    """The weights that come with the program; None when they are missing or damaged."""
    try:
        if hashlib.sha256(FILE.read_bytes()).hexdigest() != SHA256.read_text(encoding="ascii").split()[0]:
            return None
        return read(FILE)
    except (OSError, ValueError, KeyError, IndexError):
        return None


def read(path: Path) -> Weights:
    """Raises OSError, ValueError or KeyError for anything else than a file of weights."""
    import numpy as np

    with np.load(path, allow_pickle=False) as data:
        names = bytes(data["names"]).decode("utf-8").split("\n")
        accept, kinds, statuses = (data[name] for name in ("accept", "kinds", "statuses"))
    if accept.shape != (len(names),) or kinds.shape != (len(names), len(KINDS)):
        raise ValueError("tables of other sizes")
    if statuses.shape != (len(names), len(STATUSES)):
        raise ValueError("tables of other sizes")
    return _weights(names, accept, kinds, statuses)


def of_tables(names: Sequence[str], accept: Any, kinds: Any, statuses: Any) -> Weights:
    """From weights of float64, rounded as they are in the file."""
    return _weights(names, _small(accept), _small(kinds), _small(statuses))


def _weights(names: Sequence[str], accept: Any, kinds: Any, statuses: Any) -> Weights:
    """From int8 tables."""
    return Weights(
        rows={name: at for at, name in enumerate(names)},
        accept=(accept.astype("float32") / SCALE).tolist(),
        kinds=kinds.astype("float32") / SCALE,
        statuses=statuses.astype("float32") / SCALE,
    )


def _small(table: Any) -> Any:
    import numpy as np

    return np.clip(np.rint(table * SCALE), -127, 127).astype("int8")


def write(path: Path, names: Sequence[str], accept: Any, kinds: Any, statuses: Any) -> None:
    """Weights of float64, rounded to int8."""
    import numpy as np

    encoded = np.frombuffer("\n".join(names).encode("utf-8"), dtype="uint8")
    np.savez_compressed(path, names=encoded, accept=_small(accept), kinds=_small(kinds), statuses=_small(statuses))
