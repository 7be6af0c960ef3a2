"""Pure: the chapters that hang together, whichever of them one starts from."""

from collections.abc import Callable, Iterable, Mapping

from ribao.types.story import Story


def connected(
    asked: Iterable[str],
    now: Callable[[Iterable[str]], Mapping[str, Story]],
    followers: Callable[[Iterable[str]], Iterable[Story]],
) -> dict[str, tuple[Story, ...]]:
    """By each id that was asked and leads to a story: all that are connected with it by ``follows``, by (first_seen, id).

    ``now`` gives, by id, the living stories that ids lead to; ``followers`` the stories that follow these, by any of
    their ids. Both are asked for many at once: a step along the chapters is one question, however many stories take it.
    """
    starts = dict(now(asked))
    found = {story.id: story for story in starts.values()}
    leads: dict[str, str] = {}
    edge = list(found.values())
    while edge:
        earlier = now([story.follows for story in edge if story.follows is not None])
        leads |= {id_: story.id for id_, story in earlier.items()}
        later = followers([story.id for story in edge])
        new = {story.id: story for story in (*earlier.values(), *later) if story.id not in found}
        found |= new
        edge = list(new.values())
    near = _neighbours(found, leads)
    return {id_: _around(story.id, found, near) for id_, story in starts.items()}


def _neighbours(found: Mapping[str, Story], leads: Mapping[str, str]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {id_: set() for id_ in found}
    for story in found.values():
        before = leads.get(story.follows or "")
        if before is not None:
            near[story.id].add(before)
            near[before].add(story.id)
    return near


def _around(start: str, found: Mapping[str, Story], near: Mapping[str, set[str]]) -> tuple[Story, ...]:
    seen, edge = {start}, {start}
    while edge:
        edge = {other for one in edge for other in near[one]} - seen
        seen |= edge
    return tuple(sorted((found[id_] for id_ in seen), key=lambda story: (story.first_seen, story.id)))
