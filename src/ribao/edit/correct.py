"""Corrections: a source changed an article after the edition that cites it was frozen. Pure.

The frozen edition stays as it was; a further revision says what the article says now. A sentence that still stands in
the changed text is kept and points to its new place; one that no longer stands is dropped, because it would tell what
its source has taken back. Where nothing is left, the entry gets a new digest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ribao.edit.headline import Headline, safe
from ribao.edit.hedging import bears
from ribao.edit.telling import telling
from ribao.types.article import Article, TextFrom
from ribao.types.attribution import Status
from ribao.types.edition import Citation, Edition, Entry, EntryArticle, Sentence

Digest = Callable[[Entry, tuple[Article, ...]], tuple[Sentence, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An article as the edition named it, and as it is now."""

    before: Article
    now: Article


def changes(edition: Edition, before: Mapping[str, Article], now: Mapping[str, Article]) -> dict[str, Change]:
    """What was corrected, by article id. A first text where there was only a summary is no correction."""
    found = {}
    for row in _rows(edition):
        old, new = before.get(row.id), now.get(row.id)
        if old is None or new is None or new.revision <= row.revision or old.text_from is not TextFrom.PAGE:
            continue
        if (old.title, old.paragraphs) != (new.title, new.paragraphs) and new.text_from is TextFrom.PAGE:
            found[row.id] = Change(before=old, now=new)
    return found


def correct(
    edition: Edition, changed: Mapping[str, Change], digest: Digest, made_at: datetime, note: str, language: str = "zh"
) -> Edition:
    """The next revision of ``edition``. ``digest`` makes sentences anew for an entry that has none left; ``language`` is
    the daily's.
    """
    sections = tuple(
        replace(section, entries=tuple(_entry(entry, changed, digest, language) for entry in section.entries))
        for section in edition.sections
    )
    return replace(edition, sections=sections, revision=edition.revision + 1, made_at=made_at, note=note)


def _entry(entry: Entry, changed: Mapping[str, Change], digest: Digest, language: str) -> Entry:
    if not any(row.id in changed for row in entry.articles):
        return entry
    titles = {c.before.title: c.now.title for c in changed.values()}
    rows = tuple(_row(row, changed.get(row.id)) for row in entry.articles)
    kept = tuple(s for s in (_sentence(sentence, changed) for sentence in entry.sentences) if s is not None)
    own = entry.headline.removeprefix(entry.headline_hedge)
    headline = _headline(entry, titles[own], language) if own in titles else _as_it_was(entry)
    corrected = replace(entry, headline=headline.text, headline_hedge=headline.hedge, articles=rows, sentences=kept)
    if kept or not entry.sentences:
        return corrected
    texts = tuple(changed[row.id].now for row in entry.articles if row.id in changed)
    return replace(corrected, sentences=digest(corrected, texts))


def _as_it_was(entry: Entry) -> Headline:
    return Headline(text=entry.headline, hedge=entry.headline_hedge)


def _headline(entry: Entry, title: str, language: str) -> Headline:
    """The corrected title under the ledger's rule; what was hedged stays so, unless it says now by itself how sure it is."""
    found = safe([title], telling(entry.claims, {}, {}), language)
    if found.hedge or not entry.headline_hedge or bears(title, Status.UNVERIFIED):
        return found
    return Headline(text=entry.headline_hedge + title, hedge=entry.headline_hedge)


def _row(row: EntryArticle, change: Change | None) -> EntryArticle:
    return row if change is None else replace(row, title=change.now.title, revision=change.now.revision)


def _sentence(sentence: Sentence, changed: Mapping[str, Change]) -> Sentence | None:
    """The sentence with its citations at their new places; None when a cited text no longer says it."""
    citations = [_citation(c, changed[c.article]) if c.article in changed else c for c in sentence.citations]
    return replace(sentence, citations=tuple(c for c in citations if c)) if all(citations) else None


def _citation(citation: Citation, change: Change) -> Citation | None:
    quoted = change.before.text[citation.start : citation.end]
    start = change.now.text.find(quoted)
    if start < 0:
        return None
    return replace(citation, page_sha256=change.now.page_sha256, start=start, end=start + len(quoted))


def _rows(edition: Edition) -> list[EntryArticle]:
    return [row for section in edition.sections for entry in section.entries for row in entry.articles]
