"""Collections: what the owner saved. A click saves; each collection is a page and a feed, the owner's alone or everybody's."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ribao.render.feeds.collected import kept_item
from ribao.render.feeds.document import FeedDocument, FeedItem, Format
from ribao.render.feeds.documents import Publisher, collection_feed
from ribao.render.feeds.reports import article_item
from ribao.render.feeds.write import NAMES
from ribao.render.place import COLLECTIONS
from ribao.serve.back import back
from ribao.serve.house import House, Route
from ribao.serve.keeping import Keep, Telling, as_now, made_at_need, name_of, note_of, put, title_of
from ribao.serve.owner import form, is_owner
from ribao.serve.rooms.enter import private
from ribao.serve.saved import Shown, shown
from ribao.serve.wire import LOOKED_THROUGH, Wire, forms
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.store.collecting import folded
from ribao.types.collection import DEFAULT, MOST_NAME, MOST_NOTE, Collection, Kept, KeptKind, kept_id

KEEP = "/-/keep"
ON_A_PAGE = 50
IN_FEED = 100
LARGEST = 512 * 1024  # bytes of a form: a note that is too long is told so, and not cut off
LONGEST_REF = 200


def routes(house: House) -> list[Route]:
    keep = house.doors.keep
    if keep is None:
        return []
    room = _Collections(house, keep)
    reading = [
        *forms(f"/{COLLECTIONS}/{{collection}}", room.feed),
        Route(path=f"/{COLLECTIONS}", handler=room.all),
        Route(path=f"/{COLLECTIONS}/add", handler=room.choose),
        Route(path=f"/{COLLECTIONS}/{{collection}}", handler=room.page),
    ]
    if keep.reading:
        return reading
    writing = _Writing(room)
    return [
        *reading,
        Route(path=KEEP, handler=writing.save, ours=True),
        Route(path=f"/-/{COLLECTIONS}", handler=writing.make, ours=True),
        Route(path=f"/-/{COLLECTIONS}/{{collection}}", handler=writing.change, ours=True),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A collection as the list shows it."""

    collection: Collection
    title: str
    count: int
    newest: Kept | None


