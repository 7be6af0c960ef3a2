"""The register of things: what fresh annotations name is kept, and what turns out to be one thing is joined."""

from collections.abc import Iterable, Iterator

from ribao.edit.mentions import MAKER, mentions_of
from ribao.edit.same_thing import foreign_names, same
from ribao.support.folding import bare
from ribao.support.store.port import Store
from ribao.types.annotation import Annotation
from ribao.types.thing import Mention, Thing

LOOKED_AT = 300  # newest mentions of a thing that are asked by which other name it goes


def register(store: Store, annotations: Iterable[Annotation]) -> None:
    """``annotations``: of any makers, made just now. The same ones again change nothing."""
    named = [one for one in annotations if one.maker == MAKER]
    mentions = [mention for one in named for mention in mentions_of(one)]
    if named:
        store.put_mentions([one.article_id for one in named], mentions)
    into = dict(_joined(store, mentions))
    if into:
        store.join_things(into)


def _joined(store: Store, mentions: Iterable[Mention]) -> Iterator[tuple[str, str]]:
    """Id → id of the thing that it is: the one that is mentioned more, else the smaller id."""
    asked = {one.thing.id: foreign_names(one.thing) for one in mentions}
    called: dict[str, list[Thing]] = {}
    for found in store.things_called({name for names in asked.values() for name in names}):
        called.setdefault(bare(found.name), []).append(found)
    for thing_id in sorted(asked):
        others = [one for name in asked[thing_id] for one in called.get(bare(name), ()) if one.id != thing_id]
        thing = store.thing(thing_id) if others else None
        if thing is None:
            continue
        for other in _same(store, thing, others):
            into, one = sorted((thing, other), key=lambda each: (-_weight(store, each), each.id))
            yield one.id, into.id


def _same(store: Store, thing: Thing, others: list[Thing]) -> tuple[Thing, ...]:
    mentions = store.mentions_of(thing.id, LOOKED_AT)
    articles = store.articles_by_id(one.article_id for one in mentions)
    return same(thing, mentions, others, {id_: article.source_id for id_, article in articles.items()})


def _weight(store: Store, thing: Thing) -> int:
    return len(store.mentions_of(thing.id, LOOKED_AT))
