"""The daily as a site: each page of an edition, and all of them as the files of a static export.

Pages need no script, load nothing from elsewhere, and link to each other by relative addresses, so that an export
works from a folder as from any host. Equal bundles give equal bytes.
"""

from collections.abc import Iterator
from typing import Any

from ribao.render import claims, view
from ribao.render.bundle import Around, Bundle
from ribao.render.chapters import timeline_of
from ribao.render.edition_json import SCHEMA_NAME, schema, to_json
from ribao.render.feeds.exported import feed_files
from ribao.render.front import front as lay_out
from ribao.render.html import environment, frame_of, in_its_language, page
from ribao.render.installing import installing_files
from ribao.render.lineage import lineage
from ribao.render.place import ABOUT, DATA, INDEX, Place, article_path, channel_path, story_path
from ribao.render.static_files import static_files
from ribao.render.structured import news_article
from ribao.render.thing import things_of
from ribao.render.thing_pages import thing_files
from ribao.support.reasons import words
from ribao.types.channel import TOP


def site(bundle: Bundle) -> Iterator[tuple[str, bytes]]:
    """Every file of the exported site: relative path and bytes. ``index.html`` and ``edition.json`` lie at its root."""
    yield INDEX, front(bundle, Place(here=INDEX))
    for name in channel_names(bundle):
        path = channel_path(name)
        yield path, channel(bundle, name, Place(here=path))
    for section in bundle.edition.sections:
        for entry in section.entries:
            yield from _story_files(bundle, entry.story)
    for article_id in article_ids(bundle):
        path = article_path(article_id)
        yield path, _known(article(bundle, article_id, Place(here=path)))
    yield from thing_files(bundle)
    yield ABOUT, about(bundle, Place(here=ABOUT))
    yield from feed_files(bundle, channel_names(bundle))
    yield DATA, to_json(bundle.edition)
    yield SCHEMA_NAME, schema()
    yield from installing_files(bundle)
    yield from static_files().items()


def channel_names(bundle: Bundle) -> tuple[str, ...]:
    """The channels of the daily, and whatever other section this edition has."""
    others = (section.channel for section in bundle.edition.sections if section.channel != TOP)
    return tuple(dict.fromkeys([*bundle.edition.channels, *others]))


def article_ids(bundle: Bundle) -> tuple[str, ...]:
    ids = (a.id for s in bundle.edition.sections for e in s.entries for a in e.articles)
    return tuple(dict.fromkeys(ids))


@in_its_language
def front(bundle: Bundle, place: Place) -> bytes:
    return _page("front.html", bundle, place, view=lay_out(bundle, place.pictures))


@in_its_language
def channel(bundle: Bundle, name: str, place: Place) -> bytes:
    return _page("channel.html", bundle, place, row=view.channel(bundle, name))


@in_its_language
def story(bundle: Bundle, story_id: str, place: Place) -> bytes | None:
    """The page of a story; None when this edition has no such story."""
    found = view.find_entry(bundle, story_id)
    if found is None:
        return None
    section, entry = found
    return _page(
        "story.html",
        bundle,
        place,
        section=section,
        item=view.item(bundle, entry),
        originals=view.originals(bundle, entry),
        ledger=claims.groups(bundle, entry),
        named=things_of(bundle, [article.id for article in entry.articles]),
        neighbours=view.neighbours(bundle, section, entry),
        timeline=timeline_of(bundle, entry),
        lineage=lineage(bundle, entry),
        around=bundle.around.get(story_id, Around()),
        structured=news_article(bundle, section, entry, place),
        title_of=view.title_of,
    )


@in_its_language
def article(bundle: Bundle, article_id: str, place: Place) -> bytes | None:
    """The page of an article; None when this edition does not name it."""
    reading = view.reading(bundle, article_id, whole=place.owner)
    if reading is None:
        return None
    named = things_of(bundle, [article_id])
    return _page("article.html", bundle, place, reading=reading, named=named, title_of=view.title_of, reason=words)


@in_its_language
def about(bundle: Bundle, place: Place) -> bytes:
    return _page("about.html", bundle, place, edition_sources=_outlets(bundle))


def _page(name: str, bundle: Bundle, place: Place, **values: Any) -> bytes:
    return page(environment(), name, frame_of(bundle), place, **values)


def _story_files(bundle: Bundle, story_id: str) -> Iterator[tuple[str, bytes]]:
    path = story_path(story_id)
    yield path, _known(story(bundle, story_id, Place(here=path)))


def _known(made: bytes | None) -> bytes:
    if made is None:
        raise LookupError("an edition names a story or article that it does not have")
    return made


def _outlets(bundle: Bundle) -> tuple[str, ...]:
    names = {a.source for s in bundle.edition.sections for e in s.entries for a in e.articles}
    return tuple(sorted(names))
