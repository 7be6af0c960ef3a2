"""Signs: words within what is said that tell a forecast from a plan, an opinion from news (``data/signs_zh.toml``)."""

import re
from functools import cache
from itertools import pairwise
from typing import Any

from ribao.annotate.attribution.chinese_words import any_of, load, words
from ribao.types.attribution import SourceType

_READ = 160  # characters
_PAIRED = 40  # characters of which pairs count
_CLAUSE_ENDS = re.compile(r"[,。;!?]")


def signs(content: str, kind: SourceType) -> list[str]:
    """Features: which lists have a word in the first clause, in the next ones, or in both; and pairs of characters."""
    return [*_of_lists(content[:_READ], kind), *_pairs(content[:_PAIRED])]


def _of_lists(text: str, kind: SourceType) -> list[str]:
    pattern, lists = _lists()
    match = _CLAUSE_ENDS.search(text)
    first = match.start() if match else len(text)
    where: dict[str, int] = {}
    for found in pattern.finditer(text):
        for name in lists.get(found.group(), ()):
            where[name] = where.get(name, 0) | (1 if found.start() < first else 2)
    return [feature for name, at in where.items() for feature in (f"{name}@{at}", f"{name}@{at},{kind}")]


def _pairs(text: str) -> list[str]:
    return [f"c:{one}{two}" for one, two in pairwise(text) if one > "\u4dff" and two > "\u4dff"]


@cache
def _lists() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """One pattern of all words, and the lists each is in; those of none are homographs."""
    data: dict[str, Any] = load("signs_zh.toml")
    lists: dict[str, tuple[str, ...]] = {}
    for name, entry in data["signs"].items():
        for word in words(entry):
            lists[word] = (*lists.get(word, ()), name)
    every = [*lists, *words(data["homographs"]["words"])]
    first = re.escape("".join(sorted({word[0] for word in every})))  # most places fail at once
    return re.compile(rf"(?=[{first}])(?:{any_of(every)})"), lists
