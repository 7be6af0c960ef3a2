"""The order of what was found: a headline that has the words before a text that has them, then the newest.

A headline with all words stands as if it were a month younger. Both stores rank by this one function.
"""

from collections.abc import Iterable
from datetime import timedelta

from ribao.types.query import Hit

HEADLINE_IS_WORTH = timedelta(days=30)


def ranked(hits: Iterable[Hit], terms: int) -> tuple[Hit, ...]:
    def key(hit: Hit) -> tuple[float, str]:
        share = hit.in_title / terms if terms else 0.0
        return -(hit.published_at.timestamp() + share * HEADLINE_IS_WORTH.total_seconds()), hit.article_id

    return tuple(sorted(hits, key=key))
