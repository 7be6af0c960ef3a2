"""How a request came to the house: straight, or through a proxy that is known or not; and under which path.

Only a proxy that the settings name (``server.trusted_proxies``) is believed in what it says of a reader. A request that
names a proxy which nobody knows is answered, but nobody's owner. Only :mod:`ribao.serve.ready` stands before it: what
comes after sees the reader's own address, scheme and host, and paths without the prefix.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ribao.settings import ServerSettings
from ribao.support.owner_key import OwnerKey

GATE = "ribao.gate"
THROUGH = "ribao.through"
PREFIX = "ribao.prefix"
PROXIED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
MOST_HOPS = 20
HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")


class Through(StrEnum):
    NOTHING = "nothing"
    TRUSTED = "trusted"  # a proxy that the settings name
    UNKNOWN = "unknown"  # one that they do not


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """``server``: the settings as they are now. ``key``: None where the house has no owner to let in."""

    server: Callable[[], ServerSettings]
    key: OwnerKey | None = None

    @property
    def public(self) -> bool:
        """Does the site stand behind a proxy, or under a public name? Then a call from this machine proves nothing."""
        server = self.server()
        host = urlsplit(server.address).hostname or "localhost"
        return bool(server.trusted_proxies or server.path) or not is_loopback(host)


class Approach:
    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        inside = seen_from_outside(scope, self._gate)
        if inside["path"]:
            await self._app(inside, receive, send)
        else:  # the prefix without a slash behind it: links would lead beside it
            onward = RedirectResponse(scope["path"].rpartition("/")[2] + "/", status_code=308)
            await onward(scope, receive, send)


def seen_from_outside(scope: Scope, gate: Gate) -> Scope:
    server = gate.server()
    connection = HTTPConnection(scope)
    peer = _number(connection.client.host if connection.client else "")
    forwarded = any(name in connection.headers for name in PROXIED)
    trusted = peer is not None and _within(peer, server.trusted_proxies)
    through = Through.TRUSTED if trusted else Through.UNKNOWN if forwarded else Through.NOTHING
    scope = {**scope, GATE: gate, THROUGH: through}
    if trusted:
        scope |= _as_told(scope, connection, server.trusted_proxies)
    inside = _without_prefix(scope, server.path)
    return {**inside, PREFIX: server.path if forwarded or inside is not scope else ""}


def _as_told(scope: Scope, connection: HTTPConnection, trusted: Sequence[IPv4Network | IPv6Network]) -> Scope:
    """Client, scheme and host as the trusted proxy names them; what it does not name, or names badly, stays."""
    told: Scope = {}
    hops = [hop.strip() for line in connection.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    client = _client(hops[-MOST_HOPS:], trusted)
    if client:
        told["client"] = (client, 0)
    scheme = _last(connection.headers.getlist("x-forwarded-proto")).lower()
    if scheme in ("http", "https"):
        told["scheme"] = scheme
    host = _last(connection.headers.getlist("x-forwarded-host"))
    if HOST.fullmatch(host):
        others = [(name, value) for name, value in scope["headers"] if name != b"host"]
        told["headers"] = [*others, (b"host", host.encode())]
    return told


def _client(hops: Sequence[str], trusted: Sequence[IPv4Network | IPv6Network]) -> str:
    """The last address that is no trusted proxy: what stands before it, anybody may have written."""
    for hop in reversed(hops):
        number = _number(hop)
        if number is None:
            return "unknown" if hop else ""
        if not _within(number, trusted):
            return str(number)
    return ""


def _last(lines: Sequence[str]) -> str:
    return lines[-1].rpartition(",")[2].strip() if lines else ""


def _without_prefix(scope: Scope, prefix: str) -> Scope:
    """A proxy may pass the prefix on or take it off: both are understood."""
    path = scope["path"]
    if not prefix or not (path == prefix or path.startswith(f"{prefix}/")):
        return scope
    raw = scope.get("raw_path") or path.encode()
    return {**scope, "path": path[len(prefix) :], "raw_path": raw[len(prefix) :]}


def _number(host: str) -> IPv4Address | IPv6Address | None:
    """Also as ``[::1]:443`` and ``10.0.0.1:443``."""
    plain = host.strip().removeprefix("[").partition("]")[0] if host.startswith("[") else host
    if plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        found = ip_address(plain)
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found


def _within(number: IPv4Address | IPv6Address, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    return any(number in network for network in networks)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
