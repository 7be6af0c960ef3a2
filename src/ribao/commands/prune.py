"""``ribao prune``: drop what is old and cited by no edition (docs/technotes/retention.md)."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from ribao.app import house
from ribao.settings import Settings
from ribao.support import loop
from ribao.support.clock import Clock, SystemClock
from ribao.support.i18n import gettext as _
from ribao.support.store.port import Pruned, Store

MEGABYTE = 1024 * 1024


def prune_store(config: Path | None, data: Path | None) -> int:
    from ribao.commands.handover import hand_over
    from ribao.support.rich_progress import for_stream
    from ribao.support.store.sqlite import open_store
    from ribao.support.work.instance import InstanceLock, running

    home = house(config, data)
    instance = running(home.data)
    if instance is not None:
        return hand_over(instance, "prune", {}, for_stream(), print)
    with InstanceLock(home.data).acquire("", ""):
        store = open_store(home.data)
        try:
            return loop.run(prune(store, home.settings, SystemClock(), print))
        finally:
            store.close()


async def prune(store: Store, settings: Settings, clock: Clock, say: Callable[[str], None]) -> int:
    gone = await asyncio.to_thread(prune_old, store, settings, clock.now())
    say(
        _("Dropped {articles} articles, {pages} pages and {leads} leads: {size:.1f} MB.").format(
            articles=gone.articles, pages=gone.pages, leads=gone.leads, size=gone.bytes_freed / MEGABYTE
        )
    )
    return 0


def prune_old(store: Store, settings: Settings, now: datetime) -> Pruned:
    """What the settings say of retention, done to the store."""
    kept = settings.store
    return store.prune(now - timedelta(days=kept.keep_days), kept.max_megabytes * MEGABYTE)
