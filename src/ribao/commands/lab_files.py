"""What the lab's commands write, and what they say of single lines besides."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem

TOLD = 20  # faults of single items that are named


def write(path: Path, content: str) -> None:
    """In UTF-8. Raises Problem when it cannot be written."""
    encoded = content.encode("utf-8")
    with writing(path):
        path.write_bytes(encoded)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """For whoever writes ``path`` by other means: what the system has against it comes as a Problem."""
    try:
        yield
    except OSError as error:
        raise Problem(
            _("{path} cannot be written.").format(path=path), error.strerror or str(error), _("Give another path.")
        ) from None


def warn(lines: Sequence[str]) -> None:
    """The first of them, and how many more there are, beside the output."""
    for line in lines[:TOLD]:
        print(line, file=sys.stderr)
    if len(lines) > TOLD:
        print(_("... and {count} more").format(count=len(lines) - TOLD), file=sys.stderr)
