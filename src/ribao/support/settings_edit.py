"""Settings changed on a page and written back to ``ribao.toml``: only the lines that they are about, all of them or none.

The text is made in memory, read as the program would read it, and takes the old one's place in one step; an edit that
somebody made in the meantime in an editor is told, never written over.
"""

import re
import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ribao.settings import Settings
from ribao.support import settings_file, settings_problem, toml_lines
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem

Name = tuple[str, str]  # table and key


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """A ``[[channels]]`` table as it shall be. ``was``: its name in the file, empty for a new one; ``gone``: take it out."""

    values: Mapping[str, Any]
    was: str = ""
    gone: bool = False


class ChangedMeanwhile(Problem):
    """The file is not the one that the form was made from."""


def fingerprint(path: Path) -> str:
    """Of the file's bytes, for a form to carry; empty when there is none."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def change(
    path: Path,
    seen: str,
    values: Mapping[Name, Any],
    channels: Sequence[ChannelRow] = (),
    fit: Callable[[Settings], None] = lambda _settings: None,
) -> None:
    """Write ``values`` and ``channels`` (those not named stay) into the file whose :func:`fingerprint` was ``seen``.

    ``fit`` may raise Problem for settings that are valid and still of no use. Raises :class:`ChangedMeanwhile`, or
    Problem for what is not valid; then nothing was written.
    """
    text = settings_file.text_of(path)
    if sha256(text.encode()).hexdigest() != seen:
        raise _changed(path)
    made = edited(text, values, channels)
    if made == text:
        return
    fit(checked(path, made))
    if not settings_file.replace(path, made, text):
        raise _changed(path)


def checked(path: Path, text: str) -> Settings:
    """The settings that the text gives. Raises Problem naming ``path`` and the line."""
    with tempfile.TemporaryDirectory(prefix="ribao-") as folder:
        aside = Path(folder) / path.name
        aside.write_bytes(text.encode())
        try:
            return settings_file.read(aside)
        except Problem as problem:
            why = problem.why.replace(str(aside), str(path))
            raise Problem(problem.what, why, problem.remedy, problem.exit_code) from None


def edited(text: str, values: Mapping[Name, Any], channels: Sequence[ChannelRow] = ()) -> str:
    """The text with the changes in it; comments, order and spacing of everything else stay. Raises Problem for no TOML."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise settings_problem.not_toml(Path("ribao.toml"), text, error) from error
    for name, value in values.items():
        text = _with_value(text, name, value)
    return _with_channels(text, channels) if channels else text


# -- one value -------------------------------------------------------------------------------------------------------


def _with_value(text: str, name: Name, value: Any) -> str:
    """Where the key stands, there; else in the place of the line that shows its default; else under its table's head."""
    table, key = name
    wanted = tomllib.loads(text)
    inner = wanted.setdefault(table, {})
    if inner.get(key) == value and key in inner:
        return text
    there = key in inner
    inner[key] = value
    offers = (
        (_replaced(text, name, value),) if there else (_uncommented(text, name, value), _inserted(text, name, value))
    )
    return next((offer for offer in offers if _says(offer, wanted)), None) or _by_library(text, name, value)


def _replaced(text: str, name: Name, value: Any) -> str:
    """tomlkit keeps the comment behind the value, and those between the entries of a list."""
    import tomlkit
    from tomlkit.items import Array

    document: Any = tomlkit.parse(text)
    table = document[name[0]]
    old = table[name[1]]
    if isinstance(old, Array) and isinstance(value, list):
        _sync_array(old, value)
        made = tomlkit.dumps(document)
        if _value_in(made, name) == value:
            return made
        document = tomlkit.parse(text)
        table = document[name[0]]
    table[name[1]] = value
    return tomlkit.dumps(document)


def _sync_array(array: Any, value: list[Any]) -> None:
    for gone in [one for one in array.unwrap() if one not in value]:
        array.remove(gone)
    for new in [one for one in value if one not in array.unwrap()]:
        array.append(new)


def _value_in(text: str, name: Name) -> Any:
    try:
        return tomllib.loads(text).get(name[0], {}).get(name[1])
    except tomllib.TOMLDecodeError:
        return None


def _uncommented(text: str, name: Name, value: Any) -> str:
    """The default file shows ``# key = default``: that line is the one to bring to life."""
    lines, span = text.splitlines(keepends=True), _span(text, name[0])
    shown = re.compile(rf"#\s{{0,4}}{re.escape(name[1])}\s{{0,4}}=")
    for number in span:
        if shown.match(lines[number]):
            lines[number] = _line(text, name[1], value)
            return "".join(lines)
    return ""


