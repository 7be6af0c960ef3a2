"""Folding: the form in which two spellings of one text are equal. For comparing and searching, never for showing."""

import re
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("simplified.txt")
_NOT_LETTERS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, half-width, Traditional as Simplified; character for character, so that positions stay true.

    ``len(fold(text)) == len(text)`` always: a span found in the folded text is the same span of the text.
    """
    return _lower(_changing().sub(lambda met: _characters()[met.group()], text))


def bare(text: str) -> str:
    """Folded letters and digits alone: two headlines with equal ``bare`` read the same."""
    return _NOT_LETTERS.sub("", fold(text))


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    # a few letters grow when lowered (İ): those stay as they are
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def traditional() -> tuple[str, str]:
    """Traditional characters, and in the same order the Simplified ones as which they are read."""
    changing = {one: plain for one, plain in _characters().items() if one > "\u3000" and not "\uff00" < one < "\uff5f"}
    return "".join(changing), "".join(changing.values())


@cache
def _changing() -> re.Pattern[str]:
    """Those that change: few in most texts, so that looking for them takes a third of translating each character."""
    return re.compile("[" + re.escape("".join(_characters())) + "]")


@cache
def _characters() -> dict[str, str]:
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table["\u3000"] = " "
    lines = [line for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for traditional, simplified in zip(lines[::2], lines[1::2], strict=True):
        table.update(zip(traditional, simplified, strict=True))
    return table
