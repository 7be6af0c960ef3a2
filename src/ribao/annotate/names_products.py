"""Products in a text: a series of ``data/names_products.txt``, then its number and words such as Pro or Ultra."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ribao.annotate.names_seen import Seen
from ribao.annotate.names_table import Entry, Form, Table, starts, table_of, thing_id
from ribao.annotate.names_words import data_lines, grammar

_PARTS = re.compile(r"[ ]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """``name``: "Mate #", its first spelling; ``spelled``: the one met. ``numbered``: counts only with a number behind it."""

    name: str
    spelled: str
    maker: str
    numbered: bool
    weak: bool


def products(text: str, folded: str) -> Iterator[Seen]:
    """Products in order, none within another."""
    heads, end = _heads(), 0
    for at in starts(text):
        if at < end or folded[at : at + 2] not in heads.lengths:
            continue
        for seen in _readings(text, folded, at, heads.candidates(folded, at)):
            yield seen
            end = seen.end
            break


def _letter(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _readings(text: str, folded: str, at: int, lengths: tuple[int, ...]) -> Iterator[Seen]:
    for length in lengths:
        if at + length > len(text):
            continue
        for form in _heads().forms.get(folded[at : at + length], ()):
            seen = _reading(text, at, at + length, form)
            if seen:
                yield seen


def _reading(text: str, start: int, end: int, form: Form) -> Seen | None:
    if not _as_written(text[start:end], form.text):
        return None
    series = _series()[form.entry.name]
    number = _number().match(text, end)
    if number is None and series.numbered:
        return None
    behind = number.end() if number else end
    words = _variants().match(text, behind)
    stop = words.end() if words else behind
    if _cut(text, stop):
        return None
    written = number.group("number") if number else ""
    name = _name(series, series.name, written, text[behind:stop])
    return Seen(
        start=start,
        end=stop,
        kind="product",
        id=thing_id("product", name),
        name=name,
        shown=_name(series, series.spelled, written, text[behind:stop]),
        organisation=series.maker,
        weak=series.weak or form.weak,
    )


def _as_written(found: str, form: str) -> bool:
    """Short Latin heads as in the file; longer ones need their first capital."""
    if not form.isascii():
        return True
    return found == form if len(form) <= 4 else found[0] == form[0] or not form[0].isupper()


def _cut(text: str, at: int) -> bool:
    return at < len(text) and _letter(text[at]) and _letter(text[at - 1])


def _name(series: Series, spelled: str, number: str, words: str) -> str:
    head = spelled.replace("#", number) if series.numbered else f"{spelled} {number}"
    tail = " ".join(_variant().findall(words))
    return _PARTS.sub(" ", f"{head} {tail}").strip()


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"[ -]?\(?(?P<number>{grammar().number})\)?(?![0-9]|\.\d|{grammar().units})")


@cache
def _variant() -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\#", r"\d") for word in grammar().variants)
    return re.compile(rf"(?:{words})(?![a-z])")


@cache
def _variants() -> re.Pattern[str]:
    return re.compile(rf"(?:[ ]?{_variant().pattern}){{0,4}}")


@cache
def _heads() -> Table:
    return table_of(entry for entry, _ in _listed())


@cache
def _series() -> dict[str, Series]:
    return {entry.name: series for entry, series in _listed()}


@cache
def _listed() -> tuple[tuple[Entry, Series], ...]:
    found: list[tuple[Entry, Series]] = []
    for line in data_lines("names_products.txt"):
        maker, _, listed = line.partition(" = ")
        for spellings in listed.split(", "):
            found += _spelled(maker, [form.strip() for form in spellings.split(" / ")])
    return tuple(found)


def _spelled(maker: str, forms: list[str]) -> Iterator[tuple[Entry, Series]]:
    """One entry a spelling: each says for itself whether it needs a number, and whether it is ambiguous."""
    for form in forms:
        numbered = "#" in form
        series = Series(
            name=forms[0].rstrip("?"),
            spelled=form.rstrip("?"),
            maker=maker,
            numbered=numbered,
            weak=form.endswith("?"),
        )
        head = form.partition("#")[0].strip() if numbered else form
        yield Entry(kind="product", name=f"{maker}/{form}", forms=(head,), sort=maker), series
