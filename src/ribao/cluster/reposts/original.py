"""Original: which article of one text the others were taken from."""

from collections import Counter
from collections.abc import Collection, Sequence

from ribao.cluster.credit import Names, credits_of
from ribao.cluster.reposts.find import by_time
from ribao.types.article import Article


def original_of(group: Sequence[Article], names: Names, official: Collection[str] = ()) -> Article:
    """Of articles with one text: who credits nobody here, is credited by most, is the maker itself, credits nobody
    elsewhere, and came first; asked in that order."""
    credited = {article.id: _credited(article, names) for article in group}
    here = {article.source_id for article in group}
    votes = Counter(source for others in credited.values() for source in others)

    def rank(article: Article) -> tuple[object, ...]:
        named = credited[article.id]
        return (
            bool(named & here),
            -votes[article.source_id],
            article.source_id not in official,
            bool(named),
            *by_time(article),
        )

    return min(group, key=rank)


def _credited(article: Article, names: Names) -> frozenset[str]:
    """Ids of the sources that an article was taken from, by its own word; an unknown one under its name."""
    found = (names.find(credit.name) or {f"={credit.name}"} for credit in credits_of(article) if credit.taken)
    return frozenset(source for ids in found for source in ids if source != article.source_id) - _own(article, names)


def _own(article: Article, names: Names) -> frozenset[str]:
    return frozenset({f"={names.title(article.source_id)}"})
