"""The words of ``data/cues_en.toml``, loaded once, and the patterns made of them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.with_name("data") / "cues_en.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """``verbs``: each form → its group ("say", "deny" ...). ``sources``: class → pattern of whole words."""

    verbs: Mapping[str, str]
    cue: re.Pattern[str]
    needs_that: frozenset[str]
    takes_object: frozenset[str]
    not_before: frozenset[str]
    names_object: frozenset[str]
    sources: Mapping[str, re.Pattern[str]]
    hedges: re.Pattern[str]


@cache
def words() -> Words:
    """Raises OSError or tomllib.TOMLDecodeError when the file is gone or broken."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    verbs = {verb: group for group, listed in read["verbs"].items() for verb in entries(listed)}
    rules = read["rules"]
    return Words(
        verbs=verbs,
        cue=whole(verbs),
        needs_that=frozenset(entries(rules["needs_that"])),
        takes_object=frozenset(entries(rules["takes_object"])),
        not_before=frozenset(entries(rules["not_before"])),
        names_object=frozenset(entries(rules["names_object"])),
        sources={name: whole(entries(listed)) for name, listed in read["sources"].items()},
        hedges=whole(entries(read["hedges"]["words"])),
    )


def entries(text: str) -> list[str]:
    """What commas and line ends part."""
    return [entry.strip() for entry in re.split(r",|\n", text) if entry.strip()]


def whole(listed: "Mapping[str, str] | list[str]") -> re.Pattern[str]:
    """Any of these as whole words, longest first, whatever the case."""
    longest = sorted(listed, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])", re.IGNORECASE)
