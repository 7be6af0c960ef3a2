"""The parser's own words (Usage, Options, its errors) in the reader's language.

typer carries its own copy of click, whose words are plain English in the code: no catalogue reaches them. So what it is
about to print is read line by line, and the few sentences that a user can meet are said through ours.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO

from ribao.support.i18n import N_, gettext

# each message with the pattern that finds it: {…} is what stays as it is
_HEADINGS = (N_("Usage: "), N_("Options:"), N_("Arguments:"), N_("Commands:"))
_PARTS = (N_("Show this message and exit."), N_("[required]"))
_SENTENCES = (
    N_("[default: {value}]"),
    N_("Try '{command}' for help."),
    N_("Did you mean {name}?"),
    N_("No such command {name}."),
    N_("No such option: {name}"),
    N_("(Possible options: {names})"),
    N_("Missing argument {name}."),
    N_("Missing option {name}."),
    N_("Missing command."),
    N_("Got unexpected extra argument(s) ({words})"),
    N_("Option {name} requires an argument."),
    N_("Option {name} does not take a value."),
    N_("Invalid value for {name}: "),
    N_("Input should be a valid integer, unable to parse string as an integer"),
    N_("Value error, {value} is not one of {names}."),
)


def said(text: str) -> str:
    """``text``, as the parser printed it, in the current language."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    for heading in _HEADINGS:
        if line.startswith(heading):
            return gettext(heading) + line.removeprefix(heading)
    if line.startswith(error := N_("Error: ")):
        line = gettext(error) + line.removeprefix(error)
    for part in _PARTS:
        line = line.replace(part, gettext(part))
    for sentence in _SENTENCES:
        line = _replaced(line, sentence)
    return line


def _replaced(line: str, sentence: str) -> str:
    pattern = re.sub(r"\\\{(\w+)\\\}(?=.)", r"(?P<\1>.+?)", re.escape(sentence))
    pattern = re.sub(r"\\\{(\w+)\\\}$", r"(?P<\1>\\S+)", pattern)
    return re.sub(pattern, lambda found: gettext(sentence).format(**found.groupdict()), line)


@contextmanager
def saying() -> Iterator[None]:
    """What is printed within the block is printed after it, in the current language."""
    caught = StringIO()
    try:
        with redirect_stdout(caught):
            yield
    finally:
        sys.stdout.write(said(caught.getvalue()))
