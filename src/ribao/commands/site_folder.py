"""The folder that an export writes to: whether it may, and what is told when it cannot."""

from pathlib import Path

from ribao.support.files import obstacle
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem


def check(folder: Path, option: str) -> None:
    """Raises Problem when the site cannot be written there: better now than after minutes of work.

    ``option``: by which the command line names another folder.
    """
    found = obstacle(folder, "index.html")
    if isinstance(found, FileExistsError):
        raise Problem(
            _("There is something else in {folder}; it is not written over.").format(folder=folder),
            _("It holds an index.html that this program did not write."),
            _("Name an empty folder with {option}, or move what is there aside.").format(option=option),
        )
    if found is not None:
        raise not_written(folder, found, option, exit_code=2)


def not_written(folder: Path, error: OSError, option: str, *, exit_code: int) -> Problem:
    why = f"{error.filename or folder}: {error.strerror or error}"
    remedy = _("Make room there or give yourself the right to write, or name another folder with {option}.")
    return Problem(
        _("The site cannot be written to {folder}.").format(folder=folder),
        why,
        remedy.format(option=option),
        exit_code,
    )
