"""SampleClient: reaches the world's invented hosts through the loopback server, by a real client.

An edition must not depend on the port that happened to be free. So the world is addressed by names that never change
(http://OUTLET.sample.invalid/...), each request goes to http://127.0.0.1:PORT/OUTLET.sample.invalid/..., and every
address in what comes back is turned into the invented one again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ribao.sample.world import DOMAIN
from ribao.support.net.port import Client, FetchFailed, Hop, Response
from ribao.types.reason import Code, Reason


@dataclass(frozen=True, slots=True)
class SampleClient:
    """A :class:`ribao.support.net.port.Client` around ``inner``, which must allow 127.0.0.0/8. It knows no other host:
    a sample edition is the same without a network."""

    inner: Client
    base: str  # http://127.0.0.1:PORT

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, accept: str = "*/*") -> Response:
        if not (urlsplit(url).hostname or "").endswith("." + DOMAIN):
            raise FetchFailed(Reason(code=Code.ADDRESS_REFUSED, detail=f"{url} is outside the sample world"))
        try:
            response = await self.inner.get(self._inward(url), headers=headers, accept=accept)
        except FetchFailed as failure:
            reason = replace(failure.reason, detail=self._without_port(failure.reason.detail))
            raise FetchFailed(reason, self._hops(failure.hops)) from failure
        return self._told(url, response)

    async def aclose(self) -> None:
        await self.inner.aclose()

    def _inward(self, url: str) -> str:
        return f"{self.base}/{url.removeprefix('http://')}"

    def _outward(self, text: str) -> str:
        return text.replace(f"{self.base}/", "http://")

    def _without_port(self, detail: str) -> str:
        """A reason is stored and shown, so it must be the same in each run: clients name the port in many ways."""
        port = self.base.rpartition(":")[2]
        return re.sub(rf"\b{port}\b", "80", self._outward(detail))

    def _hops(self, hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
        return tuple(Hop(status=hop.status, url=self._outward(hop.url)) for hop in hops)

    def _told(self, url: str, response: Response) -> Response:
        return replace(response, url=self._outward(response.url), requested_url=url, hops=self._hops(response.hops))
