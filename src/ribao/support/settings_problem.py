"""What is wrong with ``ribao.toml``, told to its owner: the file, the line, the reason, and what to write instead."""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ribao.settings import Settings
from ribao.support.i18n import N_
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.toml_lines import Location, line_of

MOST_TOLD = 5

# pydantic's own words are for programmers; these say the same to an owner
_WORDS: Mapping[str, str] = {
    "extra_forbidden": N_("there is no such setting"),
    "missing": N_("it is missing"),
    "enum": N_("it must be {expected}"),
    "literal_error": N_("it must be {expected}"),
    "greater_than": N_("it must be more than {gt}"),
    "greater_than_equal": N_("it must be at least {ge}"),
    "less_than": N_("it must be less than {lt}"),
    "less_than_equal": N_("it must be at most {le}"),
    "int_parsing": N_("it must be a whole number"),
    "int_type": N_("it must be a whole number"),
    "int_from_float": N_("it must be a whole number"),
    "float_parsing": N_("it must be a number"),
    "float_type": N_("it must be a number"),
    "bool_parsing": N_("it must be true or false"),
    "bool_type": N_("it must be true or false"),
    "string_type": N_("it must be a text in quotes"),
    "string_too_short": N_("it must not be empty"),
    "string_pattern_mismatch": N_(
        "it may hold only a-z, 0-9, dot, dash and underscore, and starts with a letter or digit"
    ),
    "tuple_type": N_("it must be a list in square brackets"),
    "dict_type": N_("it must be a table"),
    "model_type": N_("it must be a table"),
    "time_parsing": N_("it must be a time such as 07:00"),
    "time_type": N_("it must be a time such as 07:00"),
    "path_type": N_("it must be a path in quotes"),
    "value_error:timezone": N_("it must be a time zone such as Asia/Shanghai"),
    "unknown_language": N_("it must be zh, zh-tw, en or empty"),
    "unknown_channel": N_("there is no channel {name}; the channels are {channels}"),
    "channel_name": N_("it must be another name: 头条 and 其他 are taken, and no space stands at its ends"),
    "short_word": N_("the word {word} is too short: it would be found everywhere; write two letters or more"),
    "empty_channel": N_("the channel needs words or examples, or nothing would ever come there"),
    "too_long": N_("it must have at most {max_length} entries"),
    "string_too_long": N_("it must have at most {max_length} letters"),
    "no_selectors": N_("a list page needs a table [sources.selectors] with item"),
    "key_in_file": N_(
        'a key does not stand in this file, which is copied and shared: put it into an environment variable and write that variable\'s name in capitals, such as key_env = "DASHSCOPE_API_KEY"'
    ),
    "model_address": N_('it must be an address such as "http://127.0.0.1:8080/v1"'),
    "public_address": N_("it must be an address such as https://news.example/"),
    "path_prefix": N_("it must be a path such as /news"),
    "no_model": N_('its model must be named too, such as model = "Qwen3-8B"'),
    "ip_v4_network": N_('it must be an address range such as "127.0.0.0/8"'),
    "ip_v6_network": N_('it must be an address range such as "127.0.0.0/8"'),
}


# of these the words name what was written, or there is nothing to show
_SAY_ALL = (
    "missing",
    "extra_forbidden",
    "unknown_channel",
    "channel_name",
    "short_word",
    "empty_channel",
    "no_selectors",
    "key_in_file",
    "model_address",
    "public_address",
    "path_prefix",
    "no_model",
)


