"""A story in schema.org's words (NewsArticle as JSON-LD), for those who read pages by program."""

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from ribao.render.bundle import Bundle
from ribao.render.feeds.told import correction_words, outlet, updated
from ribao.render.feeds.xml import rfc3339
from ribao.render.html import HTML_LANG, channel_name, in_its_language
from ribao.render.place import Place
from ribao.render.promotion import promoted_entry
from ribao.render.text import cut, inert, web_address
from ribao.render.view import item
from ribao.types.edition import Entry, EntryArticle, Section

MOST_BASED_ON = 30
_HEADLINE = 110  # characters, by the readers of such data
# inside a script element nothing may end it, open a comment, or end the line of a program
_ESCAPED = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}


@in_its_language
def news_article(bundle: Bundle, section: Section, entry: Entry, place: Place) -> Markup:
    """What stands in ``<script type="application/ld+json">``; the headline keeps its hedge, a correction is told."""
    one, put_right = item(bundle, entry), bundle.corrected.get(entry.story)
    paid = promoted_entry(bundle, entry, one.lead.id)
    paper = {"@type": "NewsMediaOrganization", "name": bundle.title, "url": place.at("")}
    cited = {mark.article.id: mark.article for line in one.lines for mark in line.cited}
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "AdvertiserContentArticle" if paid else "NewsArticle",
        "headline": cut(inert(entry.headline), _HEADLINE),
        "mainEntityOfPage": place.canonical,
        "url": place.canonical,
        "description": cut(inert("".join(line.text for line in one.lines)), 300),
        "inLanguage": one.lang,
        "datePublished": rfc3339(entry.first_seen),
        "dateModified": rfc3339(updated(bundle.edition, entry, put_right)),
        "articleSection": channel_name(section.channel),
        "isAccessibleForFree": True,
        "author": paper,
        "publisher": paper,
        "isBasedOn": [_work(row) for row in _originals(entry)][:MOST_BASED_ON],
        "citation": [_work(row) for row in cited.values()][:MOST_BASED_ON],
        "image": place.at(f"og/{place.card}.png") if place.pictured and place.card else "",
    }
    if put_right:
        said = {
            "@type": "CorrectionComment",
            "text": correction_words(put_right),
            "datePublished": rfc3339(put_right.at),
        }
        told["correction"] = said | {"inLanguage": HTML_LANG[bundle.language]}
    return in_script({name: value for name, value in told.items() if value})


def in_script(value: Any) -> Markup:
    """JSON that is safe inside a script element of a page."""
    return Markup(inert(json.dumps(value, ensure_ascii=False, separators=(",", ":"))).translate(_ESCAPED))


def _originals(entry: Entry) -> Iterable[EntryArticle]:
    return (row for row in entry.articles if row.repost_of is None)


def _work(row: EntryArticle) -> dict[str, Any]:
    """A report by its outlet, time and address. Its own headline is left out: it may tell a rumour as a fact."""
    made = {
        "@type": "NewsArticle",
        "url": web_address(row.url),
        "publisher": {"@type": "Organization", "name": outlet(row)},
        "datePublished": rfc3339(row.published_at),
        "inLanguage": row.language,
    }
    return {name: value for name, value in made.items() if value}
