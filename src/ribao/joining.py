"""Stage 4 of the pipeline as one pure function: articles into stories. It runs in a worker process, in the lab, in benches.

What it needs comes in a :class:`Task`, what is worth keeping goes out in a :class:`Joined`: no database, no network.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ribao.annotate.words import tokens, words_of
from ribao.cluster import marks as marking
from ribao.cluster import model as models
from ribao.cluster.arrival import arrive
from ribao.cluster.credit import Names
from ribao.cluster.marks import Marks
from ribao.cluster.model import Model
from ribao.cluster.naming import story_id
from ribao.cluster.opinions import Opinions, Pair
from ribao.cluster.reposts import fold
from ribao.cluster.stories import WINDOW_HOURS, Known, Outcome, marks_for, tell
from ribao.cluster.tree import independent, names_of, tree
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
    marks = _kept_marks(task, _version(model))
    # of those met before, the headline's words alone are asked for, as evidence
    words = {one.id: Words(title=tokens(one.title)) if one.id in marks else _words(one) for one in task.articles}
    known, fresh = _known(task, model, marks, words)
    outcome: Outcome = tell(task.articles, words, model, known, task.window_hours, task.doubtful)
    return Joined(stories=outcome.stories, signatures=fresh, doubtful=outcome.doubtful, told=told)


def assign(task: Task) -> Joined:
    """Only the articles that are in no story yet, each put to one that stands, or to one of its own."""
    model, told = _model(task)
    marks = _kept_marks(task, _version(model))
    words = {article.id: _words(article) for article in task.articles if article.id not in marks}
    known, fresh = _known(task, model, marks, words)
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
    return _with_own_voices(story, {one.id: one for one in ordered}, sources, names_of(sources))


def kept(task: Task, found: Joined) -> tuple[Story, ...]:
    """The stories to keep: those found, with the older members of which this run did not hear. The store keeps all."""
    return whole(found.stories, task.stories, task.rulings)


def _model(task: Task) -> tuple[Model, tuple[str, ...]]:
    told: list[str] = []
    return models.choose(task.model, told.append), tuple(told)


def _words(article: Article) -> Words:
    return words_of(article, marking.MOST_LEAD)


def _version(model: Model) -> str:
    return f"{marking.VERSION}:{model.name}"


def _kept_marks(task: Task, version: str) -> dict[str, Marks]:
    """Article id → its marks, of those whose signature is of this version and of the article as it is now."""
    found: dict[str, Marks] = {}
    for article in task.articles:
        kept = task.signatures.get(article.id)
        if kept is not None and (kept.version, kept.revision) == (version, article.revision):
            with suppress(ValueError):  # damaged: made anew
                found[article.id] = marking.unpack(kept.data)
    return found


def _known(
    task: Task, model: Model, kept: Mapping[str, Marks], words: Mapping[str, Words]
) -> tuple[Known, tuple[Signature, ...]]:
    """``words``: of all articles whose marks are not ``kept``; the signatures of these."""
    unmarked = [article for article in task.articles if article.id not in kept]
    made = {article.id: marks_for(article, words[article.id], model) for article in unmarked}
    fresh = tuple(
        Signature(article_id=one.id, revision=one.revision, version=_version(model), data=made[one.id].pack())
        for one in unmarked
    )
    names = {source.id: source.title for source in task.sources.values()}
    known = Known(
        roundups=task.roundups,
        reposts=fold(task.articles, names, _official(task.sources.values())),
        marks={**kept, **made},
        rulings=task.rulings,
        stories=task.stories,
        opinions=task.opinions,
    )
    return known, fresh


def _official(sources: Iterable[Source]) -> list[str]:
    return [source.id for source in sources if source.tier is Tier.OFFICIAL]


def _with_voices(stories: Sequence[Story], task: Task) -> tuple[Story, ...]:
    """With the articles of each grouped by who knows it of himself: one owner, or one original, is one voice."""
    by_id = {article.id: article for article in task.articles}
    names = names_of(task.sources)
    return tuple(_with_own_voices(story, by_id, task.sources, names) for story in stories)


def _with_own_voices(story: Story, by_id: Mapping[str, Article], sources: Mapping[str, Source], names: Names) -> Story:
    if len(story.members) < 2:
        return story
    members = [member.article_id for member in story.members]
    articles = {article: by_id[article] for article in members if article in by_id}
    voices = independent(tree(members, articles, sources, names), articles, sources, names)
    return replace(story, voices=tuple(voice.articles for voice in voices))
