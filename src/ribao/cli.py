"""The command line: options and words only. Each command's work is a function elsewhere, imported when it is called,
so that ``ribao --help`` answers at once."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ribao.support import i18n
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem

EXIT_USAGE = 2


@dataclass(slots=True)
class Common:
    """What is said before the command's name."""

    config: Path | None = None


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit status. The language is settled first: every help text is in it."""
    i18n.speak(_language_of(arguments))
    try:
        result = _application()(args=list(arguments), prog_name="ribao", standalone_mode=False)
    except Problem as problem:
        return tell(problem)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _usage_error(error)
    return result if isinstance(result, int) else 0


def _usage_error(error: Exception) -> int:
    """A mistyped command line is told in its own words; anything else is ours, and goes up as it is."""
    show = getattr(error, "show", None)
    if show is None:
        raise error
    show()
    return int(getattr(error, "exit_code", EXIT_USAGE))


def tell(problem: Problem) -> int:
    """What happened, why, what to do: to standard error."""
    for label, text in (("", problem.what), (_("Why: "), problem.why), (_("What to do: "), problem.remedy)):
        if text:
            print(f"{label}{text}", file=sys.stderr)
    return problem.exit_code


def _language_of(arguments: Sequence[str]) -> str:
    for n, word in enumerate(arguments):
        if word == "--lang" and n + 1 < len(arguments):
            return arguments[n + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return i18n.from_environment()


def _application() -> typer.Typer:
    app = typer.Typer(
        no_args_is_help=True, add_completion=False, rich_markup_mode=None, help=_("The daily that cites its sources.")
    )

    @app.callback()
    def common(
        context: typer.Context,
        config: Annotated[
            Path | None, typer.Option(help=_("The settings file (default: ribao.toml here, else the user's)."))
        ] = None,
        lang: Annotated[str, typer.Option(help=_("Language of messages: zh or en."))] = "",
    ) -> None:
        context.obj = Common(config=config)

    for add in (_add_daily_commands, _add_house_commands, _add_source_commands, _add_lab_commands):
        add(app)
    return app


def _help(text: str) -> dict[str, Any]:
    return {"help": text, "no_args_is_help": False}


Config = typer.Context
DataOption = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="")]


def _add_daily_commands(app: typer.Typer) -> None:
    data = typer.Option(help=_("The data folder (default: store.folder of the settings)."))
    sources = typer.Option(help=_("Take these sources instead: a file or address of an OPML list, or of one feed."))

    @app.command(**_help(_("Acquire, build today's daily, open the server, and keep both fresh.")))
    def run(
        context: typer.Context,
        sample: Annotated[bool, typer.Option("--sample", help=_("Show the bundled sample edition."))] = False,
        data: Annotated[Path | None, data] = None,
        port: Annotated[int | None, typer.Option(help=_("Listen on this port."))] = None,
        host: Annotated[str | None, typer.Option(help=_("Listen on this address."))] = None,
        sources: Annotated[str | None, sources] = None,
    ) -> int:
        from ribao.app import RunOptions, run_daily_server

        options = RunOptions(sample=sample, data=data, port=port, host=host, sources=sources)
        return run_daily_server(context.obj.config, options)

    @app.command(**_help(_("Build one edition and export it, then stop.")))
    def daily(
        context: typer.Context,
        day: Annotated[
            str | None, typer.Option("--date", metavar="D", help=_("The edition's date, YYYY-MM-DD."))
        ] = None,
        at: Annotated[
            str | None,
            typer.Option(metavar="RFC3339", help=_("As of this moment, with its zone: the clock stands still there.")),
        ] = None,
        sources: Annotated[str | None, sources] = None,
        data: Annotated[Path | None, data] = None,
        export: Annotated[
            Path | None, typer.Option(metavar="DIR", help=_("Where the site goes (default: site in the data folder)."))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object instead of lines."))] = False,
    ) -> int:
        from ribao.app import DailyOptions, build_daily

        options = DailyOptions(
            day=_date(day), at=_moment(at), sources=sources, data=data, export=export, as_json=as_json
        )
        return build_daily(context.obj.config, options)

    @app.command(**_help(_("Serve what is stored; acquires nothing.")))
    def serve(
        context: typer.Context,
        data: Annotated[Path | None, data] = None,
        port: Annotated[int | None, typer.Option(help=_("Listen on this port."))] = None,
        host: Annotated[str | None, typer.Option(help=_("Listen on this address."))] = None,
    ) -> int:
        from ribao.app import RunOptions, serve_only

        return serve_only(context.obj.config, RunOptions(data=data, port=port, host=host))


def _add_house_commands(app: typer.Typer) -> None:
    data = typer.Option(help=_("The data folder (default: store.folder of the settings)."))

    @app.command(**_help(_("Drop what is old and cited by no edition.")))
    def prune(context: typer.Context, data: Annotated[Path | None, data] = None) -> int:
        from ribao.app import prune_store

        return prune_store(context.obj.config, data)

    @app.command(**_help(_("Examine the machine, the settings and the data, with a remedy for each finding.")))
    def doctor(
        context: typer.Context,
        data: Annotated[Path | None, data] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object instead of lines."))] = False,
    ) -> int:
        from ribao.app import examine

        return examine(context.obj.config, data, as_json)


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem(_("--date {text!r} is no date.").format(text=text), remedy=_("Write it as 2026-03-06.")) from None


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        raise Problem(
            _("--at {text!r} is no moment.").format(text=text), remedy=_("Write it as 2026-03-06T07:30+08:00.")
        ) from None
    if moment.tzinfo is None:
        raise Problem(
            _("--at {text!r} has no time zone.").format(text=text), remedy=_("Write it as 2026-03-06T07:30+08:00.")
        )
    return moment
