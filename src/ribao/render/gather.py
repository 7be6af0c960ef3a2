"""Gathering what an edition's pages show from the store."""

from collections.abc import Mapping

from ribao.edit.bylines import with_bylines
from ribao.edit.corrected import corrected
from ribao.render.bundle import Bundle
from ribao.render.feeds.revised import corrected as corrected_stories
from ribao.render.thing_gather import gather_things
from ribao.support.store.port import Store
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.correction import Correction
from ribao.types.edition import Edition
from ribao.types.source import Source
from ribao.types.story import Story


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
) -> Bundle:
    """The edition with its articles in the revisions it names, their annotations, mentions, stories and sources.

    ``things``: also what the pages of all things are made of that it names, for an export.
    """
    articles, stories = _articles(store, edition), _stories(store, edition)
    found = _annotations(store, articles)
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
        mentions=store.mentions(articles),
        things=gather_things(store, edition, sources) if things else None,
        corrected=corrected_stories(_revisions(store, edition)),
    )


def _articles(store: Store, edition: Edition) -> dict[str, Article]:
    named = {
        row.id: row.revision for section in edition.sections for entry in section.entries for row in entry.articles
    }
    newest = store.articles_by_id(named)
    found = {i: a if a.revision == named[i] else store.article(i, named[i]) for i, a in newest.items()}
    return {i: article for i, article in found.items() if article is not None}


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
