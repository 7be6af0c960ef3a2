"""Contradictions: what tells two headlines apart although they share their words.

Two model numbers of one series (x300, x200) are two products; two figures in one unit (4.6级, 5.1级) are mostly two
events, but may be a toll that rises, so they only weigh against a join.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

MODEL_FACTOR = 0.2
DATE_FACTOR = 0.2  # 5月6日 and 5月7日: the same notice of another day
FIGURE_FACTOR = 0.7
_DATES = frozenset({"日", "月", "年", "期", "轮", "届"})
_MODEL = re.compile(r"([a-z]+)(\d[\d.]*[a-z]*)")
_FIGURE = re.compile(r"(\d[\d.]*)([^\d.]+)")

Facts = dict[str, set[str]]  # series or unit → its numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a headline states in numbers: models by series, quantities by unit."""

    models: Facts
    dates: Facts
    quantities: Facts


def figures(words: Iterable[str]) -> Figures:
    models: Facts = defaultdict(set)
    dates: Facts = defaultdict(set)
    quantities: Facts = defaultdict(set)
    for word in words:
        if model := _MODEL.fullmatch(word):
            models[model[1]].add(model[2])
        elif figure := _FIGURE.fullmatch(word):
            (dates if figure[2] in _DATES else quantities)[figure[2]].add(figure[1])
    return Figures(models=models, dates=dates, quantities=quantities)


def factor(one: Figures, other: Figures) -> float:
    """1 where nothing contradicts, less for each kind of contradiction."""
    model = MODEL_FACTOR if _differ(one.models, other.models) else 1.0
    date = DATE_FACTOR if _differ(one.dates, other.dates) else 1.0
    return model * date * (FIGURE_FACTOR if _differ(one.quantities, other.quantities) else 1.0)


def _differ(one: Facts, other: Facts) -> bool:
    return any(kind in other and not (numbers & other[kind]) for kind, numbers in one.items())
