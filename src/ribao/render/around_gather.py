"""Gathering what stands around the stories of an edition: their other chapters, and stories that name the same.

An old edition says what it said: all but what is marked as later is as it was known when the edition closed. Only how
reports are grouped into stories is as the store has it now.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ribao.edit.corrected import corrected
from ribao.edit.marks import promotional
from ribao.render.bundle import Around, Elsewhere, Telling
from ribao.render.place import story_path
from ribao.render.text import EXCERPT, cut
from ribao.render.thing import PAGED
from ribao.render.thing_gather import Tellings, tellings_in
from ribao.support.store.port import Store
from ribao.types.article import Article
from ribao.types.edition import Edition, Entry
from ribao.types.source import Source
from ribao.types.story import Story
from ribao.types.thing import Mention, ThingKind

LOOKED_BACK = timedelta(days=45)
MOST_NAMING = 40  # newest articles that name a thing
MOST_CHAPTERS = 12  # nearest ones
MOST_COUNTED = 120  # reports of a chapter whose hours are drawn
MOST_RELATED = 5
CANDIDATES = 9  # articles that name enough of the same, of which a story's related stories are made
LOOKED_AT = 24  # articles of a story that say what it is about
HEADS = 2  # reports of a story that is akin, of which one gives its headline
MOST_THINGS = 4  # that a story is mostly about
RELATED = (
    2.0  # weight of what two stories must both name: one product or person, two firms, or one firm in the headline
)
COMMON, COMMON_OF = 1 / 3, 9  # what more stories than that name tells nothing of any, in an edition of so many
Akin = tuple[Story, tuple[str, ...]]  # with the names that both have
_WEIGHT = {ThingKind.PRODUCT: 2.0, ThingKind.PERSON: 2.0, ThingKind.ORGANISATION: 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was asked of the store: newest articles by id, and where editions tell them."""

    edition: Edition
    articles: Mapping[str, Article]
    sources: Mapping[str, Source]
    tellings: Mapping[str, Telling]


def gather_around(
    store: Store,
    edition: Edition,
    mentions: Mapping[str, tuple[Mention, ...]],
    sources: Mapping[str, Source],
    tellings: Tellings | None,
) -> dict[str, Around]:
    """By story id; a story that stands alone is left out. ``tellings``: see :func:`ribao.render.gather.gather`."""
    entries = [entry for section in edition.sections for entry in section.entries]
    lines = store.timelines(entry.story for entry in entries)
    chapters = {entry.story: _chapters(lines.get(entry.story, ()), entry) for entry in entries}
    akin = _akin(store, edition, entries, mentions)
    continued = [story for found in chapters.values() for story in found]
    alike = [story for found in akin.values() for story, _ in found]
    known = _known(store, edition, sources, tellings, continued, alike)
    advertised = _advertised(store, alike)
    made = {}
    for entry in entries:
        others = [one for story in chapters[entry.story] if (one := _elsewhere(known, story, MOST_COUNTED))]
        near = (
            _elsewhere(known, story, HEADS, shared) for story, shared in akin[entry.story] if story.id not in advertised
        )
        apart = {one.id for one in chapters[entry.story]}
        found = Around(
            chapters=tuple(one for one in others if one.at <= edition.as_of),
            later=tuple(one for one in others if one.at > edition.as_of) if tellings else (),
            related=tuple(one for one in near if one and one.at <= edition.as_of and one.story not in apart)[
                :MOST_RELATED
            ],
        )
        if found != Around():
            made[entry.story] = found
    return made


def _chapters(line: Iterable[Story], entry: Entry) -> list[Story]:
    """The nearest others, oldest first. What holds the entry's own articles is no other, whatever it is called now."""
    own = {row.id for row in entry.articles}
    others = [story for story in line if own.isdisjoint(one.article_id for one in story.members)]
    nearest = sorted(others, key=lambda story: abs(story.first_seen - entry.first_seen))[:MOST_CHAPTERS]
    return sorted(nearest, key=lambda story: (story.first_seen, story.id))


# -- stories that name the same --------------------------------------------------------------------------------------


def _akin(
    store: Store, edition: Edition, entries: Sequence[Entry], mentions: Mapping[str, tuple[Mention, ...]]
) -> dict[str, list[Akin]]:
    """By story id: other stories, the one with the newest article first."""
    about = {entry.story: _about(entry, mentions) for entry in entries}
    about = _without_common(about)
    wanted = {thing for found in about.values() for thing in found}
    pairs = store.naming(wanted, edition.as_of - LOOKED_BACK, edition.as_of, MOST_NAMING)
    named: dict[str, list[str]] = {}
    for article, thing in pairs:
        named.setdefault(thing, []).append(article)
    order = {article: at for at, (article, _) in reversed(list(enumerate(pairs)))}
    chosen = {entry.story: _alike(entry, about[entry.story], named, order) for entry in entries}
    stories = store.stories_of({article for found in chosen.values() for article in found})
    return {story: _grouped(story, about[story], found, stories) for story, found in chosen.items()}


def _about(entry: Entry, mentions: Mapping[str, tuple[Mention, ...]]) -> dict[str, tuple[float, str]]:
    """Thing id → (weight, name) of what a story is mostly about."""
    counts: dict[str, float] = {}
    found: dict[str, Mention] = {}
    for row in entry.articles[:LOOKED_AT]:
        for one in mentions.get(row.id, ()):
            if one.thing.kind in PAGED:
                counts[one.thing.id] = counts.get(one.thing.id, 0.0) + (3.0 if one.in_title else 1.0)
                found[one.thing.id] = one if one.in_title else found.get(one.thing.id, one)
    best = sorted(counts, key=lambda one: (-counts[one], one))[:MOST_THINGS]
    return {one: (_WEIGHT[found[one].thing.kind] + found[one].in_title, found[one].thing.name) for one in best}


