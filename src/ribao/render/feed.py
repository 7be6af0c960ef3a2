"""feed.xml: the edition as RSS 2.0, an item a story, with its digest."""

from html import escape

import nh3
from feedgenerator import Rss201rev2Feed

from ribao.render.bundle import Bundle
from ribao.render.html import HTML_LANG, channel_name
from ribao.render.place import FEED, story_path
from ribao.render.text import inert, web_address
from ribao.render.view import Item, item
from ribao.support.i18n import gettext as _
from ribao.support.i18n import speaking

_TAGS = {"p", "a", "sup"}


def feed(bundle: Bundle, address: str = "", folder: str = "") -> bytes:
    """RSS 2.0 as UTF-8.

    ``address`` is the site's own absolute address with a slash at its end, ``folder`` that of the edition's pages in
    it: items then link to story pages. Without it (a static export does not know where it will lie) an item links to
    the article that leads its story.
    """
    edition = bundle.edition
    with speaking(bundle.language):
        made = Rss201rev2Feed(
            title=inert(bundle.title),
            link=address or "index.html",
            description=_("A news daily whose every sentence names its source"),
            language=HTML_LANG[bundle.language],
            feed_url=address + FEED if address else None,
        )
        # the library would write the present moment into an edition without entries
        made.latest_post_date = lambda: edition.made_at
        for section in edition.sections:
            for entry in section.entries:
                _add(made, item(bundle, entry), address, folder)
        return bytes(made.writeString("utf-8").encode("utf-8", "replace"))


def _add(made: Rss201rev2Feed, one: Item, address: str, folder: str) -> None:
    link = address + folder + story_path(one.entry.story) if address else web_address(one.lead.url)
    made.add_item(
        title=inert(one.headline),
        link=link,
        description=_digest(one),
        author_name=None,
        pubdate=one.entry.first_seen,
        unique_id=f"urn:ribao:story:{inert(one.entry.story)}",
        unique_id_is_permalink=False,
        categories=[inert(channel_name(name)) for name in one.entry.channels],
    )


def _digest(one: Item) -> str:
    """The digest with its sources as links. It is built from escaped text, and cleaned once more all the same."""
    sentences = "".join(
        escape(line.text) + "".join(f"<sup>{_source_link(mark.article.url, mark.number)}</sup>" for mark in line.cited)
        for line in one.lines
    )
    told = f"<p>{sentences}</p>" if sentences else ""
    outlet = escape(one.lead.source)
    added = f"<p>{escape(_added(one.hedge))}</p>" if one.hedge else ""
    return nh3.clean(
        inert(f"{told}<p>{outlet}</p>{added}"), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}
    )


def _added(hedge: str) -> str:
    told = _("“%(words)s” was put before the headline by this daily; the rest is its source's own.")
    return told % {"words": hedge.strip()}


def _source_link(url: str, number: int) -> str:
    safe = web_address(url)
    return f'<a href="{escape(safe)}">{number}</a>' if safe else str(number)