def not_toml(path: Path, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    """tomllib's message ends in ``(at line 3, column 5)``."""
    match = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$", str(error))
    what = str(error)[: match.start()] if match else str(error)
    if match and match[1]:
        row = text.splitlines()[int(match[1]) - 1 : int(match[1])]
        where = _("{file}, line {line}, column {column}").format(file=path, line=match[1], column=match[2])
        shown = f"{where}: {what}" + (f"\n    {row[0].strip()[:100]}" if row else "")
    else:
        shown = _("{file}, at the end: {what}").format(file=path, what=what)
    remedy = _(
        "Correct that line: texts stand in quotes, lists in square brackets, and each setting on its own line as name = value."
    )
    return Problem(_("The settings file cannot be read: it is not valid TOML."), shown, remedy)


def not_utf8(path: Path, error: UnicodeDecodeError) -> Problem:
    line = error.object[: error.start].count(b"\n") + 1
    return Problem(
        _("The settings file cannot be read: it is not UTF-8."),
        _("{file}, line {line}").format(file=path, line=line),
        _("Open it in an editor and save it with the encoding UTF-8."),
    )


def not_readable(path: Path, error: OSError) -> Problem:
    remedy = _("Check that the file exists and that you may read it, or name another with --config.")
    return Problem(_("The settings file cannot be opened."), f"{path}: {error.strerror or error}", remedy)


def twice(path: Path, text: str, source_id: str, index: int) -> Problem:
    line = line_of(text, ("sources", index, "id"))
    return Problem(
        _("Two sources have the id {id}.").format(id=source_id),
        _("{file}, line {line}").format(file=path, line=line or "?"),
        _("Give one of them another id, or remove it."),
    )


def channel_twice(path: Path, text: str, name: str, index: int) -> Problem:
    line = line_of(text, ("channels", index, "name"))
    return Problem(
        _("Two channels have the name {name}.").format(name=name),
        _("{file}, line {line}").format(file=path, line=line or "?"),
        _("Put their words and examples into one table."),
    )


def not_valid(path: Path | None, text: str, errors: Sequence[Mapping[str, Any]]) -> Problem:
    """One problem for all that pydantic found, the first :data:`MOST_TOLD` of them in full."""
    told = _merged(errors)
    lines = [_told(path, text, location, error) for location, error in told[:MOST_TOLD]]
    if len(told) > MOST_TOLD:
        lines.append(_("… and {count} more").format(count=len(told) - MOST_TOLD))
    return Problem(_("A setting is wrong."), "\n".join(lines), _remedy(told[0][0], told[0][1]))


def not_a_source(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """A source that a command was to write."""
    lines = [f"{_dotted(location)}: {_why(location, error)}" for location, error in _merged(errors)]
    return Problem(_("This source cannot be written to the settings file."), "\n".join(lines), "")


def _merged(errors: Sequence[Mapping[str, Any]]) -> list[tuple[Location, Mapping[str, Any]]]:
    """One error a place: a value that fits neither of two types is reported by pydantic once for each."""
    seen: dict[Location, Mapping[str, Any]] = {}
    for error in errors:
        seen.setdefault(_place(error["loc"]), error)
    return list(seen.items())


def _place(location: Location) -> Location:
    """Without the names of pydantic's internal branches, which hold brackets."""
    return tuple(part for part in location if isinstance(part, int) or re.fullmatch(r"[^\[\]()]+", part))


def _told(path: Path | None, text: str, location: Location, error: Mapping[str, Any]) -> str:
    return f"{_where(path, text, location)}: {_dotted(location)}: {_why(location, error)}"


def _where(path: Path | None, text: str, location: Location) -> str:
    variable = variable_of(location)
    if variable:
        return _("environment variable {name}").format(name=variable)
    line = line_of(text, location)
    if path is None or line is None:
        return str(path or _("settings"))
    return _("{file}, line {line}").format(file=path, line=line)


def variable_of(location: Location) -> str:
    """The RIBAO_* variable that gave this value, if one did; it goes before the file."""
    for length in range(len(location), 0, -1):
        name = "RIBAO_" + "__".join(str(part) for part in location[:length]).upper()
        if name in {key.upper() for key in os.environ}:
            return name
    return ""


def _dotted(location: Location) -> str:
    """``sources[2].url``, counted from 1 as people count."""
    shown = ""
    for part in location:
        shown += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if shown else ''}{part}"
    return shown


def _why(location: Location, error: Mapping[str, Any]) -> str:
    kind = error["type"]
    words = _WORDS.get(f"{kind}:{location[-1]}") or _WORDS.get(kind)
    if words is None:
        return str(error["msg"]).removeprefix("Value error, ")
    said = _(words).format_map({key: _localised(value) for key, value in error.get("ctx", {}).items()})
    value = error.get("input")
    return said if kind in _SAY_ALL else f"{said} ({_shown(value)})"


def _localised(value: object) -> object:
    return value.replace(" or ", _(" or ")) if isinstance(value, str) else value


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"


def _remedy(location: Location, error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        near = nearest(location)
        if near:
            return _("Did you mean {name}?").format(name=near)
        return _("Remove it, or move it into the table it belongs to.")
    if error["type"] == "missing":
        return _("Add {name} = … to that table.").format(name=location[-1])
    return _("Correct the value, or remove the line to take the default.")


def nearest(location: Location) -> str:
    """The known setting that looks most like an unknown one: in its own table first, then anywhere."""
    name = str(location[-1])
    here = difflib.get_close_matches(name, _names(location[:-1]), n=1)
    if here:
        return here[0]
    for table in _names(()):
        if name in _names((table,)):
            return f"[{table}] {name}"
    return ""


def _names(location: Location) -> list[str]:
    model: type[BaseModel] | None = Settings
    for part in location:
        if isinstance(part, str) and model is not None:
            model = _model_in(model.model_fields[part].annotation) if part in model.model_fields else None
    return list(model.model_fields) if model else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model within ``tuple[Model, ...]``, ``Model | None`` or ``Model``."""
    for kind in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None
