"""Stories and their history in memory: the part of the fake that has state of its own."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime

from ribao.support.store.chapters import connected
from ribao.support.store.grouping import Regrouped, regroup
from ribao.support.store.history import Redirect, changes, former_articles, holder, redirected
from ribao.types.change import StoryChange
from ribao.types.story import Story


class Shelf:
    """Plain dicts; the caller holds the lock."""

    def __init__(self) -> None:
        self.stories: dict[str, Story] = {}
        self.owner: dict[str, str] = {}  # story id by article id
        self._redirects: dict[str, Redirect] = {}
        self._changes: list[StoryChange] = []

    def put(self, given: Sequence[Story], at: datetime, by: str) -> None:
        before, owner = dict(self.stories), dict(self.owner)
        result = regroup(given, before, owner)
        self._changes += changes(before, owner, result, at, by)
        self._take(result)
        for living in self._redirects.keys() & self.stories.keys():
            del self._redirects[living]
        lost = [story_id for story_id, story in result.stories.items() if story is None]
        died = former_articles([gone for gone in lost if gone not in self._redirects], before, given)
        self._redirects |= dict(redirected(self._redirects, died, self.owner))
        self._drop_dangling()

    def _take(self, result: Regrouped) -> None:
        self.stories |= {id_: story for id_, story in result.stories.items() if story}
        self.owner |= {article: story for article, story in result.owner.items() if story}
        for id_ in [id_ for id_, story in result.stories.items() if story is None]:
            self.stories.pop(id_, None)
        for article in [article for article, story in result.owner.items() if story is None]:
            self.owner.pop(article, None)

    def _drop_dangling(self) -> None:
        self._redirects = {gone: found for gone, found in self._redirects.items() if found.into in self.stories}

    def of(self, article_ids: Iterable[str]) -> dict[str, Story]:
        return {id_: self.stories[self.owner[id_]] for id_ in sorted(set(article_ids)) if id_ in self.owner}

    def now(self, story_id: str) -> Story | None:
        redirect = self._redirects.get(story_id)
        return self.stories.get(redirect.into if redirect else story_id)

    def leading(self, living: Iterable[str]) -> dict[str, set[str]]:
        """The ids that lead to these stories, by the story's."""
        return {into: {gone for gone, found in self._redirects.items() if found.into == into} for into in living}

    def _with_aliases(self, ids: Iterable[str]) -> set[str]:
        wanted = set(ids)
        return wanted | {gone for gone, found in self._redirects.items() if found.into in wanted}

    def changes_of(self, story_id: str) -> tuple[StoryChange, ...]:
        ids = self._with_aliases([story_id])
        found = [change for change in self._changes if ids & {change.story_id, change.other_id}]
        return tuple(sorted(found, key=lambda change: change.at))

    def timelines(self, story_ids: Iterable[str]) -> dict[str, tuple[Story, ...]]:
        return connected(
            story_ids, lambda ids: {id_: story for id_ in ids if (story := self.now(id_))}, self._followers
        )

    def _followers(self, ids: Iterable[str]) -> list[Story]:
        followed = self._with_aliases(ids)
        return [story for story in self.stories.values() if story.follows in followed]

    def between(self, after: datetime, until: datetime) -> tuple[Story, ...]:
        within = [story for story in self.stories.values() if after < story.last_seen <= until]
        return tuple(sorted(within, key=lambda story: (story.last_seen, story.id)))

    def prune(self, articles: Container[str], before: datetime) -> None:
        """``articles``: those that are left."""
        alive = {story for article, story in self.owner.items() if article in articles}
        self.stories = {id_: story for id_, story in self.stories.items() if id_ in alive}
        self.owner = {article: story for article, story in self.owner.items() if story in alive}
        for gone, found in self._redirects.items():
            into = found.into if found.into in alive else holder(found.former, self.owner)
            self._redirects[gone] = Redirect(into=into or found.into, former=found.former)
        self._drop_dangling()
        known = self.stories.keys() | self._redirects.keys()
        self._changes = [
            change for change in self._changes if change.at >= before or known & {change.story_id, change.other_id}
        ]
