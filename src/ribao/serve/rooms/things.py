"""Persons, organisations, products: their pages, the list of them, two products side by side."""

from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ribao.render.stated import rows
from ribao.render.thing import PAGED
from ribao.render.thing_list import groups, letter_of
from ribao.render.thing_pages import compared, thing_values
from ribao.render.thing_pages import words as thing_words
from ribao.serve.house import House, Route, moved
from ribao.types.thing import ThingKind


def routes(house: House) -> list[Route]:
    room = _Things(house)
    return [
        Route(path="/t/", handler=room.things),
        Route(path="/t/compare", handler=room.compare),
        Route(path="/t/{thing}", handler=room.thing),
    ]


class _Things:
    def __init__(self, house: House) -> None:
        self.house = house

    def things(self, request: Request) -> Response:
        """Most in the news; with ``?kind=product&letter=X`` all names under a letter."""
        query = request.query_params
        kind, letter = query.get("kind", ""), query.get("letter", "")
        if kind in set(ThingKind) and 1 <= len(letter) <= 2:
            chosen = letter_of(ThingKind(kind), letter.upper(), self.house.desk.things(ThingKind(kind)))
            here = "t/?" + urlencode({"kind": kind, "letter": letter})
            return self.house.own(request, "things.html", here, chosen=chosen, groups=(), recent=False, **thing_words())
        every = [thing for one in PAGED for thing in self.house.desk.things(one)]
        listed = groups(self.house.desk.things_in_news(), every)
        return self.house.own(request, "things.html", "t/", chosen=None, groups=listed, recent=True, **thing_words())

    def thing(self, request: Request, thing: str) -> Response:
        facts = self.house.desk.thing(thing)
        if facts is None:
            raise HTTPException(404)
        if facts.thing.id != thing:
            return moved(quote(facts.thing.id, safe=""))
        return self.house.own(request, "thing.html", f"t/{quote(thing, safe='')}", **thing_values(facts))

    def compare(self, request: Request) -> Response:
        """``?a=…&b=…``: two products, property by property."""
        found = [self.house.desk.thing(request.query_params.get(name, "")) for name in ("a", "b")]
        one, other = (facts if facts and facts.thing.kind is ThingKind.PRODUCT else None for facts in found)
        if one is None or other is None:
            raise HTTPException(404)
        here = "t/compare?" + urlencode({"a": one.thing.id, "b": other.thing.id})
        pairs = compared(rows(one), rows(other))
        return self.house.own(
            request, "compare.html", here, one=one.thing, other=other.thing, pairs=pairs, **thing_words()
        )
