"""POST /-/mark: the owner says on a page that a mark is wrong, with one click."""

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ribao.serve.back import back
from ribao.serve.doors import Correct
from ribao.serve.house import House, Route
from ribao.serve.owner import form

PATH = "/-/mark"
LARGEST, MOST = 64 * 1024, 100  # bytes of a request, articles in it


def routes(house: House) -> list[Route]:
    correct = house.doors.correct
    return [Route(path=PATH, handler=partial(_mark, correct), ours=True)] if correct else []


async def _mark(correct: Correct, request: Request) -> Response:
    sent = await form(request, LARGEST, MOST + 10)
    articles, promo = [one for one in sent.get("article", []) if one][:MOST], sent.get("promo", [""])[0]
    if not articles or promo not in ("0", "1"):
        raise HTTPException(400)
    await run_in_threadpool(correct, articles, promo == "1")
    return RedirectResponse("../" + back(sent.get("back", [""])[0]), status_code=303)
