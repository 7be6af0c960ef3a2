"""``ribao mark``: the owner says that a mark is wrong. It is remembered, and stands over what is found from then on."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ribao.support import loop
from ribao.support.clock import Clock, SystemClock
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.progress import Silent
from ribao.support.store.port import Store
from ribao.types.correction import Correction

Say = Callable[[str], None]

NAME = "mark"  # by which a running instance knows the command


def mark_article(config: Path | None, data: Path | None, article: str, wish: Mapping[str, Any]) -> int:
    """The whole command, here or in the instance that runs on the data folder.

    ``wish``: ``{"promo": True or False}``, ``{"channel": name}``, both, or ``{"undo": True}``.
    """
    from ribao.app import house
    from ribao.commands.handover import hand_over
    from ribao.support.store.sqlite import open_store
    from ribao.support.work.instance import InstanceLock, running

    home = house(config, data)
    check(wish, home.settings.known)
    arguments = {"article": article, "wish": dict(wish)}
    instance = running(home.data)
    if instance is not None:
        return hand_over(instance, NAME, arguments, Silent(), print)
    with InstanceLock(home.data).acquire("", ""):
        store = open_store(home.data)
        try:
            return loop.run(handed_over(store, SystemClock(), arguments, print))
        finally:
            store.close()


def check(wish: Mapping[str, Any], channels: Sequence[str]) -> None:
    """Raises Problem for a wish that says nothing, or names a channel that there is not."""
    if not wish:
        raise Problem(_("What is wrong with its marks?"), "", _("Add --promo, --not-promo, --channel NAME or --undo."))
    channel = wish.get("channel", "")
    if channel and channel not in channels:
        raise Problem(
            _("There is no channel {name}.").format(name=channel),
            "",
            _("One of: {names}.").format(names=", ".join(channels)),
        )


async def handed_over(store: Store, clock: Clock, arguments: Mapping[str, Any], say: Say) -> int:
    """As another process sent it."""
    wish, article = arguments.get("wish", {}), str(arguments.get("article", ""))
    return await asyncio.to_thread(mark, store, clock, article, wish, say)


def mark(store: Store, clock: Clock, word: str, wish: Mapping[str, Any], say: Say) -> int:
    """``word``: the article's id or address."""
    from ribao.commands.story_finding import article_of_word

    article_id = article_of_word(store, word, clock.now())
    if wish.get("undo"):
        return _undo(store, article_id, say)
    before = next((one for one in store.corrections() if one.article_id == article_id), None)
    store.put_corrections([_changed(before, article_id, clock, wish)])
    say(_("Marked: {title}").format(title=_title(store, article_id)))
    say(
        _("Pages show it at once; the next build obeys it. To take it back: ribao mark {id} --undo").format(
            id=article_id
        )
    )
    return 0


def _changed(before: Correction | None, article_id: str, clock: Clock, wish: Mapping[str, Any]) -> Correction:
    """A wish for one mark leaves what was said of the other."""
    promo, channel = (before.promo, before.channel) if before else (None, "")
    wanted = wish.get("promo")
    return Correction(
        article_id=article_id,
        at=clock.now(),
        promo=wanted if isinstance(wanted, bool) else promo,
        channel=str(wish.get("channel") or channel),
    )


def _undo(store: Store, article_id: str, say: Say) -> int:
    if not store.remove_correction(article_id):
        raise Problem(
            _("You have corrected no mark of article {id}.").format(id=article_id),
            "",
            _("`ribao mark list` shows what you corrected."),
        )
    say(_("Undone. What is found in it counts again: {title}").format(title=_title(store, article_id)))
    return 0


def put_right(store: Store, clock: Clock, articles: Sequence[str], promo: bool) -> None:
    """The click on a page. Articles that nobody knows are passed over."""
    known = store.articles_by_id(articles)
    before = {one.article_id: one for one in store.corrections()}
    wish = {"promo": promo}
    store.put_corrections([_changed(before.get(id_), id_, clock, wish) for id_ in articles if id_ in known])


def list_marks(config: Path | None, data: Path | None) -> int:
    """What the owner corrected, the oldest first, a line each."""
    from ribao.app import house
    from ribao.support.store.sqlite import open_store

    store = open_store(house(config, data).data, read_only=True)
    try:
        for line in listed(store):
            print(line)
    finally:
        store.close()
    return 0


def listed(store: Store) -> list[str]:
    lines = [f"{one.article_id}  {_said(one)}  {_title(store, one.article_id)}" for one in store.corrections()]
    return lines or [_("You have corrected no mark.")]


def _said(one: Correction) -> str:
    promo = {True: _("promotion"), False: _("no promotion"), None: ""}[one.promo]
    return _(", ").join(part for part in (promo, one.channel) if part)


def _title(store: Store, article_id: str) -> str:
    from ribao.render.why import title_of

    return title_of(store.articles_by_id([article_id]).get(article_id))
