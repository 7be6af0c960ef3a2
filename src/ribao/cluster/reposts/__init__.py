"""Reposts: the same text elsewhere, or in other words, and which article is its original.

A new headline, other paragraph breaks, a credit line, an app's advert, the other script: none of it hides a copy.
"""

from collections.abc import Collection, Iterable, Mapping

from ribao.cluster.credit import Names
from ribao.cluster.reposts.find import Finder, by_time, find, told_at
from ribao.cluster.reposts.match import Level, Match
from ribao.cluster.reposts.original import original_of
from ribao.types.article import Article

__all__ = ["Finder", "Level", "Match", "by_time", "find", "fold", "original_of", "told_at"]


def fold(
    articles: Iterable[Article], names: Mapping[str, str] | None = None, official: Collection[str] = ()
) -> dict[str, str]:
    """Article id → id of its original, for copies only; rewrites are no copies.

    ``names``: source id → title, to believe a credit (来源). ``official``: ids of the makers' own newsrooms, whose
    press releases others carry. The original never is itself a copy.
    """
    by_id = {article.id: article for article in articles}
    groups: dict[str, list[Article]] = {}
    for match in find(by_id.values(), rewrites=False):
        groups.setdefault(match.one, [by_id[match.one]]).append(by_id[match.other])
    known, folded = Names(names or {}), {}
    for group in groups.values():
        original = original_of(group, known, official)
        folded.update({article.id: original.id for article in group if article.id != original.id})
    return folded
