"""Reading the names of one text: known and new ones, overlaps, short forms, titles, and one record for each thing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ribao.annotate import names_chinese as chinese
from ribao.annotate import names_english as english
from ribao.annotate.names_products import products
from ribao.annotate.names_seen import Seen
from ribao.annotate.names_short import short_forms
from ribao.annotate.names_table import Entry, Found, organisations, table
from ribao.annotate.names_titles import titles
from ribao.annotate.names_words import grammar
from ribao.support.folding import fold

MOST = 200
_ALIASES = 12
_LATIN = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One thing of a text, and all its places, in order."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    role: str
    organisation: str
    spans: tuple[tuple[int, int], ...]


def read(text: str) -> tuple[Named, ...]:
    """The things that ``text`` names, by first place; at most 200. Spans are exact, and never overlap."""
    folded = fold(text)
    found = list(table().scan(text, folded))
    seen = _without_overlaps(_candidates(text, folded, found))
    seen = _supported(text, seen)
    seen = _joined(_without_overlaps([*seen, *short_forms(text, folded, seen)]))
    roles = [(hit.start, hit.end) for hit in found if hit.form.entry.kind == "role"]
    return tuple(_named(text, seen, titles(text, seen, roles)))


def _candidates(text: str, folded: str, found: list[Found]) -> list[Seen]:
    known = [_seen(hit) for hit in found if hit.form.entry.kind not in ("role",)]
    roles = [hit for hit in found if hit.form.entry.kind == "role"]
    words = chinese.tags(folded)
    return [
        *known,
        *products(text, folded),
        *chinese.dotted(folded),
        *chinese.titled(folded, words, [hit.end for hit in roles]),
        *chinese.speaking(folded, words),
        *chinese.organisations(folded, words),
        *(english.names(text, _marks(known, roles)) if _LATIN.search(text) else ()),
    ]


def _marks(known: Iterable[Seen], roles: Iterable[Found]) -> english.Marks:
    return english.Marks(
        role_starts={hit.start: hit.end for hit in roles},
        role_ends={hit.end: hit.start for hit in roles},
        known={one.start: one.end for one in known if one.kind},
    )


def _seen(hit: Found) -> Seen:
    entry = hit.form.entry
    return Seen(
        start=hit.start,
        end=hit.end,
        kind=entry.kind,
        id=entry.id,
        name=entry.name,
        shown=entry.shown(hit.form.text),
        organisation=entry.organisation,
        sort=entry.sort,
        weak=hit.form.weak,
        known=True,
    )


def _without_overlaps(seen: Iterable[Seen]) -> list[Seen]:
    """The longest first; of equals the known one, then a product, a person. What covers a name goes with it."""
    order = {"": 0, "product": 1, "person": 2, "organisation": 3, "place": 4}
    ranked = sorted(seen, key=lambda one: (one.start - one.end, not one.known, order[one.kind], one.start))
    taken: set[int] = set()
    kept = []
    for one in ranked:
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            kept.append(one)
    return sorted((one for one in kept if one.kind), key=lambda one: one.start)


def _supported(text: str, seen: list[Seen]) -> list[Seen]:
    """Weak forms stay where another form of the thing, its organisation, or a word beside them, supports them."""
    firm = {one.id for one in seen if not one.weak}
    makers = {one.name for one in seen if one.kind == "organisation" and not one.weak}
    makers |= {one.organisation for one in seen if one.kind == "product" and not one.weak}
    beside = {one.id for one in seen if one.weak and one.kind == "organisation" and _beside(text, one)}
    stays = firm | beside
    makers |= {one.name for one in seen if one.id in beside}
    return [
        one
        for one in seen
        if not one.weak
        or one.id in stays
        or (one.organisation and one.organisation in makers)
        or _named_person(one, text)
    ]


def _joined(seen: list[Seen]) -> list[Seen]:
    """Heron is Heron Robotics Inc., where the text names one such only."""
    new = {one.name: one for one in seen if one.kind == "organisation" and not one.known}
    longer = {name: [full for full in new if full.startswith(name + " ")] for name in list(new)[:MOST]}
    whole = {name: new[max(many, key=len)] for name, many in longer.items() if many and _one_firm(many)}
    return [
        replace(one, id=whole[one.name].id, name=whole[one.name].name) if one.name in whole and not one.known else one
        for one in seen
    ]


def _one_firm(names: list[str]) -> bool:
    """Whether each begins the longest one."""
    return all(max(names, key=len).startswith(name) for name in names)


def _named_person(one: Seen, text: str) -> bool:
    """A weak form of a person right behind a title: 首席执行官库克."""
    before = fold(text[max(0, one.start - 8) : one.start]).rstrip()
    return one.kind == "person" and before.endswith(grammar().roles_zh)


def _beside(text: str, one: Seen) -> bool:
    after, before = fold(text[one.end : one.end + 16]).lstrip(" "), text[max(0, one.start - 8) : one.start]
    return after.startswith(grammar().after) or (text[one.start].isascii() and before.endswith(grammar().ahead))


def _named(text: str, seen: list[Seen], told: dict[str, tuple[str, str]]) -> Iterator[Named]:
    places: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        places[one.id].append(one)
    local = {one.name: one.shown or one.name for one in reversed(seen) if one.kind == "organisation"}
    for id_, many in list(places.items())[:MOST]:
        first = max(many, key=lambda one: (one.known, len(one.shown), len(one.name)))
        role, organisation = told.get(id_, ("", ""))
        organisation = organisation or first.organisation
        yield Named(
            id=id_,
            kind=first.kind,
            name=first.shown or first.name,
            aliases=_aliases(first, [text[one.start : one.end] for one in many]),
            role=role,
            organisation=local.get(organisation) or _in_script_of(first, organisation),
            spans=tuple((one.start, one.end) for one in many),
        )


def _aliases(one: Seen, met: list[str]) -> tuple[str, ...]:
    """Forms met in the text, then those of the table that mean nothing else."""
    entry: Entry | None = table().entry(one.name) if one.known else None
    listed = [form for form in entry.forms if not form.endswith("?")] if entry else []
    name = one.shown or one.name
    return tuple(form for form in dict.fromkeys([*met, one.name, *listed]) if form != name)[:_ALIASES]


def _in_script_of(one: Seen, organisation: str) -> str:
    entry = organisations().get(organisation)
    return entry.shown(one.shown or one.name) if entry else organisation
