"""``ribao search``: look through everything that was read."""

from pathlib import Path
from typing import Annotated

import typer

from ribao.support.i18n import gettext as _


def add_to(app: typer.Typer) -> None:
    @app.command(help=_("Look through everything that was read: words, “phrases”, -without, source:…, after:2026-05."))
    def search(
        context: typer.Context,
        words: Annotated[
            list[str], typer.Argument(metavar=_("WORDS..."), help=_("What to look for; `--` before a -word."))
        ],
        most: Annotated[int, typer.Option(min=1, max=1000, help=_("Most articles that are listed."))] = 20,
        as_json: Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))] = False,
        data: Annotated[
            Path | None, typer.Option(metavar="DIR", help=_("The data folder (default: store.folder of the settings)."))
        ] = None,
    ) -> int:
        from ribao.commands import search as work

        return work.search(context.obj.config, data, " ".join(words), most, as_json)
