"""Candidates: the stories that may enter an edition, with all that choosing among them needs to know."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ribao.edit.desk import Desk
from ribao.edit.filters import compile_filter
from ribao.edit.habits import Habits, habits
from ribao.edit.headline import TALK, headlines
from ribao.edit.marks import Found, channel_scores, channels, market, phrase, promotional, roundup, talk
from ribao.edit.members import has_body, independent, independent_sources
from ribao.edit.rank import TALKATIVE, rank
from ribao.support.folding import bare
from ribao.types.article import Article
from ribao.types.channel import CHANNELS, OTHER
from ribao.types.source import Tier
from ribao.types.story import Story

WINDOW = timedelta(hours=24)
HOT = CHANNELS[-1]
MARKET = 0.5  # mean of a story's headlines, 0 to 1, from which it is a market report
BARE = 0.75  # from here on a headline is a bare phrase, which nobody knows who has not seen the list
SHORT = 0.5  # ... or too short for a story that one source alone tells
FORUM = 0.5  # talkativeness from which a source is a forum
HOT_LIST = 0.25  # mean phrase from which a source is a hot list: what it alone has is hardly news
MANY = 2  # independent sources
SECOND = 0.5  # share of the main score that a second channel needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """``articles``: all that may be shown; ``fresh``: those of the edition's window.

    ``headlines``: (text, source id), best first. ``news``: no talk, no bare phrase. ``foreign``: told only in other
    languages than the daily's.
    """

    story: Story
    articles: Mapping[str, Article]
    fresh: Mapping[str, Article]
    headlines: tuple[tuple[str, str], ...]
    channels: tuple[str, ...]
    terms: Mapping[str, float]
    sources: int  # independent ones, of fresh articles
    body: bool
    promo: bool
    news: bool
    market: bool
    foreign: bool

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
    """Article id → the mute word that keeps it out, in headline, summary or text."""
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
        word = compile_filter(words).find(_all_text(article)) if words else None
        if word is not None:
            yield id_, word


def _all_text(article: Article) -> str:
    return "\n".join((article.title, article.summary, *article.paragraphs))


def candidates(desk: Desk) -> list[Candidate]:
    """Stories with news for this edition, best first. Round-ups and what an earlier edition had are not among them."""
    hidden = muted(desk)
    known = _known(desk)
    today = _Today(
        desk=desk,
        shown={id_: article for id_, article in known.items() if id_ not in hidden},
        window=in_window(desk),
        lifted=followed(desk),
        habits=habits(known.values(), desk.annotations),
    )
    made = (_candidate(story, today) for story in desk.stories)
    return sorted((one for one in made if one is not None), key=lambda one: one.order)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Today:
    """What is found once for all stories."""

    desk: Desk
    shown: Mapping[str, Article]
    window: Mapping[str, Article]
    lifted: Mapping[str, str]
    habits: Habits


def _candidate(story: Story, today: _Today) -> Candidate | None:
    desk, notes = today.desk, today.desk.annotations
    articles = {m.article_id: today.shown[m.article_id] for m in story.members if m.article_id in today.shown}
    fresh = {id_: article for id_, article in articles.items() if id_ in today.window}
    own = independent(story, fresh)
    plain = [article for article in own if not roundup(notes.get(article.id, {}))]
    titles = headlines(plain, desk.sources, notes, desk.language)
    if not titles or not _is_news(story, articles, fresh, desk):
        return None
    terms = rank(story, fresh, desk.sources, notes, desk.as_of, today.lifted, desk.language, today.habits.talkative)
    told_by = independent_sources(story, fresh)
    about_markets = _mean(market, own, desk) >= MARKET
    return Candidate(
        story=story,
        articles=articles,
        fresh=fresh,
        headlines=tuple(titles),
        channels=_channels(own, today, about_markets),
        terms=terms,
        sources=told_by,
        body=terms["body"] > 0,
        promo=_mostly_promotional(own, desk),
        news=_tells_news(terms, own, told_by, today),
        market=about_markets,
        foreign=not terms["language"],
    )


def _tells_news(terms: Mapping[str, float], own: Collection[Article], sources: int, today: _Today) -> bool:
    """No talk, no phrase that nobody explains, nothing that forums or one hot list alone have.

    What a follow word lifts is wanted anyhow.
    """
    desk = today.desk
    if terms["follow"]:
        return True
    if _mean(talk, own, desk) >= TALK or terms["talkative_source"] <= TALKATIVE * FORUM:
        return False
    shortest = min(phrase(desk.annotations.get(article.id, {})) for article in own)
    if sources >= MANY:
        return shortest < BARE
    terse = min(today.habits.terse.get(article.source_id, 0.0) for article in own)
    return shortest < SHORT and terse < HOT_LIST


def _mean(mark: Callable[[Found], float], articles: Collection[Article], desk: Desk) -> float:
    return sum(mark(desk.annotations.get(article.id, {})) for article in articles) / len(articles)


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


def _channels(articles: Collection[Article], today: _Today, about_markets: bool) -> tuple[str, ...]:
    """The channel that most articles have; a second channel counts half, and so does a headline without text.

    A market report is for 热点资讯, whatever firm it names.
    """
    places = today.desk.channels.names
    votes: dict[str, float] = defaultdict(float)
    for article in articles:
        for at, name in enumerate(_channels_of(article, today)):
            votes[name if name in places else OTHER] += (1.0 if has_body(article) else 0.5) / (1 + at)
    ranked = sorted(votes, key=lambda name: (-votes[name], (*places, OTHER).index(name)))[:2]
    return tuple(dict.fromkeys((HOT, *ranked)))[:2] if about_markets and HOT in places else tuple(ranked)


def _channels_of(article: Article, today: _Today) -> tuple[str, ...]:
    """As annotated; where its source's owner named no channels, with what the source usually writes about."""
    found, source = today.desk.annotations.get(article.id, {}), today.desk.sources[article.source_id]
    usual = today.habits.usual.get(source.id, {})
    if source.channels or "channel" not in found or not usual:
        return channels(found, source)
    own, places = channel_scores(found), (*today.desk.channels.names, OTHER)
    scores = {name: own.get(name, 0.0) + usual.get(name, 0.0) for name in (*own, *usual) if name in places}
    ranked = sorted(scores, key=lambda name: (-scores[name], places.index(name)))
    return tuple(name for name in ranked[:2] if scores[name] >= SECOND * scores[ranked[0]])
