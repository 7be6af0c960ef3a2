"""Contradictions: what tells two headlines apart although they share their words.

Two model numbers of one series (x300, x200) are two products; two figures in one unit (4.6级, 5.1级) are mostly two
events, but may be a toll that rises, so they only weigh against a join.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ribao.support.folding import fold

_DATES = frozenset({"日", "月", "年", "期", "轮", "届"})
_MODEL = re.compile(r"([a-z]+)(\d[\d.]*[a-z]*)")
_CHINESE_MODEL = re.compile(
    r"([\u4e00-\u9fff]{2})\s?(\d{1,3})(?=\s?[a-z]|[:|)》」”]|$|\s?(?:系列|标准|轻薄|性能|游戏|折叠|手机|平板|手表|耳机|笔记|显卡|发布|预热|开售|曝光|官宣|亮相|上市|首销|评测|体验))"
)
_FIGURE = re.compile(r"(\d[\d.]*)([^\d.]+)")

Facts = dict[str, set[str]]  # series or unit → its numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a headline states in numbers: models by series, quantities by unit."""

    models: Facts
    dates: Facts
    quantities: Facts


def figures(words: Iterable[str], title: str = "") -> Figures:
    """``words``: of the headline; in the ``title`` itself a Chinese series and its number stand side by side."""
    models: Facts = defaultdict(set)
    dates: Facts = defaultdict(set)
    quantities: Facts = defaultdict(set)
    for series, number in _CHINESE_MODEL.findall(fold(title)):
        models[series].add(number)
    for word in words:
        if model := _MODEL.fullmatch(word):
            models[model[1]].add(model[2])
        elif figure := _FIGURE.fullmatch(word):
            (dates if figure[2] in _DATES else quantities)[figure[2]].add(figure[1])
    return Figures(models=models, dates=dates, quantities=quantities)
