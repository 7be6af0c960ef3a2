"""The newsstand port: what the site asks of the house behind it. ``app`` implements it over the store.

Everything is synchronous and may be called from several threads.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from ribao.render.bundle import Bundle, ThingFacts
from ribao.render.why import Why
from ribao.support.store.port import EditionKey, Named, Quarantined, Store
from ribao.types.source import Source, SourceState
from ribao.types.thing import Thing, ThingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of a running build, named in the reader's language; ``total`` 0 when not known."""

    name: str
    done: int = 0
    total: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """A build that is under way, its stages in the order in which they began, and what it said last."""

    stages: tuple[Stage, ...] = ()
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What waits, by state, and what was put aside."""

    counts: Mapping[str, int] = field(default_factory=dict)
    quarantined: tuple[Quarantined, ...] = ()


class Newsstand(Protocol):
    @property
    def store(self) -> Store:
        """What the daily knows: a room asks it for what no edition holds. It changes when the site turns to another daily."""
        ...

    def latest(self) -> EditionKey | None:
        """The edition that a reader sees first; None when there is none yet. Called for every page: it must be quick."""
        ...

    def edition(self, day: date, revision: int | None = None) -> EditionKey | None:
        """The edition of a day, in that revision or the newest."""
        ...

    def editions(self) -> tuple[EditionKey, ...]:
        """All of this daily, newest date first, then newest revision."""
        ...

    def holding(self, story_id: str) -> EditionKey | None:
        """The newest edition that tells a story."""
        ...

    def living(self, story_id: str) -> str | None:
        """The id of the story that this id leads to now: itself, when it lives. None when it leads to none."""
        ...

    def why(self, story_id: str) -> Why | None:
        """Why the story of exactly that id is what it is; None when there is none stored."""
        ...

    def thing(self, thing_id: str) -> ThingFacts | None:
        """What the page of the thing shows that this id leads to now; None when there is none."""
        ...

    def things(self, kind: ThingKind) -> tuple[Thing, ...]:
        """All of a kind."""
        ...

    def things_in_news(self) -> tuple[Named, ...]:
        """Those that most articles of the last days name, the most first."""
        ...

    def bundle(self, key: EditionKey, language: str) -> Bundle:
        """Everything the pages of an edition show. Equal keys mean equal bundles: pages are kept by key."""
        ...

    def building(self) -> Building | None:
        """The build that is under way, if there is one."""
        ...

    def sources(self) -> tuple[tuple[Source, SourceState | None], ...]: ...

    def work(self) -> Work: ...

    def marks(self) -> Hashable:
        """Another value whenever the owner corrected a mark: pages made before that are stale. Called for every page."""
        ...

    def versions(self) -> Mapping[str, str]:
        """Name and version of what this daily runs on."""
        ...
