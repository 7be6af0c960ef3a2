"""Values as the store keeps them: UTC, storable text, finite numbers. Both implementations pass everything through here.

Text from the open web may hold NUL (PostgreSQL refuses it, C programs stop at it) or a lone surrogate (no UTF-8 form).
Each becomes U+FFFD, the replacement character: one for one, so that spans keep their places.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

T = TypeVar("T")

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def tidy_text(text: str) -> str:
    """The text with U+FFFD in place of each NUL and lone surrogate."""
    if text.isascii() and "\0" not in text:  # isascii is a flag, "in" a memchr: nearly free for most texts
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def tidy(value: T) -> T:
    """The same value, deeply, with tidy texts and times in UTC; itself where nothing had to change.

    Raises ValueError for a naive time or a number that is not finite (JSON has no form for it).
    """
    return cast(T, _tidy(value))


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return tidy_text(value) if type(value) is str else value
    if value is None or isinstance(value, int | bytes):
        return value
    if isinstance(value, float):
        return _finite(value)
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, tuple | list):
        return _sequence(value)
    if isinstance(value, Mapping):
        return _mapping(value)
    if is_dataclass(value):
        return _dataclass(value)
    return value


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError(f"not a finite number: {number!r}")
    return number


def _utc(time: datetime) -> datetime:
    if time.tzinfo is UTC:
        return time
    if time.tzinfo is None:
        raise ValueError(f"a time without a zone: {time!r}")
    return time.astimezone(UTC)


def _sequence(values: tuple[Any, ...] | list[Any]) -> Any:
    tidied = [_tidy(item) for item in values]
    if all(new is old for new, old in zip(tidied, values, strict=True)):
        return values
    return tuple(tidied) if isinstance(values, tuple) else tidied


def _mapping(value: Mapping[Any, Any]) -> Any:
    tidied = [(_tidy(key), _tidy(item)) for key, item in value.items()]
    if type(value) is dict and all(
        k is key and i is item for (k, i), (key, item) in zip(tidied, value.items(), strict=True)
    ):
        return value
    return dict(tidied)


def _dataclass(value: Any) -> Any:
    changed = {}
    for name in _names(type(value)):
        old = getattr(value, name)
        new = _tidy(old)
        if new is not old:
            changed[name] = new
    return replace(value, **changed) if changed else value


_fields: dict[type[Any], tuple[str, ...]] = {}


def _names(kind: type[Any]) -> tuple[str, ...]:
    if kind not in _fields:
        _fields[kind] = tuple(field.name for field in fields(kind))
    return _fields[kind]
