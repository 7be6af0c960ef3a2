"""The owner's requests: who may change anything through a page, and what a form sent.

The owner is who sits at the machine that Ribao runs on, or who has shown the owner's token (``rooms/enter.py``). A
request that changes something must be the owner's:

- from a loopback address, not through a proxy, to a loopback name, which keeps out a stranger's page that had its own
  name point here (DNS rebinding), as long as the settings name no proxy, path or public address;
- or with the cookie of a session (``support/owner_key.py``), straight or through a proxy that the settings name;

and from a page of this very site (``Sec-Fetch-Site``, which a page cannot forge; else ``Origin``). A page that writes is
one route with ``dependencies=[Depends(ours)]`` that reads :func:`form`.
"""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from ribao.serve.approach import GATE, PROXIED, THROUGH, Gate, Through, is_loopback

COOKIE = "ribao-owner"
MOST_FIELDS = 1000  # of a form
_PORT = re.compile(r":\d{1,5}$")


async def ours(request: Request) -> None:
    """Guard of every route that changes something. Raises HTTPException 403 for all but the owner on our own page."""
    if not is_owner(request) or not from_our_page(request):
        raise HTTPException(403)


async def same_site(request: Request) -> None:
    """Guard of the one route that a stranger may send something to: the page where the token is shown."""
    if not from_our_page(request):
        raise HTTPException(403)


def is_owner(request: Request) -> bool:
    """Whether the reader sits at this machine and calls it by a name that only means this machine, or has a session."""
    gate = gate_of(request)
    if gate is None:
        return at_this_machine(request)
    if request.scope.get(THROUGH) == Through.UNKNOWN:
        return False
    return (not gate.public and at_this_machine(request)) or has_session(request)


def at_this_machine(request: Request) -> bool:
    if any(name in request.headers for name in PROXIED):
        return False
    return request.client is not None and is_loopback(request.client.host) and is_loopback(_host(request))


def has_session(request: Request) -> bool:
    gate, session = gate_of(request), request.cookies.get(COOKIE, "")
    return gate is not None and gate.key is not None and bool(session) and gate.key.holds(session, datetime.now(UTC))


def gate_of(request: Request) -> Gate | None:
    found: Gate | None = request.scope.get(GATE)
    return found


def from_our_page(request: Request) -> bool:
    """Whether the request was sent by a page of this very site, as the browser tells; what tells nothing is not."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    host = request.headers.get("host", "-")
    return request.headers.get("origin") in (f"http://{host}", f"https://{host}")


async def form(request: Request, limit: int, most_fields: int = MOST_FIELDS) -> dict[str, list[str]]:
    """Values by field of an ``application/x-www-form-urlencoded`` body of up to ``limit`` bytes, empty ones too.

    Raises HTTPException: 413 for a longer body, 400 for what is no form.
    """
    sent = await body(request, limit)
    try:
        return parse_qs(sent.decode("ascii"), keep_blank_values=True, max_num_fields=most_fields)
    except ValueError as error:
        raise HTTPException(400) from error


async def body(request: Request, limit: int) -> bytes:
    """All bytes of the request. Raises HTTPException 413 as soon as they are more than ``limit``."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > limit:
            raise HTTPException(413)
    return bytes(read)


def _host(request: Request) -> str:
    return _PORT.sub("", request.headers.get("host", "")).strip("[]")
