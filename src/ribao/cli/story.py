"""``ribao story ...``: why a story is what it is, and how to put it right by hand."""

from pathlib import Path
from typing import Annotated

import typer

from ribao.support.i18n import gettext as _


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=_("Show why a story is what it is; merge, split and move by hand."),
    )
    app.add_typer(group, name="story")
    _add_showing(group)
    _add_joining(group)
    _add_parting(group)


def _data_option() -> object:
    return typer.Option(metavar="DIR", help=_("The data folder (default: store.folder of the settings)."))


def _add_showing(group: typer.Typer) -> None:
    data_option = _data_option()
    json_option = typer.Option("--json", help=_("Print JSON instead of lines."))

    @group.command(help=_("Show a story's reports with what joined each, its chapters, history and rulings."))
    def why(
        context: typer.Context,
        story: Annotated[str, typer.Argument(help=_("Its id, an id that it had, or the id or address of an article."))],
        data: Annotated[Path | None, data_option] = None,
        as_json: Annotated[bool, json_option] = False,
    ) -> int:
        from ribao.commands.story_why import why_story

        return why_story(context.obj.config, data, story, as_json=as_json)

    @group.command(help=_("Show the rulings you made by hand."))
    def rulings(
        context: typer.Context,
        data: Annotated[Path | None, data_option] = None,
        as_json: Annotated[bool, json_option] = False,
    ) -> int:
        from ribao.commands.story_why import list_rulings

        return list_rulings(context.obj.config, data, as_json=as_json)


def _add_joining(group: typer.Typer) -> None:
    data_option = _data_option()

    @group.command(help=_("Make two or more stories one, for good."))
    def merge(
        context: typer.Context,
        story: Annotated[str, typer.Argument(help=_("The story that takes the others in."))],
        others: Annotated[list[str], typer.Argument(help=_("The other stories."))],
        data: Annotated[Path | None, data_option] = None,
    ) -> int:
        from ribao.commands.story import edit_stories

        return edit_stories(context.obj.config, data, "merge", [story, *others])

    @group.command(help=_("Put an article into the story that it belongs to, for good."))
    def move(
        context: typer.Context,
        article: Annotated[str, typer.Argument(help=_("Its id, or its address."))],
        story: Annotated[str, typer.Argument(help=_("The story that it belongs to."))],
        data: Annotated[Path | None, data_option] = None,
    ) -> int:
        from ribao.commands.story import edit_stories

        return edit_stories(context.obj.config, data, "move", [article, story])


def _add_parting(group: typer.Typer) -> None:
    data_option = _data_option()

    @group.command(help=_("Take articles out of a story, into a story of their own, for good."))
    def split(
        context: typer.Context,
        story: Annotated[str, typer.Argument(help=_("The story that they are in."))],
        articles: Annotated[list[str], typer.Argument(help=_("The articles, by id or address."))],
        data: Annotated[Path | None, data_option] = None,
    ) -> int:
        from ribao.commands.story import edit_stories

        return edit_stories(context.obj.config, data, "split", [story, *articles])

    @group.command(help=_("Take a ruling back."))
    def undo(
        context: typer.Context,
        ruling: Annotated[str, typer.Argument(help=_("Its id; `ribao story rulings` shows them."))],
        data: Annotated[Path | None, data_option] = None,
    ) -> int:
        from ribao.commands.story import edit_stories

        return edit_stories(context.obj.config, data, "undo", [ruling])
