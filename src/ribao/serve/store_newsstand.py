"""The newsstand over a store: what the site shows is what the store holds, plus the build that is under way."""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from typing import Any, TypeVar

from ribao.render.bundle import Bundle, Telling, ThingFacts
from ribao.render.gather import gather
from ribao.render.thing_gather import gather_thing, tellings_in
from ribao.render.why import Why, gather_why
from ribao.serve.newsstand import Building, Work
from ribao.support.store.port import EditionKey, Named, Store
from ribao.types.source import Source, SourceState
from ribao.types.thing import Thing, ThingKind

T = TypeVar("T")
EARLIER = 14  # editions that a page offers to turn to
REMEMBERED = 60  # editions whose stories are kept at hand
A_DAY = timedelta(days=1)
IN_NEWS = timedelta(days=7)
MOST_IN_NEWS = 600  # of all kinds, places too


@dataclass(slots=True, kw_only=True)
class StoreNewsstand:
    """``sources``, ``building`` and ``versions`` are asked each time: they change while the site is open."""

    store: Store
    profile: str
    title: str
    sources_now: Callable[[], Mapping[str, Source]]
    building_now: Callable[[], Building | None]
    versions_now: Callable[[], Mapping[str, str]]
    _tellings: dict[EditionKey, Mapping[str, Telling]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _asked: dict[str, tuple[Hashable, Any]] = field(default_factory=dict)

    def latest(self) -> EditionKey | None:
        return first_seen(self._keys())

    def edition(self, day: date, revision: int | None = None) -> EditionKey | None:
        keys = [key for key in self._keys() if key.date == day and (revision is None or key.revision == revision)]
        return max(keys, key=lambda key: key.revision, default=None)

    def editions(self) -> tuple[EditionKey, ...]:
        return tuple(self._keys())

    def holding(self, story_id: str) -> EditionKey | None:
        return next((key for key in self._keys() if story_id in self._stories(key)), None)

    def living(self, story_id: str) -> str | None:
        story = self.store.story_now(story_id)
        return story.id if story else None

    def why(self, story_id: str) -> Why | None:
        return gather_why(self.store, story_id, self.sources_now())

    def thing(self, thing_id: str) -> ThingFacts | None:
        return gather_thing(self.store, thing_id, self.sources_now(), self._named_in)

    def _named_in(self, article_ids: Collection[str]) -> dict[str, Telling]:
        """By article id, the newest edition that names it; editions of long ago are not looked through."""
        wanted, found = set(article_ids), dict[str, Telling]()
        for key in self._newest()[:REMEMBERED]:
            told = self._told(key)
            here = wanted & told.keys()
            found |= {article: told[article] for article in here}
            wanted -= here
        return found

    def things(self, kind: ThingKind) -> tuple[Thing, ...]:
        return self.store.things(kind)

    def things_in_news(self) -> tuple[Named, ...]:
        """Of the days before the newest edition: what is shown does not change from minute to minute."""
        keys = self._keys()
        if not keys:
            return ()
        until = max(key.as_of for key in keys)
        return self.store.things_in_news(until - IN_NEWS, until, MOST_IN_NEWS)

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
            tellings=self._named_in,
        )

    def building(self) -> Building | None:
        return self.building_now()

    def sources(self) -> tuple[tuple[Source, SourceState | None], ...]:
        states = self.store.states()
        return tuple((source, states.get(name)) for name, source in sorted(self.sources_now().items()))

    def work(self) -> Work:
        return Work(counts=self.store.work(), quarantined=self.store.quarantined())

    def marks(self) -> Hashable:
        return self._still("marks", lambda: hash(self.store.corrections()))

    def versions(self) -> Mapping[str, str]:
        return self.versions_now()

    def _keys(self) -> list[EditionKey]:
        return self._still("keys", lambda: [key for key in self.store.editions() if key.profile == self.profile])

    def _still(self, name: str, ask: Callable[[], T]) -> T:
        """What was asked before, as long as nothing was written since."""
        moment = self.store.moment()
        known = self._asked.get(name)
        if known is None or known[0] != moment:
            known = self._asked[name] = (moment, ask())
        found: T = known[1]
        return found

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

    def _stories(self, key: EditionKey) -> frozenset[str]:
        return frozenset(telling.entry.story for telling in self._told(key).values())

    def _told(self, key: EditionKey) -> Mapping[str, Telling]:
        """By article id."""
        with self._lock:
            if len(self._tellings) > REMEMBERED:
                self._tellings.clear()
            if key not in self._tellings:
                edition = self.store.edition(key.date, key.profile, key.revision)
                base = f"d/{key.date.isoformat()}/"
                self._tellings[key] = tellings_in(edition, base) if edition else {}
            return self._tellings[key]


def first_seen(keys: list[EditionKey]) -> EditionKey | None:
    """What a reader sees first: the newest frozen edition; a draft only when that is more than a day behind it.

    ``keys`` are newest first, as :meth:`Store.editions` gives them.
    """
    frozen = next((key for key in keys if key.revision > 0), None)
    draft = next((key for key in keys if key.revision == 0), None)
    if frozen is None or draft is None:
        return frozen or draft
    return draft if draft.date - frozen.date > A_DAY else frozen
