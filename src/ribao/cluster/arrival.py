"""Arrival: articles that came since the last consolidation, each put to a story that stands, or to one of its own. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ribao.cluster.index import Index
from ribao.cluster.model import Model
from ribao.cluster.naming import story_id
from ribao.cluster.stories import Known, item_of
from ribao.types.article import Article
from ribao.types.story import Member, Story
from ribao.types.words import Words


def arrive(
    articles: Iterable[Article], words: Mapping[str, Words], model: Model, known: Known, window_hours: float
) -> tuple[Story, ...]:
    """The stories that the new articles opened or joined, whole. ``known.stories``: those that stand."""
    by_id = {article.id: article for article in articles}
    home = {member.article_id: story for story in known.stories for member in story.members}
    items = [
        item_of(article, words.get(article.id, Words(title=())), model, known)
        for article in sorted(by_id.values(), key=lambda one: (one.published_at, one.id))
    ]
    index = Index(model, window_hours)
    index.restore([item for item in items if item.id in home], {i: story.id for i, story in home.items()})
    fresh = [item.id for item in items if item.id not in home]
    firsts = index.add(item for item in items if item.id not in home)
    standing = dict(home)  # first article of a story → the story as it is by now
    for article_id, first in zip(fresh, firsts, strict=True):
        standing[article_id] = standing[first] = _with(standing.get(first), by_id[article_id], known.reposts)
    return tuple({standing[first].id: standing[first] for first in firsts}.values())


def _with(story: Story | None, article: Article, reposts: Mapping[str, str]) -> Story:
    original = reposts.get(article.id)
    here = {member.article_id for member in story.members} if story else set()
    member = Member(article_id=article.id, repost_of=original if original in here else None)
    at = article.published_at
    if story is None:
        return Story(id=story_id(article.id), members=(member,), first_seen=at, last_seen=at)
    return replace(
        story,
        members=(*story.members, member),
        first_seen=min(story.first_seen, at),
        last_seen=max(story.last_seen, at),
    )
