"""Items of feeds: a story that an edition tells, a report of a story, a change of one of its claims. Pure.

What a headline says about how sure it is stays with it in every format, and each sentence keeps its sources.
"""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote, urlsplit

import nh3

from ribao.render.bundle import Bundle, Corrected
from ribao.render.feeds.document import FeedItem
from ribao.render.html import channel_name, in_its_language, plural
from ribao.render.place import story_path
from ribao.render.text import cut, inert, web_address
from ribao.render.view import Item, item
from ribao.support.i18n import gettext as _
from ribao.types.edition import Edition, Entry, EntryArticle

MOST_TITLE = 300  # characters; a headline may be a whole paragraph
MOST_SENTENCE = 1000
MOST_NAME = 80
_TAGS = {"p", "a", "sup", "strong", "blockquote"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A story of an edition as an item. ``channels``: those it belongs to, by name, and the section it stands in."""

    story: str
    channels: frozenset[str]
    promotion: bool
    item: FeedItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An edition with its stories as items, in its order."""

    edition: Edition
    shown: tuple[Shown, ...]


@in_its_language
def told(bundle: Bundle) -> Told:
    """Each story once, though it may stand in several sections."""
    found: dict[str, Shown] = {}
    for section in bundle.edition.sections:
        for entry in section.entries:
            known = found.get(entry.story)
            channels = {section.channel, *entry.channels, *(known.channels if known else ())}
            found[entry.story] = _shown(bundle, entry, frozenset(channels))
    return Told(edition=bundle.edition, shown=tuple(found.values()))


def _shown(bundle: Bundle, entry: Entry, channels: frozenset[str]) -> Shown:
    one, put_right = item(bundle, entry), bundle.corrected.get(entry.story)
    note = correction_words(put_right) if put_right else ""
    made = FeedItem(
        id=f"urn:ribao:story:{quote(inert(entry.story), safe='')}",
        title=_marked(cut(entry.headline, MOST_TITLE), one.promotion),
        address=f"d/{bundle.edition.date.isoformat()}/{story_path(entry.story)}",
        original=web_address(one.lead.url),
        published=entry.first_seen,
        updated=updated(bundle.edition, entry, put_right),
        html=_html(one, note),
        text=_text(one, note),
        language=one.lang,
        authors=(outlet(one.lead),),
        categories=tuple(channel_name(name) for name in entry.channels) + _promotion(one.promotion),
        source=(outlet(one.lead), home_of(one.lead.url)),
        corrected=note,
    )
    return Shown(story=entry.story, channels=channels, promotion=one.promotion, item=made)


def correction_words(one: Corrected) -> str:
    told = _("Correction: a source changed its report after this edition was out. This is revision %(n)s.")
    return told % {"n": one.revision}


def outlet(article: EntryArticle) -> str:
    return cut(inert(article.source or article.source_id), MOST_NAME)


def home_of(url: str) -> str:
    """The front page of the outlet. The address of its feed is not told: an owner's may hold a key."""
    parts = urlsplit(web_address(url))
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc and not parts.username else ""


def clean(html: str) -> str:
    """It is built from escaped text, and cleaned once more all the same."""
    return nh3.clean(inert(html), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"})


def link(url: str, words: str) -> str:
    safe = web_address(url)
    return f'<a href="{escape(safe)}">{escape(words)}</a>' if safe else escape(words)


def _marked(headline: str, promotion: bool) -> str:
    return _("Promotion: %(headline)s") % {"headline": headline} if promotion else headline


def _promotion(promotion: bool) -> tuple[str, ...]:
    return (_("Promotion"),) if promotion else ()


def updated(edition: Edition, entry: Entry, put_right: Corrected | None) -> datetime:
    """When its newest report or its newest word on a claim came; for a corrected one, when it was put right."""
    if put_right:
        return put_right.at
    times = [row.published_at for row in entry.articles] + [turn.at for one in entry.claims for turn in one.history]
    return max(entry.first_seen, *(min(time, edition.made_at) for time in times))


def _html(one: Item, note: str) -> str:
    first = f"<p><strong>{escape(note)}</strong></p>" if note else ""
    marked = f"<p><strong>{escape(_('Promotion'))}</strong> {escape(one.said)}</p>" if one.promotion else ""
    sentences = "".join(
        escape(cut(line.text, MOST_SENTENCE)) + "".join(f"<sup>{link(mark.article.url, str(mark.number))}</sup>" for mark in line.cited) + _space(line.lang)
        for line in one.lines
    )  # fmt: skip
    digest = f"<p>{sentences.rstrip()}</p>" if sentences else ""
    hedge = f"<p>{escape(hedge_words(one.hedge))}</p>" if one.hedge else ""
    return clean(f"{first}{marked}{digest}<p>{escape(_by(one))}</p>{hedge}")


def _text(one: Item, note: str) -> str:
    digest = "".join(cut(line.text, MOST_SENTENCE) + _space(line.lang) for line in one.lines).rstrip()
    return " ".join(part for part in (note, digest or _by(one), hedge_words(one.hedge) if one.hedge else "") if part)


def _space(lang: str) -> str:
    return "" if lang.startswith("zh") else " "


def _by(one: Item) -> str:
    """Whose headline it is, and how much stands behind the story."""
    reports = plural(one.articles, "%(n)s report", "%(n)s reports")
    sources = plural(one.outlets, "%(n)s independent source", "%(n)s independent sources")
    return " · ".join([outlet(one.lead), *([reports, sources] if one.articles > 1 else [])])


def hedge_words(hedge: str) -> str:
    words = _("“%(words)s” was put before the headline by this daily; the rest is its source's own.")
    return words % {"words": hedge.strip()}
