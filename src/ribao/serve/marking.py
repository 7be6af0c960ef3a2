"""POST /-/mark: the owner says on a page that a mark is wrong, with one click.

There is no log-in: the owner is who sits at the machine that Ribao runs on. So the request must come from a page of
this very site (``Sec-Fetch-Site``, which a page cannot forge; else ``Origin``), from a loopback address, not through a
proxy, and to a loopback name, which keeps out a stranger's page that had its own name point here (DNS rebinding).
"""

import re
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from urllib.parse import parse_qs, quote, urlsplit

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

PATH = "/-/mark"
LARGEST, MOST = 64 * 1024, 100  # bytes of a request, articles in it
_HERE = re.compile(r"[\w./~%-]{0,300}")
_PORT = re.compile(r":\d{1,5}$")

Correct = Callable[[Sequence[str], bool], None]


def marking(correct: Correct) -> APIRouter:
    """The route, to be included in the site. ``correct(article ids, promotion or not)`` runs in a thread."""
    router = APIRouter()

    async def mark(request: Request) -> Response:
        if not is_owner(request) or not _from_our_page(request):
            raise HTTPException(403)
        form = await _form(request)
        articles, promo = form.get("article", [])[:MOST], form.get("promo", [""])[0]
        if not articles or promo not in ("0", "1"):
            raise HTTPException(400)
        await run_in_threadpool(correct, articles, promo == "1")
        return RedirectResponse("../" + _back(form.get("back", [""])[0]), status_code=303)

    router.add_api_route(PATH, mark, methods=["POST"], response_model=None)
    return router


def is_owner(request: Request) -> bool:
    """Whether the reader sits at this machine and calls it by a name that only means this machine."""
    if any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip", "via")):
        return False
    return request.client is not None and _loopback(request.client.host) and _loopback(_host(request))


def _from_our_page(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", "-")


def _host(request: Request) -> str:
    return _PORT.sub("", request.headers.get("host", "")).strip("[]")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


async def _form(request: Request) -> dict[str, list[str]]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise HTTPException(413)
    try:
        return parse_qs(bytes(body).decode("ascii"), max_num_fields=MOST + 10)
    except ValueError as error:
        raise HTTPException(400) from error


def _back(sent: str) -> str:
    """The page that the click was on: a path of this site, and nothing else."""
    inside = _HERE.fullmatch(sent) and not sent.startswith("/") and ".." not in sent
    return quote(sent, safe="/~%") if inside else ""
