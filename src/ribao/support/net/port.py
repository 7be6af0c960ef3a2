"""The HTTP port: one guarded GET. ``client.py`` is the real one (aiohttp); ``scripted.py`` the fake.

Redirects are followed by the client, each hop checked by the address guard, and reported, because what a redirect
means (move the stored address or not) is for the caller to decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from ribao.types.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    status: int  # 301, 302, 303, 307 or 308
    url: str  # where it pointed to, absolute


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """``body`` is complete and decoded (gzip, br, zstd undone). Header names are lower case, order kept."""

    status: int
    url: str  # final address
    requested_url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    hops: tuple[Hop, ...] = ()

    def header(self, name: str) -> str | None:
        """The last value under that (lower-case) name, as received (latin-1 text)."""
        found = None
        for key, value in self.headers:
            if key == name:
                found = value
        return found


class FetchFailed(Exception):
    """No usable response: the reason, and the hops that were taken before it went wrong."""

    def __init__(self, reason: Reason, hops: tuple[Hop, ...] = ()) -> None:
        super().__init__(f"{reason.code}: {reason.detail}")
        self.reason = reason
        self.hops = hops


class Client(Protocol):
    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, accept: str = "*/*") -> Response:
        """GET ``url``. Any status is returned; raises :class:`FetchFailed` when there is no complete, allowed response."""
        ...

    async def aclose(self) -> None: ...
