"""Columns: an equal headline is the same news, unless it is a column's (每日快讯, Weekly Update) and its leads say other things.

Only leads that can be compared speak against an equal headline: both long enough and of one language; the words of the
headline, which a lead repeats, do not count. Between two sources a headline of many words is no column's: whoever words
it so tells the same news, however he goes on.
"""

from dataclasses import dataclass

import numpy as np

from ribao.cluster.buckets import Buckets

LEAD_WORDS = 8  # beside those of the headline: fewer say nothing
SHARED = 1 / 15  # of the shorter lead: two tellings of one event share three times as much, and more
HEADLINE_WORDS = 4  # of a column that two sources name alike


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Telling:
    """``words`` of the headline and ``lead`` words: ascending buckets; ``source``: its bucket."""

    words: Buckets
    lead: Buckets
    lead_chinese: bool
    source: int


def other_news(one: Telling, other: Telling) -> bool:
    """Whether two articles of one headline tell different news, by their leads."""
    if one.source != other.source and len(one.words) > HEADLINE_WORDS:
        return False
    if one.lead_chinese != other.lead_chinese or min(len(one.lead), len(other.lead)) < LEAD_WORDS:
        return False
    if np.array_equal(one.lead, other.lead):
        return False
    first, second = (np.setdiff1d(told.lead, told.words, assume_unique=True) for told in (one, other))
    shorter = min(len(first), len(second))
    return shorter >= LEAD_WORDS and len(np.intersect1d(first, second, assume_unique=True)) < SHARED * shorter
