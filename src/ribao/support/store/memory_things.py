"""Things and where they are mentioned, in memory: the part of the fake that has state of its own."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from ribao.support.folding import bare
from ribao.support.store.joining_things import aliases, first_of_each, forms, in_order, redirected, summed
from ribao.support.store.port import LOOKED_THROUGH, Named
from ribao.types.article import Article
from ribao.types.thing import Mention, Thing, ThingKind


class Register:
    """Plain dicts; the caller holds the lock."""

    def __init__(self) -> None:
        self._things: dict[str, Thing] = {}
        self._mentions: dict[str, dict[str, Mention]] = {}  # article id → thing id
        self._forms: dict[str, set[str]] = {}  # thing id → what it is found by
        self._redirects: dict[str, str] = {}

    def put(self, article_ids: Iterable[str], mentions: Sequence[Mention]) -> None:
        for article in article_ids:
            self._mentions.pop(article, None)
        for one in mentions:
            thing = one.thing
            self._things.setdefault(thing.id, Thing(id=thing.id, kind=thing.kind, name=thing.name))
            self._mentions.setdefault(one.article_id, {})[thing.id] = one
            self._forms.setdefault(thing.id, set()).update(forms(thing))

    def _living(self, thing_id: str) -> Thing | None:
        return self._things.get(self._redirects.get(thing_id, thing_id))

    def _told(self, mention: Mention, thing: Thing) -> Mention:
        met = tuple(form for form in mention.thing.aliases if form != thing.name)
        return Mention(
            thing=Thing(id=thing.id, kind=thing.kind, name=thing.name, aliases=met),
            article_id=mention.article_id,
            times=mention.times,
            in_title=mention.in_title,
            role=mention.role,
        )

    def _of_article(self, article_id: str) -> dict[str, Mention]:
        """By living thing id."""
        grouped: dict[str, list[Mention]] = {}
        for _, mention in sorted(self._mentions.get(article_id, {}).items()):
            thing = self._living(mention.thing.id)
            if thing is not None:  # else it leads to what was never stored
                grouped.setdefault(thing.id, []).append(self._told(mention, thing))
        return {thing: summed(found) for thing, found in grouped.items()}

    def mentions(self, article_ids: Iterable[str]) -> dict[str, tuple[Mention, ...]]:
        ids = sorted(set(article_ids) & self._mentions.keys())
        found = {article: in_order(self._of_article(article).values()) for article in ids}
        return {article: mentions for article, mentions in found.items() if mentions}

    def thing(self, thing_id: str) -> Thing | None:
        found = self._living(thing_id)
        if found is None:
            return None
        met = [
            (form, 1)
            for row in self._mentions.values()
            for one in row.values()
            if self._redirects.get(one.thing.id, one.thing.id) == found.id
            for form in {*one.thing.aliases, self._things[one.thing.id].name}
        ]
        return Thing(id=found.id, kind=found.kind, name=found.name, aliases=aliases(found.name, met))

    def mentions_of(self, thing_id: str, articles: Sequence[str], most: int) -> tuple[Mention, ...]:
        """``articles``: ids of those that are stored, newest first."""
        found = self._living(thing_id)
        if found is None:
            return ()
        named = (self._of_article(article).get(found.id) for article in articles if article in self._mentions)
        return tuple(one for one in named if one)[:most]

    def naming(self, thing_ids: Collection[str], articles: Iterable[Article], most: int) -> tuple[tuple[str, str], ...]:
        ordered = sorted(articles, key=lambda one: (-one.published_at.timestamp(), one.id))[:LOOKED_THROUGH]
        found = ((one.id, thing) for one in ordered for thing in sorted(self._of_article(one.id)) if thing in thing_ids)
        return first_of_each(found, most)

    def things(self, kind: ThingKind) -> tuple[Thing, ...]:
        living = (one for id_, one in sorted(self._things.items()) if id_ not in self._redirects)
        return tuple(one for one in living if one.kind is kind)

    def in_news(self, articles: Iterable[str], most: int) -> tuple[Named, ...]:
        counts = Counter(thing for article in articles for thing in self._of_article(article))
        ranked = sorted(counts, key=lambda thing: (-counts[thing], thing))[:most]
        return tuple(Named(thing=self._things[one], articles=counts[one]) for one in ranked if one in self._things)

    def called(self, names: Iterable[str]) -> tuple[Thing, ...]:
        wanted = {form for name in names for form in [bare(name)] if form}
        ids = {id_ for id_, known in self._forms.items() if known & wanted}
        living = {found.id: found for id_ in ids for found in [self._living(id_)] if found}
        return tuple(living[id_] for id_ in sorted(living))

    def join(self, into: Mapping[str, str]) -> None:
        self._redirects = redirected(self._redirects, into)

    def prune(self, articles: Collection[str]) -> None:
        """``articles``: those that are left."""
        self._mentions = {article: found for article, found in self._mentions.items() if article in articles}
        named = {thing for found in self._mentions.values() for thing in found}
        kept = named | {self._redirects[thing] for thing in named if thing in self._redirects}
        self._things = {id_: thing for id_, thing in self._things.items() if id_ in kept}
        self._forms = {id_: found for id_, found in self._forms.items() if id_ in kept}
        self._redirects = {one: into for one, into in self._redirects.items() if into in kept}
