"""Collections in memory: the part of the fake that has state of its own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ribao.support.store.collecting import Places, folded, names_of, places
from ribao.support.store.memory_stories import Shelf
from ribao.types.collection import Collection, Kept, KeptKind, kept_id


class Drawers:
    """What is kept, by collection and its own id."""

    def __init__(self) -> None:
        self._collections: dict[str, Collection] = {}
        self._kept: dict[str, dict[str, Kept]] = {}

    def all(self) -> tuple[Collection, ...]:
        return tuple(sorted(self._collections.values(), key=lambda one: (one.made_at, one.id)))

    def one(self, collection_id: str) -> Collection | None:
        return self._collections.get(collection_id)

    def add(self, one: Collection) -> Collection:
        named = [other for other in self.all() if one.name and folded(other.name) == folded(one.name)]
        there = self._collections.get(one.id) or next(iter(named), None)
        if there is None:
            self.put(one)
        return there or one

    def put(self, one: Collection) -> None:
        self._collections[one.id] = one
        self._kept.setdefault(one.id, {})

    def remove(self, collection_id: str) -> bool:
        self._kept.pop(collection_id, None)
        return self._collections.pop(collection_id, None) is not None

    def keep(self, collection_id: str, items: Iterable[Kept], shelf: Shelf) -> int:
        drawer = self._kept.get(collection_id)
        if drawer is None:
            return 0
        before = len(drawer)
        for one in items:
            if not any(kept_id(one.kind, name) in drawer for name in self._names(one, shelf)):
                drawer[one.id] = one
        return len(drawer) - before

    def _names(self, one: Kept, shelf: Shelf) -> frozenset[str]:
        if one.kind is not KeptKind.STORY:
            return frozenset({one.ref})
        now = shelf.now(one.ref)
        targets = {one.ref: now.id} if now else {}
        return names_of([one.ref], targets, shelf.leading)[one.ref]

    def kept(self, collection_id: str, first: int, most: int) -> tuple[Kept, ...]:
        items = self._kept.get(collection_id, {}).values()
        return tuple(sorted(items, key=lambda one: (one.at, one.id), reverse=True)[first : first + most])

    def kept_one(self, collection_id: str, item: str) -> Kept | None:
        return self._kept.get(collection_id, {}).get(item)

    def counts(self) -> dict[str, int]:
        return {id_: len(items) for id_, items in sorted(self._kept.items()) if items}

    def where(self, shelf: Shelf) -> Places:
        rows = [(one.at, id_, one.id, one) for id_, items in self._kept.items() for one in items.values()]
        rows.sort(key=lambda row: row[:3], reverse=True)
        return places(
            (item, where, self._names(one, shelf) if one.kind is KeptKind.STORY else ()) for _, where, item, one in rows
        )

    def note(self, collection_id: str, item: str, note: str) -> bool:
        there = self.kept_one(collection_id, item)
        if there is not None:
            self._kept[collection_id][item] = replace(there, note=note)
        return there is not None

    def drop(self, collection_id: str, ids: Sequence[str]) -> int:
        drawer = self._kept.get(collection_id, {})
        return sum(drawer.pop(id_, None) is not None for id_ in ids)

    def resting(self, shelf: Shelf) -> Iterator[str]:
        """Ids of the articles that what was saved rests on: those it had then, and those its story has now."""
        for one in [one for items in self._kept.values() for one in items.values()]:
            yield from one.articles
            story = shelf.now(one.ref) if one.kind is KeptKind.STORY else None
            yield from (member.article_id for member in story.members) if story else ()
