"""Where in a TOML text a value stands, so that a message can name the line.

TOML libraries give values without places. This reads only headers and keys, line by line; a multi-line string that
looks like either may mislead it, so callers use the answer to point at a line and never to change one unchecked.
"""

import re
from dataclasses import dataclass

Location = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One ``[[name]]`` table of a text: lines ``start`` to ``end`` (exclusive), counted from 0."""

    start: int
    end: int


def line_of(text: str, location: Location) -> int | None:
    """The line (from 1) of the key or table at ``location``, or of the nearest table around it; None when unknown."""
    places = _places(text)
    for length in range(len(location), 0, -1):
        found = places.get(location[:length])
        if found is not None:
            return found
    return None


def blocks(text: str, name: str) -> tuple[Block, ...]:
    """The ``[[name]]`` tables with their sub-tables, without comments and empty lines that follow them."""
    lines = text.splitlines()
    headers = [(number, parts, array) for number, parts, array in _headers(lines)]
    found: list[Block] = []
    for index, (number, parts, array) in enumerate(headers):
        if not (array and parts == (name,)):
            continue
        after = (at for at, other, again in headers[index + 1 :] if other[0] != name or (again and other == (name,)))
        found.append(Block(start=number, end=_trimmed(lines, number, next(after, len(lines)))))
    return tuple(found)


def _trimmed(lines: list[str], start: int, end: int) -> int:
    """Comments before the next header speak of what follows; they are not part of this block."""
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _headers(lines: list[str]) -> list[tuple[int, tuple[str, ...], bool]]:
    found = []
    for number, line in enumerate(lines):
        match = _HEADER.match(line)
        if match:
            found.append((number, _parts(match[2]), match[1] == "[["))
    return found


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _places(text: str) -> dict[Location, int]:
    places: dict[Location, int] = {}
    counts: dict[str, int] = {}
    table: Location = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        key = None if header else _KEY.match(line)
        if header:
            table = _enter(_parts(header[2]), header[1] == "[[", counts)
            places.setdefault(table, number)
        elif key:
            places.setdefault((*table, *_parts(key[1])), number)
    return places


def _enter(parts: tuple[str, ...], array: bool, counts: dict[str, int]) -> Location:
    """``[[sources]]`` is ``("sources", n)``; ``[sources.selectors]`` after it is ``("sources", n, "selectors")``."""
    if array:
        counts[parts[0]] = counts.get(parts[0], -1) + 1
    if parts[0] in counts:
        return (parts[0], counts[parts[0]], *parts[1:])
    return parts
