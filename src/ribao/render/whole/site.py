"""The whole public part of a daily: every file of it, from what is stored. Equal stores give equal bytes.

Editions are gathered one after the other, the newest first, so that an archive of years needs no more memory than a
few of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ribao.render.archive_pages import corrected, correcting, issue_of, newest_of_days
from ribao.render.bundle import Bundle
from ribao.render.calendar import Issue
from ribao.render.feeds.sitemap import Mapped
from ribao.render.feeds.told import Told, told
from ribao.render.site import channel_names
from ribao.render.thing import PAGED
from ribao.render.whole import lists, wire
from ribao.render.whole.cards import Cards, Read
from ribao.render.whole.desk import Desk, Face
from ribao.render.whole.editions import edition_files, latest_files
from ribao.render.whole.lookup import Story, lookup_files, stories_of
from ribao.render.whole.tree import Made, Tree, base_of, trees_of
from ribao.support.store.port import EditionKey, Named
from ribao.types.thing import Thing


@dataclass(slots=True)
class _Seen:
    """What the lists need of the editions that were written. ``told``: by language, of the newest days."""

    issues: dict[EditionKey, Issue] = field(default_factory=dict)
    channels: dict[str, None] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    days: list[tuple[date, tuple[Mapped, ...]]] = field(default_factory=list)
    told: dict[str, list[Told]] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    naming: dict[str, set[str]] = field(default_factory=dict)  # by thing id, the articles that name it


def whole_site(desk: Desk, face: Face, read: Read = lambda _: None) -> Iterator[Made]:
    """Relative path and bytes of every file. Nothing when no edition is stored.

    ``read`` gives the files of the export before, so that no picture is drawn twice; they change nothing.
    """
    latest = desk.latest()
    if latest is None:
        return
    trees, seen, cards = trees_of(face), _Seen(), Cards(read)
    front = desk.bundle(latest, face.language)
    newest = set(newest_of_days(desk.editions()))
    for key in desk.editions():
        bundle = front if key == latest else desk.bundle(key, face.language)
        _remember(seen, key, bundle, newest=key in newest, latest=latest, trees=trees)
        for tree in trees:
            yield from _edition(tree, tree.speaking(bundle), key, newest)
            if face.address:
                yield from cards.of_edition(tree, tree.speaking(bundle), newest=key in newest)
    for tree in trees:
        yield from latest_files(tree, tree.speaking(front), seen.channels)
        yield from _lists(tree, tree.speaking(front), desk, seen, newest)
        yield from wire.feed_files(tree, seen.told[tree.language], seen.channels)
    yield from _things(trees, front, desk, seen)
    yield from lookup_files(list(reversed(seen.stories.values())))
    if face.address:
        yield wire.robots(trees)
        yield cards.list()


def _remember(
    seen: _Seen, key: EditionKey, bundle: Bundle, *, newest: bool, latest: EditionKey, trees: list[Tree]
) -> None:
    seen.issues[key] = issue_of(bundle.edition)
    seen.channels |= dict.fromkeys(channel_names(bundle))
    for article_id, mentions in bundle.mentions.items():
        for thing in (one.thing for one in mentions if one.thing.kind in PAGED):
            seen.things.setdefault(thing.id, thing)
            seen.naming.setdefault(thing.id, set()).add(article_id)
    if not newest:
        return
    for story_id, story in stories_of(bundle):
        seen.stories.setdefault(story_id, story)
    seen.days.append((key.date, wire.mapped(bundle.edition)))
    if key == latest or (key.date < latest.date and len(seen.days) <= wire.RECENT):
        for tree in trees:
            seen.told.setdefault(tree.language, []).append(told(tree.speaking(bundle)))


def _edition(tree: Tree, bundle: Bundle, key: EditionKey, newest: set[EditionKey]) -> Iterator[Made]:
    """A day that was put right has each of its revisions under its number too, the newest as well."""
    base = base_of(bundle)
    if key in newest:
        yield from edition_files(tree, bundle, base)
    if key not in newest or key.revision > 1:
        yield from edition_files(tree, bundle, f"{base}r{key.revision}/")


def _lists(tree: Tree, bundle: Bundle, desk: Desk, seen: _Seen, newest: set[EditionKey]) -> Iterator[Made]:
    yield from lists.archive_files(tree, bundle, [issue for key, issue in seen.issues.items() if key in newest])
    made = [corrected(key, seen.issues[key]) for key in correcting(seen.issues)]
    yield lists.corrections_file(tree, bundle, made)
    yield lists.sources_file(tree, bundle, lists.listed(desk.sources()))
    named = {id_: Named(thing=thing, articles=len(seen.naming[id_])) for id_, thing in seen.things.items()}
    yield lists.things_file(tree, bundle, named)
    yield lists.search_file(tree, bundle)
    feeds = wire.shelves(tree, seen.channels)
    yield lists.feeds_file(tree, bundle, feeds)
    if tree.face.address:
        yield from wire.addressed_files(tree, feeds, seen.days, bundle.edition)


def _things(trees: list[Tree], front: Bundle, desk: Desk, seen: _Seen) -> Iterator[Made]:
    for thing_id in sorted(seen.things):
        facts = desk.thing(thing_id)
        if facts is None:  # named by an edition, and gone since: nothing is known of it any more
            raise LookupError(f"nothing is stored of {thing_id}")
        for tree in trees:
            yield lists.thing_file(tree, tree.speaking(front), thing_id, facts)
