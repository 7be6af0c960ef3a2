"""The progress port: what a long command tells the person who waits."""

from typing import Protocol


class Progress(Protocol):
    def start(self, stage: str, total: int) -> None:
        """A stage begins (a name already in the reader's language); ``total`` 0 means not known."""
        ...

    def step(self, stage: str, done: int = 1, note: str = "") -> None: ...

    def finish(self, stage: str) -> None: ...

    def say(self, line: str) -> None:
        """One line for the reader."""
        ...


class Silent:
    """Says nothing: the fake, and the choice of ``--json``."""

    def start(self, stage: str, total: int) -> None:
        pass

    def step(self, stage: str, done: int = 1, note: str = "") -> None:
        pass

    def finish(self, stage: str) -> None:
        pass

    def say(self, line: str) -> None:
        pass
