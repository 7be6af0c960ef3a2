"""Gathering what an edition's pages show from the store."""

from collections.abc import Mapping
from datetime import datetime

from ribao.edit.bylines import with_bylines
from ribao.edit.corrected import corrected
from ribao.render.around_gather import gather_around
from ribao.render.bundle import Bundle, Kept
from ribao.render.feeds.revised import corrected as corrected_stories
from ribao.render.thing_gather import Tellings, gather_things
from ribao.support.store.port import Store
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.correction import Correction
from ribao.types.edition import Edition
from ribao.types.source import Source
from ribao.types.story import Story

MOST_READINGS = 6  # newest ones of an article that a page compares


def gather(
    store: Store,
    edition: Edition,
    sources: Mapping[str, Source],
    *,
    title: str,
    language: str,
    earlier: tuple[tuple[str, str], ...] = (),
    before: tuple[tuple[str, str], ...] = (),
    things: bool = False,
    tellings: Tellings | None = None,
) -> Bundle:
    """The edition with its articles in the revisions it names, their annotations, mentions, stories and sources.

    ``things``: also what the pages of all things are made of that it names, for an export. ``tellings``: article ids →
    the newest edition that names each, where a server has other editions to lead to; then its pages also say what came
    after them. Without it nothing is told that the edition could not know.
    """
    newest, stories = store.articles_by_id(_named(edition)), _stories(store, edition)
    articles = _articles(store, edition, newest)
    found = _annotations(store, articles)
    mentions = store.mentions(articles)
    return Bundle(
        edition=edition,
        articles=articles,
        sources=sources,
        stories=stories,
        annotations=corrected(with_bylines(found, stories.values(), articles), _corrections(store, articles)),
        title=title,
        language=language,
        earlier=earlier,
        before=before,
        mentions=mentions,
        things=gather_things(store, edition, sources) if things else None,
        corrected=corrected_stories(_revisions(store, edition)),
        around=gather_around(store, edition, mentions, sources, tellings),
        readings=_readings(store, articles, newest, later=tellings is not None),
    )


def _named(edition: Edition) -> dict[str, int]:
    """The revision of each article that the edition names, by id."""
    return {row.id: row.revision for section in edition.sections for entry in section.entries for row in entry.articles}


def _articles(store: Store, edition: Edition, newest: Mapping[str, Article]) -> dict[str, Article]:
    named = _named(edition)
    found = {i: a if a.revision == named[i] else store.article(i, named[i]) for i, a in newest.items()}
    return {i: article for i, article in found.items() if article is not None}


def _readings(
    store: Store, articles: Mapping[str, Article], newest: Mapping[str, Article], *, later: bool
) -> dict[str, tuple[Kept, ...]]:
    """``later``: also those that were read after the one that the edition names."""
    found: dict[str, tuple[Kept, ...]] = {}
    for id_, shown in articles.items():
        last = newest[id_].revision if later else shown.revision
        kept = [one for one in store.revisions(id_) if one.revision <= last] if last > 1 else []
        if len(kept) > 1:
            found[id_] = tuple(Kept(article=one, read_at=_read_at(store, one)) for one in kept[-MOST_READINGS:])
    return found


def _read_at(store: Store, article: Article) -> datetime | None:
    page = store.page(article.page_sha256)
    return page.fetched_at if page else None


def _annotations(store: Store, articles: Mapping[str, Article]) -> dict[str, dict[str, Annotation]]:
    """Of the revisions that are shown: their spans point into no other text."""
    return store.annotations(articles, {id_: article.revision for id_, article in articles.items()})


def _stories(store: Store, edition: Edition) -> dict[str, Story]:
    ids = [entry.story for section in edition.sections for entry in section.entries]
    return {i: story for i in ids if (story := store.story(i)) is not None}


def _corrections(store: Store, articles: Mapping[str, Article]) -> list[Correction]:
    return [one for one in store.corrections() if one.article_id in articles]


def _revisions(store: Store, edition: Edition) -> list[Edition]:
    """Those of its day, itself the last."""
    older = (store.edition(edition.date, edition.profile, number) for number in range(1, edition.revision))
    return [*(one for one in older if one is not None), edition]
