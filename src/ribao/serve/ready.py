"""Answers kept ready: the very same request, while nothing was written, gets the very same answer without further ado.

What a page costs then is the sending of it. A room says of an answer of its own that it may be kept
(:func:`settled`); it must hang on nothing but the request, the store and the settings. Outermost of all, it knows
nothing of rooms.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TICKET = "ribao.ready"  # in a request's scope
MOST_BYTES = 16 * 1024 * 1024  # of bodies, which the shelf of pages mostly holds anyway
MOST_HEADERS = 4096  # bytes of a request's headers: what has more is no ordinary reader


@dataclass(slots=True)
class Ticket:
    """Carried by a request to the room that answers it."""

    settled: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    start: Message
    body: Message


@dataclass(slots=True)
class _Heard:
    """An answer as it is sent; ``whole`` as soon as it was, in one piece."""

    start: Message | None = None
    body: Message | None = None
    pieces: int = 0

    def hear(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body, self.pieces = message, self.pieces + 1

    @property
    def whole(self) -> Answer | None:
        if self.start is None or self.body is None or self.pieces != 1 or self.body.get("more_body"):
            return None
        return Answer(self.start, self.body)


@dataclass(slots=True)
class Ready:
    """``state``: equal values mean that every settled answer still holds. Asked for every request: it must be quick."""

    app: ASGIApp
    state: Callable[[], Awaitable[object]]
    _at: object = None
    _held: int = 0
    _answers: OrderedDict[Hashable, Answer] = field(default_factory=OrderedDict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope)
        if key is None:
            await self.app(scope, receive, send)
            return
        state = await self.state()
        found = self._find(state, key)
        if found is not None:
            await send(found.start)
            await send(found.body)
            return
        await self._asked(state, key, scope, receive, send)

    async def _asked(self, state: object, key: Hashable, scope: Scope, receive: Receive, send: Send) -> None:
        ticket, heard = Ticket(), _Heard()

        async def hearing(message: Message) -> None:
            if ticket.settled:
                heard.hear(message)
            await send(message)

        await self.app({**scope, TICKET: ticket}, receive, hearing)
        # by what was so before the room began: what changed meanwhile makes the answer a stale one
        if (answer := heard.whole) is not None and state == self._at:
            self._keep(key, answer)

    def _find(self, state: object, key: Hashable) -> Answer | None:
        if state != self._at:
            self._answers.clear()
            self._at, self._held = state, 0
        return self._answers.get(key)

    def _keep(self, key: Hashable, answer: Answer) -> None:
        if key not in self._answers:  # two equal requests may have been under way at once
            self._answers[key] = answer
            self._held += _size(answer)
        while self._held > MOST_BYTES:
            self._held -= _size(self._answers.popitem(last=False)[1])


def settled(request: Request) -> None:
    """Says that the answer to a request hangs on nothing but the request, the store and the settings."""
    ticket = request.scope.get(TICKET)
    if isinstance(ticket, Ticket):
        ticket.settled = True


def _key(scope: Scope) -> Hashable:
    """All that an answer may hang on; None for requests whose answers are not kept: with a cookie, or no plain GET."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    size = 0
    for name, value in scope["headers"]:
        if name == b"cookie":  # a session ends by itself, without a change of anything
            return None
        size += len(name) + len(value)
    if size > MOST_HEADERS or len(scope["query_string"]) > MOST_HEADERS:
        return None
    client = scope.get("client") or ("",)
    path = scope.get("raw_path") or scope["path"]
    server = tuple(scope.get("server") or ())
    headers = tuple(map(tuple, scope["headers"]))
    return scope["method"], path, scope["query_string"], client[0], scope["scheme"], server, headers


def _size(answer: Answer) -> int:
    return len(answer.body.get("body", b"")) + MOST_HEADERS
