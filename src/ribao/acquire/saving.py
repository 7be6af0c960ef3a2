"""Saving what came in: outcomes are gathered and written in batches, never one source a transaction."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from ribao.acquire.asking import Outcome
from ribao.support.store.port import Saved, Store
from ribao.types.reason import Reason

# Saved in one transaction is what has come in after two seconds (after a kill there is little to ask again), or so
# much. Batches of 4,000 cost a seventh more on a large refresh: the thread that saves and the loop wait for each other.
BATCH_SECONDS = 2.0
BATCH_LEADS = 10_000
BATCH_CHARACTERS = 16_000_000  # full-text feeds: what waits is held in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshReport:
    """Sources ``asked``; of them with a new document (``fresh``), with none (``unchanged``), and ``failed`` by id.

    Leads ``new`` and ``changed``. Of a failed source that still gave something (a feed cut short) both are told.
    """

    asked: int = 0
    fresh: int = 0
    unchanged: int = 0
    failed: Mapping[str, Reason] = field(default_factory=dict)
    new: int = 0
    changed: int = 0


class Saver:
    """Gathers outcomes and saves them in batches, and counts what they were."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[Outcome] = []
        self._leads = 0
        self._characters = 0
        self._ended = False
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._asked = 0
        self._fresh = 0
        self._unchanged = 0
        self._failed: dict[str, Reason] = {}
        self._new = 0
        self._changed = 0

    async def put(self, outcome: Outcome) -> None:
        await self._room.wait()
        self._waiting.append(outcome)
        leads = outcome.refreshed.leads
        self._leads += len(leads)
        self._characters += sum(len(lead.content) + len(lead.summary) for lead in leads)
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_later(BATCH_SECONDS, self._wake.set)
        batches = max(self._leads / BATCH_LEADS, self._characters / BATCH_CHARACTERS)
        if batches >= 1:
            self._wake.set()
        if batches >= 2:  # the store is behind: what comes in has to wait
            self._room.clear()

    def end(self) -> None:
        self._ended = True
        self._wake.set()

    async def run(self) -> None:
        while self._waiting or not self._ended:
            await self._wake.wait()
            if not self._ended:
                self._wake.clear()
            await self._save()

    async def _save(self) -> None:
        batch, self._waiting, self._leads, self._characters = self._waiting, [], 0, 0
        self._room.set()
        if not batch:
            return
        saved = await asyncio.to_thread(self._store.save_refresh, [outcome.refreshed for outcome in batch])
        self._count(batch, saved)

    def _count(self, batch: list[Outcome], saved: Saved) -> None:
        self._new += saved.new
        self._changed += saved.changed
        for outcome in batch:
            state = outcome.refreshed.state
            self._asked += 1
            self._fresh += outcome.fresh
            self._unchanged += not outcome.fresh and state.failures == 0
            if state.reason is not None:
                self._failed[state.source_id] = state.reason

    def report(self) -> RefreshReport:
        return RefreshReport(
            asked=self._asked,
            fresh=self._fresh,
            unchanged=self._unchanged,
            failed=dict(sorted(self._failed.items())),
            new=self._new,
            changed=self._changed,
        )
