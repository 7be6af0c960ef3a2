"""Gathering what the pages of things show from the store."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from ribao.render.bundle import Telling, ThingFacts
from ribao.render.stated import MAKER
from ribao.render.thing import PAGED
from ribao.support.store.port import Store
from ribao.types.annotation import Annotation
from ribao.types.edition import Edition
from ribao.types.source import Source
from ribao.types.story import Story
from ribao.types.thing import Mention, Thing, ThingKind

MOST_ARTICLES = 400  # newest ones that a page draws on
MOST_EXPORTED = 100  # the same, for each of an export's many pages
MOST_RELATED = 12

Tellings = Callable[[Collection[str]], Mapping[str, Telling]]


def gather_thing(store: Store, thing_id: str, sources: Mapping[str, Source], tellings: Tellings) -> ThingFacts | None:
    """``tellings``: article ids → the newest edition that names each. ``thing_id`` may be an old one."""
    thing = store.thing(thing_id)
    mentions = store.mentions_of(thing_id, MOST_ARTICLES) if thing else ()
    return _facts(store, [(thing, mentions)], sources, tellings)[0] if thing else None


def gather_things(store: Store, edition: Edition, sources: Mapping[str, Source]) -> dict[str, ThingFacts]:
    """All that the articles of an edition name, told up to the moment that it covers. Links stay within it."""
    ids = [row.id for section in edition.sections for entry in section.entries for row in entry.articles]
    named = {one.thing.id for found in store.mentions(ids).values() for one in found if one.thing.kind in PAGED}
    known = [(thing, store.mentions_of(one, MOST_EXPORTED)) for one in sorted(named) if (thing := store.thing(one))]
    tellings = tellings_in(edition, "")
    facts = _facts(store, known, sources, lambda _: tellings, edition.as_of)
    return {one.thing.id: one for one in facts}


def tellings_in(edition: Edition, base: str) -> dict[str, Telling]:
    """By article id."""
    return {
        row.id: Telling(base=base, entry=entry)
        for section in edition.sections
        for entry in section.entries
        for row in entry.articles
    }


def _facts(
    store: Store,
    known: Iterable[tuple[Thing, tuple[Mention, ...]]],
    sources: Mapping[str, Source],
    tellings: Tellings,
    until: datetime | None = None,
) -> list[ThingFacts]:
    """Everything is asked for once for all of them; each holds what the others need too."""
    rows = list(known)
    articles = store.articles_by_id({one.article_id for _, mentions in rows for one in mentions})
    articles = {id_: one for id_, one in articles.items() if until is None or one.published_at <= until}
    products = {one.article_id for thing, mentions in rows if thing.kind is ThingKind.PRODUCT for one in mentions}
    annotations = store.annotations(products & articles.keys())
    stories = store.stories_of(articles)
    members = {member.article_id for story in stories.values() for member in story.members}
    if until is not None:
        late = {id_ for id_, one in store.articles_by_id(members).items() if one.published_at > until}
        stories = {id_: _without(story, late) for id_, story in stories.items()}
    told = tellings(members | articles.keys())
    together = store.mentions(products & articles.keys())
    leads = _leads(store, annotations, together)
    return [
        ThingFacts(
            thing=thing,
            mentions=tuple(one for one in mentions if one.article_id in articles),
            articles=articles,
            annotations=annotations,
            stories=stories,
            tellings=told,
            sources=sources,
            own=frozenset({thing.id} | {one for one, end in leads.items() if end == thing.id}),
            related=_related(thing, mentions, together) if thing.kind is ThingKind.PRODUCT else (),
        )
        for thing, mentions in rows
    ]


def _without(story: Story, late: Collection[str]) -> Story:
    """As far as it was told by then: an export says the same whenever it is made."""
    voices = (tuple(one for one in voice if one not in late) for voice in story.voices)
    return replace(
        story,
        members=tuple(member for member in story.members if member.article_id not in late),
        voices=tuple(voice for voice in voices if voice),
    )


def _leads(
    store: Store, annotations: Mapping[str, Mapping[str, Annotation]], together: Mapping[str, tuple[Mention, ...]]
) -> dict[str, str]:
    """Where the ids lead that specifications name and that are no longer a thing's own."""
    living = {one.thing.id for found in together.values() for one in found}
    named = {
        str(row.get("thing", ""))
        for made in annotations.values()
        if MAKER in made
        for row in made[MAKER].value.get("specifications", ())
    }
    return {one: thing.id for one in sorted(named - living) if (thing := store.thing(one))}


def _related(
    thing: Thing, mentions: Iterable[Mention], together: Mapping[str, tuple[Mention, ...]]
) -> tuple[Thing, ...]:
    """Other products that its articles name."""
    counts: Counter[str] = Counter()
    found: dict[str, Thing] = {}
    for mention in mentions:
        for other in together.get(mention.article_id, ()):
            if other.thing.kind is ThingKind.PRODUCT and other.thing.id != thing.id:
                counts[other.thing.id] += 1
                found[other.thing.id] = other.thing
    ranked = sorted(counts, key=lambda one: (-counts[one], one))
    return tuple(found[one] for one in ranked[:MOST_RELATED])
