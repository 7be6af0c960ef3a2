"""The map of the site for search engines, and robots.txt, which names it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ribao.render.feeds.sitemap import Mapped, index, news, sitemap
from ribao.render.place import FEEDS, SITEMAP, story_path
from ribao.serve.house import House, Route
from ribao.serve.reply import Shelf, content, reply
from ribao.serve.tongue import language_of
from ribao.support.i18n import LANGUAGES
from ribao.support.store.port import EditionKey

NEWS_DAYS = timedelta(days=2)  # older entries are no news, by the rule of its reader
KEPT = 400  # editions whose addresses are kept at hand
HOUR = 3600
PAGES = ("", "archive", "t/", "sources", "corrections", FEEDS)  # that lie outside the editions
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_XML = "application/xml; charset=utf-8"
_HIDDEN = ("-/", "search")  # what stands behind the pages, and pages without end


def routes(house: House) -> list[Route]:
    room = _Maps(house)
    return [
        Route(path=f"/{SITEMAP}", handler=room.index),
        Route(path="/sitemap-site.xml", handler=room.site),
        Route(path="/sitemap-news.xml", handler=room.news),
        Route(path="/sitemap-{month}.xml", handler=room.month),
        Route(path="/robots.txt", handler=room.robots),
    ]


class _Maps:
    def __init__(self, house: House) -> None:
        self.house = house
        self.pages: Shelf[tuple[Mapped, ...]] = Shelf(KEPT, lambda _: 1)

    def index(self, request: Request) -> Response:
        months = dict.fromkeys(f"{key.date:%Y-%m}" for key in self.days())
        names = ["sitemap-news.xml", "sitemap-site.xml", *(f"sitemap-{month}.xml" for month in months)]
        return reply(request, content(index(self.house.address_of(request), names), _XML))

    def site(self, request: Request) -> Response:
        pages = [Mapped(address=page) for page in PAGES]
        return reply(request, content(sitemap(self.house.address_of(request), pages), _XML))

    def month(self, request: Request, month: str) -> Response:
        keys = [key for key in self.days() if f"{key.date:%Y-%m}" == month]
        if not _MONTH.fullmatch(month) or not keys:
            raise HTTPException(404)
        pages = [page for key in keys for page in self.of_edition(key)]
        return reply(request, content(sitemap(self.house.address_of(request), pages), _XML))

    def news(self, request: Request) -> Response:
        language = {"zh": "zh-cn", "zh-tw": "zh-tw"}.get(
            told := language_of(request, self.house.language), told.lower()
        )
        made = news(self.house.address_of(request), list(self.newest()), self.house.title, language)
        return reply(request, content(made, _XML))

    def newest(self) -> Iterator[Mapped]:
        """What the last two days brought, each story once."""
        days = self.days()
        since = days[0].as_of - NEWS_DAYS if days else None
        seen: set[str] = set()
        for page in (page for key in days[:4] if not key.sample for page in self.of_edition(key)):
            name = page.address.rpartition("/")[2]
            if page.published and since and page.published > since and name not in seen:
                seen.add(name)
                yield page

    def of_edition(self, key: EditionKey) -> tuple[Mapped, ...]:
        def made() -> tuple[Mapped, ...]:
            edition = self.house.desk.store.edition(key.date, key.profile, key.revision)
            if edition is None:
                return ()
            folder = f"d/{key.date.isoformat()}/"
            entries = {entry.story: entry for section in edition.sections for entry in section.entries}
            stories = (
                Mapped(address=folder + story_path(one.story), changed=edition.made_at, headline=one.headline, published=one.first_seen)
                for one in entries.values()
            )  # fmt: skip
            return (Mapped(address=folder, changed=edition.made_at), *stories)

        return self.pages.get(key, made)

    def days(self) -> list[EditionKey]:
        """The newest revision of each day, newest day first; no day that readers do not see yet."""
        latest = self.house.desk.latest()
        found: dict[date, EditionKey] = {latest.date: latest} if latest else {}
        for key in self.house.desk.editions():
            if latest and key.date < latest.date:
                found.setdefault(key.date, key)
        return list(found.values())

    def robots(self, request: Request) -> Response:
        hidden = [
            f"Disallow: /{prefix}{path}" for prefix in ("", *(f"{one}/" for one in LANGUAGES)) for path in _HIDDEN
        ]
        lines = ["User-agent: *", *hidden, "", f"Sitemap: {self.house.address_of(request)}{SITEMAP}", ""]
        return reply(request, content("\n".join(lines).encode(), "text/plain; charset=utf-8"), max_age=HOUR)
