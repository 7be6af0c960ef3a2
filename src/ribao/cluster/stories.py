"""Stories: the same event in other words and languages, found by the index, ruled by the owner, named so that it lasts.

Pure and deterministic: the outcome depends on the articles, on what is known of them and on the model, on nothing else.
How it works, what it reaches and what it cannot see is in docs/technotes/stories.md.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from ribao.cluster.chapters import follows, least
from ribao.cluster.evidence import Told, evidence
from ribao.cluster.index import Edges, Index, Item
from ribao.cluster.marks import Marks, marks_of
from ribao.cluster.model import Model
from ribao.cluster.naming import named
from ribao.cluster.opinions import Opinions, Pair, doubtful
from ribao.cluster.rulings import obey
from ribao.types.article import Article
from ribao.types.ruling import Ruling
from ribao.types.story import Member, Story
from ribao.types.words import Words

WINDOW_HOURS = 72.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """What is known of the articles before they are compared.

    ``roundups``: ids of those that stand alone; ``reposts``: copy → original; ``marks``: of articles met before;
    ``rulings``: the owner's; ``stories``: as they were told until now, to keep their ids; ``opinions``: an
    embedder's and a judge's.
    """

    roundups: Collection[str] = ()
    reposts: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Marks] = field(default_factory=dict)
    rulings: Sequence[Ruling] = ()
    stories: Sequence[Story] = ()
    opinions: Opinions = field(default_factory=Opinions)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """``doubtful``: pairs of article ids of which the model is not sure, the most uncertain first."""

    stories: tuple[Story, ...]
    doubtful: tuple[Pair, ...] = ()


def tell(
    articles: Iterable[Article],
    words: Mapping[str, Words],
    model: Model,
    known: Known,
    window_hours: float = WINDOW_HOURS,
    most_doubtful: int = 0,
) -> Outcome:
    """Every article in exactly one story, stories by first article in time; and up to ``most_doubtful`` pairs that a
    judge could be asked about.

    ``words``: article id → its tokens. Two articles further apart than ``window_hours`` are never compared.
    """
    by_id = {article.id: article for article in sorted(articles, key=_by_time)}
    index = indexed(tuple(by_id.values()), words, model, known, window_hours)
    heard = known.opinions.heard(index)
    edges = index.consolidate(temper=heard)
    groups = _ruled(by_id, index, edges, known)
    told = Told(articles=by_id, words=words, index=index, edges=edges, known=known.reposts, rulings=known.rulings)
    why = evidence(groups, told, heard.counted() if heard else known.opinions)
    names = named(groups, {member.article_id: story.id for story in known.stories for member in story.members})
    stories = [_story(name, group, by_id, known.reposts, why) for name, group in zip(names, groups, strict=True)]
    return Outcome(
        stories=_chained(stories, groups, index, edges), doubtful=tuple(doubtful(index, edges, most_doubtful))
    )


def _ruled(by_id: Mapping[str, Article], index: Index, edges: Edges, known: Known) -> list[list[str]]:
    """Groups of article ids as the owner ruled, each by time, groups by their first article."""
    ruled = obey(index.groups(), known.rulings, _closer(index, edges))
    groups = [sorted(group, key=lambda one: _by_time(by_id[one])) for group in ruled]
    return sorted(groups, key=lambda group: _by_time(by_id[group[0]]))


def marks_for(article: Article, words: Words, model: Model) -> Marks:
    return marks_of(article.title, words.title, words.lead, model.lexicon, model.grams)


def indexed(
    ordered: Sequence[Article], words: Mapping[str, Words], model: Model, known: Known, window_hours: float
) -> Index:
    """An index of the articles, put in by time; for consolidating: none is put to a story yet."""
    index = Index(model, window_hours)
    items = [item_of(article, words.get(article.id, Words(title=())), model, known) for article in ordered]
    index.restore(items, {item.id: item.id for item in items})
    return index


def item_of(article: Article, words: Words, model: Model, known: Known) -> Item:
    marks = known.marks.get(article.id)
    return Item(
        id=article.id,
        marks=marks if marks is not None else marks_for(article, words, model),
        time=article.published_at.timestamp(),
        source=article.source_id,
        alone=article.id in known.roundups,
        copy_of=known.reposts.get(article.id),
    )


def _closer(index: Index, edges: Edges) -> Callable[[str, Sequence[str], Sequence[str]], bool]:
    """Of an article between two sides that a ruling parts: whether it is more like the first."""

    @cache
    def likeness() -> dict[tuple[int, int], float]:
        pairs = zip(edges.one.tolist(), edges.other.tolist(), strict=True)
        return dict(zip(pairs, edges.likeness.tolist(), strict=True))

    def between(one: int, other: int) -> float:
        return likeness().get((max(one, other), min(one, other)), 0.0)

    def mean(article: str, side: Sequence[str]) -> float:
        return sum(between(index.row(article), index.row(other)) for other in side) / max(len(side), 1)

    return lambda article, one, other: mean(article, one) >= mean(article, other)


def _story(
    name: str, group: Sequence[str], articles: Mapping[str, Article], reposts: Mapping[str, str], why: Mapping[str, Any]
) -> Story:
    here = set(group)

    def member(article_id: str) -> Member:
        original = reposts.get(article_id)
        shown = {} if article_id == group[0] else why.get(article_id, {})
        return Member(article_id=article_id, repost_of=original if original in here else None, evidence=shown)

    return Story(
        id=name,
        members=tuple(member(article_id) for article_id in group),
        first_seen=articles[group[0]].published_at,
        last_seen=articles[group[-1]].published_at,
    )


def _chained(
    stories: Sequence[Story], groups: Sequence[Sequence[str]], index: Index, edges: Edges
) -> tuple[Story, ...]:
    """With each story that continues another led back to it."""
    number = {article: at for at, group in enumerate(groups) for article in group}
    story_of = [number[article] for article in index.table.ids]
    began = {at: story.first_seen.timestamp() for at, story in enumerate(stories)}
    before = follows(edges, story_of, began, least(index.model))
    return tuple(
        replace(story, follows=stories[before[at]].id) if at in before else story for at, story in enumerate(stories)
    )


def _by_time(article: Article) -> tuple[datetime, str]:
    return article.published_at, article.id
