"""Words in the reader's language: gettext catalogues, read straight from the ``.po`` files.

Message ids are English; each area of the program has its own file, ``locale/zh_CN/AREA.po``, so that two people
rarely edit the same one; Traditional Chinese stands in ``locale/zh_TW``. They are read at first use (a few milliseconds) rather than compiled into the tree: a
translator edits a text file and sees the change at the next start.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES: tuple[str, ...] = ("zh", "zh-tw", "en")
_FOLDERS = {"zh": "zh_CN", "zh-tw": "zh_TW"}
_TRADITIONAL = {"hant", "tw", "hk", "mo"}  # scripts and regions of a tag that asks for Traditional characters
_LOCALE = Path(__file__).resolve().parent.parent / "locale"
_current: ContextVar[str] = ContextVar("ribao_language", default="zh")


def gettext(message: str) -> str:
    """The message in the current language; the message itself where there is no translation."""
    return _catalogue(_current.get()).get(message, message)


def N_(message: str) -> str:
    """Marks a message for translation where it is defined; :func:`gettext` is called where it is shown."""
    return message


def language() -> str:
    return _current.get()


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak ``lang`` ("zh", "zh-tw" or "en") within the block, in this task or thread only."""
    token = _current.set(normalise(lang))
    try:
        yield
    finally:
        _current.reset(token)


def speak(lang: str) -> None:
    """Speak ``lang`` from here on (a command line sets it once)."""
    _current.set(normalise(lang))


def normalise(lang: str) -> str:
    """``zh_CN.UTF-8``, ``zh-Hans`` → ``zh``; ``zh_HK``, ``zh-Hant`` → ``zh-tw``; ``en_US`` → ``en``; anything else → ``en``; empty, C, POSIX → ``zh``."""
    short, *rest = re.split("[-_]", lang.split(".")[0].split("@")[0].lower())
    if short == "zh" and "hans" not in rest and _TRADITIONAL & set(rest):
        return "zh-tw"
    if short in LANGUAGES:
        return short
    return "zh" if short in ("", "c", "posix") else "en"


def from_environment(environ: Mapping[str, str] = os.environ) -> str:
    """The language of ``LC_ALL``, ``LC_MESSAGES`` or ``LANG``, in that order; Chinese when none says."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return normalise(environ[name])
    return "zh"


@cache
def _catalogue(lang: str) -> dict[str, str]:
    folder = _LOCALE / _FOLDERS.get(lang, "-")
    words: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        words |= read_po(path.read_text(encoding="utf-8"))
    return words


def read_po(text: str) -> dict[str, str]:
    """Message → translation of one ``.po`` file. Fuzzy and empty translations are left out.

    A reader of our own for our own plain files (no plurals, no contexts): Babel's costs a tenth of a second at each
    start, half of what ``ribao --help`` may take. A test holds it against Babel's.
    """
    words: dict[str, str] = {}
    for block in text.split("\n\n"):
        parts: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            if line.startswith(("msgid ", "msgstr ")):
                key, _, line = line.partition(" ")
            if line.startswith('"'):
                parts[key] = parts.get(key, "") + json.loads(line)
        if parts.get("msgid") and parts.get("msgstr") and "\n#, fuzzy" not in f"\n{block}":
            words[parts["msgid"]] = parts["msgstr"]
    return words
