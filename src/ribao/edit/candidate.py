"""Candidates: the stories that may enter an edition, with all that choosing among them needs to know."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ribao.edit.desk import Desk
from ribao.edit.filters import compile_filter
from ribao.edit.headline import headlines
from ribao.edit.marks import channels, promotional, roundup
from ribao.edit.members import has_body, independent, independent_sources
from ribao.edit.rank import rank
from ribao.support.folding import bare
from ribao.types.article import Article
from ribao.types.channel import CHANNELS, OTHER
from ribao.types.source import Tier
from ribao.types.story import Story

WINDOW = timedelta(hours=24)
_FILTERED = 400  # characters of the lead that mute and follow words are sought in, beside the headline


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """``articles``: all that may be shown; ``fresh``: those of the edition's window. Headlines best first."""

    story: Story
    articles: Mapping[str, Article]
    fresh: Mapping[str, Article]
    headlines: tuple[str, ...]
    channels: tuple[str, ...]
    terms: Mapping[str, float]
    sources: int  # independent ones, of fresh articles
    body: bool
    promo: bool

    @property
    def order(self) -> tuple[object, ...]:
        """Best first: text before headlines alone, then the rank, then the id."""
        return (not self.body, -self.terms["total"], self.story.id)


def in_window(desk: Desk) -> dict[str, Article]:
    """Articles of the edition's span, and late ones, whose source is known."""
    begin = desk.since or desk.as_of - WINDOW
    return {id_: a for id_, a in _known(desk).items() if begin < a.published_at or id_ in desk.late}


def _known(desk: Desk) -> dict[str, Article]:
    found = {id_: a for id_, a in desk.articles.items() if a.source_id in desk.sources}
    return {id_: found[id_] for id_ in sorted(found) if found[id_].published_at <= desk.as_of}


def muted(desk: Desk) -> dict[str, str]:
    """Article id → the mute word that keeps it out, in headline or lead."""
    return dict(_matching(desk, "mute"))


def followed(desk: Desk) -> dict[str, str]:
    """Article id → the follow word that lifts it."""
    return dict(_matching(desk, "follow"))


def _matching(desk: Desk, kind: str) -> Iterator[tuple[str, str]]:
    """``kind`` is mute or follow: words of the edition, of the article's source, and of its channels."""
    everywhere = tuple(getattr(desk, kind))
    by_channel: Mapping[str, Collection[str]] = getattr(desk, f"channel_{kind}")
    for id_, article in _known(desk).items():
        source = desk.sources[article.source_id]
        own = [word for name in channels(desk.annotations.get(id_, {}), source) for word in by_channel.get(name, ())]
        words = (*everywhere, *getattr(source, kind), *own)
        word = compile_filter(words).find(f"{article.title}\n{article.summary or article.text}"[:_FILTERED])
        if word is not None:
            yield id_, word


def candidates(desk: Desk) -> list[Candidate]:
    """Stories with news for this edition, best first. Round-ups and what an earlier edition had are not among them."""
    hidden = muted(desk)
    shown = {id_: article for id_, article in _known(desk).items() if id_ not in hidden}
    lifted = followed(desk)
    window = in_window(desk)
    made = (_candidate(story, desk, shown, window, lifted) for story in desk.stories)
    return sorted((one for one in made if one is not None), key=lambda one: one.order)


def _candidate(
    story: Story, desk: Desk, shown: Mapping[str, Article], window: Collection[str], lifted: Collection[str]
) -> Candidate | None:
    articles = {m.article_id: shown[m.article_id] for m in story.members if m.article_id in shown}
    fresh = {id_: article for id_, article in articles.items() if id_ in window}
    own = independent(story, fresh)
    plain = [article for article in own if not roundup(desk.annotations.get(article.id, {}))]
    titles = headlines(plain, desk.sources, desk.annotations, desk.language)
    if not titles or not _is_news(story, articles, fresh, desk):
        return None
    return Candidate(
        story=story,
        articles=articles,
        fresh=fresh,
        headlines=tuple(titles),
        channels=_channels(own, desk),
        terms=rank(story, fresh, desk.sources, desk.annotations, desk.as_of, lifted, desk.language),
        sources=independent_sources(story, fresh),
        body=any(map(has_body, own)),
        promo=_mostly_promotional(own, desk),
    )


def _is_news(story: Story, articles: Mapping[str, Article], fresh: Mapping[str, Article], desk: Desk) -> bool:
    """A story that an earlier edition had comes again only with a new article that is no copy and no list entry."""
    before = {bare(a.title) for a in articles.values() if a.id in desk.earlier}
    if not before:
        return True
    return any(
        article.id not in desk.earlier
        and bare(article.title) not in before
        and has_body(article)
        and desk.sources[article.source_id].tier is not Tier.AGGREGATOR
        for article in independent(story, {**articles, **fresh})
        if article.id in fresh
    )


def _mostly_promotional(articles: Collection[Article], desk: Desk) -> bool:
    marked = sum(promotional(desk.annotations.get(article.id, {})) for article in articles)
    return 2 * marked > len(articles)


def _channels(articles: Collection[Article], desk: Desk) -> tuple[str, ...]:
    """The channel that most articles have; a second channel counts half, and so does a headline without text."""
    votes: dict[str, float] = defaultdict(float)
    for article in articles:
        names = channels(desk.annotations.get(article.id, {}), desk.sources[article.source_id])
        for at, name in enumerate(names):
            votes[name if name in CHANNELS else OTHER] += (1.0 if has_body(article) else 0.5) / (1 + at)
    places = (*CHANNELS, OTHER)
    return tuple(sorted(votes, key=lambda name: (-votes[name], places.index(name)))[:2])
