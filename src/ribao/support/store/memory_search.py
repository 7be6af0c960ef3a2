"""The search of the store in memory: every article is looked at. For tests, and as the plain statement of what is meant."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ribao.support.searching.marks import bit, marks, statuses
from ribao.support.searching.ranking import ranked
from ribao.support.searching.tokens import tokens
from ribao.types.article import Article
from ribao.types.correction import Correction
from ribao.types.edition import Edition
from ribao.types.query import Hit, Hits, Phrase, Query


def search(
    articles: Iterable[Article],
    values: Mapping[str, Mapping[str, Mapping[str, Any]]],
    corrections: Mapping[str, Correction],
    editions: Iterable[Edition],
    query: Query,
    most: int,
) -> Hits:
    """``articles``: newest revisions; ``values``: of annotations, by article id and maker."""
    told: dict[str, int] = {}
    for edition in editions:
        for id_, bits in statuses(edition).items():
            told[id_] = told.get(id_, 0) | bits
    found = []
    for article in articles:
        columns = marks(values.get(article.id, {}), corrections.get(article.id))
        let_through = (
            (not query.channel or query.channel in (columns.main, columns.second))
            and (not query.sources or article.source_id in query.sources)
            and (not query.after or article.published_at.date() >= query.after)
            and (not query.before or article.published_at.date() <= query.before)
            and (not query.status or told.get(article.id, 0) & bit(query.status))
            and query.promotion in (None, columns.promo)
        )
        hit = _hit(article, query) if let_through else None
        found += [hit] if hit else []
    newest = sorted(found, key=lambda hit: hit.published_at, reverse=True)
    return Hits(hits=ranked(newest[:most], len(query.terms)), more=len(newest) > most)


def _hit(article: Article, query: Query) -> Hit | None:
    title, text = f" {tokens(article.title)} ", f" {tokens(article.text or article.summary)} "
    if any(_stands(one, title) or _stands(one, text) for one in query.without):
        return None
    in_title = [any(_stands(one, title) for one in term.any_of) for term in query.terms]
    in_text = [any(_stands(one, text) for one in term.any_of) for term in query.terms]
    if not all(map(max, in_title, in_text)):
        return None
    return Hit(article_id=article.id, published_at=article.published_at, in_title=sum(in_title))


def _stands(phrase: Phrase, words: str) -> bool:
    return f" {phrase.tokens}" + ("" if phrase.prefix else " ") in words


def words_like(articles: Iterable[Article], word: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for article in articles:
        counts.update(set(f"{tokens(article.title)} {tokens(article.text or article.summary)}".split()))
    near = range(len(word) - 2, len(word) + 3)
    return {one: count for one, count in counts.items() if one[0] == word[0] and len(one) in near}
