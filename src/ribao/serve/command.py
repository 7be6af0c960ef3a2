"""POST /-/command: a command line that finds the server running hands it the work, so that every command works at any time.

The request carries ``X-Ribao-Token`` (from the instance lock) and ``{"name": ..., "arguments": {...}}``. The answer is
one JSON object a line, as things happen: ``{"say": text}``, ``{"progress": {"event", "stage", ...}}``,
``{"problem": {"what", "why", "remedy"}}``, and at last ``{"exit": code}``.
"""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ribao.serve.owner import at_this_machine, body
from ribao.support.net.command import PATH, TOKEN_HEADER
from ribao.support.problem import Problem
from ribao.support.progress import Progress

LARGEST = 1024 * 1024  # bytes of a request: an OPML file of some thousand sources fits

Execute = Callable[[str, Mapping[str, Any], Progress], Awaitable[int]]


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    arguments: dict[str, Any] = {}


def commands(execute: Execute, token: str) -> APIRouter:
    """The route, to be included in the site. ``execute(name, arguments, progress)`` returns the exit code.

    It runs to its end even when the caller goes away. A :class:`Problem` it raises is passed on.
    """
    router = APIRouter()
    running: set[asyncio.Task[None]] = set()  # a task that nobody holds may be collected while it runs

    async def command(request: Request) -> Response:
        if not _allowed(request, token):
            raise HTTPException(403)
        order = await _order(request)
        wire = Wire(asyncio.get_running_loop())
        task = asyncio.create_task(_run(execute, order, wire))
        running.add(task)
        task.add_done_callback(running.discard)
        return StreamingResponse(wire.lines(), media_type="application/x-ndjson", headers={"Cache-Control": "no-store"})

    router.add_api_route(PATH, command, methods=["POST"], response_model=None)
    return router


class Wire:
    """The progress port, written to a client line by line; safe to call from other threads."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

    def start(self, stage: str, total: int) -> None:
        self._put({"progress": {"event": "start", "stage": stage, "total": total}})

    def step(self, stage: str, done: int = 1, note: str = "") -> None:
        self._put({"progress": {"event": "step", "stage": stage, "done": done, "note": note}})

    def finish(self, stage: str) -> None:
        self._put({"progress": {"event": "finish", "stage": stage}})

    def say(self, line: str) -> None:
        self._put({"say": line})

    def problem(self, problem: Problem) -> None:
        self._put({"problem": {"what": problem.what, "why": problem.why, "remedy": problem.remedy}})

    def exit(self, code: int) -> None:
        self._put({"exit": code})
        self._loop.call_soon_threadsafe(self._queue.put_nowait, None)

    async def lines(self) -> AsyncIterator[bytes]:
        while (said := await self._queue.get()) is not None:
            yield (json.dumps(said, ensure_ascii=False) + "\n").encode("utf-8", "replace")

    def _put(self, said: dict[str, Any]) -> None:
        self._loop.call_soon_threadsafe(self._queue.put_nowait, said)


async def _run(execute: Execute, order: Order, wire: Wire) -> None:
    code = 1
    try:
        code = await execute(order.name, order.arguments, wire)
    except Problem as problem:
        wire.problem(problem)
        code = problem.exit_code
    except Exception as error:  # the caller must hear of it, and the server goes on
        wire.problem(Problem(type(error).__name__, str(error)))
    finally:
        wire.exit(code)


async def _order(request: Request) -> Order:
    sent = await body(request, LARGEST)
    try:
        return Order.model_validate_json(sent)
    except ValidationError as error:
        raise HTTPException(400) from error


def _allowed(request: Request, token: str) -> bool:
    """From this machine, not through a proxy, not from a web page, and with the token."""
    sent = request.headers.get(TOKEN_HEADER, "")
    right = hmac.compare_digest(sent.encode("utf-8", "replace"), token.encode())
    return right and bool(token) and at_this_machine(request) and not _from_a_page(request)


def _from_a_page(request: Request) -> bool:
    """Browsers name the origin of every POST; no command line does."""
    return "origin" in request.headers or request.headers.get("sec-fetch-site", "none") != "none"
