"""The newsstand over a store: what the site shows is what the store holds, plus the build that is under way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock

from ribao.render.bundle import Bundle
from ribao.render.gather import gather
from ribao.render.why import Why, gather_why
from ribao.serve.newsstand import Building, Work
from ribao.support.store.port import EditionKey, Store
from ribao.types.edition import Edition
from ribao.types.source import Source, SourceState

EARLIER = 14  # editions that a page offers to turn to
REMEMBERED = 60  # editions whose stories are kept at hand
A_DAY = timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class StoreNewsstand:
    """``sources``, ``building`` and ``versions`` are asked each time: they change while the site is open."""

    store: Store
    profile: str
    title: str
    sources_now: Callable[[], Mapping[str, Source]]
    building_now: Callable[[], Building | None]
    versions_now: Callable[[], Mapping[str, str]]
    _stories: dict[EditionKey, frozenset[str]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def latest(self) -> EditionKey | None:
        return first_seen(self._keys())

    def edition(self, day: date, revision: int | None = None) -> EditionKey | None:
        keys = [key for key in self._keys() if key.date == day and (revision is None or key.revision == revision)]
        return max(keys, key=lambda key: key.revision, default=None)

    def holding(self, story_id: str) -> EditionKey | None:
        return next((key for key in self._keys() if story_id in self._told(key)), None)

    def living(self, story_id: str) -> str | None:
        story = self.store.story_now(story_id)
        return story.id if story else None

    def why(self, story_id: str) -> Why | None:
        return gather_why(self.store, story_id, self.sources_now())

    def bundle(self, key: EditionKey, language: str) -> Bundle:
        edition = self.store.edition(key.date, key.profile, key.revision)
        if edition is None:
            raise KeyError(f"no edition of {key.date}, revision {key.revision}")
        return gather(
            self.store,
            edition,
            self.sources_now(),
            title=self.title,
            language=language,
            earlier=self._others(key)[:EARLIER],
            before=self._before(key),
        )

    def building(self) -> Building | None:
        return self.building_now()

    def sources(self) -> tuple[tuple[Source, SourceState | None], ...]:
        states = self.store.states()
        return tuple((source, states.get(name)) for name, source in sorted(self.sources_now().items()))

    def work(self) -> Work:
        return Work(counts=self.store.work(), quarantined=self.store.quarantined())

    def versions(self) -> Mapping[str, str]:
        return self.versions_now()

    def _keys(self) -> list[EditionKey]:
        return [key for key in self.store.editions() if key.profile == self.profile]

    def _newest(self) -> list[EditionKey]:
        """One key a date, newest date first."""
        return list({key.date: key for key in reversed(self._keys())}.values())[::-1]

    def _others(self, key: EditionKey) -> tuple[tuple[str, str], ...]:
        days = [one.date.isoformat() for one in self._newest() if one.date != key.date]
        return tuple((day, f"d/{day}/") for day in days)

    def _before(self, key: EditionKey) -> tuple[tuple[str, str], ...]:
        day = key.date.isoformat()
        older = [one.revision for one in self._keys() if one.date == key.date and 0 < one.revision < key.revision]
        return tuple((str(number), f"d/{day}/r{number}/") for number in sorted(older, reverse=True))

    def _told(self, key: EditionKey) -> frozenset[str]:
        with self._lock:
            if len(self._stories) > REMEMBERED:
                self._stories.clear()
            if key not in self._stories:
                self._stories[key] = stories_of(self.store.edition(key.date, key.profile, key.revision))
            return self._stories[key]


def first_seen(keys: list[EditionKey]) -> EditionKey | None:
    """What a reader sees first: the newest frozen edition; a draft only when that is more than a day behind it.

    ``keys`` are newest first, as :meth:`Store.editions` gives them.
    """
    frozen = next((key for key in keys if key.revision > 0), None)
    draft = next((key for key in keys if key.revision == 0), None)
    if frozen is None or draft is None:
        return frozen or draft
    return draft if draft.date - frozen.date > A_DAY else frozen


def stories_of(edition: Edition | None) -> frozenset[str]:
    if edition is None:
        return frozenset()
    return frozenset(entry.story for section in edition.sections for entry in section.entries)
