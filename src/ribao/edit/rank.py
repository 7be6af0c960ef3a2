"""Rank: why a story stands where it stands, term by term. Pure; every term is stored beside the entry.

The terms are what newsrooms weigh (Harcup and O'Neill 2017, "What is news?"): who says it, how many say it
independently, how fresh it is, and how much there is to read; and against it, what is no news: talk, tickers,
phrases of hot lists, adverts.
"""

import math
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from ribao.edit.desk import Annotations
from ribao.edit.digest import quotable
from ribao.edit.marks import Found, market, phrase, promotional, roundup, talk
from ribao.edit.members import fits, independent, independent_sources
from ribao.types.article import Article
from ribao.types.source import Source, Tier
from ribao.types.story import Story

TIER = {Tier.OFFICIAL: 1.0, Tier.ORIGINAL: 0.8, Tier.AGGREGATOR: 0.3}
HALF_LIFE_HOURS = 12.0
SOURCES, RECENCY, BODY, LENGTH, LANGUAGE, FOLLOW = 2.0, 1.0, 1.0, 0.5, 1.0, 3.0
PROMOTION, ROUNDUP = -2.0, -4.0
TALK, TALKATIVE, MARKET, PHRASE = -3.0, -2.0, -1.5, -1.0
_FULL_LENGTH = 2000  # characters


def rank(
    story: Story,
    articles: Mapping[str, Article],
    sources: Mapping[str, Source],
    annotations: Annotations,
    now: datetime,
    follow: Collection[str] = (),
    language: str = "",
    talkative: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Named terms and their ``total``, rounded to 4 digits. ``follow``: ids of the articles that a follow word lifts.
    ``language``: of the daily; a story that someone tells in it is nearer to its reader. ``talkative``: source id →
    :mod:`ribao.edit.habits`.

    Only members in ``articles`` count. A story with none of them ranks at ``{"total": 0.0}``.
    """
    members = independent(story, articles)
    if not members:
        return {"total": 0.0}
    told = [article for article in members if quotable(article)]
    habit = talkative or {}
    terms = {
        "tier": max(TIER[sources[article.source_id].tier] for article in members),
        "independent_sources": SOURCES * math.log2(independent_sources(story, articles)),
        "recency": RECENCY * _recency(max(article.published_at for article in members), now),
        "body": BODY if told else 0.0,
        "length": LENGTH * min(1.0, max((len(article.text) for article in told), default=0) / _FULL_LENGTH),
        "language": LANGUAGE if any(fits(article, language) < 2 for article in members) else 0.0,
        "follow": FOLLOW if any(article.id in follow for article in members) else 0.0,
        "promotion": PROMOTION * _share(members, annotations, promotional),
        "roundup": ROUNDUP * _share(members, annotations, roundup),
        "talk": TALK * _share(members, annotations, talk),
        "talkative_source": TALKATIVE * sum(habit.get(a.source_id, 0.0) for a in members) / len(members),
        "market": MARKET * _share(members, annotations, market),
        "phrase": PHRASE * min(phrase(annotations.get(article.id, {})) for article in members),
    }
    rounded = {name: round(value, 4) + 0.0 for name, value in terms.items()}
    return rounded | {"total": round(math.fsum(rounded.values()), 4)}


def _recency(last: datetime, now: datetime) -> float:
    hours = max(0.0, (now - last).total_seconds() / 3600)
    return float(0.5 ** (hours / HALF_LIFE_HOURS))


def _share(members: Collection[Article], annotations: Annotations, mark: Callable[[Found], float]) -> float:
    return math.fsum(mark(annotations.get(article.id, {})) for article in members) / len(members)
