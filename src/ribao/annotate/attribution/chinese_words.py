"""The word lists of Chinese attribution (``annotate/data/cues_zh.toml``, ``sources_zh.toml``), made ready to look in."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ribao.support.folding import fold

DATA = Path(__file__).parent.parent / "data"
KINDS = ("social", "anonymous", "research", "media", "document", "official")  # in the order in which they are asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """``find`` matches homographs (then its group "word" is None), else cues, the longest first; ``classes``: cue → what it does."""

    find: re.Pattern[str]
    classes: dict[str, str]
    elided: dict[str, str]
    prefix: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    heads: tuple[str, ...]
    parts: re.Pattern[str]
    names: frozenset[str]
    latin: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    kinds: dict[str, Kind]
    titles: dict[str, str]  # title → officers, speakers, outsiders
    title: re.Pattern[str]
    surnames: frozenset[str]
    foreign: frozenset[str]
    not_people: frozenset[str]
    people: frozenset[str]
    firm: re.Pattern[str]
    given: frozenset[str]
    adverb: re.Pattern[str]  # at the end of a string


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerns:
    """Of whom is spoken: the own house, the world, this; ``act``: verbs that open with no subject."""

    own: re.Pattern[str]
    world: re.Pattern[str]
    this: re.Pattern[str]
    act: re.Pattern[str]
    common: re.Pattern[str]
    plain: frozenset[str]
    judging: re.Pattern[str]
    future: re.Pattern[str]
    planning: re.Pattern[str]
    denying: re.Pattern[str]


def words(entry: str | list[str]) -> list[str]:
    """The words of a list in a data file: parted by commas and line ends, folded."""
    parts = re.split(r"[,\n]", entry) if isinstance(entry, str) else entry
    return [fold(part.strip()) for part in parts if part.strip()]


def any_of(found: list[str]) -> str:
    """A pattern of literal words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(found), key=lambda word: (-len(word), word)))


def bounded(found: list[str]) -> re.Pattern[str]:
    """Literal words, no letter before them, the longest first. Most places fail at once, by the first character."""
    first = re.escape("".join(sorted({word[0] for word in found})))
    return re.compile(rf"(?=[{first}])(?<![a-z])(?:{any_of(found)})(?![a-z])")


@cache
def load(file: str) -> dict[str, Any]:
    return tomllib.loads((DATA / file).read_text(encoding="utf-8"))


@cache
def cues() -> Cues:
    data = load("cues_zh.toml")
    classes = {word: name for name, entry in data["cues"].items() for word in words(entry)}
    endings = any_of(words(data["joined"]["endings"]))
    elided = {word: name for name, entry in data["elided"].items() for word in words(entry)}
    homographs = frozenset(words(data["homographs"]["words"]))
    prefixes, guard = any_of(words(data["prefixes"]["words"])), data["prefixes"]["not_after"]
    plain = [word for word in classes if word not in homographs]
    longest = any_of([*elided, *plain])
    first = re.escape("".join(sorted({word[0] for word in (*homographs, *elided, *plain)})))  # most places fail at once
    return Cues(
        find=re.compile(
            rf"(?=[{first}])(?:(?:{any_of(list(homographs))})|"
            rf"(?P<word>{longest})(?P<joined>(?:{endings})(?![为号呼赞职道])|))"
        ),
        classes=classes,
        elided=elided,
        prefix=re.compile(rf"(?:{prefixes})(?![{guard}])"),
    )


def _kind(entry: dict[str, str]) -> Kind:
    names = words(entry.get("names", ""))
    latin = [name for name in names if name.isascii()]
    return Kind(
        heads=tuple(words(entry["heads"])),
        parts=re.compile(any_of(words(entry["parts"]))),
        names=frozenset(names),
        latin=re.compile(rf"(?<![a-z0-9])(?:{any_of(latin) or 'x^'})(?![a-z0-9])"),
    )


@cache
def sources() -> Sources:
    data = load("sources_zh.toml")
    titles = {word: name for name, entry in data["titles"].items() for word in words(entry)}
    adverbs = [word for entry in data["adverbs"].values() for word in words(entry)]
    return Sources(
        kinds={name: _kind(data[name]) for name in KINDS},
        titles=titles,
        title=re.compile(any_of(list(titles))),
        surnames=frozenset(data["names"]["surnames"]),
        foreign=frozenset(data["names"]["foreign"]),
        not_people=frozenset([*words(data["names"]["not_people"]), *words(data["names"]["firms"])]),
        firm=bounded(words(data["names"]["firms"])),
        people=frozenset(words(data["names"]["people"])),
        given=frozenset(words(data["names"]["given"])),
        adverb=re.compile(rf"(?:{any_of(adverbs)})$"),
    )


@cache
def heads() -> dict[str, str]:
    """Head word → kind of source."""
    return {word: name for name in reversed(KINDS) for word in sources().kinds[name].heads}


@cache
def concerns() -> Concerns:
    data = load("concerns_zh.toml")
    lists = {name: re.compile(any_of(words(data[name]))) for name in Concerns.__slots__ if name not in ("own", "plain")}
    return Concerns(
        own=re.compile(rf"{any_of(words(data['own']))}|其(?![他中实它余])|我(?![国市省县])"),
        plain=frozenset(words(data["plain"])),
        **lists,
    )
