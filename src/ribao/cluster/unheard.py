"""Members of which a run did not hear, since they are older than its window: they stay in their story, or go with it. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ribao.cluster.rulings import Blocks, blocks_of
from ribao.types.ruling import Ruling
from ribao.types.story import Member, Story


def whole(stories: Sequence[Story], before: Sequence[Story], rulings: Iterable[Ruling] = ()) -> tuple[Story, ...]:
    """``stories`` with the members that they had ``before`` and of which this run did not hear.

    Those of a story that went into others follow to the one that took most of it, unless a ruling parts them from it.
    """
    home = {member.article_id: story.id for story in stories for member in story.members}
    standing = frozenset(story.id for story in stories)
    former: dict[str, list[Story]] = defaultdict(list)
    for story in sorted(before, key=lambda one: (one.first_seen, one.id)):
        heir = story.id if story.id in standing else _heir(story, home)
        if heir is not None:
            former[heir].append(story)
    blocks = blocks_of(rulings)
    return tuple(_with(story, former.get(story.id, ()), home, blocks) for story in stories)


def _heir(gone: Story, home: Mapping[str, str]) -> str | None:
    """The story that holds most of its articles; of equals, the one that holds the earliest. None: nobody took any."""
    held = Counter(home[member.article_id] for member in gone.members if member.article_id in home)
    return max(held, key=held.__getitem__) if held else None  # of equals the first that was counted


def _with(story: Story, former: Sequence[Story], home: Mapping[str, str], blocks: Blocks) -> Story:
    left = {one.id: _left(one, story, home, blocks) for one in former}
    mine = [one for one in former if left[one.id]]
    if not mine:
        return story
    ids = {story.id, *(one.id for one in former)}
    earlier = (one.follows for one in sorted(mine, key=lambda one: one.id != story.id))
    return replace(
        story,
        members=(*(member for one in mine for member in left[one.id]), *story.members),
        first_seen=min(story.first_seen, *(one.first_seen for one in mine)),
        last_seen=max(story.last_seen, *(one.last_seen for one in mine)),
        follows=next((one for one in (story.follows, *earlier) if one and one not in ids), None),
    )


def _left(former: Story, into: Story, home: Mapping[str, str], blocks: Blocks) -> list[Member]:
    unheard = [member for member in former.members if member.article_id not in home]
    if former.id == into.id:
        return unheard
    ruled = [member.article_id for member in into.members if blocks.knows(member.article_id)]
    return [member for member in unheard if _may_join(member.article_id, ruled, blocks)]


def _may_join(article: str, ruled: Sequence[str], blocks: Blocks) -> bool:
    return not blocks.knows(article) or all(blocks.may_meet(article, other) for other in ruled)
