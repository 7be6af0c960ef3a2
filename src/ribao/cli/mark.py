"""``ribao mark``: put a wrong mark of an article right, for good."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ribao.support.i18n import gettext as _


def add_to(app: typer.Typer) -> None:
    @app.command(help=_("Put a wrong mark of an article right, for good: is it promotion, which channel is it for?"))
    def mark(
        context: typer.Context,
        article: Annotated[str, typer.Argument(help=_("Its id, or its address; `list` shows what you corrected."))],
        promo: Annotated[
            bool | None, typer.Option("--promo/--not-promo", help=_("It is promotion, or it is not."))
        ] = None,
        channel: Annotated[str, typer.Option(metavar="NAME", help=_("The channel that it belongs to."))] = "",
        undo: Annotated[bool, typer.Option("--undo", help=_("Take your corrections of it back."))] = False,
        data: Annotated[
            Path | None, typer.Option(metavar="DIR", help=_("The data folder (default: store.folder of the settings)."))
        ] = None,
    ) -> int:
        from ribao.commands import mark as work

        wish: dict[str, Any] = {"undo": True} if undo else {}
        wish |= {"promo": promo} if promo is not None and not undo else {}
        wish |= {"channel": channel} if channel and not undo else {}
        if article == "list" and not wish:
            return work.list_marks(context.obj.config, data)
        return work.mark_article(context.obj.config, data, article, wish)