def _inserted(text: str, name: Name, value: Any) -> str:
    end, span = settings_file.line_end(text), _span(text, name[0])
    line = _line(text, name[1], value)
    lines = text.splitlines(keepends=True)
    if span:
        return "".join([*lines[: span.start], line, *lines[span.start :]])
    gap = "" if not text or text.endswith(("\n\n", "\r\n\r\n")) else end if text.endswith("\n") else end * 2
    return f"{text}{gap}[{name[0]}]{end}{line}"


def _by_library(text: str, name: Name, value: Any) -> str:
    import tomlkit

    document: Any = tomlkit.parse(text)
    if name[0] not in document:
        document[name[0]] = tomlkit.table()
    document[name[0]][name[1]] = value
    return tomlkit.dumps(document)


def _span(text: str, table: str) -> range:
    """The lines (from 0) below ``[table]``, up to the next head; empty when it has none."""
    lines = text.splitlines()
    head = re.compile(rf"\s*\[\s*{re.escape(table)}\s*\]\s*(?:#.*)?$")
    start = next((number + 1 for number, line in enumerate(lines) if head.match(line)), None)
    if start is None:
        return range(0)
    return range(start, next((n for n in range(start, len(lines)) if lines[n].lstrip().startswith("[")), len(lines)))


def _line(text: str, key: str, value: Any) -> str:
    import tomlkit

    return f"{key} = {tomlkit.item(value).as_string()}{settings_file.line_end(text)}"


def _says(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return bool(text) and tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


# -- the owner's channels --------------------------------------------------------------------------------------------


def _with_channels(text: str, rows: Sequence[ChannelRow]) -> str:
    import tomlkit

    before = tomllib.loads(text).get("channels", [])
    at = {row.get("name"): number for number, row in enumerate(before)}
    kept = {at[row.was]: row for row in rows if row.was in at}
    changed = {number: row for number, row in kept.items() if not row.gone and _differs(before[number], row.values)}
    if changed:
        document: Any = tomlkit.parse(text)
        for number, row in changed.items():
            _into_table(document["channels"][number], row.values)
        text = tomlkit.dumps(document)
    for number in sorted((number for number, row in kept.items() if row.gone), reverse=True):
        text = settings_file.without_table(text, "channels", number)
    new = [_plain(row.values) for row in rows if row.was not in at and not row.gone]
    return _with_new(text, new) if new else text


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [], ())}


def _differs(row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    return _plain(row) != _plain({**row, **values})


def _into_table(table: Any, values: Mapping[str, Any]) -> None:
    from tomlkit.items import Array

    for key, value in values.items():
        old = table.get(key)
        if value in ("", []) and old is not None:
            del table[key]
        elif isinstance(old, Array) and isinstance(value, list) and sorted(value) != sorted(old.unwrap()):
            _sync_array(old, value)
        elif old != value and value not in ("", []):
            table[key] = value


def _with_new(text: str, tables: Sequence[Mapping[str, Any]]) -> str:
    """After the last channel, else before the sources, else at the end."""
    import tomlkit

    end = settings_file.line_end(text)
    wanted = tomllib.loads(text)
    wanted["channels"] = [*wanted.get("channels", []), *tables]
    blocks = [settings_file.rendered(dict(table), "channels").replace("\n", end) for table in tables]
    offers = (_put_in(text, end.join(blocks), at, end) for at in _places(text))
    found = next((offer for offer in offers if _says(offer, wanted)), None)
    if found is not None:
        return found
    document: Any = tomlkit.parse(text)
    held = document.setdefault("channels", tomlkit.aot())
    for table in tables:
        held.append(dict(table))
    return tomlkit.dumps(document)


def _put_in(text: str, block: str, at: int, end: str) -> str:
    """``block`` before line ``at``, with an empty line on either side of it."""
    lines = text.splitlines(keepends=True)
    before, after = lines[:at], lines[at:]
    if before and before[-1].strip():
        before.append(end if before[-1].endswith("\n") else end * 2)
    return "".join([*before, block, *([end] if after and after[0].strip() else []), *after])


def _places(text: str) -> list[int]:
    """Line numbers (from 0) before which a channel may be written, the best first."""
    lines = text.splitlines()
    channels, sources = toml_lines.blocks(text, "channels"), toml_lines.blocks(text, "sources")
    if channels:
        return [channels[-1].end, len(lines)]
    if not sources:
        return [len(lines)]
    at = sources[0].start
    while at and not lines[at - 1].strip():
        at -= 1
    while at and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    return [at, len(lines)]


def _changed(path: Path) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        _("The settings file was changed meanwhile, so nothing was written."),
        str(path),
        _("Compare: what now stands in the file is shown beside each field. Save again to write yours."),
    )