def _without_common(about: Mapping[str, dict[str, tuple[float, str]]]) -> dict[str, dict[str, tuple[float, str]]]:
    if len(about) < COMMON_OF:
        return dict(about)
    counts: dict[str, int] = {}
    for found in about.values():
        for thing in found:
            counts[thing] = counts.get(thing, 0) + 1
    most = len(about) * COMMON
    return {
        story: {one: value for one, value in found.items() if counts[one] <= most} for story, found in about.items()
    }


def _alike(
    entry: Entry,
    about: Mapping[str, tuple[float, str]],
    named: Mapping[str, Collection[str]],
    order: Mapping[str, int],
) -> dict[str, list[str]]:
    """Article id → things it shares, of the newest articles that share enough. ``named``: thing id → articles."""
    own = {row.id for row in entry.articles}
    shared: dict[str, list[str]] = {}
    for thing in about:
        for article in named.get(thing, ()):
            shared.setdefault(article, []).append(thing)
    enough = [one for one in shared if one not in own and sum(about[thing][0] for thing in shared[one]) >= RELATED]
    return {one: shared[one] for one in sorted(enough, key=lambda one: order[one])[:CANDIDATES]}


def _grouped(
    story_id: str,
    about: Mapping[str, tuple[float, str]],
    found: Mapping[str, Sequence[str]],
    stories: Mapping[str, Story],
) -> list[Akin]:
    shared: dict[str, list[str]] = {}
    by_id: dict[str, Story] = {}
    for article, things in found.items():
        story = stories.get(article)
        if story is not None and story.id != story_id:
            by_id[story.id] = story
            shared.setdefault(story.id, []).extend(about[thing][1] for thing in things)
    return [(by_id[one], tuple(dict.fromkeys(names))) for one, names in shared.items()]


def _advertised(store: Store, stories: Iterable[Story]) -> frozenset[str]:
    """Stories that begin with a promotion: no advert stands among the news that is akin."""
    heads = {story.members[0].article_id: story.id for story in stories if story.members}
    corrections = [one for one in store.corrections() if one.article_id in heads]
    found = corrected(store.annotations(heads), corrections)
    return frozenset(heads[article] for article, marks in found.items() if promotional(marks))


# -- in a few lines --------------------------------------------------------------------------------------------------


def _known(
    store: Store,
    edition: Edition,
    sources: Mapping[str, Source],
    tellings: Tellings | None,
    chapters: Iterable[Story],
    akin: Iterable[Story],
) -> Known:
    every = {story.id: (story, HEADS) for story in akin} | {story.id: (story, MOST_COUNTED) for story in chapters}
    ids = {member.article_id for story, most in every.values() for member in story.members[:most]}
    inside = tellings_in(edition, "")
    told = {**(tellings(ids - inside.keys()) if tellings else {}), **{id_: inside[id_] for id_ in ids & inside.keys()}}
    return Known(edition=edition, articles=_as_known(store, ids, edition.as_of), sources=sources, tellings=told)


def _as_known(store: Store, ids: Collection[str], until: datetime) -> dict[str, Article]:
    """In the reading of that moment: what was corrected later said something else then."""
    newest = store.articles_by_id(ids)
    return {id_: one if one.revision == 1 else _reading(store, one, until) for id_, one in newest.items()}


def _reading(store: Store, newest: Article, until: datetime) -> Article:
    readings = store.revisions(newest.id)
    for one in reversed(readings):
        page = store.page(one.page_sha256)
        if page is not None and page.fetched_at <= until:
            return one
    return readings[0] if readings else newest


def _elsewhere(known: Known, story: Story, counted: int, shared: tuple[str, ...] = ()) -> Elsewhere | None:
    """None for a story of which nothing was known when the edition closed, unless it began later."""
    until = known.edition.as_of if story.first_seen <= known.edition.as_of else None
    ids = [member.article_id for member in story.members[:counted] if member.article_id in known.articles]
    articles = [known.articles[id_] for id_ in ids]
    articles = sorted(
        (one for one in articles if until is None or one.published_at <= until),
        key=lambda one: (one.published_at, one.id),
    )
    if not articles:
        return None
    telling = next((known.tellings[one.id] for one in articles if one.id in known.tellings), None)
    times = tuple(one.published_at for one in articles[:counted])
    found = _of_article(known, story, articles[0], times)
    if telling is None:
        return replace(found, shared=shared)
    inside = telling.base == ""
    path = telling.base + story_path(telling.entry.story)
    if not _was_told(known.edition, telling):
        return replace(found, path=path, shared=shared)
    first = telling.entry.sentences[0].text if telling.entry.sentences else found.excerpt
    headline, hedge = telling.entry.headline, telling.entry.headline_hedge
    told = replace(found, headline=headline, hedge=hedge, excerpt=cut(first, EXCERPT), outlet="")
    return replace(told, path=path, inside=inside, shared=shared)


def _was_told(edition: Edition, telling: Telling) -> bool:
    """By an edition of this day or before: what a later one says, this one could not know."""
    return telling.base == "" or telling.base <= f"d/{edition.date.isoformat()}/"


def _of_article(known: Known, story: Story, first: Article, times: tuple[datetime, ...]) -> Elsewhere:
    source = known.sources.get(first.source_id)
    text = first.summary or " ".join(first.paragraphs[:3])
    return Elsewhere(
        story=story.id,
        headline=" ".join(first.title.split()) or cut(text, 80),
        language=first.language,
        excerpt=cut(text, EXCERPT),
        at=story.first_seen,
        times=times,
        outlet=first.source_name or (source.title if source else first.source_id),
        url=first.url,
    )
