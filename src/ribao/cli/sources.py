"""``ribao sources ...``: the list of sources in ``ribao.toml``."""

from pathlib import Path
from typing import Annotated

import typer

from ribao.support.i18n import gettext as _
from ribao.types.source import Selectors, Tier


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("The list of sources."))
    app.add_typer(group, name="sources")
    _add_reading(group)
    _add_changing(group)
    _add_asking(group)


def _add_reading(group: typer.Typer) -> None:
    json_option = typer.Option("--json", help=_("Print JSON instead of lines."))

    @group.command("list", help=_("Show every source."))
    def list_(context: typer.Context, as_json: Annotated[bool, json_option] = False) -> int:
        from ribao.commands.sources import list_sources
        from ribao.settings import find_file

        return list_sources(find_file(context.obj.config), print, as_json=as_json)

    @group.command(help=_("Write the list as OPML 2.0, to a file or to standard output."))
    def export(
        context: typer.Context,
        file: Annotated[Path | None, typer.Argument(help=_("The OPML file; none: standard output."))] = None,
    ) -> int:
        from ribao.commands.sources import export_opml
        from ribao.settings import find_file

        return export_opml(find_file(context.obj.config), print, to=file)


def _add_changing(group: typer.Typer) -> None:
    @group.command(help=_("Take a source off the list, by its id."))
    def remove(
        context: typer.Context, source: Annotated[str, typer.Argument(help=_("Its id, or its address."))]
    ) -> int:
        from ribao.commands.sources import remove as remove_source
        from ribao.settings import find_file

        return remove_source(source, find_file(context.obj.config), print)

    @group.command("import", help=_("Add the feeds of an OPML file; folders are kept."))
    def import_(context: typer.Context, file: Annotated[Path, typer.Argument(help=_("The OPML file."))]) -> int:
        from ribao.commands.sources import import_opml
        from ribao.settings import find_file

        return import_opml(file, find_file(context.obj.config), print)

    @group.command(help=_("Add a source: the address of a site or of its feed."))
    def add(
        context: typer.Context,
        address: Annotated[str, typer.Argument(help=_("Of the site, its feed or its news sitemap."))],
        source_id: Annotated[str, typer.Option("--id", help=_("Its short name."))] = "",
        title: Annotated[str, typer.Option(help=_("Its name for readers."))] = "",
        tier: Annotated[Tier, typer.Option(help=_("What kind of source it is."))] = Tier.ORIGINAL,
        channel: Annotated[list[str] | None, typer.Option(help=_("Its channels; may be given again."))] = None,
        folder: Annotated[list[str] | None, typer.Option(help=_("Its folder; again for a folder inside."))] = None,
    ) -> int:
        from ribao.commands.sources import add as add_source
        from ribao.commands.wiring import with_client
        from ribao.settings import find_file
        from ribao.support.clock import SystemClock

        path = find_file(context.obj.config)
        return with_client(
            path,
            lambda client: add_source(
                address,
                path,
                client,
                SystemClock(),
                print,
                source_id=source_id,
                title=title,
                tier=tier,
                channels=channel or (),
                folder=folder or (),
            ),
        )


def _add_asking(group: typer.Typer) -> None:
    json_option = typer.Option("--json", help=_("Print JSON instead of lines."))

    @group.command(help=_("Ask every source once, and say what is wrong with those that do not answer."))
    def check(
        context: typer.Context,
        source: Annotated[list[str] | None, typer.Argument(help=_("Only these, by id."))] = None,
        as_json: Annotated[bool, json_option] = False,
    ) -> int:
        from ribao.commands.sources import check as check_sources
        from ribao.commands.wiring import with_client
        from ribao.settings import find_file
        from ribao.support.clock import SystemClock

        path = find_file(context.obj.config)
        return with_client(
            path,
            lambda client: check_sources(path, client, SystemClock(), print, only=source or (), as_json=as_json),
        )

    @group.command("try", help=_("Show the items that an address would give: a feed, or a list page by CSS selectors."))
    def try_(
        context: typer.Context,
        url: Annotated[str, typer.Argument(help=_("Of a site, feed, news sitemap or list page."))],
        item: Annotated[str, typer.Option(help=_("CSS selector of one item's block."))] = "",
        link: Annotated[str, typer.Option(help=_("CSS selector of the link inside it."))] = "a",
        title: Annotated[str, typer.Option(help=_("CSS selector of the title inside it."))] = "",
        time: Annotated[str, typer.Option(help=_("CSS selector of the time inside it."))] = "",
        summary: Annotated[str, typer.Option(help=_("CSS selector of the summary inside it."))] = "",
        as_json: Annotated[bool, json_option] = False,
    ) -> int:
        from ribao.commands.sources import try_address
        from ribao.commands.wiring import with_client
        from ribao.settings import find_file
        from ribao.support.clock import SystemClock

        chosen = Selectors(item=item, link=link, title=title, time=time, summary=summary) if item else None
        path = find_file(context.obj.config)
        return with_client(
            path,
            lambda client: try_address(
                url, client, SystemClock(), print, settings_path=path, selectors=chosen, as_json=as_json
            ),
        )
