"""Stage 4 of the pipeline as one pure function: articles into stories. It runs in a worker process, in the lab, in benches.

What it needs comes in a :class:`Task`, what is worth keeping goes out in a :class:`Joined`: no database, no network.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ribao.annotate.words import words_of
from ribao.cluster import marks as marking
from ribao.cluster import model as models
from ribao.cluster.arrival import arrive
from ribao.cluster.marks import Marks
from ribao.cluster.model import Model
from ribao.cluster.naming import story_id
from ribao.cluster.opinions import Opinions, Pair
from ribao.cluster.reposts import fold
from ribao.cluster.stories import WINDOW_HOURS, Known, Outcome, marks_for, tell
from ribao.cluster.tree import independent, tree
from ribao.cluster.unheard import whole
from ribao.types.article import Article
from ribao.types.ruling import Ruling
from ribao.types.signature import Signature
from ribao.types.source import Source, Tier
from ribao.types.story import Member, Story
from ribao.types.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``roundups``: ids of articles that stand alone. ``signatures``: of articles met before, by id. ``stories``: as they
    stand. ``model``: the owner's own, where there is one. ``doubtful``: how many uncertain pairs a judge could be asked.
    """

    articles: Sequence[Article]
    sources: Mapping[str, Source]
    roundups: frozenset[str] = frozenset()
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    rulings: Sequence[Ruling] = ()
    stories: Sequence[Story] = ()
    model: Path | None = None
    opinions: Opinions = field(default_factory=Opinions)
    window_hours: float = WINDOW_HOURS
    doubtful: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """``signatures``: of articles that had none. ``doubtful``: pairs of article ids, the most uncertain first.
    ``told``: what the owner should know of the model.
    """

    stories: tuple[Story, ...]
    signatures: tuple[Signature, ...] = ()
    doubtful: tuple[Pair, ...] = ()
    told: tuple[str, ...] = ()


def consolidate(task: Task) -> Joined:
    """The stories of all articles found anew, as the schedule asks."""
    found = tell_stories(task)
    return replace(found, stories=_with_voices(found.stories, task))


def tell_stories(task: Task) -> Joined:
    """:func:`consolidate` without who knows each story of himself, which the lab does not ask."""
    model, told = _model(task)
    words = {article.id: words_of(article) for article in task.articles}
    known, fresh = _known(task, model, words)
    outcome: Outcome = tell(task.articles, words, model, known, task.window_hours, task.doubtful)
    return Joined(stories=outcome.stories, signatures=fresh, doubtful=outcome.doubtful, told=told)


def assign(task: Task) -> Joined:
    """Only the articles that are in no story yet, each put to one that stands, or to one of its own."""
    model, told = _model(task)
    words = {article.id: words_of(article) for article in task.articles if article.id not in task.signatures}
    known, fresh = _known(task, model, words)
    stories = arrive(task.articles, words, model, known, task.window_hours)
    return Joined(stories=_with_voices(stories, task), signatures=fresh, told=told)


def as_one(articles: Sequence[Article], sources: Mapping[str, Source]) -> Story:
    """These articles as one story, found by somebody else: with its reposts and voices. Raises ValueError for none."""
    if not articles:
        raise ValueError("a story has at least one article")
    ordered = sorted(articles, key=lambda one: (one.published_at, one.id))
    copies = fold(ordered, {source.id: source.title for source in sources.values()}, _official(sources.values()))
    story = Story(
        id=story_id(ordered[0].id),
        members=tuple(Member(article_id=one.id, repost_of=copies.get(one.id)) for one in ordered),
        first_seen=ordered[0].published_at,
        last_seen=ordered[-1].published_at,
    )
    return _with_own_voices(story, {one.id: one for one in ordered}, sources)


def kept(task: Task, found: Joined) -> tuple[Story, ...]:
    """The stories to keep: those found, with the older members of which this run did not hear. The store keeps all."""
    return whole(found.stories, task.stories, task.rulings)


def _model(task: Task) -> tuple[Model, tuple[str, ...]]:
    told: list[str] = []
    return models.choose(task.model, told.append), tuple(told)


def _known(task: Task, model: Model, words: Mapping[str, Words]) -> tuple[Known, tuple[Signature, ...]]:
    version = f"{marking.VERSION}:{model.name}"
    marks: dict[str, Marks] = {}
    fresh: list[Signature] = []
    for article in task.articles:
        kept = task.signatures.get(article.id)
        if kept is not None and (kept.version, kept.revision) == (version, article.revision):
            marks[article.id] = marking.unpack(kept.data)
            continue
        made = marks_for(article, words.get(article.id) or words_of(article), model)
        marks[article.id] = made
        fresh.append(Signature(article_id=article.id, revision=article.revision, version=version, data=made.pack()))
    names = {source.id: source.title for source in task.sources.values()}
    known = Known(
        roundups=task.roundups,
        reposts=fold(task.articles, names, _official(task.sources.values())),
        marks=marks,
        rulings=task.rulings,
        stories=task.stories,
        opinions=task.opinions,
    )
    return known, tuple(fresh)


def _official(sources: Iterable[Source]) -> list[str]:
    return [source.id for source in sources if source.tier is Tier.OFFICIAL]


def _with_voices(stories: Sequence[Story], task: Task) -> tuple[Story, ...]:
    """With the articles of each grouped by who knows it of himself: one owner, or one original, is one voice."""
    by_id = {article.id: article for article in task.articles}
    return tuple(_with_own_voices(story, by_id, task.sources) for story in stories)


def _with_own_voices(story: Story, by_id: Mapping[str, Article], sources: Mapping[str, Source]) -> Story:
    if len(story.members) < 2:
        return story
    members = [member.article_id for member in story.members]
    articles = {article: by_id[article] for article in members if article in by_id}
    voices = independent(tree(members, articles, sources), articles, sources)
    return replace(story, voices=tuple(voice.articles for voice in voices))
