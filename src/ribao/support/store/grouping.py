"""Pure: an article belongs to one story; putting a story takes its articles out of those they were in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ribao.types.story import Story


@dataclass(slots=True)
class Regrouped:
    """What to write: stories by id (a None: the story lost its last article), and the story of each article."""

    stories: dict[str, Story | None] = field(default_factory=dict)
    owner: dict[str, str | None] = field(default_factory=dict)


def regroup(incoming: Iterable[Story], stories: Mapping[str, Story], owner: Mapping[str, str]) -> Regrouped:
    """``stories`` holds those that are replaced or robbed, ``owner`` the story id of every article in question."""
    result = Regrouped()
    current: dict[str, Story | None] = dict(stories)
    owners: dict[str, str | None] = dict(owner)
    for story in incoming:
        _release(story.id, current, owners, result)
        for member in story.members:
            _rob(member.article_id, story.id, current, owners, result)
            owners[member.article_id] = result.owner[member.article_id] = story.id
        current[story.id] = result.stories[story.id] = story
    return result


def _release(story_id: str, current: dict[str, Story | None], owners: dict[str, str | None], result: Regrouped) -> None:
    """The articles of the story that is replaced belong to nobody, until its new form claims them."""
    before = current.get(story_id)
    for member in before.members if before else ():
        if owners.get(member.article_id) == story_id:
            owners[member.article_id] = result.owner[member.article_id] = None


def _rob(
    article_id: str, taker: str, current: dict[str, Story | None], owners: dict[str, str | None], result: Regrouped
) -> None:
    victim_id = owners.get(article_id)
    victim = current.get(victim_id) if victim_id else None
    if victim is None or victim.id == taker:
        return
    rest = tuple(member for member in victim.members if member.article_id != article_id)
    left = replace(victim, members=rest) if rest else None
    current[victim.id] = result.stories[victim.id] = left
