"""A newsstand that can be turned to another one while the site is open: from an empty house to the sample, to the daily."""

from collections.abc import Hashable, Mapping
from datetime import date

from ribao.render.bundle import Bundle, ThingFacts
from ribao.render.why import Why
from ribao.serve.newsstand import Building, Newsstand, Work
from ribao.support.store.port import EditionKey, Named, Store
from ribao.types.source import Source, SourceState
from ribao.types.thing import Thing, ThingKind


class Switch:
    """Passes every question on to the stand it is turned to."""

    def __init__(self, stand: Newsstand) -> None:
        self._stand = stand

    def turn_to(self, stand: Newsstand) -> None:
        self._stand = stand

    @property
    def store(self) -> Store:
        return self._stand.store

    def latest(self) -> EditionKey | None:
        return self._stand.latest()

    def edition(self, day: date, revision: int | None = None) -> EditionKey | None:
        return self._stand.edition(day, revision)

    def editions(self) -> tuple[EditionKey, ...]:
        return self._stand.editions()

    def holding(self, story_id: str) -> EditionKey | None:
        return self._stand.holding(story_id)

    def living(self, story_id: str) -> str | None:
        return self._stand.living(story_id)

    def why(self, story_id: str) -> Why | None:
        return self._stand.why(story_id)

    def thing(self, thing_id: str) -> ThingFacts | None:
        return self._stand.thing(thing_id)

    def things(self, kind: ThingKind) -> tuple[Thing, ...]:
        return self._stand.things(kind)

    def things_in_news(self) -> tuple[Named, ...]:
        return self._stand.things_in_news()

    def bundle(self, key: EditionKey, language: str) -> Bundle:
        return self._stand.bundle(key, language)

    def building(self) -> Building | None:
        return self._stand.building()

    def sources(self) -> tuple[tuple[Source, SourceState | None], ...]:
        return self._stand.sources()

    def work(self) -> Work:
        return self._stand.work()

    def marks(self) -> Hashable:
        return self._stand.marks()

    def versions(self) -> Mapping[str, str]:
        return self._stand.versions()
