"""Progress for a person at a terminal (rich bars: done, rate, time left), and plain lines where there is none."""

import sys
import time
from typing import TYPE_CHECKING, TextIO

from ribao.support.i18n import gettext as _

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from ribao.support.progress import Progress

PLAIN_EVERY = 5.0  # seconds between two plain lines of one stage


def for_stream(stream: TextIO = sys.stderr) -> "Progress":
    return Bars() if stream.isatty() else PlainLines(stream)


class PlainLines:
    """One line when a stage begins, every few seconds, and when it ends."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._total: dict[str, int] = {}
        self._done: dict[str, int] = {}
        self._started: dict[str, float] = {}
        self._said: dict[str, float] = {}

    def start(self, stage: str, total: int) -> None:
        now = time.monotonic()
        self._total[stage], self._done[stage], self._started[stage], self._said[stage] = total, 0, now, now
        self.say(_("{stage}: {total}").format(stage=stage, total=total) if total else stage)

    def step(self, stage: str, done: int = 1, note: str = "") -> None:
        self._done[stage] = self._done.get(stage, 0) + done
        now = time.monotonic()
        if now - self._said.get(stage, now) >= PLAIN_EVERY:
            self._said[stage] = now
            count = f"{self._done[stage]}/{self._total[stage] or '?'}"
            self.say(f"{_('{stage}: {total}').format(stage=stage, total=count)}  {note}".rstrip())

    def finish(self, stage: str) -> None:
        if stage not in self._started:
            return
        seconds = time.monotonic() - self._started.pop(stage)
        done = self._done[stage]
        rate = done / seconds if seconds > 0 else 0.0
        self.say(
            _("{stage}: {done} in {seconds:.1f} s ({rate:.0f}/s)").format(
                stage=stage, done=done, seconds=seconds, rate=rate
            )
        )

    def say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


class Bars:
    """One bar a stage: what is done, how fast, how long it still takes."""

    def __init__(self) -> None:
        self._bars: RichProgress | None = None
        self._tasks: dict[str, TaskID] = {}

    def start(self, stage: str, total: int) -> None:
        if self._bars is None:
            self._bars = _new_bars()
            self._bars.start()
        self._tasks[stage] = self._bars.add_task(stage, total=total or None, note="")

    def step(self, stage: str, done: int = 1, note: str = "") -> None:
        if self._bars is not None and stage in self._tasks:
            self._bars.update(self._tasks[stage], advance=done, note=note[:40])

    def finish(self, stage: str) -> None:
        if self._bars is None or stage not in self._tasks:
            return
        self._bars.stop_task(self._tasks.pop(stage))
        if not self._tasks:
            self._bars.stop()
            self._bars = None

    def say(self, line: str) -> None:
        if self._bars is not None:
            self._bars.console.print(line, markup=False, highlight=False)
        else:
            print(line, file=sys.stderr, flush=True)


def _new_bars() -> "RichProgress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Task as RichTask
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: RichTask) -> Text:
            return Text(f"{task.speed:.0f}/s" if task.speed else "")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}", style="dim"),
        console=Console(stderr=True),
    )
