"""One POST of JSON to a model's server: with a time limit, repetitions, a limit of size, and no exception.

Why httpx2 and not aiohttp, which fetches the news: a run sends some hundred requests of a second each, so speed does
not matter, and the guard around aiohttp (no private addresses, robots, pace) is made for addresses that strangers
give. This address is the owner's, and his own machine is the best one. Redirects are not followed: the key would
travel along. No proxy and no .netrc is taken from the environment, as everywhere in Ribao.
"""

import asyncio
import json
import random
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ribao.support.minds.circuit import Circuit
from ribao.support.minds.trouble import OF_ONE_ANSWER, Fault, Place, Refused, Tell, resting, told

if TYPE_CHECKING:
    import httpx2

MOST_BYTES = 32 * 1024 * 1024
MOST_ERROR_BYTES = 64 * 1024
MOST_REPEATS = 2
LONGEST_PAUSE_SECONDS = 20.0
MOST_DETAIL = 200

_AGAIN = frozenset({408, 429, 500, 502, 503, 504, 529})
_FAULTS: Mapping[int, Fault] = {
    400: Fault.REQUEST,
    401: Fault.KEY,
    403: Fault.KEY,
    404: Fault.NOT_FOUND,
    413: Fault.REQUEST,
    422: Fault.REQUEST,
    429: Fault.BUSY,
    503: Fault.BUSY,
}
# how servers name a refusal because of what a text says (DashScope, Azure, Zhipu's number for the same)
_DECLINED = re.compile(r"data_inspection_failed|DataInspectionFailed|content_filter|content_policy|\b1301\b")

