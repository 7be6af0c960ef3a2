"""``ribao.toml``: written at the first start, read with clear words for every mistake, and edited in place.

An edit changes only the lines it is about: comments, order and the owner's own spacing stay. The new text is checked
against what it should say before it takes the old one's place in one step (write aside, rename).
"""

import os
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ribao.settings import Settings, load
from ribao.support import settings_problem, toml_lines
from ribao.support.i18n import gettext as _
from ribao.support.i18n import speaking
from ribao.support.problem import Problem
from ribao.types.channel import CHANNELS, OTHER
from ribao.types.source import Source

DEFAULT_SOURCES = Path(__file__).resolve().parent.parent / "default_sources.toml"


def read(path: Path | None) -> Settings:
    """The settings in ``path`` (None: defaults and environment). Raises Problem, exit code 2, naming line and remedy."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    text = "" if path is None else text_of(path)
    try:
        settings = load(path)
    except tomllib.TOMLDecodeError as error:
        raise settings_problem.not_toml(path or Path(), text, error) from error
    except ValidationError as error:
        raise settings_problem.not_valid(path, text, error.errors(include_url=False)) from error
    except SettingsError as error:
        raise _bad_variable(error) from error
    _refuse_doubles(path, text, settings)
    _refuse_unknown_channels(path, text, settings)
    return settings


def default_sources() -> tuple[Source, ...]:
    """The curated list a new daily starts with."""
    return tuple(row.source() for row in load(DEFAULT_SOURCES).sources)


def write_default(path: Path, language: str) -> None:
    """A new settings file with every setting explained in ``language`` ("zh", "en"), and the default sources.

    Raises Problem when the file is there already or cannot be written.
    """
    if path.exists():
        raise Problem(_("There is a settings file already."), str(path), _("Edit it, or name another with --config."))
    with speaking(language):
        text = _default_text()
    replace(path, text)


def add_source(path: Path, source: Source) -> None:
    """Write ``source`` at the end of the file. Raises Problem when its id is taken or the file cannot be edited."""
    add_sources(path, (source,))


def add_sources(path: Path, sources: Iterable[Source]) -> None:
    """The same for several, in one edit: all of them are written, or none."""
    new = tuple(sources)

    def change(text: str) -> str:
        known = {str(row.get("id")) for row in _rows(text)}
        _refuse_unknown_sources_channels(text, new)
        for source in new:
            if source.id in known:
                raise Problem(
                    _("The id {id} is taken.").format(id=source.id), str(path), _("Choose another with --id.")
                )
        return _with_sources(text, [_table(source) for source in new])

    _edit(path, change)


def _refuse_unknown_sources_channels(text: str, sources: Iterable[Source]) -> None:
    own = tomllib.loads(text).get("channels", [])
    names = [row.get("name") for row in own if isinstance(row, dict)] if isinstance(own, list) else []
    known = [*CHANNELS, OTHER, *(name for name in names if isinstance(name, str))]
    wrong = [name for source in sources for name in source.channels if name not in known]
    if wrong:
        listed = "、".join(known)
        raise settings_problem.not_a_source([_unknown_channel(("channels",), name, listed) for name in wrong[:1]])


def remove_source(path: Path, source_id: str) -> bool:
    """Take the source out of the file; False when it holds none of that id. Comments outside its table stay."""
    found = False

    def change(text: str) -> str:
        nonlocal found
        rows = _rows(text)
        index = next((number for number, row in enumerate(rows) if row.get("id") == source_id), None)
        if index is None:
            return text
        found = True
        return without_table(text, "sources", index)

    _edit(path, change)
    return found


# -- the default text ------------------------------------------------------------------------------------------------


def _default_text() -> str:
    lines = [
        "# " + _("Settings of this daily. A line that begins with # is the default; remove the # to change it."),
        "# " + _("An environment variable goes before the file: RIBAO_EDITION__MAX_STORIES=30"),
        "",
    ]
    for name, field in Settings.model_fields.items():
        part = field.default
        if name in ("channels", "sources"):
            continue
        lines.append(f"[{name}]")
        for key, inner in type(part).model_fields.items():
            lines.append(f"# {_(inner.description or '')}")
            lines.append(f"# {key} = {_value(getattr(part, key))}")
        lines.append("")
    lines.append(
        "# " + _("Your own channels, one table each: name, description, words, examples. See docs/howto/own-channels.")
    )
    lines.append("")
    lines.append("# " + _("Sources. Add one with: ribao sources add ADDRESS. Remove one with: ribao sources remove ID"))
    return "\n".join(lines) + "\n\n" + _default_tables()


def _default_tables() -> str:
    """The tables of the curated list, without the words at its head, which speak to those who keep that list."""
    text = DEFAULT_SOURCES.read_text(encoding="utf-8")
    return text[text.index("[[sources]]") :]


def _value(value: Any) -> str:
    """A default as TOML writes it. Tables are empty by default and shown as ``{}``."""
    import tomlkit

    if isinstance(value, dict):
        return "{}"
    plain = list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Path) else value
    return tomlkit.item(plain).as_string()


# -- editing ---------------------------------------------------------------------------------------------------------


def _table(source: Source) -> dict[str, Any]:
    """What is not the default of a ``[[sources]]`` table, in the order of its fields."""
    from dataclasses import asdict

    from pydantic import ValidationError

    from ribao.settings import SourceSettings

    try:
        row = SourceSettings.model_validate(asdict(source))
    except ValidationError as error:
        raise settings_problem.not_a_source(error.errors(include_url=False)) from error
    return row.model_dump(mode="json", exclude_defaults=True)


def _with_sources(text: str, tables: list[dict[str, Any]]) -> str:
    import tomlkit

    end = line_end(text)
    if _is_array_of_tables(text):
        gap = "" if not text or text.endswith(end) else end
        added = "".join(end + rendered(table).replace("\n", end) for table in tables)
        return text + gap + added
    document = tomlkit.parse(text)
    for table in tables:
        document["sources"].append(table)
    return tomlkit.dumps(document)


def _is_array_of_tables(text: str) -> bool:
    """Whether another ``[[sources]]`` may follow: not after ``sources = [...]`` in one value."""
    return bool(toml_lines.blocks(text, "sources")) or "sources" not in tomllib.loads(text)


def rendered(table: dict[str, Any], name: str = "sources") -> str:
    """One ``[[name]]`` table with its sub-tables."""
    import tomlkit

    inner = {key: value for key, value in table.items() if isinstance(value, dict)}
    plain = {key: value for key, value in table.items() if key not in inner}
    text = f"[[{name}]]\n" + tomlkit.dumps(plain)
    for part, values in inner.items():
        text += f"\n[{name}.{part}]\n" + tomlkit.dumps(values)
    return text


def without_table(text: str, name: str, index: int) -> str:
    """Cut the lines of a ``[[name]]`` table; where the outcome is not the old data less that table, let tomlkit do it."""
    import tomlkit

    wanted = tomllib.loads(text)
    del wanted[name][index]
    tables = toml_lines.blocks(text, name)
    if index < len(tables):
        cut = _cut(text.splitlines(keepends=True), tables[index])
        if says(cut, wanted, name):
            return cut
    document: Any = tomlkit.parse(text)
    del document[name][index]
    return tomlkit.dumps(document)


def _cut(lines: list[str], block: toml_lines.Block) -> str:
    """Without the block, and without one of the empty lines that stood around it."""
    start, end = block.start, block.end
    if end < len(lines) and not lines[end].strip():
        end += 1
    elif end == len(lines) and start and not lines[start - 1].strip():
        start -= 1
    return "".join(lines[:start] + lines[end:])


def says(text: str, wanted: dict[str, Any], name: str) -> bool:
    """Whether the text holds exactly ``wanted``; no table ``name`` and an empty list of them are one."""
    try:
        got = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return {name: [], **got} == {name: [], **wanted}


def change_source(path: Path, source_id: str, key: str, value: Any) -> bool:
    """Set ``key`` of that source (None: take it out); False when the file holds none of that id."""
    found = False

    def change(text: str) -> str:
        nonlocal found
        index = next((number for number, row in enumerate(_rows(text)) if row.get("id") == source_id), None)
        found = index is not None
        return text if index is None else _with_value(text, index, key, value)

    _edit(path, change)
    return found


def _with_value(text: str, index: int, key: str, value: Any) -> str:
    """In a line of its own after the table's ``id``; where that does not say what it should, let tomlkit do it."""
    import tomlkit

    wanted = tomllib.loads(text)
    row = wanted["sources"][index]
    before = row.pop(key, None)
    if value is not None:
        row[key] = value
    if before == value:
        return text
    lines, line = (
        text.splitlines(keepends=True),
        toml_lines.line_of(text, ("sources", index, "id" if before is None else key)),
    )
    if line is not None:
        made = [] if value is None else [f"{key} = {_value(value)}{line_end(text)}"]
        cut = "".join([*lines[: line - 1 if before is not None else line], *made, *lines[line:]])
        if says(cut, wanted, "sources"):
            return cut
    document: Any = tomlkit.parse(text)
    if value is None:
        del document["sources"][index][key]
    else:
        document["sources"][index][key] = value
    return tomlkit.dumps(document)


