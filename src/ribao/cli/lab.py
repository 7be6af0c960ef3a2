"""``ribao lab ...``: the stages run over files, for measuring."""

from pathlib import Path
from typing import Annotated

import typer

from ribao.support.i18n import gettext as _


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help=_("Run single stages over files, to measure them.")
    )
    app.add_typer(group, name="lab")

    @group.callback()
    def lab() -> None:
        pass

    @group.command(help=_("Extract the articles of captured pages (JSON lines, may be gzipped)."))
    def extract(
        pages: Annotated[Path, typer.Argument(help=_("JSON lines, each a page; may be gzipped."))],
        output: Annotated[Path, typer.Option("-o", "--output", help=_("Where the predictions go, as JSON lines."))],
    ) -> int:
        from ribao.commands.lab import extract_pages

        return extract_pages(pages, output)
