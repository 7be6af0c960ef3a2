"""The board: a progress port that the site can read while a build runs, and that passes everything on."""

from collections import deque
from dataclasses import replace
from threading import Lock

from ribao.serve.newsstand import Building, Stage
from ribao.support.progress import Progress

SAID = 20  # lines kept


class Board:
    """``onward`` is told everything too (the terminal). Safe to use from several threads."""

    def __init__(self, onward: Progress) -> None:
        self._onward = onward
        self._stages: dict[str, Stage] = {}
        self._running: set[str] = set()
        self._said: deque[str] = deque(maxlen=SAID)
        self._lock = Lock()

    def start(self, stage: str, total: int) -> None:
        with self._lock:
            if not self._running:
                self._stages.clear()
            self._stages[stage] = Stage(name=stage, total=total)
            self._running.add(stage)
        self._onward.start(stage, total)

    def step(self, stage: str, done: int = 1, note: str = "") -> None:
        with self._lock:
            if stage in self._stages:
                now = self._stages[stage]
                self._stages[stage] = replace(now, done=now.done + done, note=note)
        self._onward.step(stage, done, note)

    def finish(self, stage: str) -> None:
        with self._lock:
            self._running.discard(stage)
        self._onward.finish(stage)

    def say(self, line: str) -> None:
        with self._lock:
            self._said.append(line)
        self._onward.say(line)

    def building(self) -> Building | None:
        """The stages so far; None when none runs."""
        with self._lock:
            if not self._running:
                return None
            return Building(stages=tuple(self._stages.values()), said=tuple(self._said))
