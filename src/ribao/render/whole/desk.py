"""What an export of everything asks of the house: the readers' side of it, and nothing of the owner's."""

from dataclasses import dataclass
from typing import Protocol

from ribao.render.bundle import Bundle, ThingFacts
from ribao.support.store.port import EditionKey
from ribao.types.source import Source, SourceState


class Desk(Protocol):
    """The newsstand, as far as an export looks."""

    def latest(self) -> EditionKey | None: ...

    def editions(self) -> tuple[EditionKey, ...]:
        """Newest date first, then newest revision."""
        ...

    def bundle(self, key: EditionKey, language: str) -> Bundle: ...

    def thing(self, thing_id: str) -> ThingFacts | None: ...

    def sources(self) -> tuple[tuple[Source, SourceState | None], ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """``language``: the daily's own, which stands at the root; ``address``: the absolute one that the files will have,
    with a slash at its end; empty: nobody knows.
    """

    title: str
    language: str
    address: str = ""
