"""``ribao doctor``, ``ribao prune`` and ``ribao token``: keeping house."""

from pathlib import Path
from typing import Annotated

import typer

from ribao.support.i18n import gettext as _


def add_to(app: typer.Typer) -> None:
    data_option = typer.Option(metavar="DIR", help=_("The data folder (default: store.folder of the settings)."))

    @app.command(help=_("Drop what is old and cited by no edition."))
    def prune(context: typer.Context, data: Annotated[Path | None, data_option] = None) -> int:
        from ribao.commands.prune import prune_store

        return prune_store(context.obj.config, data)

    @app.command(help=_("Examine the machine, the settings and the data, with a remedy for each finding."))
    def doctor(
        context: typer.Context,
        data: Annotated[Path | None, data_option] = None,
        offline: Annotated[bool, typer.Option("--offline", help=_("Leave the network out."))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON instead of lines."))] = False,
    ) -> int:
        from ribao.commands.wiring import run_doctor

        return run_doctor(context.obj.config, data, offline=offline, as_json=as_json)

    @app.command(help=_("Show the owner's token: what the page /-/enter asks for."))
    def token(
        context: typer.Context,
        data: Annotated[Path | None, data_option] = None,
        new: Annotated[bool, typer.Option("--new", help=_("Make another one: who entered before is out."))] = False,
    ) -> int:
        from ribao.commands.token import show_token

        return show_token(context.obj.config, data, print, new=new)