Sleep = Callable[[float], Awaitable[None]]
Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Wire:
    """To one server, for one run. ``key`` goes into the header and nowhere else, not even into ``repr``."""

    client: "httpx2.AsyncClient"
    base: str
    place: Place
    tell: Tell
    key: str = field(default="", repr=False)
    sleep: Sleep = asyncio.sleep
    most_bytes: int = MOST_BYTES
    circuit: Circuit = field(default_factory=Circuit)
    _lines: set[str] = field(default_factory=set)
    _rested: bool = False

    async def post(self, path: str, body: Mapping[str, Any]) -> Json | Refused:
        """The answer, a JSON object. A failure counts for the circuit, and is told but for :data:`OF_ONE_ANSWER`.

        Those are for the caller to judge, who may try something else first; it tells them by :meth:`useless`.
        """
        if self.circuit.is_open:
            return Refused(fault=Fault.RESTING)
        try:
            async with asyncio.timeout(self.place.seconds):
                answer = await self._with_repeats(path, body)
        except TimeoutError:
            answer = Refused(fault=Fault.SLOW)
        if isinstance(answer, Refused) and answer.fault not in OF_ONE_ANSWER:
            self._failed(answer)
        return answer

    def useful(self) -> None:
        self.circuit.useful()

    def useless(self, refused: Refused) -> None:
        """The caller could make nothing of an answer, or of a request that was refused."""
        self.circuit.useless()
        self.say(refused)

    def say(self, refused: Refused) -> None:
        """Once for each thing that can be wrong: five hundred equal lines say no more than one."""
        trouble = told(self.place, refused)
        if refused.fault is not Fault.RESTING and trouble.line not in self._lines:
            self._lines.add(trouble.line)
            self.tell(trouble)
        if self.circuit.is_open and not self._rested:
            self._rested = True
            self.tell(resting(self.place))

    def _failed(self, refused: Refused) -> None:
        if refused.fault is Fault.DECLINED:
            self.circuit.declined()
        else:
            self.circuit.failed()
        self.say(refused)

    async def _with_repeats(self, path: str, body: Mapping[str, Any]) -> Json | Refused:
        for again in range(MOST_REPEATS + 1):
            answer, pause = await self._once(path, body)
            last = again == MOST_REPEATS or pause is None or self.circuit.is_open
            if last or pause is None or pause > LONGEST_PAUSE_SECONDS:
                break
            # a little by chance, so that requests that failed together do not come back together
            await self.sleep(max(pause, 0.5 * 2**again * random.uniform(0.5, 1.0)))
        return answer

    async def _once(self, path: str, body: Mapping[str, Any]) -> tuple[Json | Refused, float | None]:
        """The answer, and, where asking again may help, the least pause before it in seconds."""
        import httpx2

        content = json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        try:
            async with self.client.stream(
                "POST", f"{self.base}{path}", content=content, headers=self._headers()
            ) as response:
                return await self._read(response)
        except httpx2.TimeoutException:
            return Refused(fault=Fault.SLOW), None
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            return Refused(fault=Fault.UNREACHABLE, detail=self._harmless(str(error))), 0.0

    async def _read(self, response: "httpx2.Response") -> tuple[Json | Refused, float | None]:
        status = response.status_code
        if status != 200:
            text = (await _capped(response, MOST_ERROR_BYTES))[0].decode("utf-8", "replace")
            return self._refusal(status, text), _pause(response) if status in _AGAIN else None
        raw, whole = await _capped(response, self.most_bytes)
        if not whole:
            return Refused(fault=Fault.TOO_LARGE), None
        try:
            answer = json.loads(raw)
        except (ValueError, RecursionError):
            return Refused(fault=Fault.NOT_JSON, detail=self._harmless(_start(raw))), None
        if not isinstance(answer, dict):
            return Refused(fault=Fault.NOT_JSON, detail=self._harmless(_start(raw))), None
        return answer, None

    def _refusal(self, status: int, text: str) -> Refused:
        if status < 500 and _DECLINED.search(text):
            return Refused(fault=Fault.DECLINED, status=status)
        return Refused(
            fault=_FAULTS.get(status, Fault.STATUS), status=status, detail=self._harmless(_said_by_server(text))
        )

    def _headers(self) -> dict[str, str]:
        fixed = {"content-type": "application/json", "accept": "application/json"}
        return fixed | ({"authorization": f"Bearer {self.key}"} if self.key else {})

    def _harmless(self, text: str) -> str:
        """For a line on a terminal: no control characters, no markup, not long, and never the key (some echo it)."""
        if self.key:
            text = text.replace(self.key, "…")
        text = " ".join(re.sub(r"<[^<>]{0,200}>|[^\w\s!-~、-〿！-～]", " ", text).split())
        return text if len(text) <= MOST_DETAIL else text[:MOST_DETAIL] + "…"


@asynccontextmanager
async def http_client(seconds: float) -> AsyncIterator["httpx2.AsyncClient"]:
    import httpx2

    async with httpx2.AsyncClient(
        verify=_trusted(), timeout=seconds, trust_env=False, follow_redirects=False
    ) as client:
        yield client


@cache
def _trusted() -> ssl.SSLContext:
    """Made once: reading the authorities takes longer than many an answer."""
    from ribao.support.net.trust import context

    return context()


def host_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


async def _capped(response: "httpx2.Response", most: int) -> tuple[bytes, bool]:
    """The decoded body, and whether that is all of it. What is beyond ``most`` bytes is not read."""
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > most:
            return bytes(body[:most]), False
    return bytes(body), True


def _pause(response: "httpx2.Response") -> float:
    """Retry-After in seconds (RFC 9110, 10.2.3). A date is as good as "later": it is not waited for in this run."""
    asked = response.headers.get("retry-after", "").strip()
    if not asked:
        return 0.0
    return float(asked) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", asked) else LONGEST_PAUSE_SECONDS + 1


def _said_by_server(text: str) -> str:
    """The message of an error body ``{"error": {"message": …}}``, as most servers write it; else its first words."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return text[:1000]
    for name in ("error", "message", "detail"):
        while isinstance(body, dict) and name in body:
            body = body[name]
    return body if isinstance(body, str) else text[:1000]


def _start(raw: bytes) -> str:
    return raw[:1000].decode("utf-8", "replace")
