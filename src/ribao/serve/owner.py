"""The owner's requests: who may change anything through a page, and what a form sent.

There is no log-in: the owner is who sits at the machine that Ribao runs on. So a request that changes something must
come from a loopback address, not through a proxy, to a loopback name, which keeps out a stranger's page that had its
own name point here (DNS rebinding); and from a page of this very site (``Sec-Fetch-Site``, which a page cannot forge;
else ``Origin``). A page that writes is one route with ``dependencies=[Depends(ours)]`` that reads :func:`form`.
"""

import re
from ipaddress import ip_address
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_FIELDS = 1000  # of a form
_PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_PORT = re.compile(r":\d{1,5}$")


async def ours(request: Request) -> None:
    """Guard of every route that changes something. Raises HTTPException 403 for all but the owner on our own page."""
    if not is_owner(request) or not from_our_page(request):
        raise HTTPException(403)


def is_owner(request: Request) -> bool:
    """Whether the reader sits at this machine and calls it by a name that only means this machine."""
    if any(name in request.headers for name in _PROXIED):
        return False
    return request.client is not None and _loopback(request.client.host) and _loopback(_host(request))


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


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
