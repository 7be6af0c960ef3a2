"""The learned model of labels: a linear model over hashed signs, for the channel and for the certainty of a headline.

It ships as two files: ``data/labels.npz`` holds a byte a weight, ``data/labels.json`` the recipe: how it was made, from
items of which days, size and SHA-256 of the arrays. A file whose checksum differs is refused, and the readable word
lists alone decide. Being linear, it can say of each word what it added: see :meth:`Verdict.why`.
"""

import io
import json
import logging
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ribao.annotate.signs import Said, Signs
from ribao.support.i18n import gettext as _

SHIPPED = Path(__file__).with_name("data") / "labels.npz"
FORMAT = 1  # of the signs and arrays: a model of another make is refused
_UNREADABLE = (OSError, EOFError, BadZipFile, LookupError, ValueError, TypeError, AttributeError)

Numbers = NDArray[np.float32]


class CorruptModel(ValueError):
    """The file is not what its recipe says; the message names both checksums."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Columns ``start`` to ``end`` of the rows are the ``classes``. ``sharpness``: score → natural logarithm of odds."""

    classes: tuple[str, ...]
    start: int
    end: int
    sharpness: float
    bias: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """``known``: uint32 (n,), ascending hashes of signs. ``rows``: int8 (n, classes of all tasks). ``scales``: float32 (n,)."""

    known: NDArray[np.uint32]
    rows: NDArray[np.int8]
    scales: Numbers
    tasks: Mapping[str, Task]
    recipe: Mapping[str, Any]

    def weigh(self, signs: Signs, task: str) -> "Verdict":
        chosen = self.tasks[task]
        at, met = places(self.known, hashes(signs.keys))
        part = self.rows[at[met], chosen.start : chosen.end].astype(np.float32)
        part *= (self.scales[at[met]] * np.array(signs.values, np.float32)[met])[:, None]
        return Verdict(
            task=chosen, parts=part, shown=[signs.shown[n] for n in np.flatnonzero(met).tolist()], listed=signs.listed
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verdict:
    """What the signs of one article add up to. ``parts``: float32 (signs, classes); ``shown``: (word, where) of each."""

    task: Task
    parts: Numbers
    shown: Sequence[tuple[str, str]]
    listed: Container[str] = ()

    def scores(self, more: Mapping[str, float] | None = None) -> dict[str, float]:
        """Class → score, in the order of the classes; ``more`` is added, from what the model does not know."""
        sums = self.parts.sum(axis=0, dtype=np.float64) + np.array(self.task.bias)
        extra = more or {}
        return {name: float(sums[at]) + extra.get(name, 0.0) for at, name in enumerate(self.task.classes)}

    @property
    def at_home(self) -> bool:
        """Whether the model knows the site."""
        return any(where == "source" and "/" not in word for word, where in self.shown)

    @property
    def spoken(self) -> bool:
        """Whether any of the words is known at all."""
        return any(where != "source" and any(map(str.isalnum, word)) for word, where in self.shown)

    def heard(self, name: str) -> float:
        """What the words and the site added to the class, beyond the mean of all classes; length and marks left out."""
        spoken = np.array([bool(word) for word, _ in self.shown], np.bool_)
        return float(self._gains(name)[spoken].sum())

    def why(self, name: str, said: Said) -> list[tuple[str, str, float]]:
        """(word, where, what it added to the class beyond the mean of all classes), most first."""
        sums: dict[tuple[str, str], float] = {}
        gains = self._gains(name)
        for at in np.argsort(-gains, kind="stable")[:_TELLING].tolist():
            shown, where = self.shown[at]
            words = said.words(shown, where, self.listed) if gains[at] > 0 else ()
            for word in words:
                sums[word, where] = sums.get((word, where), 0.0) + float(gains[at]) / len(words)
        told = ((word, where, round(gain, 2)) for (word, where), gain in sums.items() if gain >= _LEAST)
        return sorted(told, key=lambda part: (-part[2], part[0], part[1]))

    def _gains(self, name: str) -> Numbers:
        gains: Numbers = self.parts[:, self.task.classes.index(name)] - self.parts.mean(axis=1)
        return gains


_LEAST = 0.02  # a gain that is worth telling
_TELLING = 40  # signs that are looked at for it, the strongest


def shares(scores: Mapping[str, float], sharpness: float) -> dict[str, float]:
    """Shares that sum to 1 (softmax), best first; equal ones in the order given."""
    names = list(scores)
    raw = np.array([scores[name] for name in names]) * sharpness
    grown = np.exp(raw - raw.max())
    told = dict(zip(names, (grown / grown.sum()).tolist(), strict=True))
    return dict(sorted(told.items(), key=lambda pair: -pair[1]))


def hashes(keys: Sequence[str]) -> NDArray[np.uint32]:
    return np.fromiter((crc32(key.encode("utf-8", "replace")) for key in keys), np.uint32, len(keys))


def places(known: NDArray[np.uint32], wanted: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Index of each wanted hash among the known ones, and whether it is there."""
    if not len(known):
        return np.zeros(len(wanted), np.intp), np.zeros(len(wanted), np.bool_)
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return at, known[at] == wanted


def load(path: Path = SHIPPED) -> Model:
    """Raises CorruptModel, or another error of reading for files that are missing or of another make."""
    recipe = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    data = path.read_bytes()
    found, promised = sha256(data).hexdigest(), recipe.get("sha256")
    if found != promised:
        raise CorruptModel(f"{path.name} has the checksum {found}, its recipe promises {promised}")
    if recipe.get("format") != FORMAT:
        raise CorruptModel(f"{path.name} has the format {recipe.get('format')}, this program reads {FORMAT}")
    with np.load(io.BytesIO(data)) as arrays:
        return Model(
            known=arrays["known"], rows=arrays["rows"], scales=arrays["scales"].astype(np.float32),
            tasks=_tasks(recipe["tasks"]), recipe=recipe,
        )  # fmt: skip


def _tasks(told: Mapping[str, Any]) -> dict[str, Task]:
    found: dict[str, Task] = {}
    start = 0
    for name, one in told.items():
        end = start + len(one["classes"])
        found[name] = Task(
            classes=tuple(one["classes"]), start=start, end=end, sharpness=one["sharpness"], bias=tuple(one["bias"])
        )
        start = end
    return found


def save(path: Path, arrays: Mapping[str, NDArray[Any]], recipe: Mapping[str, Any]) -> None:
    """Write both files; equal arrays give equal bytes."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    data = buffer.getvalue()
    path.write_bytes(data)
    full = {**recipe, "format": FORMAT, "bytes": len(data), "sha256": sha256(data).hexdigest()}
    path.with_suffix(".json").write_text(json.dumps(full, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@cache
def shipped() -> Model | None:
    """Read once a process; None, and a warning, when it is refused: then the word lists alone decide."""
    try:
        return load(SHIPPED)
    except _UNREADABLE as error:
        told = _("The model of labels {path} is refused: {error}. Word lists alone decide.")
        logging.getLogger(__name__).warning(told.format(path=SHIPPED, error=error))
        return None
