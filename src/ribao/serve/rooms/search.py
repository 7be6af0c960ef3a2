"""Search: everything that was ever read, by words, and what was found as a page or a feed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from ribao.render.feeds import documents
from ribao.render.feeds.document import FeedDocument, Format
from ribao.render.feeds.documents import Publisher
from ribao.render.text import cut, inert, language_of, web_address
from ribao.render.thing import PAGED
from ribao.serve.house import House, Route
from ribao.serve.looking import Looked, look_up
from ribao.serve.wire import Wire, forms
from ribao.support.i18n import gettext as _
from ribao.support.searching.excerpts import Piece, excerpt, found_in
from ribao.support.searching.parsing import LONGEST, days
from ribao.types.article import Article
from ribao.types.attribution import Status
from ribao.types.channel import CHANNELS, OTHER
from ribao.types.query import Query
from ribao.types.source import Source

SHOWN = 20  # on a page
EXCERPT = 160  # characters of an article that are shown; public pages carry at most 200
MOST_THINGS = 6
IN_FEED = 100
_FIELDS = ("channel", "source", "after", "before", "status", "promo")


def routes(house: House) -> list[Route]:
    room = _Search(house)
    return [Route(path="/search", handler=room.page), *forms("/search", room.feed)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that was found. ``path``: the page of its story; its own address when no edition tells it.
    ``beneath``: the others of its story on the same page.
    """

    article: Article
    outlet: str
    lang: str
    path: str
    title: Sequence[Piece]
    excerpt: Sequence[Piece]
    beneath: tuple["Found", ...] = ()


class _Search:
    def __init__(self, house: House) -> None:
        self.house = house
        self.wire = Wire(house)

    def page(self, request: Request) -> Response:
        asked = _asked(request)
        number = _number(request.query_params.get("page", ""))
        sources = [source for source, _ in self.house.desk.sources()]
        looked = self.look(asked, sources)
        first = (number - 1) * SHOWN
        shown = looked.hits.hits[first : first + SHOWN]
        values: dict[str, Any] = {
            "looked": looked,
            "asked": asked,
            "found": self.told(looked, [hit.article_id for hit in shown], sources),
            "first": first + 1,
            "number": number,
            "onward": _query(asked, number + 1) if len(looked.hits.hits) > first + SHOWN else "",
            "back": _query(asked, number - 1) if number > 1 else "",
            "query": _query(asked),
            "rather": _query({**asked, "q": looked.rather}) if looked.rather else "",
            "notices": _notices(request, asked),
            "things": [thing for thing in looked.things if thing.kind in PAGED][:MOST_THINGS],
            "sources": sorted((source.title, source.id) for source in sources),
            "statuses": list(Status),
            "named": (*self.channels(), OTHER),
        }
        return self.house.own(request, "search.html", _here(asked, number), **values)

    def feed(self, request: Request, form: Format) -> Response:
        asked = _asked(request)
        looked = self.look(asked, [source for source, _ in self.house.desk.sources()])
        newest = sorted(looked.hits.hits, key=lambda hit: hit.published_at, reverse=True)[:IN_FEED]
        articles = self.house.desk.store.articles_by_id([hit.article_id for hit in newest])
        listed = [articles[hit.article_id] for hit in newest if hit.article_id in articles]

        def make(publisher: Publisher) -> FeedDocument:
            items = self.wire.of_articles(listed, publisher.language)
            more = {name: value for name, value in asked.items() if name != "q" and value}
            return documents.search_feed(publisher, asked["q"], items, **more)

        return self.wire.answer(request, form, make)

    def look(self, asked: Mapping[str, str], sources: Sequence[Source]) -> Looked:
        if not any(asked.values()):
            return Looked(query=Query(), hits=self.house.desk.store.search(Query(), 0))
        return look_up(self.house.desk.store, sources, asked["q"], **_filters(asked))

    def channels(self) -> tuple[str, ...]:
        key = self.house.desk.latest()
        return self.house.bundle(key, self.house.language).edition.channels if key else CHANNELS

    def told(self, looked: Looked, ids: Sequence[str], sources: Sequence[Source]) -> list[Found]:
        """In their order; those of one story beneath the first of them."""
        store = self.house.desk.store
        articles, stories = store.articles_by_id(ids), store.stories_of(ids)
        titles = {source.id: source.title for source in sources}
        heads: dict[str, list[Found]] = {}
        for id_ in ids:
            if id_ not in articles:  # it went between the search and now
                continue
            story = stories[id_].id if id_ in stories else ""
            path = f"s/{quote(story, safe='')}.html" if story and self.house.desk.holding(story) else ""
            heads.setdefault(story or id_, []).append(_found(articles[id_], titles, path, looked))
        return [replace(first, beneath=tuple(others)) for first, *others in heads.values()]


def _found(article: Article, titles: Mapping[str, str], path: str, looked: Looked) -> Found:
    title = " ".join(inert(article.title).split())
    return Found(
        article=article,
        outlet=article.source_name or titles.get(article.source_id, article.source_id),
        lang=language_of(title, article.language),
        path=path or web_address(article.url),
        title=found_in(title[:300], looked.phrases),
        excerpt=excerpt(inert(article.text or article.summary), looked.phrases, EXCERPT),
    )


def _asked(request: Request) -> dict[str, str]:
    """What the form sent, cut to what is read of it."""
    return {name: inert(request.query_params.get(name, ""))[:LONGEST].strip() for name in ("q", *_FIELDS)}


def _notices(request: Request, asked: Mapping[str, str]) -> list[str]:
    """What was sent and not heeded."""
    told = [
        _("“%(text)s” is no date, and was left out: write it as 2026-05-08.") % {"text": cut(asked[name], 40)}
        for name in ("after", "before")
        if asked[name] and days(asked[name]) is None
    ]
    if len(request.query_params.get("q", "")) > LONGEST:
        told.append(_("Only the first %(n)s characters were looked for.") % {"n": LONGEST})
    return told


def _filters(asked: Mapping[str, str]) -> dict[str, Any]:
    after, before = days(asked["after"]), days(asked["before"])
    return {
        "channel": asked["channel"],
        "sources": (asked["source"],) if asked["source"] else (),
        "after": after[0] if after else None,
        "before": before[1] if before else None,
        "status": asked["status"] if asked["status"] in set(Status) else "",
        "promotion": {"no": False, "only": True}.get(asked["promo"]),
    }


def _query(asked: Mapping[str, str], number: int = 1) -> str:
    given = {name: value for name, value in asked.items() if value}
    return urlencode({**given, **({"page": number} if number > 1 else {})})


def _here(asked: Mapping[str, str], number: int) -> str:
    query = _query(asked, number)
    return f"search?{query}" if query else "search"


def _number(text: str) -> int:
    """The page that was asked for, from 1; what is no page of ours is the first, what is beyond the last is empty."""
    return min(int(text), 1000) if text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) else 1
