"""How the kinds of evidence weigh against each other: a logistic regression over a few dozen readable inputs.

The weights are in ``data/promotion_model.json``, which a person can read, check and change. They were learnt from
headlines and summaries (``title``, ``lead`` and ``more``); ``rest``, for the text below its opening, was set by hand.
A file that is missing or damaged is not used: then the words' own weights decide (:mod:`ribao.annotate.promotion`).

Cox, D. R. (1958), "The regression analysis of binary sequences", JRSS B 20(2).
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ribao.annotate.promotion_evidence import AGAINST, KINDS, SELLING

FILE = Path(__file__).with_name("data") / "promotion_model.json"
MORE = ("selling", "selling at a launch", "selling in other news", "chinese")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_FARTHEST = 30.0  # of a sum: beyond it the logistic function is 0 or 1 anyway

Sums = Mapping[tuple[str, str], float]  # (place, kind) → strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """``weights``: name of the input → weight. An article whose probability is ``threshold`` or more is marked."""

    weights: Mapping[str, float]
    rest: Mapping[str, float]
    bias: float
    threshold: float


def inputs(title: str, sums: Sums) -> dict[str, float]:
    """Named inputs of one article: what each kind counts in headline and lead, and how these meet."""
    named = {f"{place}: {kind}": sums.get((place, kind), 0.0) for place in ("title", "lead") for kind in KINDS}
    selling = min(3.0, sum(sums.get(("title", kind), 0.0) for kind in SELLING))
    launch = sums.get(("title", "launch"), 0.0) > 0
    other = any(sums.get(("title", kind), 0.0) > 0 for kind in AGAINST if kind != "launch")
    named["selling"] = selling
    named["selling at a launch"] = float(selling > 0 and launch)
    named["selling in other news"] = float(selling > 0 and other)
    named["chinese"] = float(bool(_CHINESE.search(title)))
    return named


def probability(model: Model, title: str, sums: Sums, more: float = 0.0) -> float:
    """0 to 1: how likely a reader would call the article promotion. ``more``: log-odds that are known otherwise."""
    total = model.bias + more + math.fsum(model.weights[name] * value for name, value in inputs(title, sums).items())
    total += math.fsum(
        model.rest.get(kind, 0.0) * value for (place, kind), value in sorted(sums.items()) if place == "rest"
    )
    return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, total))))


@cache
def load() -> Model | None:
    """The model that ships; None when its file is missing or damaged."""
    return read(FILE)


def read(file: Path) -> Model | None:
    try:
        return _checked(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _checked(doc: Any) -> Model:
    """Raises ValueError, KeyError, TypeError or AttributeError for anything but the whole of a model."""
    names = [*(f"{place}: {kind}" for place in ("title", "lead") for kind in KINDS), *MORE]
    weights = {name: _number(doc["weights"][name]) for name in names}
    rest = {kind: _number(doc["rest"].get(kind, 0.0)) for kind in KINDS}
    threshold = _number(doc["threshold"])
    if not 0 < threshold < 1:
        raise ValueError(threshold)
    return Model(weights=weights, rest=rest, bias=_number(doc["bias"]), threshold=threshold)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= 100:
        raise ValueError(value)
    return float(value)
