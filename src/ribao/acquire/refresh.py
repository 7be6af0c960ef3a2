"""Refresh: ask the sources that are due, read what they say, store their leads.

A thin shell: what an answer means is decided in :mod:`ribao.acquire.fetch`, when to come back in
:mod:`ribao.acquire.due`. Requests go out together, each host at its pace; what has come in is saved in batches
beside them.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ribao.acquire.asking import Asking
from ribao.acquire.due import pick
from ribao.acquire.pace import Pace
from ribao.acquire.robots import Robots
from ribao.acquire.saving import RefreshReport, Saver
from ribao.acquire.sources.feed import Odd
from ribao.settings import FetchSettings, Settings
from ribao.support.clock import Clock
from ribao.support.garbage import collected_seldom
from ribao.support.i18n import gettext as _
from ribao.support.net.port import Client
from ribao.support.progress import Progress
from ribao.support.store.port import Store
from ribao.types.source import Source, SourceState

__all__ = ["RefreshReport", "make_pace", "refresh"]

PARSERS = 2  # threads; a second one, because an odd feed may keep the first waiting for its worker process


async def refresh(
    store: Store,
    client: Client,
    clock: Clock,
    settings: Settings,
    sources: Sequence[Source],
    progress: Progress,
    *,
    force: bool = False,
    odd: Odd | None = None,
    pace: Pace | None = None,
) -> RefreshReport:
    """Ask those of ``sources`` that are due (with ``force``: all, but none twice in five minutes).

    ``odd`` is handed on to :func:`ribao.acquire.sources.read.read_document`; ``pace`` is shared with the reading of
    pages where both run at once. A failing source never stops the others; a failing store stops all (OSError and the
    like come out), and what was not saved is asked again the next time.
    """
    states = await asyncio.to_thread(store.states)
    chosen = pick(sources, states, clock.now(), force=force)
    pace = pace or make_pace(clock, settings.fetch)
    saver = Saver(store)
    if not chosen:
        return RefreshReport()
    stage = _("Asking sources")
    progress.start(stage, len(chosen))
    parser = ThreadPoolExecutor(PARSERS, thread_name_prefix="ribao-parse")
    asking = Asking(
        client=client,
        clock=clock,
        fetch=settings.fetch,
        pace=pace,
        robots=Robots(store, client, pace, clock),
        parser=parser,
        odd=odd,
        crowd=len(sources),
    )

    async def ask(source: Source) -> None:
        state = states.get(source.id) or SourceState(source_id=source.id, url=source.url)
        await saver.put(await asking.ask(source, state))
        progress.step(stage, note=source.title)

    try:
        with collected_seldom():
            await _all_saved(saver, [ask(source) for source in chosen])
    finally:
        parser.shutdown(wait=False, cancel_futures=True)  # when we are stopped, no parser holds up the end
    progress.finish(stage)
    return saver.report()


def make_pace(clock: Clock, fetch: FetchSettings) -> Pace:
    return Pace(
        clock,
        pause_seconds=fetch.host_pause_seconds,
        private_pause_seconds=fetch.private_pause_seconds,
        allow_private=fetch.allow_private,
    )


async def _all_saved(saver: Saver, asks: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Run all ``asks`` with the saver beside them; when the store fails, stop, and tell its error itself."""
    try:
        async with asyncio.TaskGroup() as both:
            both.create_task(saver.run())
            async with asyncio.TaskGroup() as asking:
                for ask in asks:
                    asking.create_task(ask)
            saver.end()
    except BaseExceptionGroup as group:
        raise _innermost(group) from group


def _innermost(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
