"""Habits: what a source mostly shows, found in its own headlines of these days. Nothing here knows a source's name.

A list of imported feeds says neither what a source writes about nor whether it is a newspaper or a forum.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from ribao.edit.desk import Annotations
from ribao.edit.marks import Found, channel_scores, phrase, talk
from ribao.types.article import Article

USUAL = 5.0  # what a source's usual channel adds to an article's score there, times its share of the source's articles
_TALK = (0.12, 0.37)  # mean talk of a source: up to the first a newspaper's, from the second on a forum's
_FEW = 3  # headlines that count as if they said nothing: one question makes no forum

Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """By source id. ``talkative``: 0 to 1, how much of it is talk; ``terse``: how much of it are bare phrases;
    ``usual``: channel → what that adds to a score.
    """

    talkative: Mapping[str, float] = field(default_factory=dict)
    terse: Mapping[str, float] = field(default_factory=dict)
    usual: Mapping[str, Scores] = field(default_factory=dict)


def habits(articles: Collection[Article], annotations: Annotations) -> Habits:
    by_source: dict[str, list[Article]] = defaultdict(list)
    for article in sorted(articles, key=lambda article: article.id):
        by_source[article.source_id].append(article)
    return Habits(
        talkative={source: _talkative(own, annotations) for source, own in by_source.items()},
        terse={source: _mean(phrase, own, annotations) for source, own in by_source.items()},
        usual={source: _usual(own, annotations) for source, own in by_source.items()},
    )


def _talkative(articles: Collection[Article], annotations: Annotations) -> float:
    mean = _mean(talk, articles, annotations)
    low, high = _TALK
    return min(1.0, max(0.0, (mean - low) / (high - low)))


def _mean(mark: Callable[[Found], float], articles: Collection[Article], annotations: Annotations) -> float:
    return math.fsum(mark(annotations.get(article.id, {})) for article in articles) / (len(articles) + _FEW)


def _usual(articles: Collection[Article], annotations: Annotations) -> dict[str, float]:
    best = (channel_scores(annotations.get(article.id, {})) for article in articles)
    mains = Counter(next(iter(scores)) for scores in best if scores)
    return {channel: USUAL * count / (mains.total() + _FEW) for channel, count in sorted(mains.items())}