def _edit(path: Path, change: Callable[[str], str]) -> None:
    """An edit that an editor (or another of us) made in the meantime is not lost: ours is made anew upon it."""
    for _try in range(5):
        text = text_of(path)
        try:
            tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise settings_problem.not_toml(path, text, error) from error
        changed = change(text)
        if changed == text:
            return
        tomllib.loads(changed)
        if replace(path, changed, text):
            return
    raise Problem(
        _("The settings file changes all the time."), str(path), _("Wait until nothing else writes it, and try again.")
    )


def _rows(text: str) -> list[dict[str, Any]]:
    rows = tomllib.loads(text).get("sources", [])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


# -- the file --------------------------------------------------------------------------------------------------------


def text_of(path: Path) -> str:
    """The file as it is: line ends untouched, so that an edit does not change them."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise settings_problem.not_readable(path, error) from error
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise settings_problem.not_utf8(path, error) from error


def replace(path: Path, text: str, before: str | None = None) -> bool:
    """In one step, with the old file's permissions; a link keeps pointing to the file that is changed.

    False, and nothing is written, when the file does not hold ``before`` any more.
    """
    target = path.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o644
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".ribao-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            if before is not None and text_of(target) != before:
                Path(name).unlink()
                return False
            Path(name).replace(target)
            _sync(target.parent)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Problem(
            _("The settings file cannot be written."),
            f"{path}: {error.strerror or error}",
            _("Check that there is room on the disk and that you may write to that folder."),
        ) from error
    return True


def _sync(folder: Path) -> None:
    """The new name outlives a power cut too."""
    with suppress(OSError):  # some file systems cannot do it for a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _bad_variable(error: Exception) -> Problem:
    return Problem(
        _("A RIBAO_* environment variable cannot be read."),
        str(error),
        _("Lists and tables are written as JSON there, such as RIBAO_FETCH__ALLOW_PRIVATE='[\"127.0.0.0/8\"]'."),
    )


def _refuse_unknown_channels(path: Path | None, text: str, settings: Settings) -> None:
    unknown = list(settings.unknown_channels())
    if unknown:
        known = "、".join(settings.known)
        errors = [_unknown_channel(place, name, known) for place, name in unknown]
        raise settings_problem.not_valid(path, text, errors)


def _unknown_channel(place: toml_lines.Location, name: str, known: str) -> dict[str, Any]:
    return {"type": "unknown_channel", "loc": place, "input": name, "ctx": {"name": name, "channels": known}}


def _refuse_doubles(path: Path | None, text: str, settings: Settings) -> None:
    seen: set[str] = set()
    for index, row in enumerate(settings.sources):
        if row.id in seen:
            raise settings_problem.twice(path or Path(), text, row.id, index)
        seen.add(row.id)
    names = [row.name for row in settings.channels]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise settings_problem.channel_twice(path or Path(), text, name, index)
