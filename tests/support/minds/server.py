"""A real OpenAI-compatible server on loopback, small, whose faults can be switched on."""

import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Handler = Callable[[dict[str, Any]], Any]
SAME_MARK = "同"  # two headlines that both hold it are one story to this model


def vector(text: str, dimension: int = 8) -> list[float]:
    digest = hashlib.sha256(text.encode()).digest()
    return [byte / 255 - 0.5 for byte in digest[:dimension]]


def verdict(headlines: dict[str, Any]) -> dict[str, Any]:
    same = all(SAME_MARK in side["headline"] for side in headlines.values())
    return {"same": same, "confidence": 0.9, "reason": "因为如此"}


def headlines_in(body: dict[str, Any]) -> dict[str, Any]:
    """What lies in the fence of the user message, as any reader of JSON sees it."""
    user = body["messages"][-1]["content"]
    found: dict[str, Any] = json.loads(user.removeprefix("<headlines>").removesuffix("</headlines>"))
    return found


def text_in(body: dict[str, Any]) -> str:
    """The text of a doubt; empty when the question is another."""
    user = body["messages"][-1]["content"]
    if not user.startswith("<text>"):
        return ""
    return str(json.loads(user.removeprefix("<text>").removesuffix("</text>"))["text"])


def choice(text: str) -> dict[str, Any]:
    return {"label": "promo" if "下单" in text else "news", "confidence": 0.9, "reason": "因为如此"}


@dataclass(slots=True)
class ModelServer:
    """``embeddings`` and ``chat`` make the answer of a request body: a dict, a text, or a whole response."""

    embeddings: Handler = field(default=lambda body: embedded(body))
    chat: Handler = field(default=lambda body: said(json.dumps(verdict(headlines_in(body)))))
    port: int = 0
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def take_embeddings(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, self.embeddings)

    async def take_chat(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, self.chat)

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        body = await request.json()
        self.bodies.append(body)
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        made = handler(body)
        made = await made if hasattr(made, "__await__") else made
        if isinstance(made, web.StreamResponse):
            return made
        text = made if isinstance(made, str) else json.dumps(made)
        return web.Response(text=text, content_type="application/json")


def embedded(body: dict[str, Any], dimension: int = 8) -> dict[str, Any]:
    data = [{"index": index, "embedding": vector(text, dimension)} for index, text in enumerate(body["input"])]
    return {"object": "list", "model": body["model"], "data": data}


def said(text: object, finish: str = "stop") -> dict[str, Any]:
    return {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}]}


def failure(status: int, message: str = "no", **headers: str) -> Handler:
    return lambda body: web.json_response(
        {"error": {"message": message}},
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


@asynccontextmanager
async def running() -> AsyncIterator[ModelServer]:
    server = ModelServer()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.add_routes(
        [web.post("/v1/embeddings", server.take_embeddings), web.post("/v1/chat/completions", server.take_chat)]
    )
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()
