"""One command line from its words to its exit status."""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from ribao.cli import collections, daily, export, house, lab, mark, search, sources, story, words
from ribao.cli.common import Common
from ribao.support import i18n
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem

USAGE = 2
INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit status. The language is settled first: every help text is in it."""
    try:
        i18n.speak(language_of(arguments))
        # with --help nothing is done but printing the parser's own words
        with words.saying() if "--help" in arguments else nullcontext():
            result = application()(args=list(arguments), prog_name="ribao", standalone_mode=False)
    except Problem as problem:
        return tell(problem)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return usage_error(error)
    return result if isinstance(result, int) else 0


def application() -> typer.Typer:
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=_("A news daily of your own, in which every sentence cites its source."),
    )

    @app.callback()
    def common(
        context: typer.Context,
        config: Annotated[
            Path | None, typer.Option(help=_("The settings file (default: ribao.toml here, else the user's)."))
        ] = None,
        lang: Annotated[str, typer.Option(help=_("Language of messages: zh, zh-tw or en."))] = "",
        version: Annotated[
            bool, typer.Option("--version", help=_("Print the version."), is_eager=True, callback=print_version)
        ] = False,
    ) -> None:
        context.obj = Common(config=config)

    for part in (daily, export, house, search, collections, sources, story, mark, lab):
        part.add_to(app)
    return app


def print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(version("ribao"))
        raise typer.Exit


def language_of(arguments: Sequence[str]) -> str:
    """``--lang`` before the command, else that of the environment. Raises :class:`Problem` for one we do not speak."""
    for n, word in enumerate(arguments):
        if word == "--lang" and n + 1 < len(arguments):
            return _spoken(arguments[n + 1])
        if word.startswith("--lang="):
            return _spoken(word.removeprefix("--lang="))
    return i18n.from_environment()


def _spoken(lang: str) -> str:
    if lang and i18n.normalise(lang) == "en" and not lang.lower().startswith("en"):
        raise Problem(_("--lang {lang!r} is no language of Ribao's.").format(lang=lang), "", _("Write zh or en."))
    return lang


def usage_error(error: Exception) -> int:
    """A mistyped command line is told in its own words; anything else is ours, and goes up as it is."""
    if isinstance(error, typer.Exit):
        return int(error.exit_code)
    show = getattr(error, "show", None)
    if show is None:
        raise error
    told = StringIO()
    show(file=told)
    sys.stderr.write(words.said(told.getvalue()))
    return int(getattr(error, "exit_code", USAGE))


def tell(problem: Problem) -> int:
    """What happened, why, what to do: to standard error."""
    for label, text in (("", problem.what), (_("Why: "), problem.why), (_("What to do: "), problem.remedy)):
        if text:
            print(f"{label}{text}", file=sys.stderr)
    return problem.exit_code
