"""``ribao run``, ``ribao daily``, ``ribao serve``.

One long function, because Typer reads the options off the signatures, and the three commands share theirs.
"""

from pathlib import Path
from typing import Annotated

import typer

from ribao.cli.common import date_of, moment_of
from ribao.support.i18n import gettext as _


def add_to(app: typer.Typer) -> None:
    data_option = typer.Option(metavar="DIR", help=_("The data folder (default: store.folder of the settings)."))
    port_option = typer.Option(help=_("Listen on this port."))
    host_option = typer.Option(help=_("Listen on this address."))
    sources_option = typer.Option(
        metavar="OPML", help=_("Take these sources instead: a file or address of an OPML list, or of one feed.")
    )

    @app.command(help=_("Acquire, build today's daily, open the server, and keep both fresh."))
    def run(
        context: typer.Context,
        sample: Annotated[bool, typer.Option("--sample", help=_("Show the bundled sample edition."))] = False,
        sources: Annotated[str | None, sources_option] = None,
        data: Annotated[Path | None, data_option] = None,
        host: Annotated[str | None, host_option] = None,
        port: Annotated[int | None, port_option] = None,
    ) -> int:
        from ribao.commands.run import RunOptions, run_server

        options = RunOptions(sample=sample, sources=sources, data=data, host=host, port=port)
        return run_server(context.obj.config, options)

    @app.command(help=_("Build one edition and export it, then stop."))
    def daily(
        context: typer.Context,
        day: Annotated[
            str | None, typer.Option("--date", metavar="D", help=_("The edition's date, YYYY-MM-DD."))
        ] = None,
        at: Annotated[
            str | None,
            typer.Option(metavar="RFC3339", help=_("As of this moment, with its zone; the clock stands still there.")),
        ] = None,
        sources: Annotated[str | None, sources_option] = None,
        data: Annotated[Path | None, data_option] = None,
        export: Annotated[
            Path | None, typer.Option(metavar="DIR", help=_("Where the site goes (default: site in the data folder)."))
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON instead of lines."))] = False,
    ) -> int:
        from ribao.commands.daily import DailyOptions, build_daily

        options = DailyOptions(
            day=date_of(day), at=moment_of(at), sources=sources, data=data, export=export, as_json=as_json
        )
        return build_daily(context.obj.config, options)

    @app.command(help=_("Serve what is stored; acquires nothing."))
    def serve(
        context: typer.Context,
        data: Annotated[Path | None, data_option] = None,
        host: Annotated[str | None, host_option] = None,
        port: Annotated[int | None, port_option] = None,
    ) -> int:
        from ribao.commands.run import RunOptions, serve_stored

        return serve_stored(context.obj.config, RunOptions(data=data, host=host, port=port))
