"""Pictures of editions and stories for those who share their addresses."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ribao.render.cards.cards import edition_card, story_card
from ribao.render.cards.draw import png
from ribao.serve.house import House, Route
from ribao.serve.reply import Content, Shelf, content, reply
from ribao.serve.tongue import language_of
from ribao.support.store.port import EditionKey

CARDS_BYTES = 8 * 1024 * 1024  # pictures kept
HOUR = 3600
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def routes(house: House) -> list[Route]:
    return [Route(path="/og/{name}.png", handler=_Cards(house).card)]


class _Cards:
    def __init__(self, house: House) -> None:
        self.house = house
        self.made: Shelf[Content] = Shelf(CARDS_BYTES, lambda one: len(one.body) + 256)

    def card(self, request: Request, name: str) -> Response:
        """``name``: a date, or the id of a story, as the newest edition tells it."""
        day = bool(_DAY.fullmatch(name))
        key = self.house.key(name) if day else self.house.desk.holding(name)
        if key is None:
            raise HTTPException(404)
        language = language_of(request, self.house.language)
        shelf_key = (key, self.house.desk.marks(), language, self.house.title, "" if day else name)
        answer = reply(
            request, self.made.get(shelf_key, lambda: self.drawn(key, language, "" if day else name)), max_age=HOUR
        )
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made to be shown elsewhere
        return answer

    def drawn(self, key: EditionKey, language: str, story: str) -> Content:
        bundle = self.house.bundle(key, language)
        card = story_card(bundle, story) if story else edition_card(bundle)
        if card is None:
            raise HTTPException(404)
        return content(png(card), "image/png")
