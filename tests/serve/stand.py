"""A newsstand over invented editions, for tests of the server."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ribao.render.bundle import Bundle, ThingFacts
from ribao.render.why import Why, why_of
from ribao.serve.newsstand import Building, Work
from ribao.support.store.memory import MemoryStore
from ribao.support.store.port import EditionKey, Named, Store
from ribao.types.source import Source, SourceState
from ribao.types.thing import Thing, ThingKind


@dataclass
class Stand:
    """``bundles`` newest first."""

    bundles: list[Bundle] = field(default_factory=list)
    under_way: Building | None = None
    listed: tuple[tuple[Source, SourceState | None], ...] = ()
    pending: Work = field(default_factory=Work)
    marked: int = 0
    asked: list[str] = field(default_factory=list)
    store: Store = field(default_factory=MemoryStore)

    def latest(self) -> EditionKey | None:
        return _key(self.bundles[0]) if self.bundles else None

    def edition(self, day: date, revision: int | None = None) -> EditionKey | None:
        for bundle in self.bundles:
            if bundle.edition.date == day and revision in (None, bundle.edition.revision):
                return _key(bundle)
        return None

    def editions(self) -> tuple[EditionKey, ...]:
        return tuple(_key(bundle) for bundle in self.bundles)

    def holding(self, story_id: str) -> EditionKey | None:
        for bundle in self.bundles:
            if story_id in bundle.stories:
                return _key(bundle)
        return None

    def living(self, story_id: str) -> str | None:
        known = self.holding(story_id)
        return story_id if known else None

    def why(self, story_id: str) -> Why | None:
        for bundle in self.bundles:
            if story_id in bundle.stories:
                return why_of(bundle.stories[story_id], bundle.articles, bundle.sources)
        return None

    def thing(self, thing_id: str) -> ThingFacts | None:
        return None

    def things(self, kind: ThingKind) -> tuple[Thing, ...]:
        return ()

    def things_in_news(self) -> tuple[Named, ...]:
        return ()

    def marks(self) -> Hashable:
        return self.marked

    def bundle(self, key: EditionKey, language: str) -> Bundle:
        self.asked.append(language)
        return replace(next(one for one in self.bundles if _key(one) == key), language=language)

    def building(self) -> Building | None:
        return self.under_way

    def sources(self) -> tuple[tuple[Source, SourceState | None], ...]:
        return self.listed

    def work(self) -> Work:
        return self.pending

    def versions(self) -> Mapping[str, str]:
        return {"ribao": "0.1.0", "Python": "3.11"}


def _key(bundle: Bundle) -> EditionKey:
    one = bundle.edition
    return EditionKey(
        date=one.date,
        profile=one.profile,
        revision=one.revision,
        as_of=one.as_of,
        made_at=one.made_at,
        sample=one.sample,
    )
