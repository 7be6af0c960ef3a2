"""Articles of an older database come into the search some at a time, so that nothing waits for it."""

import asyncio

from ribao.support.i18n import gettext as _
from ribao.support.progress import Progress
from ribao.support.store.port import Store

AT_ONCE = 500


async def take_into_search(store: Store, progress: Progress) -> None:
    """Usually there is nothing to do: what is read is found from that moment on."""
    left = await asyncio.to_thread(store.index_waiting, AT_ONCE)
    if left:
        progress.say(_("{n} older articles are being made searchable.").format(n=f"{left:,}"))
    while left:
        left = await asyncio.to_thread(store.index_waiting, AT_ONCE)
