"""The pages of things as bytes: for an export, and for a server's answers."""

from collections.abc import Iterator
from typing import Any

from ribao.render import claims, thing_words
from ribao.render.bundle import Bundle, ThingFacts
from ribao.render.html import environment, frame_of, in_its_language, page
from ribao.render.place import THINGS, Place, thing_path
from ribao.render.stated import Row, rows
from ribao.render.thing import thing_page
from ribao.render.thing_list import groups
from ribao.support.store.port import Named
from ribao.types.thing import ThingKind


def thing_values(facts: ThingFacts) -> dict[str, Any]:
    """What the template ``thing.html`` shows."""
    product = facts.thing.kind is ThingKind.PRODUCT
    return {**words(), "view": thing_page(facts), "rows": rows(facts) if product else (), "related": facts.related}


def words() -> dict[str, Any]:
    return {"T": thing_words, "C": claims}


def compared(one: tuple[Row, ...], other: tuple[Row, ...]) -> tuple[tuple[str, Row | None, Row | None], ...]:
    """Property by property, side by side."""
    mine, theirs = {row.name: row for row in one}, {row.name: row for row in other}
    return tuple(
        (name, mine.get(name), theirs.get(name)) for name in thing_words.PROPERTIES if name in {*mine, *theirs}
    )


def thing_files(bundle: Bundle) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each page of a thing that the edition names, and of the list of them."""
    if not bundle.things:
        return
    for thing_id, facts in bundle.things.items():
        path = thing_path(thing_id)
        yield path, _thing(bundle, facts, Place(here=path))
    yield THINGS, _things(bundle, Place(here=THINGS))


@in_its_language
def _thing(bundle: Bundle, facts: ThingFacts, place: Place) -> bytes:
    return _page("thing.html", bundle, place, **thing_values(facts))


@in_its_language
def _things(bundle: Bundle, place: Place) -> bytes:
    return _page("things.html", bundle, place, **_listed(bundle))


def _listed(bundle: Bundle) -> dict[str, Any]:
    """All of them, those that most articles of this edition name first."""
    counts: dict[str, int] = {}
    for mention in (one for found in bundle.mentions.values() for one in found):
        counts[mention.thing.id] = counts.get(mention.thing.id, 0) + 1
    every = bundle.things or {}
    named = [Named(thing=every[one].thing, articles=counts.get(one, 0)) for one in every]
    ranked = sorted(named, key=lambda one: (-one.articles, one.thing.id))
    return {**words(), "groups": groups(ranked, most=len(ranked)), "chosen": None, "recent": False}


def _page(name: str, bundle: Bundle, place: Place, **values: Any) -> bytes:
    return page(environment(), name, frame_of(bundle), place, **values)
