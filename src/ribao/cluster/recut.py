"""Stories cut anew along other groups of their articles. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ribao.cluster.naming import story_id
from ribao.types.story import Member, Story

PARTNERS = ("with", "same_text", "same_headline", "rewrite_of")  # evidence that names another article


def recut(
    stories: Iterable[Story],
    groups: Iterable[Sequence[str]],
    times: Mapping[str, datetime],
    ruling: Mapping[str, str] | None = None,
    undone: Collection[str] = (),
) -> tuple[Story, ...]:
    """The members of ``stories`` in ``groups``: stories as clustering would make them, by (first_seen, id).

    ``times``: when each article was published; one that is not known any more counts as of its story's first.
    ``ruling``: article id → id of the ruling that puts it where it is now. It stands as evidence where what joined the
    article before is no longer in its story. Evidence that is one of the rulings ``undone`` goes.
    """
    told = {member.article_id: (member, story) for story in stories for member in story.members}
    cut = [_story(group, told, times, ruling or {}, undone) for group in groups]
    return tuple(sorted(cut, key=lambda story: (story.first_seen, story.id)))


def _story(
    group: Sequence[str],
    told: Mapping[str, tuple[Member, Story]],
    times: Mapping[str, datetime],
    ruling: Mapping[str, str],
    undone: Collection[str],
) -> Story:
    when = {article: times.get(article, told[article][1].first_seen) for article in group}
    ordered = sorted(group, key=lambda article: (when[article], article))
    first = ordered[0]
    here = frozenset(group)
    new_id = story_id(first)
    return Story(
        id=new_id,
        members=tuple(_member(told[article][0], here, article == first, ruling, undone) for article in ordered),
        first_seen=when[first],
        last_seen=when[ordered[-1]],
        follows=_follows(new_id, first, here, told),
    )


def _member(
    member: Member, here: frozenset[str], first: bool, ruling: Mapping[str, str], undone: Collection[str]
) -> Member:
    original = member.repost_of if member.repost_of in here else None
    evidence = member.evidence
    partners = {evidence.get(name) for name in PARTNERS} - {None}
    if first or partners - here or evidence.get("ruling") in undone:
        evidence = {}
    if not first and not evidence and member.article_id in ruling:
        evidence = {"ruling": ruling[member.article_id]}
    return replace(member, repost_of=original, evidence=evidence)


def _follows(new_id: str, first: str, here: frozenset[str], told: Mapping[str, tuple[Member, Story]]) -> str | None:
    """What the story of its first article followed, when most of that is here; not a story that came in itself."""
    former = told[first][1]
    held = [member.article_id in here for member in former.members]
    mostly = 2 * sum(held) > len(held) or (2 * sum(held) == len(held) and held[0])
    inside = {told[article][1].id for article in here} | {new_id}
    return former.follows if mostly and former.follows not in inside else None
