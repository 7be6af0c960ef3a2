"""The words of ``data/names_grammar.toml``, loaded once: roles, surnames, characters, suffixes."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ribao.support.folding import fold

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    roles_zh: tuple[str, ...]  # longest first
    roles_en: tuple[str, ...]
    double_surnames: frozenset[str]
    surnames: frozenset[str]
    transliteration: str
    first_names: frozenset[str]
    suffixes: tuple[str, ...]
    weak_suffixes: frozenset[str]
    stops: frozenset[str]
    stop_words: frozenset[str]
    en_suffixes: tuple[str, ...]
    en_heads: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    ahead: tuple[str, ...]
    variants: tuple[str, ...]
    number: str
    units: str
    inner: frozenset[str]
    opening: frozenset[str]
    honorific: frozenset[str]
    doubtful_first: frozenset[str]


@cache
def grammar() -> Grammar:
    """The grammar. Raises OSError or tomllib.TOMLDecodeError when the file is gone or broken."""
    read = tomllib.loads((DATA / "names_grammar.toml").read_text(encoding="utf-8"))
    organisation, product = read["organisation"], read["product"]
    doubles, singles = read["surnames"]["zh"].split("\n", 1)[0], read["surnames"]["zh"].split("\n", 1)[1]
    return Grammar(
        roles_zh=_longest(fold(read["roles"]["zh"])),
        roles_en=_longest(read["roles"]["en"].lower()),
        double_surnames=frozenset(entries(doubles)),
        surnames=frozenset(singles.replace("\n", "")),
        transliteration="".join(
            sorted(set(read["transliteration"]["zh"]) | {fold(c) for c in read["transliteration"]["zh"]})
        ),
        first_names=frozenset(entries(read["first"]["names"])),
        suffixes=_longest(organisation["suffixes"]),
        weak_suffixes=frozenset(entries(organisation["weak"])),
        stops=frozenset(organisation["stops"]),
        stop_words=frozenset(entries(organisation["stop_words"])),
        en_suffixes=_longest(organisation["en_suffixes"]),
        en_heads=_longest(organisation["en_heads"]),
        before=tuple(entries(organisation["before"])),
        after=tuple(fold(word).strip() for word in entries(organisation["after"], blanks=True)),
        ahead=tuple(entries(organisation["ahead"], blanks=True)),
        variants=_longest(product["variants"]),
        number=product["number"],
        units=product["units"],
        inner=frozenset(entries(organisation["inner"])),
        opening=frozenset(entries(read["english"]["opening"])),
        honorific=frozenset(entries(read["english"]["honorific"])),
        doubtful_first=frozenset(entries(read["english"]["doubtful_first"])),
    )


def entries(text: str, *, blanks: bool = False) -> list[str]:
    """What commas and line ends part. ``blanks``: those around an entry belong to it, but for line ends."""
    found = re.split(r",|\n", text)
    return [entry if blanks else entry.strip() for entry in found if entry.strip()]


def _longest(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(entries(text)), key=lambda entry: (-len(entry), entry)))


def data_lines(file: str) -> Iterator[str]:
    """Lines of a data file that say something."""
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()
