"""``ribao export``: the daily as files for any static host."""

from pathlib import Path
from typing import Annotated

import typer

from ribao.support.i18n import gettext as _


def add_to(app: typer.Typer) -> None:
    @app.command(
        help=_("Write the whole daily as files for any static host: all editions, the archive, search, feeds.")
    )
    def export(
        context: typer.Context,
        site: Annotated[Path, typer.Option(metavar="DIR", help=_("The folder that is written."))],
        as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON instead of lines."))] = False,
        data: Annotated[
            Path | None, typer.Option(metavar="DIR", help=_("The data folder (default: store.folder of the settings)."))
        ] = None,
    ) -> int:
        from ribao.commands import export as work

        return work.export(context.obj.config, data, site, as_json)
