"""Pure: the chapters that hang together, whichever of them one starts from."""

from collections.abc import Callable, Iterable

from ribao.types.story import Story


def connected(
    start: Story | None,
    now: Callable[[Iterable[str]], Iterable[Story]],
    followers: Callable[[Iterable[str]], Iterable[Story]],
) -> tuple[Story, ...]:
    """All stories connected with ``start`` by ``follows``, by (first_seen, id).

    ``now`` gives the living stories that ids lead to; ``followers`` the stories that follow these, by any of their ids.
    """
    found = {start.id: start} if start else {}
    edge = list(found.values())
    while edge:
        earlier = now([story.follows for story in edge if story.follows is not None])
        later = followers([story.id for story in edge])
        new = {story.id: story for story in (*earlier, *later) if story.id not in found}
        found |= new
        edge = list(new.values())
    return tuple(sorted(found.values(), key=lambda story: (story.first_seen, story.id)))
