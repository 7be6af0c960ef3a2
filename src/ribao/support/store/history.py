"""Pure: what became of stories when others were put in their place; and where the id of a story that is gone leads.

An id that lives no more leads to the story that holds most of its former articles. It is looked at anew whenever one of
these articles goes elsewhere, so it always leads to a living story in one step: there are no chains, and no circles.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ribao.support.store.grouping import Regrouped
from ribao.types.change import StoryChange
from ribao.types.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """``former``: the articles of the story when it last lived, in its order."""

    into: str
    former: tuple[str, ...]


def changes(
    before: Mapping[str, Story], owner: Mapping[str, str], result: Regrouped, at: datetime, by: str
) -> tuple[StoryChange, ...]:
    """``before`` and ``owner``: what stood, as given to ``regroup``. A new article that joins a story is no change."""
    return tuple(
        StoryChange(at=at, kind=kind, story_id=story.id, other_id=other, articles=articles, by=by)
        for story in sorted(before.values(), key=lambda story: story.id)
        for other, articles in sorted(_parts(story, result).items())
        for kind in [_kind(story, other, articles, before, owner, result, by)]
    )


def _parts(story: Story, result: Regrouped) -> dict[str, tuple[str, ...]]:
    """The articles that left the story, by the id of the story that has them now."""
    parts: dict[str, list[str]] = {}
    for member in story.members:
        now = result.owner.get(member.article_id, story.id)
        if now is not None and now != story.id:
            parts.setdefault(now, []).append(member.article_id)
    return {other: tuple(articles) for other, articles in parts.items()}


def _kind(
    story: Story,
    other: str,
    articles: Sequence[str],
    before: Mapping[str, Story],
    owner: Mapping[str, str],
    result: Regrouped,
    by: str,
) -> str:
    if result.stories.get(story.id, story) is None and len(articles) == len(story.members):
        return "renamed" if other not in before and _origins(result.stories[other], owner) == {story.id} else "merged"
    return "moved" if by == "owner" and other in before else "split"


def _origins(story: Story | None, owner: Mapping[str, str]) -> set[str]:
    """The stories that its articles came from."""
    members = story.members if story else ()
    return {owner[member.article_id] for member in members if member.article_id in owner}


def former_articles(
    gone: Iterable[str], before: Mapping[str, Story], incoming: Iterable[Story]
) -> dict[str, tuple[str, ...]]:
    """Of each story that is gone: those it had; then those that it was to get, and another took in the same breath."""
    told = {story.id: story for story in incoming}
    forms = {story_id: [form for form in (before.get(story_id), told.get(story_id)) if form] for story_id in gone}
    return {
        story_id: tuple(dict.fromkeys(member.article_id for form in found for member in form.members))
        for story_id, found in forms.items()
    }


def holder(former: Sequence[str], owner: Mapping[str, str]) -> str | None:
    """The story that holds most of these articles; among equals the one that holds the earliest. None: nobody has any."""
    held = [owner[article] for article in former if article in owner]
    counts = Counter(held)
    return max(counts, key=counts.__getitem__) if counts else None  # of equals the first that was counted


def redirected(
    known: Mapping[str, Redirect], died: Mapping[str, tuple[str, ...]], owner: Mapping[str, str]
) -> Iterator[tuple[str, Redirect]]:
    """Where ids lead now, by id: those that ``died`` (with their former articles), and those ``known`` that may change.

    ``owner`` is the living story of each article in question. When nobody holds any of its articles, an id leads where
    it led; or, if that story died as well, where that one's id leads.
    """
    fresh = {gone: into for gone, former in died.items() if (into := holder(former, owner)) is not None}
    for gone, into in fresh.items():
        yield gone, Redirect(into=into, former=died[gone])
    for gone, redirect in known.items():
        target: str | None = redirect.into if redirect.into not in died else fresh.get(redirect.into)
        now = holder(redirect.former, owner) or target
        if gone not in died and now is not None and now != redirect.into:
            yield gone, replace(redirect, into=now)
