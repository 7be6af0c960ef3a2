"""Where pages lie, and how they point at each other: relative links only, so that a site works from any folder or host."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from ribao.support.i18n import N_
from ribao.types.channel import CHANNELS, OTHER, TOP
from ribao.types.collection import kept_id

if TYPE_CHECKING:
    from ribao.render.pictures import Pictures

INDEX = "index.html"
ABOUT = "about.html"
FEED = "feed.xml"
FEEDS = "feeds"
COLLECTIONS = "collections"
OPML = "feeds.opml"
SITEMAP = "sitemap.xml"
DATA = "edition.json"
THINGS = "t/index.html"
STYLE = "static/ribao.css"
SCRIPT = "static/ribao.js"
ICON = "static/icon.svg"

_SLUGS = ("industry", "phones", "hardware", "tablets", "watches", "appliances", "audio", "laptops", "hot")
_CHANNEL_SLUGS = {TOP: "top", **dict(zip(CHANNELS, _SLUGS, strict=True)), OTHER: "other"}
CHANNEL_WORDS = {
    TOP: N_("Top story"),
    "业界资讯": N_("Industry"),
    "智能手机": N_("Phones"),
    "电脑硬件": N_("Hardware"),
    "平板电脑": N_("Tablets"),
    "智能手表": N_("Watches"),
    "智能家电": N_("Appliances"),
    "耳机音频": N_("Audio"),
    "笔记本": N_("Laptops"),
    "热点资讯": N_("Hot topics"),
    OTHER: N_("Other news"),
}
_REVISED = re.compile(r"(d/\d{4}-\d{2}-\d{2}/)r\d+/")
_STORY_PAGE = re.compile(r"s/([^/?]+)\.html")
_CHANNEL_PAGE = re.compile(r"c/[^/?]+\.html")
_WITH_FEED = re.compile(r"[cs]/[^/?]+\.html|t/(?!compare\b)[^/?]+|collections/(?!add\b)[^/?]+")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page stands. Paths count from the site's root and have no leading slash.

    ``here``: the page's own path. ``base``: folder of the edition's pages ("" in an export, "d/2026-05-08/" when
    served). ``served``: a server answers, so its own pages (sources, work) exist and folders need no index.html.
    ``languages``: (tag, name, address) of the same page in other languages. ``owner``: the reader may correct marks.
    ``site``: the site's public address with a slash at its end, empty when it is not known; ``prefix``: what the path
    says of the language, "en/". ``kept``: what the reader saved, as :meth:`Store.kept_in` tells it; None for a reader
    who may save nothing. ``whole``: an export of everything, whose every address names a file. ``pictures``: what is
    shown of the articles' pictures; None: none of them.
    """

    here: str = ""
    base: str = ""
    served: bool = False
    languages: tuple[tuple[str, str, str], ...] = ()
    owner: bool = False
    site: str = ""
    prefix: str = ""
    kept: Mapping[str, tuple[tuple[str, str], ...]] | None = None
    whole: bool = False
    pictures: "Pictures | None" = None

    @property
    def complete(self) -> bool:
        """There is more than one edition: an archive, a search, the lists of feeds and sources."""
        return self.served or self.whole

    @property
    def pictured(self) -> bool:
        """There are pictures for those who share an address; they need an absolute one."""
        return self.served or (self.whole and bool(self.site))

    def in_language(self, tag: str) -> str:
        """Absolute address of this page in another language; an export's own language stands at its root."""
        if not self.whole:
            return f"{self.site}{tag}/{self.here}"
        address = next((one for known, _, one in self.languages if known == tag), "")
        return self.site + address.removeprefix("../" * address.count("../")).removesuffix(INDEX)

    def saved(self, kind: str, ref: str) -> tuple[str, str] | None:
        """The collection into which it was saved last, and its id there; None when it was not saved."""
        return next(iter((self.kept or {}).get(kept_id(kind, ref), ())), None)

    @property
    def canonical(self) -> str:
        """The one address of this page: that of its day's newest revision, absolute where the site's is known."""
        path = (self.revised or self.base) + self.here.removeprefix(self.base) if self.base else self.here
        path = path if self.here.startswith(self.base) else self.here
        path = path.removesuffix(INDEX) if self.whole and self.site else path
        return f"{self.site}{self.prefix}{path}" if self.site else self.top(path)

    def at(self, path: str) -> str:
        """Address of a file of the site, absolute where that is known."""
        return f"{self.site}{self.prefix}{path}" if self.site else self.top(path)

    @property
    def feeds(self) -> tuple[str, ...]:
        """Addresses, without their ending, of the feeds that tell what this page tells; that of the daily is the last."""
        inside = self.here.removeprefix(self.base)
        found = _WITH_FEED.fullmatch(inside) if self.served else _CHANNEL_PAGE.fullmatch(inside)
        own = inside.removesuffix(".html") if found else ""
        return tuple(filter(None, (own, "feed")))

    @property
    def card(self) -> str:
        """Name of the picture that stands for this page elsewhere: its story's, else its edition's."""
        found = _STORY_PAGE.fullmatch(self.here.removeprefix(self.base))
        return found[1] if found else ""

    def top(self, path: str) -> str:
        """Address of a file of the site."""
        return "../" * self.here.count("/") + (file_of(path) if self.whole else path) or "./"

    def to(self, path: str) -> str:
        """Address of a page of this edition."""
        return self.top(self.base + path)

    def thing(self, thing_id: str) -> str:
        """Address of the page of a person, organisation or product: one for all editions."""
        return self.top("t/" + quote(thing_id, safe="") if self.served else thing_path(thing_id))

    @property
    def things(self) -> str:
        """Address of the list of all of them."""
        return self.top("t/" if self.served else THINGS)

    @property
    def revised(self) -> str:
        """Where the newest revision of a day lies, for a page that shows a certain one; empty for any other page."""
        found = _REVISED.fullmatch(self.base)
        return found[1] if found else ""

    @property
    def home(self) -> str:
        return self.top("" if self.served else INDEX)

    @property
    def front(self) -> str:
        return self.to("" if self.served else INDEX)


def file_of(path: str) -> str:
    """The file of an export that an address of a served site names: ``archive/2026-05`` → ``archive/2026-05.html``."""
    name, mark, fragment = path.partition("#")
    last = name.rpartition("/")[2]
    ending = INDEX if not last else "" if "." in last else ".html"
    return name + ending + mark + fragment


def channel_path(name: str) -> str:
    return f"c/{_CHANNEL_SLUGS.get(name) or _digest(name)}.html"


def story_path(story_id: str) -> str:
    return f"s/{_file_name(story_id)}.html"


def article_path(article_id: str) -> str:
    return f"a/{_file_name(article_id)}.html"


def thing_path(thing_id: str) -> str:
    """Names in capitals are hashed too: two files that differ in case alone are one on many disks."""
    plain = thing_id == thing_id.lower() and thing_id != "index"
    return f"t/{_file_name(thing_id) if plain else _digest(thing_id)}.html"


def _file_name(name: str) -> str:
    """Ids are hexadecimal by contract; whatever else comes is hashed, so that no id can leave its folder."""
    return name if _PLAIN_NAME.fullmatch(name) else _digest(name)


def _digest(name: str) -> str:
    return "x" + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:15]
