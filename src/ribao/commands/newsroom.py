"""One running daily: the site, the loop that keeps it fresh, the door for commands, and the sample when there is no news."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ribao.app import House
from ribao.commands import collections, mark, schedule, story
from ribao.commands.daily import DailyOptions, daily, nothing_came
from ribao.commands.desk import OwnersDesk
from ribao.commands.opening import newsstand, serve_beside
from ribao.commands.prune import prune
from ribao.commands.sample import build_sample, sample_house, sample_sources
from ribao.pipeline import Acquired, Parts
from ribao.serve.board import Board
from ribao.serve.desk import Desk
from ribao.serve.doors import Doors
from ribao.serve.keeping import Keep
from ribao.serve.store_newsstand import StoreNewsstand
from ribao.serve.switch import Switch
from ribao.support import i18n
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.progress import Progress
from ribao.support.store.port import Store
from ribao.support.work.instance import InstanceLock
from ribao.types.source import Source

TAKE_UP_SECONDS = 30.0


async def run_sample(home: House, lock: InstanceLock, board: Board) -> None:
    """The sample edition and nothing else: the site opens at once and shows it being made."""
    from ribao.support.store.memory import MemoryStore

    stand = Switch(newsstand(MemoryStore(), home, {}, board))
    opened: list[Store] = []

    async def work() -> None:
        opened.append(await open_sample(home, stand, board))

    async def execute(_name: str, _arguments: Mapping[str, Any], _progress: Progress) -> int:
        raise Problem(_("The sample edition takes no commands."), "", _("Stop it, and start `ribao run`."))

    try:
        await serve_beside(home, stand, lock, execute, work())
    finally:
        for store in opened:
            store.close()


def sample_stand(store: Store, home: House, board: Board) -> StoreNewsstand:
    return newsstand(store, sample_house(home), {source.id: source for source in sample_sources()}, board)


async def open_sample(home: House, stand: Switch, board: Board) -> Store:
    """Build the sample, turn the site to it; the store is the caller's to close."""
    from ribao.support.store.sqlite import open_store

    sample = sample_house(home)
    await build_sample(sample, board)
    store = open_store(sample.data, read_only=True)
    stand.turn_to(sample_stand(store, home, board))
    return store


class Newsroom:
    """``again`` reads the settings anew before each round; None where the command line named the sources."""

    def __init__(self, home: House, parts: Parts, board: Board, again: Callable[[], House] | None) -> None:
        self.home = self.shown = home
        self.parts = parts
        self.board = board
        self.again = again
        self.busy = asyncio.Lock()
        self.stand = Switch(newsstand(parts.store, home, parts.sources, board))
        self.sample: Store | None = None
        self.nudged = asyncio.Event()
        self.listed: Mapping[str, Source] = parts.sources  # what the pages show; a round may still go on with others
        self._loop = asyncio.get_running_loop()

    async def keep_fresh(self) -> None:
        await schedule.keep_fresh(self.parts_now, self.busy, self.after_a_round, self.nudged)

    def close(self) -> None:
        if self.sample is not None:
            self.sample.close()
            self.sample = None

    def parts_now(self) -> Parts:
        """The parts with the settings as the file has them now; a file that is broken meanwhile changes nothing."""
        if self.again is None:
            return self.parts
        try:
            home = self.again()
        except Problem as problem:
            self.board.say(" ".join(text for text in (problem.what, problem.why, problem.remedy) if text))
            return self.parts
        if home.settings != self.home.settings:
            self._turn_to(home)
        return self.parts

    def taken_up(self) -> None:
        """The owner changed the file on a page: from another thread, and done when it returns."""
        asyncio.run_coroutine_threadsafe(self._take_up(), self._loop).result(TAKE_UP_SECONDS)

    async def _take_up(self) -> None:
        """At once, where no round is under way; else pages show it now, and the next round goes by it."""
        if not self.busy.locked():
            self.parts_now()
        elif self.again is not None:
            with suppress(Problem):
                home = self.again()
                self._show(home, {source.id: source for source in home.sources})
        self.nudged.set()

    def nudge(self) -> None:
        self._loop.call_soon_threadsafe(self.nudged.set)

    def _show(self, home: House, sources: Mapping[str, Source]) -> None:
        self.shown, self.listed = home, sources
        if self.sample is None:
            self.stand.turn_to(newsstand(self.parts.store, home, sources, self.board))
        else:
            self.stand.turn_to(sample_stand(self.sample, home, self.board))

    def _turn_to(self, home: House) -> None:
        self.home = home
        sources = {source.id: source for source in home.sources}
        for gone in set(self.parts.sources) - set(sources):
            self.parts.store.remove_source(gone)
        self.parts = replace(self.parts, settings=home.settings, sources=sources)
        self._show(home, sources)

    async def after_a_round(self, parts: Parts, acquired: Acquired) -> None:
        """Nothing at all came, and nothing is stored: say why, and show the sample edition meanwhile."""
        empty = not parts.store.counts().get("articles", 0)
        if empty and self.sample is None:
            self.board.say(nothing_came(acquired.refreshed.failed, parts.sources, False))
            self.board.say(_("Meanwhile the sample edition is shown; it is invented, and says so on every page."))
            self.sample = await open_sample(self.home, self.stand, self.board)
        elif not empty and self.sample is not None:
            self.stand.turn_to(newsstand(parts.store, self.home, parts.sources, self.board))
            self.close()

    @property
    def doors(self) -> Doors:
        keep = Keep(store=self.parts.store, now=self.parts.clock.now, opened=lambda: self.sample is None)
        return Doors(correct=self.correct, desk=self.desk, keep=keep)

    @property
    def desk(self) -> Desk | None:
        """None where the command line named the sources: what a page wrote to the file would count for nothing."""
        if self.again is None or self.home.file is None:
            return None
        return OwnersDesk(
            file=self.home.file,
            store=self.parts.store,
            clock=self.parts.clock,
            listed=lambda: self.listed,
            taken_up=self.taken_up,
            nudge=self.nudge,
        )

    def correct(self, articles: Sequence[str], promo: bool) -> None:
        """A click of the owner on a page. The sample edition is nobody's to correct."""
        if self.sample is None:
            mark.put_right(self.parts.store, self.parts.clock, articles, promo)

    async def execute(self, name: str, arguments: Mapping[str, Any], progress: Progress) -> int:
        """A command that another process handed over."""
        with i18n.speaking(str(arguments.get("lang", ""))):
            async with self.busy:
                parts = replace(self.parts_now(), progress=progress, told=set())  # who sent it has heard nothing yet
                if name == "daily":
                    return await daily(parts, self.home.data, DailyOptions.from_message(arguments), progress.say)
                if name == "prune":
                    return await prune(parts.store, parts.settings, parts.clock, progress.say)
                if name == story.NAME:
                    return await story.handed_over(parts.store, parts.clock, arguments, progress.say)
                if name == collections.NAME:
                    return await collections.handed_over(parts.store, parts.clock, arguments, progress.say)
                if name == mark.NAME:
                    return await mark.handed_over(parts.store, parts.clock, arguments, progress.say)
        raise Problem(_("There is no command {name}.").format(name=name))