class _Collections:
    def __init__(self, house: House, keep: Keep) -> None:
        self.house = house
        self.keep = keep
        self.wire = Wire(house)
        self.telling = Telling(house.desk, lambda: house.language)

    def all(self, request: Request) -> Response:
        owner = is_owner(request)
        answer = self.house.own(
            request,
            "collections.html",
            COLLECTIONS,
            listed=self.listed(owner),
            keeper=owner and not self.keep.reading,
            most=MOST_NAME,
        )
        return private(answer) if owner else answer

    def listed(self, owner: bool) -> tuple[Listed, ...]:
        """The default one first, though nothing was saved in it yet; then the newest."""
        store = self.keep.store
        counts = store.kept_counts()
        all_ = {one.id: one for one in store.collections() if owner or one.public}
        if owner:
            all_.setdefault(DEFAULT, Collection(id=DEFAULT, name="", made_at=self.keep.now()))
        in_order = sorted(all_.values(), key=lambda one: (one.id == DEFAULT, one.made_at), reverse=True)
        return tuple(
            Listed(collection=one, title=title_of(one), count=count, newest=next(iter(newest), None))
            for one in in_order
            for count in [counts.get(one.id, 0)]
            for newest in [store.kept(one.id, 0, 1) if count else ()]
        )

    def open(self, request: Request, collection_id: str) -> Collection:
        """That one. Raises HTTPException 404 for one that this reader may not see."""
        one = self.keep.store.collection(collection_id[:LONGEST_REF])
        if one is None and collection_id == DEFAULT:
            one = Collection(id=DEFAULT, name="", made_at=self.keep.now())
        if one is None or not (one.public or is_owner(request)):
            raise HTTPException(404)
        return one

    def page(self, request: Request, collection: str) -> Response:
        return self.shown(request, self.open(request, collection))

    def shown(self, request: Request, one: Collection) -> Response:
        owner, count = is_owner(request), self.keep.store.kept_counts().get(one.id, 0)
        last = max(1, -(-count // ON_A_PAGE))
        number = _number(request.query_params.get("page", ""), last)
        alone = request.query_params.get("item", "")[:LONGEST_REF]
        items = self.items(one, alone, number)
        here = f"{COLLECTIONS}/{quote(one.id, safe='')}"
        query = f"?item={alone}" if alone else f"?page={number}" if number > 1 else ""
        answer = self.house.own(
            request,
            "collection.html",
            here + query,
            collection=one,
            title=title_of(one),
            path=here,
            items=shown(self.telling, items),
            count=count,
            number=number,
            last=last,
            alone=bool(alone),
            keeper=owner and not self.keep.reading,
            others=[other for other in self.listed(True) if other.collection.id != one.id] if owner else (),
            longest=(MOST_NAME, MOST_NOTE),
            forms=list(Format),
            names=NAMES,
            kinds=KeptKind,
        )
        return private(answer) if owner else answer

    def items(self, one: Collection, alone: str, number: int) -> tuple[Kept, ...]:
        if not alone:
            return self.keep.store.kept(one.id, (number - 1) * ON_A_PAGE, ON_A_PAGE)
        found = self.keep.store.kept_one(one.id, alone)
        if found is None:
            raise HTTPException(404)
        return (found,)

    def choose(self, request: Request) -> Response:
        """Into which collection, and with what note: for who wants more than one click."""
        if not is_owner(request) or not self.keep.saves:
            raise HTTPException(404)
        wish = _Wish.of(lambda name: request.query_params.get(name, ""))
        kept = self.kept(wish)
        return private(
            self.house.own(
                request,
                "keep.html",
                f"{COLLECTIONS}/add?{urlencode(wish.fields())}",
                kept=kept,
                wish=wish,
                listed=self.listed(True),
                longest=(MOST_NAME, MOST_NOTE),
            )
        )

    def kept(self, wish: "_Wish") -> Kept:
        made = as_now(self.telling, wish.kind, wish.ref, wish.story, wish.base, self.keep.now())
        if made is None:
            raise HTTPException(404)
        return made

    # -- feeds -------------------------------------------------------------------------------------------------------

    def feed(self, request: Request, form: Format) -> Response:
        one = self.open(request, str(request.path_params["collection"]))
        items = shown(self.telling, self.keep.store.kept(one.id, 0, IN_FEED))

        def make(publisher: Publisher) -> FeedDocument:
            path = f"{COLLECTIONS}/{quote(one.id, safe='')}"
            return collection_feed(publisher, title_of(one), path, self.told(one.id, items, publisher.language))

        answer = self.wire.answer(request, form, make)
        return answer if one.public else private(answer)

    def told(self, collection: str, items: list[Shown], language: str) -> list[FeedItem]:
        keys = list(dict.fromkeys(one.key for one in items if one.key and one.entry))[:LOOKED_THROUGH]
        stories = {(key, told.story): told.item for key in keys for told in self.wire.told(key, language).shown}
        articles = self.articles(items, language)
        return [kept_item(collection, one.kept, _known(one, stories, articles), one.path, one.now) for one in items]

    def articles(self, items: list[Shown], language: str) -> dict[str, FeedItem]:
        """Articles that were saved, by id; those that are stored no more are left out."""
        store = self.keep.store
        paths = {one.kept.ref: one.path for one in items if one.kept.kind is KeptKind.ARTICLE}
        marks = store.annotations(paths)
        sources = {source.id: source for source, _ in self.house.desk.sources()}
        return {
            id_: article_item(one, sources.get(one.source_id), marks.get(id_, {}), language, paths[id_])
            for id_, one in store.articles_by_id(paths).items()
        }


def _known(one: Shown, stories: dict[Any, FeedItem], articles: dict[str, FeedItem]) -> FeedItem | None:
    if one.kept.kind is KeptKind.STORY and one.entry:
        return stories.get((one.key, one.entry.story))
    return articles.get(one.kept.ref) if one.kept.kind is KeptKind.ARTICLE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What a button asks to save, and the page to go back to."""

    kind: KeptKind
    ref: str
    story: str
    base: str
    back: str

    @staticmethod
    def of(given: Callable[[str], str]) -> "_Wish":
        kind, ref = given("kind"), given("ref")
        if kind not in set(KeptKind) or not 0 < len(ref) <= LONGEST_REF:
            raise HTTPException(404)
        story, base = given("story")[:LONGEST_REF], given("base")[:40]
        return _Wish(kind=KeptKind(kind), ref=ref, story=story, base=base, back=_back(given("back")))

    def fields(self) -> dict[str, str]:
        return {"kind": self.kind.value, "ref": self.ref, "story": self.story, "base": self.base, "back": self.back}


class _Writing:
    def __init__(self, room: _Collections) -> None:
        self.room = room
        self.store = room.keep.store

    async def save(self, request: Request) -> Response:
        given = _Given(await form(request, LARGEST, 20))
        if not self.room.keep.saves:
            raise HTTPException(404)
        return await run_in_threadpool(self._told, request, lambda: self.saved(given))

    def saved(self, given: "_Given") -> Response:
        wish = _Wish.of(given)
        kept = replace(self.room.kept(wish), note=note_of(given("note")))
        one = made_at_need(self.room.keep, given("name"), given("into"))
        put(self.store, one.id, kept)
        return RedirectResponse(f"../{wish.back}#k-{kept_id(wish.kind, wish.ref)}", status_code=303)

    async def make(self, request: Request) -> Response:
        given = _Given(await form(request, LARGEST, 20))

        def made() -> Response:
            one = made_at_need(self.room.keep, name_of(given("name")))
            return RedirectResponse(f"../{COLLECTIONS}/{one.id}", status_code=303)

        return await run_in_threadpool(self._told, request, made)

    async def change(self, request: Request, collection: str) -> Response:
        given = _Given(await form(request, LARGEST, 20))
        return await run_in_threadpool(self._told, request, lambda: self.changed(request, collection, given))

    def changed(self, request: Request, collection: str, given: "_Given") -> Response:
        one, do, item = self.room.open(request, collection), given("do"), given("item")
        actions: dict[str, Callable[[], Any]] = {
            "rename": lambda: self.rename(one, given("name")),
            "open": lambda: self.store.put_collection(replace(one, public=True)),
            "close": lambda: self.store.put_collection(replace(one, public=False)),
            "remove": lambda: self.store.remove_collection(one.id),
            "note": lambda: self.store.put_note(one.id, item, note_of(given("note"))),
            "move": lambda: self.move(one, item, given),
            "drop": lambda: self.store.drop_kept(one.id, [item]),
        }
        if do not in actions or (do == "remove" and not given("sure")):
            raise HTTPException(400)
        if do in ("note", "move", "drop") and self.store.kept_one(one.id, item) is None:
            raise HTTPException(404)
        actions[do]()
        here = f"../../{COLLECTIONS}"
        if do == "remove":
            return RedirectResponse(here, status_code=303)
        if do == "note":
            return RedirectResponse(f"../../{_back(given('back'))}#i-{item}", status_code=303)
        return RedirectResponse(f"{here}/{quote(one.id, safe='')}", status_code=303)

    def rename(self, one: Collection, name: str) -> None:
        named = name_of(name)
        if any(other.id != one.id and folded(other.name) == folded(named) for other in self.store.collections()):
            raise Problem(_("Another collection has that name already: {name}.").format(name=named))
        self.store.put_collection(replace(one, name=named))

    def move(self, one: Collection, item: str, given: "_Given") -> None:
        """Into the other first: whatever happens between, it is in one of them."""
        kept = self.store.kept_one(one.id, item)
        target = made_at_need(self.room.keep, given("name"), given("into"))
        if kept is not None and target.id != one.id:
            put(self.store, target.id, kept)
            self.store.drop_kept(one.id, [item])

    def _told(self, request: Request, do: Callable[[], Response]) -> Response:
        """What cannot be done is told on a page that leads back."""
        try:
            return do()
        except Problem as problem:
            answer = self.room.house.own(request, "unkept.html", request.scope["path"][1:], problem=problem)
            return private(answer, 400)
        except LookupError as error:
            raise HTTPException(404) from error


class _Given:
    """The first value of each field of a form."""

    def __init__(self, sent: dict[str, list[str]]) -> None:
        self._sent = sent

    def __call__(self, name: str) -> str:
        return self._sent.get(name, [""])[0]


def _back(sent: str) -> str:
    """A path of this site with its query; empty for whatever could lead elsewhere."""
    path, _, query = sent.partition("?")
    asked = urlencode(parse_qsl(query[:2000], max_num_fields=20)) if query else ""
    return back(path) + (f"?{asked}" if asked else "")


def _number(text: str, last: int) -> int:
    """The page that was asked for, from 1; what is no page of ours is the nearest one."""
    return max(1, min(int(text), last)) if text.isascii() and text.isdigit() and len(text) < 8 else 1
