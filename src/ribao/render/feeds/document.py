"""FeedDocument: a feed before it takes a format. Three writers turn it into RSS 2.0, Atom 1.0 and JSON Feed 1.1."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ribao.render.text import web_address

MOST_ITEMS = 500  # of one document; readers ask every hour, and an edition has at most as many stories


class Format(StrEnum):
    """The value is how the address ends."""

    RSS = "xml"
    ATOM = "atom"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """``address`` counts from the site's root; ``original`` is the article it rests on, and stands in for it where the
    site's own address is not known.

    ``html`` is clean and complete in itself; ``text`` tells the same in plain words. ``authors``: the outlets.
    ``source``: name of the outlet and its home page. ``corrected``: what was put right; it is told in ``html`` too.
    """

    id: str  # an IRI that never changes
    title: str
    address: str
    original: str
    published: datetime
    updated: datetime
    html: str
    text: str
    language: str = ""  # BCP 47
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    source: tuple[str, str] | None = None
    corrected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """``site``: the site's absolute address with a slash at its end; empty: not known, as in an export.

    ``address``: of the page that tells the same, ``stem``: of the feed without its ending; both count from the site's
    root. ``query`` stands behind the ending (``q=…``). ``author``: the daily.
    """

    title: str
    description: str
    language: str
    author: str
    site: str
    address: str
    stem: str
    updated: datetime
    items: tuple[FeedItem, ...]
    query: str = ""

    @property
    def shown(self) -> tuple[FeedItem, ...]:
        return self.items[:MOST_ITEMS]

    @property
    def page(self) -> str:
        """Absolute where the site's address is known."""
        return self.site + self.address if self.site else self.address or "index.html"

    def own(self, form: Format) -> str:
        """The feed's own absolute address in that format; empty where it is not known."""
        asked = f"?{self.query}" if self.query else ""
        return f"{self.site}{self.stem}.{form}{asked}" if self.site else ""

    def link(self, item: FeedItem) -> str:
        """Where an item leads: its page, else its original; empty when neither has an address."""
        return self.site + item.address if self.site and item.address else web_address(item.original)

    @property
    def id(self) -> str:
        """Of the document, whatever its format: it must be an IRI (RFC 4287 section 4.2.6)."""
        asked = f"?{self.query}" if self.query else ""
        return f"{self.site}{self.stem}{asked}" if self.site else f"urn:ribao:feed:{self.stem}"
