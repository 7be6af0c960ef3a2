"""News as it comes: at which moments stories are found anew, over which articles, and what stands after each. Pure.

A day and a month of articles are taken alike: in order of time, consolidated on a schedule over the window that then
lies behind, so that memory holds one window of articles however long the stream is.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ribao.types.article import Article
from ribao.types.story import Story

EVERY = timedelta(hours=6)


def windows(articles: Iterable[Article], window: timedelta, every: timedelta = EVERY) -> Iterator[tuple[Article, ...]]:
    """What is consolidated together, each time ``every`` has passed, and at the end: what came since, and ``window`` before.

    ``articles`` come in order of time. Where nothing came nothing is consolidated, so a clock that jumps by a century
    costs nothing; all that came before the jump is consolidated before it.
    """
    behind: deque[Article] = deque()
    due: datetime | None = None
    for article in articles:
        at = article.published_at
        if due is not None and at > due:
            yield tuple(behind)
            due = None
        if due is None:
            due = _after(at, every)
            while behind and at - behind[0].published_at > window:
                behind.popleft()
        behind.append(article)
    if behind:
        yield tuple(behind)


def _after(at: datetime, every: timedelta) -> datetime:
    """The end of the step of the schedule in which ``at`` lies: the schedule is that of the clock, not of the first article."""
    start = datetime.min.replace(tzinfo=at.tzinfo)
    try:
        return at + every - (at - start) % every
    except OverflowError:
        return datetime.max.replace(tzinfo=at.tzinfo)


@dataclass(slots=True)
class Standing:
    """Where each article is told by now. Stories are kept while an article of theirs is still asked for."""

    home: dict[str, str] = field(default_factory=dict)  # article id → id of its story
    _stories: dict[str, Story] = field(default_factory=dict)

    def of(self, articles: Iterable[Article]) -> tuple[Story, ...]:
        """The stories of these articles, each once, and no longer any other: the window moves on only."""
        ids = dict.fromkeys(self.home[article.id] for article in articles if article.id in self.home)
        self._stories = {story_id: self._stories[story_id] for story_id in ids}
        return tuple(self._stories.values())

    def put(self, stories: Sequence[Story]) -> None:
        """An article belongs to one story: it leaves the one that it was in."""
        self._stories |= {story.id: story for story in stories}
        self.home |= {member.article_id: story.id for story in stories for member in story.members}
