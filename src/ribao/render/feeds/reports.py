"""Items of a story's own feed: its reports, and each change of what is claimed in it; and reports no edition tells. Pure."""

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from ribao.edit.headline import Headline, hedge_words, safe
from ribao.edit.hedging import bears
from ribao.edit.marks import Found, certainty, promotional
from ribao.edit.telling import Telling, telling
from ribao.render.bundle import Bundle
from ribao.render.claims import licence, place_id, quotable, shown_quote, speaker_words, status_words
from ribao.render.feeds.document import FeedItem
from ribao.render.feeds.told import MOST_TITLE, clean, home_of, link, outlet
from ribao.render.feeds.told import hedge_words as hedge_told
from ribao.render.html import in_its_language
from ribao.render.place import article_path, story_path
from ribao.render.text import EXCERPT, cut, excerpt, inert, language_of, web_address
from ribao.support.i18n import gettext as _
from ribao.types.article import Article
from ribao.types.attribution import Status
from ribao.types.claim import Claim, ClaimChange
from ribao.types.edition import Entry, EntryArticle
from ribao.types.source import Licence, Source

MOST_STATEMENT = 200
_UNSURE = {"rumor": Status.UNVERIFIED, "denied": Status.DENIED}


@in_its_language
def story_items(bundle: Bundle, entry: Entry) -> tuple[FeedItem, ...]:
    """Its originals (a repost says nothing new), and every dated change of its claims."""
    articles = {row.id: bundle.articles[row.id] for row in entry.articles if row.id in bundle.articles}
    known = telling(entry.claims, articles, bundle.annotations)
    reports = [_report(bundle, row, entry, known) for row in entry.articles if row.repost_of is None]
    return (*reports, *_changes(bundle, entry))


def _report(bundle: Bundle, row: EntryArticle, entry: Entry, known: Telling) -> FeedItem:
    article = bundle.articles.get(row.id)
    title = _hedged(_title(row.title), entry, known, bundle.language)
    free = licence(bundle, row.source_id) is Licence.FULL
    return _article_item(
        row,
        title,
        _shown_text(article, free) if article else (),
        f"{_folder(bundle)}{article_path(row.id)}",
        _promoted(bundle.annotations.get(row.id, {})),
    )


def _hedged(title: str, entry: Entry, known: Telling, language: str) -> Headline:
    """By the ledger's rule; what the edition hedges over its story it hedges here too."""
    own = entry.headline.removeprefix(entry.headline_hedge)
    if entry.headline_hedge and title.startswith(own):
        return Headline(text=entry.headline_hedge + title, hedge=entry.headline_hedge)
    return safe([title], known, language)


def article_item(article: Article, source: Source | None, found: Found, language: str, address: str = "") -> FeedItem:
    """A report that no edition tells, for the feeds of things, searches and collections.

    Its headline is hedged by what was found in it alone. ``found``: its annotations; ``address``: of a page of this
    site that shows it, empty for none. It speaks the language that is spoken (:func:`ribao.support.i18n.speaking`).
    """
    row = EntryArticle(
        id=article.id,
        revision=article.revision,
        title=article.title,
        url=article.url,
        source=article.source_name or (source.title if source else article.source_id),
        source_id=article.source_id,
        editor=article.editor,
        published_at=article.published_at,
        language=article.language,
    )
    title, status = _title(article.title), _UNSURE.get(certainty(found))
    hedge = hedge_words(status, language) if status and not bears(title, status) else ""
    free = source is not None and source.licence is Licence.FULL
    headline = Headline(text=hedge + title, hedge=hedge)
    return _article_item(row, headline, _shown_text(article, free), address, _promoted(found))


def _article_item(
    row: EntryArticle, headline: Headline, paragraphs: tuple[str, ...], address: str, promotion: str
) -> FeedItem:
    name = outlet(row)
    told = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    hedge = f"<p>{escape(hedge_told(headline.hedge))}</p>" if headline.hedge else ""
    marked = f"<p><strong>{escape(promotion)}</strong></p>" if promotion else ""
    return FeedItem(
        id=f"urn:ribao:article:{quote(inert(row.id), safe='')}",
        title=headline.text,
        address=address,
        original=web_address(row.url),
        published=row.published_at,
        updated=row.published_at,
        html=clean(f"{marked}{told}<p>{link(row.url, name)}</p>{hedge}"),
        text=" ".join(paragraphs) or name,
        language=language_of(row.title, row.language),
        authors=(name,),
        categories=(promotion,) if promotion else (),
        source=(name, home_of(row.url)),
    )


def _shown_text(article: Article, free: bool) -> tuple[str, ...]:
    paragraphs = article.paragraphs or ((article.summary,) if article.summary else ())
    return excerpt(paragraphs, 10 * EXCERPT if free else EXCERPT)


def _title(title: str) -> str:
    return cut(" ".join(inert(title).split()), MOST_TITLE) or _("Untitled")


def _promoted(found: Found) -> str:
    return _("Promotion") if promotional(found) else ""


def _folder(bundle: Bundle) -> str:
    return f"d/{bundle.edition.date.isoformat()}/"


# -- claims ----------------------------------------------------------------------------------------------------------


def _changes(bundle: Bundle, entry: Entry) -> Iterator[FeedItem]:
    quoted = quotable(bundle, entry)
    for number, claim in enumerate(entry.claims, 1):
        address = f"{_folder(bundle)}{story_path(entry.story)}#c{number}"
        for step, change in enumerate(claim.history, 1):
            yield _change(bundle, entry, claim, change, step, address, quoted)


def _change(
    bundle: Bundle, entry: Entry, claim: Claim, change: ClaimChange, step: int, address: str, quoted: frozenset[str]
) -> FeedItem:
    """The status stands first: a claim is never told without it."""
    status = status_words(change.status)
    statement = cut(inert(claim.statement), MOST_STATEMENT)
    row = next((one for one in entry.articles if one.id == change.article_id), None)
    held = next((one for one in claim.holders if one.article_id == change.article_id), None)
    words = shown_quote(bundle, held) if held and place_id(held) in quoted else ""
    who = " · ".join(filter(None, [speaker_words(change.speaker), outlet(row) if row else ""]))
    said = f"<blockquote>{escape(words)}</blockquote>" if words else ""
    told = (
        f"<p><strong>{escape(status)}</strong> {escape(statement)}</p>{said}<p>{link(row.url if row else '', who)}</p>"
    )
    return FeedItem(
        id=f"urn:ribao:claim:{quote(inert(claim.id), safe='')}:{step}",
        title=_("%(status)s: %(statement)s") % {"status": status, "statement": statement},
        address=address,
        original=web_address(row.url) if row else "",
        published=change.at,
        updated=change.at,
        html=clean(told),
        text=_("%(status)s: %(statement)s") % {"status": status, "statement": words or statement},
        language=language_of(claim.statement, claim.language),
        authors=(outlet(row),) if row else (),
        categories=(status,),
    )
