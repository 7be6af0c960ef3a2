"""Recalling: what the store knows from before that an edition is made with. Earlier editions, late articles, failures."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ribao.edit.calendar import Plan
from ribao.support.store.port import Store
from ribao.types.article import Article
from ribao.types.edition import FailedSource
from ribao.types.source import Source

REMEMBERED = 3  # days whose editions are not repeated


def as_known(store: Store, article: Article, now: datetime) -> Article:
    """The newest revision whose page was read by ``now``: ``--at`` may lie before a correction that is stored already."""
    for revision in reversed(store.revisions(article.id)) if article.revision > 1 else ():
        page = store.page(revision.page_sha256)
        if revision.revision == 1 or page is None or page.fetched_at <= now:
            return revision
    return article


def shown_before(store: Store, plan: Plan, profile: str) -> frozenset[str]:
    """Ids of the articles that the last three days' editions showed."""
    keys = [key for key in store.editions() if key.profile == profile and 0 < (plan.day - key.date).days <= REMEMBERED]
    editions = [store.edition(key.date, key.profile, key.revision) for key in keys]
    return frozenset(
        article.id
        for edition in editions
        if edition is not None
        for section in edition.sections
        for entry in section.entries
        for article in entry.articles
    )


def late(store: Store, plan: Plan, profile: str, articles: Sequence[Article]) -> frozenset[str]:
    """Articles of the day before the span that came in only after the edition before was made."""
    if not plan.takes_late:
        return frozenset()
    keys = [key for key in store.editions() if key.profile == profile and key.date < plan.day and key.revision == 1]
    if not keys:
        return frozenset()
    made = max(keys, key=lambda key: key.date).made_at
    oldest = plan.since - timedelta(days=1)
    return frozenset(a.id for a in articles if a.seen_at > made and oldest < a.published_at <= plan.since)


def failed_sources(store: Store, sources: Mapping[str, Source]) -> tuple[FailedSource, ...]:
    """The sources of this run that failed when they were last asked, by id."""
    states = store.states()
    failed = ((name, states[name].reason) for name in sorted(sources) if name in states)
    return tuple(
        FailedSource(id=name, title=sources[name].title, reason=reason) for name, reason in failed if reason is not None
    )
