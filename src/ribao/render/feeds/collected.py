"""What was saved as items of a feed: as an edition tells it where one does, else as it was when it was saved. Pure."""

from dataclasses import replace
from html import escape
from urllib.parse import quote

from ribao.render.claims import status_words
from ribao.render.feeds.document import FeedItem
from ribao.render.feeds.told import MOST_NAME, MOST_TITLE, clean, home_of, link
from ribao.render.text import EXCERPT, cut, inert, language_of
from ribao.support.i18n import gettext as _
from ribao.types.attribution import Status
from ribao.types.collection import Kept


def kept_item(collection: str, kept: Kept, known: FeedItem | None, path: str, now: Status | None) -> FeedItem:
    """``known``: the thing as a feed tells it elsewhere; None for none. ``path``: of its page, ``now``: a claim's status."""
    item = known or _plain(kept, path, now)
    note = "".join(f"<p>{escape(line)}</p>" for line in kept.note.splitlines() if line.strip())
    return replace(
        item,
        id=f"urn:ribao:kept:{quote(inert(collection), safe='')}:{kept.id}",
        published=kept.at,
        updated=max(kept.at, item.updated),
        html=clean(note + item.html),
        text=" ".join(filter(None, [" ".join(kept.note.split()), item.text])),
    )


def _plain(kept: Kept, path: str, now: Status | None) -> FeedItem:
    outlet = cut(inert(kept.source), MOST_NAME)
    told = f"<p>{link(kept.url, outlet or kept.url)}</p>" if outlet or kept.url else ""
    statement = cut(inert(kept.statement), EXCERPT)
    status = status_of(kept, now) if kept.statement else ""
    title = _("%(status)s: %(statement)s") % {"status": status, "statement": statement} if statement else kept.headline
    about = (
        f"<p><strong>{escape(status)}</strong> {escape(statement)}</p><p>{escape(kept.headline)}</p>"
        if statement
        else ""
    )
    return FeedItem(
        id="",
        title=cut(inert(title), MOST_TITLE) or _("Untitled"),
        address=path,
        original=kept.url,
        published=kept.at,
        updated=kept.at,
        html=about + told,
        text=" · ".join(filter(None, [kept.headline if statement else "", outlet])) or title,
        language=language_of(kept.statement or kept.headline, kept.language),
        authors=(outlet,) if outlet else (),
        categories=(status,) if status else (),
        source=(outlet, home_of(kept.url)) if outlet else None,
    )


def status_of(kept: Kept, now: Status | None) -> str:
    """How sure it is today; where nothing tells it any more, how sure it was."""
    then = Status(kept.status) if kept.status in set(Status) else None
    best = now or then
    return status_words(best) if best else kept.status
