"""``ribao collections ...``: what was saved on the site."""

from pathlib import Path
from typing import Annotated

import typer

from ribao.support.i18n import gettext as _


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("What you saved on the site."))
    app.add_typer(group, name="collections")
    data_option = typer.Option(metavar="DIR", help=_("The data folder (default: store.folder of the settings)."))
    named = typer.Argument(help=_("Its id or its name."))

    @group.command("list", help=_("Show every collection: id, number of items, who may read it, name."))
    def list_(context: typer.Context, data: Annotated[Path | None, data_option] = None) -> int:
        from ribao.commands.collections import list_collections

        return list_collections(context.obj.config, data)

    @group.command(help=_("Show what is in a collection, saved last first."))
    def show(
        context: typer.Context,
        collection: Annotated[str, named],
        data: Annotated[Path | None, data_option] = None,
    ) -> int:
        from ribao.commands.collections import show_collection

        return show_collection(context.obj.config, data, collection)

    @group.command(help=_("Write a collection with its notes as JSON, to a file or to standard output."))
    def export(
        context: typer.Context,
        collection: Annotated[str, named],
        file: Annotated[Path | None, typer.Argument(help=_("The JSON file; none: standard output."))] = None,
        data: Annotated[Path | None, data_option] = None,
    ) -> int:
        from ribao.commands.collections import export_collection

        return export_collection(context.obj.config, data, collection, file)

    @group.command("import", help=_("Take an exported collection in; what is there already stays as it is."))
    def import_(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(help=_("The JSON file."))],
        name: Annotated[
            str, typer.Option(help=_("Into the collection of this name (default: that of the file)."))
        ] = "",
        data: Annotated[Path | None, data_option] = None,
    ) -> int:
        from ribao.commands.collections import import_collection

        return import_collection(context.obj.config, data, file, name)
