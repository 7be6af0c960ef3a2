"""POST /-/mark: the owner says on a page that a mark is wrong, with one click."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ribao.serve.owner import form, ours

PATH = "/-/mark"
LARGEST, MOST = 64 * 1024, 100  # bytes of a request, articles in it
_HERE = re.compile(r"[\w./~%-]{0,300}")

Correct = Callable[[Sequence[str], bool], None]


def marking(correct: Correct) -> APIRouter:
    """The route, to be included in the site. ``correct(article ids, promotion or not)`` runs in a thread."""
    router = APIRouter()

    async def mark(request: Request) -> Response:
        sent = await form(request, LARGEST, MOST + 10)
        articles, promo = [one for one in sent.get("article", []) if one][:MOST], sent.get("promo", [""])[0]
        if not articles or promo not in ("0", "1"):
            raise HTTPException(400)
        await run_in_threadpool(correct, articles, promo == "1")
        return RedirectResponse("../" + _back(sent.get("back", [""])[0]), status_code=303)

    router.add_api_route(PATH, mark, methods=["POST"], response_model=None, dependencies=[Depends(ours)])
    return router


def _back(sent: str) -> str:
    """The page that the click was on: a path of this site, and nothing else."""
    inside = _HERE.fullmatch(sent) and not sent.startswith("/") and ".." not in sent
    return quote(sent, safe="/~%") if inside else ""
