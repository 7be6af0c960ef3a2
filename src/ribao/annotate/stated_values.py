"""Values of properties in running text: 6000mAh, 6.8 英寸, $799. By the rules of ``data/specifications.toml``. Pure.

A figure counts only with a word of its property in its clause (重, weighs), within what such a thing can be, and not
where it belongs to the model before or to a comparison (比上代的 5000mAh 更大, up from 5,000mAh).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any

from ribao.annotate.lexicon import DATA
from ribao.support.folding import fold

LEFT, WIDE, RIGHT = 32, 60, 20  # characters beside a value that may say what it is
MOST = 200  # matches of one rule in one text
_BETWEEN = re.compile(r"\d|[和与及/]|\band\b|\bplus\b")
_NUMERALS = "零一二三四五六七八九"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - a line reads better than a list
_HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Characters ``start`` to ``end`` state ``value`` ``unit`` of the property ``name``. ``strict``: see the caller."""

    name: str
    value: str
    unit: str
    start: int
    end: int
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A table of the file, compiled. ``need`` and ``avoid`` are None where there is no such condition."""

    name: str
    pattern: Any
    hints: tuple[str, ...]
    unit: str
    need: Any
    avoid: Any
    kinds: tuple[tuple[str, Any], ...] = ()
    factor: float = 1.0
    low: float = 0.0
    high: float = float("inf")
    wide: bool = False
    shape: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    values: tuple[Rule, ...]
    date: Rule
    chips: tuple[Rule, ...]
    chip_names: Mapping[str, str]
    before: Any
    begins: Any
    comparing: Any


@cache
def rules() -> Rules:
    read = tomllib.loads((DATA / "specifications.toml").read_text(encoding="utf-8"))
    chip = read["chip"]
    return Rules(
        values=tuple(_rule(table) for table in read["rule"]),
        date=_rule({"name": "release", "unit": "", "pattern": _DATES, "hints": _DATED, **read["date"]}),
        chips=tuple(_rule({**chip, "name": "chip", "unit": "", **pattern}) for pattern in chip["patterns"]),
        chip_names=chip["names"],
        before=_compiled(read["general"]["before"]),
        begins=_compiled(read["general"]["from"]),
        comparing=_compiled(read["general"]["comparing"]),
    )


_DATED = ("月", *_MONTHS)
_DATES = (
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]"
    r"|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s(20\d\d))?"
    r"|\b(\d{1,2})(?:st|nd|rd|th)?\s(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b\.?(?:,?\s(20\d\d))?"
)


def _rule(table: Mapping[str, Any]) -> Rule:
    return Rule(
        name=table["name"],
        pattern=_compiled(table["pattern"]),
        hints=tuple(table.get("hints", ())),
        unit=table["unit"],
        need=_compiled(table["need"]) if "need" in table else None,
        avoid=_compiled(table["avoid"]) if "avoid" in table else None,
        kinds=tuple((kind["name"], _compiled(kind["words"])) for kind in table.get("kinds", ())),
        factor=float(table.get("factor", 1)),
        low=float(table.get("low", 0)),
        high=float(table.get("high", "inf")),
        wide=bool(table.get("wide")),
        shape=table.get("shape", ""),
    )


def _compiled(pattern: str) -> Any:
    import re2

    return re2.compile(pattern)


def values_in(text: str, published: datetime) -> list[Stated]:
    """In order of position; of two that overlap the longer. ``published`` tells the year of a date without one."""
    folded = fold(text)
    found = [*_numbers(folded), *_chips(text, folded), *_dates(folded, published)]
    kept: list[Stated] = []
    for one in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda each: each.start)


def _matches(rule: Rule, folded: str) -> Iterator[Any]:
    if any(hint in folded for hint in rule.hints):
        yield from islice(rule.pattern.finditer(folded), MOST)


def _numbers(folded: str) -> Iterator[Stated]:
    for rule in rules().values:
        for match in _matches(rule, folded):
            start, end = _span(rule, match)
            number = float(match.group(1).replace(",", "")) * rule.factor
            name = _property(rule, folded, start, end) if rule.low <= number <= rule.high else ""
            if name and rule.shape == "memory":
                yield Stated(name=name, value=_variant(folded[start:end]), unit="", start=start, end=end)
            elif name:
                yield Stated(name=name, value=f"{round(number, 3):.10g}", unit=rule.unit, start=start, end=end)


def _span(rule: Rule, match: Any) -> tuple[int, int]:
    """Without the character behind it that a pattern had to look at."""
    start, end = match.span()
    if rule.shape == "sign":
        return start, match.end(1)
    if rule.shape == "memory":
        words = match.group()
        return start, end if words[-1] in "gbt" else end - 1
    return start, end


def _variant(words: str) -> str:
    """12+256, 12gb/256gb → 12GB+256GB; 16gb+1tb → 16GB+1TB."""
    first, second = words.replace("/", "+").split("+", 1)
    small = "".join(char for char in first if char.isdigit())
    large = "".join(char for char in second if char.isdigit())
    return f"{small}GB+{large}{'TB' if len(large) == 1 else 'GB'}"


def _property(rule: Rule, folded: str, start: int, end: int) -> str:
    """The property that the value belongs to, by what stands around it; empty: to none."""
    left, right = _left(folded, start, LEFT), _right(folded, end)
    clause = left + folded[start:end] + right
    if rules().before.search(left) or (rule.name != "price" and rules().begins.search(left)):
        return ""
    if rule.avoid is not None and rule.avoid.search(clause):
        return ""
    around = folded[max(0, start - WIDE) : end + RIGHT] if rule.wide else clause
    if rule.need is not None and not rule.need.search(around):
        return ""
    return _kind(rule, folded[start:end], left, right)


def _kind(rule: Rule, value: str, left: str, right: str) -> str:
    """By the words up to the next figure, or the one before: 100W 有线和 50W 无线, 32MP selfie and 50MP main."""
    if not rule.kinds:
        return rule.name
    behind = _BETWEEN.split(right[:14])[0]
    before = _BETWEEN.split(left)[-1]
    for words in (value + behind, before):
        for name, pattern in rule.kinds:
            if pattern.search(words):
                return name
    return rule.name


def _left(folded: str, start: int, most: int) -> str:
    """What stands before within the clause."""
    piece = folded[max(0, start - most) : start]
    for at in range(len(piece) - 1, -1, -1):
        if _parts(piece, at):
            return piece[at + 1 :]
    return piece


def _right(folded: str, end: int) -> str:
    piece = folded[end : end + RIGHT]
    return next((piece[:at] for at in range(len(piece)) if _parts(piece, at)), piece)


def _parts(piece: str, at: int) -> bool:
    """Whether the character ends a clause: 5,000 and 6.8 do not."""
    char = piece[at]
    if char in ",.":
        return not (piece[at + 1 : at + 2].isdigit() and piece[at - 1 : at].isdigit())
    return char in ";、。!?|\n()"


def _chips(text: str, folded: str) -> Iterator[Stated]:
    for rule in rules().chips:
        for match in _matches(rule, folded):
            start, end = match.span()
            if _property(rule, folded, start, end):
                end = start + len(folded[start:end].rstrip())
                yield Stated(name="chip", value=_chip(folded[start:end]), unit="", start=start, end=end)


def _chip(words: str) -> str:
    """骁龙8至尊版 → Snapdragon 8 Elite, 第五代骁龙8 → Snapdragon 8 Gen 5: one spelling for both languages."""
    generation = ""
    if words.startswith("第"):
        generation, words = f" gen {_NUMERALS.index(words[1])}", words[3:]
    for chinese, english in rules().chip_names.items():
        words = words.replace(chinese, f" {english.lower()} ")
    for word in ("芯片", "处理器", "chip", "processor"):
        words = words.removesuffix(word).rstrip()
    spaced = "".join(
        f" {char}" if char == "g" and words[at : at + 3] == "gen" else char for at, char in enumerate(words)
    )
    parts = (spaced.replace("gen", "gen ") + generation).split()
    return " ".join(_cased(part) for part in parts)


def _cased(part: str) -> str:
    if part == "xring":
        return "XRING"
    return part.upper() if any(char.isdigit() for char in part) else part.capitalize()


def _dates(folded: str, published: datetime) -> Iterator[Stated]:
    rule = rules().date
    for match in _matches(rule, folded):
        start, end = match.span()
        day = _day(match.groups(), published.date())
        name = _property(rule, folded, start, end) if day else ""
        if day and name:
            yield Stated(name=name, value=day.isoformat(), unit="", start=start, end=end, strict=True)


def _day(groups: tuple[str | None, ...], published: date) -> date | None:
    year, month, day = groups[0], groups[1], groups[2]
    if groups[3]:
        year, month, day = groups[5], groups[3], groups[4]
    elif groups[7]:
        year, month, day = groups[8], groups[7], groups[6]
    number = _MONTHS.index(str(month)[:3]) + 1 if not str(month).isdigit() else int(str(month))
    try:
        found = date(int(year) if year else published.year, number, int(str(day)))
    except ValueError:
        return None
    if not year and abs(found - published) > _HALF_A_YEAR:
        return _moved(found, 1 if found < published else -1)
    return found


def _moved(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return None
