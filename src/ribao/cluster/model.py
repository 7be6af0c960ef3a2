"""The model of stories: what training leaves behind, in two files that ship with the package or lie in the data folder.

``stories.npz`` holds the arrays (grams, background frequencies, forest), ``stories.json`` the recipe: how it was made,
from the news of which days, size and SHA-256 of the arrays. A file whose checksum differs is refused, and stories are
then found by words alone.
"""

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from ribao.cluster import lexicon
from ribao.cluster.buckets import BUCKETS
from ribao.cluster.grams import Grams
from ribao.cluster.likeness import NAMES
from ribao.cluster.trees import Forest
from ribao.support.i18n import gettext as _

SHIPPED = Path(__file__).with_name("data") / "stories.npz"
_UNKNOWN = 0.5  # of a headline: the share of a term that the background never saw is half a headline's
_FOREST = ("feature", "threshold", "left", "right", "value", "roots")


# what a file or recipe of another make brings about, wherever in reading it
_UNREADABLE = (OSError, EOFError, BadZipFile, LookupError, ValueError, TypeError, AttributeError)


class CorruptModel(ValueError):
    """The file is not what its recipe says; the message names both checksums."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """``background``: float32 (BUCKETS,), share of headlines with a term. ``forest`` None: likeness by words alone.

    ``least``: likeness at which two groups are one story; ``link``: see :mod:`ribao.cluster.agglomerate`. ``name``
    tells one model from another: marks of one are no use to another.
    """

    lexicon: lexicon.Lexicon
    grams: Grams
    background: NDArray[np.float32]
    forest: Forest | None
    least: float
    link: float
    recipe: Mapping[str, Any]
    name: str


def load(path: Path = SHIPPED) -> Model:
    """As the files are now: read once, and again when they have changed. Raises CorruptModel, or OSError for a missing file."""
    return _loaded(path, _stamp(path), _stamp(path.with_suffix(".json")))


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=2)  # the owner's and the shipped one; what a training replaced is let go
def _loaded(path: Path, *_stamps: tuple[int, int]) -> Model:
    recipe = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    data = path.read_bytes()
    found, promised = sha256(data).hexdigest(), recipe.get("sha256")
    if found != promised:
        raise CorruptModel(f"{path.name} has the checksum {found}, its recipe promises {promised}")
    with np.load(io.BytesIO(data)) as arrays:
        return _model({name: arrays[name] for name in arrays.files}, recipe, found)


def _model(arrays: Mapping[str, NDArray[Any]], recipe: Mapping[str, Any], checksum: str) -> Model:
    if tuple(recipe["features"]) != NAMES:
        raise CorruptModel("the model was trained on other features than this program compares: train it anew")
    grams = Grams(known=arrays["known"], rows=arrays["rows"], scales=arrays["scales"].astype(np.float32))
    forest = Forest(**{name: arrays[name] for name in _FOREST}, depth=int(recipe["depth"]))
    return Model(
        lexicon=lexicon.load(),
        grams=grams,
        background=background(arrays["terms"], arrays["counts"], int(recipe["headlines"])),
        forest=forest,
        least=float(recipe["least"]),
        link=float(recipe["link"]),
        recipe=recipe,
        name=checksum[:16],
    )


def save(path: Path, arrays: Mapping[str, NDArray[Any]], recipe: Mapping[str, Any]) -> None:
    """Write both files. The arrays are stored so that equal arrays give equal bytes: no times, no names of machines."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    data = buffer.getvalue()
    path.write_bytes(data)
    full = {**recipe, "features": list(NAMES), "bytes": len(data), "sha256": sha256(data).hexdigest()}
    path.with_suffix(".json").write_text(json.dumps(full, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def background(terms: NDArray[np.uint32], counts: NDArray[np.integer], headlines: int) -> NDArray[np.float32]:
    """Shares from counts; a term that is not among ``terms`` gets less than one headline."""
    shares = np.full(BUCKETS, _UNKNOWN / max(headlines, 1000), np.float32)
    shares[terms] = counts.astype(np.float32) / max(headlines, 1)
    return shares


def choose(own: Path | None, tell: Callable[[str], None]) -> Model:
    """The owner's model, else the shipped one, else words alone; what is refused is told, with its checksum."""
    for path in (own, SHIPPED):
        if path is None or (path == own and not path.exists()):
            continue
        try:
            return load(path)
        except _UNREADABLE as error:
            told = _(
                "The model of stories {path} is refused: {error}. Train it anew, or remove it; until then another finds the stories."
            )
            tell(told.format(path=path, error=error))
    return words_alone()


@cache
def words_alone() -> Model:
    """What stands in for a model that is missing or refused: the lexicon, and likeness by shared words."""
    none = Grams(known=np.zeros(0, np.uint32), rows=np.zeros((0, 1), np.int8), scales=np.zeros(0, np.float32))
    empty = np.zeros(0, np.uint32)
    return Model(
        lexicon=lexicon.load(),
        grams=none,
        background=background(empty, empty, 0),
        forest=None,
        least=LEAST,
        link=LINK,
        recipe={},
        name="words",
    )


LEAST, LINK = 0.175, 0.65  # of likeness by words alone
