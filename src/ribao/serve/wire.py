"""The wire: how any room sends a feed, and how what it found becomes items of one.

A room with feeds of its own (search, collections) takes ``forms`` for its routes, ``Wire.of_articles`` for its items and
``Wire.answer`` for the answer.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import UTC, date, timedelta

from starlette.requests import Request
from starlette.responses import Response

from ribao.render.feeds.document import FeedDocument, FeedItem, Format
from ribao.render.feeds.documents import Publisher
from ribao.render.feeds.reports import article_item
from ribao.render.feeds.told import Told, told
from ribao.render.feeds.write import KINDS, write
from ribao.serve.house import House, Route
from ribao.serve.reply import Content, Shelf, content, reply
from ribao.serve.tongue import language_of
from ribao.support.store.port import EditionKey
from ribao.types.article import Article

FEEDS_BYTES = 16 * 1024 * 1024  # feeds kept, with their packed form
KEPT = 40  # editions kept as items, a language each
LOOKED_THROUGH = 12  # editions that are looked through for what one feed tells
DAYS_AFTER = 2  # an edition tells a report within so many days
_CHARSETS = {Format.RSS: "; charset=utf-8", Format.ATOM: "; charset=utf-8", Format.JSON: ""}

Make = Callable[[Publisher], FeedDocument]


def forms(path: str, handler: Callable[[Request, Format], Response]) -> list[Route]:
    """A route a format: ``path`` with each ending. What stands in braces is found in ``request.path_params``."""
    return [Route(path=f"{path}.{form}", handler=_bound(handler, form)) for form in Format]


def _bound(handler: Callable[[Request, Format], Response], form: Format) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return handler(request, form)

    return answer


class Wire:
    def __init__(self, house: House) -> None:
        self.house = house
        self.made: Shelf[Content] = Shelf(FEEDS_BYTES, lambda one: len(one.body) + len(one.packed) + 256)
        self.editions: Shelf[Told] = Shelf(KEPT, lambda _: 1)

    def answer(self, request: Request, form: Format, make: Make, key: Sequence[Hashable] = ()) -> Response:
        """``key``: all that the feed hangs on besides the marks, the language and the site's name and address; it is then
        made once. Empty: it is made anew each time.
        """
        house = self.house
        language, site = language_of(request, house.language), house.address_of(request)
        latest = house.desk.latest()
        sample = latest is not None and latest.sample
        publisher = Publisher(title=house.title, language=language, site=site, sample=sample)

        def made() -> Content:
            return content(write(make(publisher), form), KINDS[form] + _CHARSETS[form])

        if not key:
            return reply(request, made())
        return reply(request, self.made.get((*key, house.desk.marks(), form, publisher), made))

    def told(self, key: EditionKey, language: str) -> Told:
        """An edition as items."""

        def made() -> Told:
            newest = key == self.house.desk.latest()
            return told(self.house.bundle(key, language) if newest else self.house.desk.bundle(key, language))

        return self.editions.get((key, self.house.desk.marks(), language), made)

    def of_articles(self, articles: Iterable[Article], language: str) -> list[FeedItem]:
        """In their order: each as its story where an edition of those days tells it (a story once), else by itself."""
        listed = list(articles)
        stories = self.house.desk.store.stories_of([one.id for one in listed])
        by_story = self._shown(listed, language)
        sources = {source.id: source for source, _ in self.house.desk.sources()}
        marks = self.house.desk.store.annotations([one.id for one in listed])
        found: dict[str, FeedItem] = {}
        for one in listed:
            story = stories.get(one.id)
            item = by_story.get(story.id) if story else None
            item = item or article_item(one, sources.get(one.source_id), marks.get(one.id, {}), language)
            found.setdefault(item.id, item)
        return list(found.values())

    def _shown(self, articles: Sequence[Article], language: str) -> dict[str, FeedItem]:
        """By story id, as the newest of the editions looked through tells it."""
        days = dict.fromkeys(day for one in articles for day in _days_of(one))
        keys = [key for day in days for key in [self.house.desk.edition(day)] if key][:LOOKED_THROUGH]
        oldest_first = sorted(keys, key=lambda key: key.date)
        return {one.story: one.item for key in oldest_first for one in self.told(key, language).shown}


def _days_of(article: Article) -> list[date]:
    """On which an edition may tell it: its day (of UTC, so perhaps the one before) and those that follow."""
    first = article.published_at.astimezone(UTC).date()
    if first.year > 9000:
        return []
    return [first + timedelta(days=number) for number in range(DAYS_AFTER + 1)]
