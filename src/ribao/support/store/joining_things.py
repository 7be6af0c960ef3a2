"""Things that turned out to be one: where each id leads, and what is told of the one. Pure, shared by both stores."""

from collections import Counter
from collections.abc import Iterable, Mapping

from ribao.support.folding import bare
from ribao.types.thing import Mention, Thing

MOST_ALIASES = 40


def forms(thing: Thing) -> set[str]:
    """What it is found by: letters and digits of its name and aliases, folded."""
    return {form for name in (thing.name, *thing.aliases) for form in [bare(name)] if form}


def redirected(known: Mapping[str, str], into: Mapping[str, str]) -> dict[str, str]:
    """All redirects after ``into`` was added to ``known``: each leads to the end at once, and none in a circle."""
    found = dict(known)
    for one, other in into.items():
        end = found.get(other, other)
        if one in (other, end):
            found.pop(one, None)
            continue
        found[one] = end
        found |= {gone: end for gone, target in found.items() if target == one}
    return found


def aliases(name: str, met: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """The forms but ``name``: (form, in how many articles) → the most frequent first, then by spelling."""
    counts: Counter[str] = Counter()
    for form, articles in met:
        counts[form] += articles
    counts.pop(name, None)
    return tuple(sorted(counts, key=lambda form: (-counts[form], form)))[:MOST_ALIASES]


def summed(mentions: Iterable[Mention]) -> Mention:
    """What one article says of one thing under several ids."""
    first, *rest = mentions
    if not rest:
        return first
    every = (first, *rest)
    met = dict.fromkeys(form for one in every for form in one.thing.aliases if form != first.thing.name)
    return Mention(
        thing=Thing(id=first.thing.id, kind=first.thing.kind, name=first.thing.name, aliases=tuple(met)),
        article_id=first.article_id,
        times=sum(one.times for one in every),
        in_title=any(one.in_title for one in every),
        role=next((one.role for one in every if one.role), ""),
    )


def in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda one: (not one.in_title, -one.times, one.thing.id)))


def first_of_each(pairs: Iterable[tuple[str, str]], most: int) -> tuple[tuple[str, str], ...]:
    """Of (article id, thing id) in their order, the first ``most`` of each thing."""
    counts: Counter[str] = Counter()
    kept = []
    for article, thing in pairs:
        counts[thing] += 1
        if counts[thing] <= most:
            kept.append((article, thing))
    return tuple(kept)
