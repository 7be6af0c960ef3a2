"""The real HTTP client: aiohttp behind :class:`ribao.support.net.port.Client`. Why aiohttp: docs/why/http-client.md.

It announces only the codings that we decode and decodes them ourselves, follows redirects by hand so that each hop
passes the guard, keeps no cookies, knows no credentials, and reads no proxy from the environment.
"""

import asyncio
import ssl
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp import hdrs
from yarl import URL

from ribao.support.net import trust
from ribao.support.net.decoding import ACCEPT_ENCODING, Undecodable, decode
from ribao.support.net.guard import Guard
from ribao.support.net.port import FetchFailed, Hop, Response
from ribao.support.net.resolver import AddressRefused, GuardedResolver, Lookup, guarded_socket
from ribao.support.net.slots import PATIENCE, Slots
from ribao.types.reason import Code, Reason

MAX_HOPS = 5
MAX_HEADER_BYTES = 64 * 1024
_MAX_HEADER_LINE = 16 * 1024
_KEEP_ALIVE = 5.0  # seconds; idle connections are descriptors, and the pages of one host come a second apart
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class AiohttpClient:
    """``timeout_seconds`` bounds one :meth:`get` in all, redirects included, from the moment it has a slot.

    ``max_bytes`` bounds the body, both as received and decoded. ``lookup`` and ``tls`` replace the system's resolver
    and trust store (tests do). Make it inside or outside a loop, use it in one loop, and :meth:`aclose` it there.
    """

    def __init__(
        self,
        guard: Guard,
        user_agent: str,
        *,
        timeout_seconds: float = 60.0,
        max_bytes: int = 10 * 1024 * 1024,
        concurrency: int = 64,
        patience_seconds: float = PATIENCE,
        lookup: Lookup | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = guard
        self._user_agent = user_agent
        self._timeout = timeout_seconds
        self._max_bytes = max_bytes
        self._slots = Slots(concurrency, patience_seconds)
        self._lookup = lookup
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, accept: str = "*/*") -> Response:
        """See :class:`ribao.support.net.port.Client`."""
        hops: list[Hop] = []
        async with self._slots.hold():
            try:
                async with asyncio.timeout(self._timeout):
                    return await self._follow(url, self._headers(headers, accept), hops)
            except TimeoutError as error:
                raise _failed(Code.TIMED_OUT, f"no complete answer in {self._timeout:g} s", hops) from error
            except Undecodable as error:
                raise FetchFailed(error.reason, tuple(hops)) from error
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise FetchFailed(reason_of(error), tuple(hops)) from error

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _follow(self, url: str, headers: Mapping[str, str], hops: list[Hop]) -> Response:
        """The answer at the end of the redirects; ``hops`` grows on the way, so that a failure can tell them."""
        at = url
        while True:
            self._check(at, hops)
            answer = await self._one(at, headers)
            if isinstance(answer, Response):
                return _as_asked(answer, url, hops)
            target = urljoin(at, answer.url)
            self._check_hop(url, at, target, hops)
            hops.append(Hop(status=answer.status, url=target))
            at = target

    def _check(self, url: str, hops: list[Hop]) -> None:
        reason = self._guard.check_url(url)
        if reason is not None and hops:
            raise _failed(Code.REDIRECT_REFUSED, reason.detail, hops)
        if reason is not None:
            raise FetchFailed(reason)

    def _check_hop(self, start: str, at: str, target: str, hops: list[Hop]) -> None:
        seen = {start, *(hop.url for hop in hops)}
        if target in seen or len(hops) >= MAX_HOPS:
            why = "comes back to an address it left" if target in seen else f"more than {MAX_HOPS} redirects"
            raise _failed(Code.REDIRECT_LOOP, f"{why}: {target[:300]}", hops)
        if urlsplit(at).scheme == "https" and urlsplit(target).scheme == "http":
            raise _failed(Code.REDIRECT_REFUSED, f"from https to {target[:300]}", hops)

    async def _one(self, url: str, headers: Mapping[str, str]) -> Response | Hop:
        """One request: its complete answer, or where it points to."""
        session = self._open()
        secure = self._trusted() if url[:6].lower() == "https:" else True
        async with session.get(URL(url), headers=headers, allow_redirects=False, ssl=secure) as answer:
            _check_header_size(answer)
            location = answer.headers.get(hdrs.LOCATION) if answer.status in _REDIRECTS else None
            if location is not None:
                # its body is not read: a bomb on a redirect stays on the wire
                return Hop(status=answer.status, url=_plain(location))
            body = await self._body(answer)
        return Response(status=answer.status, url=url, requested_url=url, headers=_header_rows(answer), body=body)

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        if (answer.content_length or 0) > self._max_bytes:
            raise Undecodable(Code.BODY_TOO_LARGE, f"{answer.content_length} bytes announced")
        parts: list[bytes] = []
        size = 0
        async for part in answer.content.iter_any():
            size += len(part)
            if size > self._max_bytes:
                raise Undecodable(Code.BODY_TOO_LARGE, f"more than {self._max_bytes} bytes")
            parts.append(part)
        coding = ",".join(answer.headers.getall(hdrs.CONTENT_ENCODING, ()))
        return decode(coding, b"".join(parts), self._max_bytes)

    def _headers(self, extra: Mapping[str, str] | None, accept: str) -> dict[str, str]:
        headers = {"User-Agent": self._user_agent, "Accept": accept, "Accept-Encoding": ACCEPT_ENCODING}
        for name, value in (extra or {}).items():
            sendable = _to_wire(value)
            if sendable is not None:
                headers[name] = sendable
        return headers

    def _trusted(self) -> ssl.SSLContext:
        """Made when first needed: reading the authorities takes a while."""
        if self._tls is None:
            self._tls = trust.context()
        return self._tls

    def _open(self) -> aiohttp.ClientSession:
        """One session for all, made on first use because it belongs to the running loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=0,  # slots bound what is under way
                keepalive_timeout=_KEEP_ALIVE,
                resolver=GuardedResolver(self._guard, self._lookup),
                socket_factory=guarded_socket(self._guard),
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
                max_line_size=_MAX_HEADER_LINE,
                max_field_size=_MAX_HEADER_LINE,
            )
        return self._session


def reason_of(error: BaseException) -> Reason:
    """What a person should be told about an exception of aiohttp, the system, or yarl."""
    inner = getattr(error, "os_error", None)
    for candidate in (error, inner, error.__cause__):
        if isinstance(candidate, AddressRefused):
            return candidate.reason
    # aiohttp writes the TLS context's address into its words; what the system said is inside
    said = getattr(error, "os_error", None) or error
    return Reason(code=_code(error), detail=f"{type(said).__name__}: {said}"[:500])


def _code(error: BaseException) -> Code:
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return Code.TLS_FAILED
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Code.DNS_FAILED
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ServerDisconnectedError):
        return Code.CONNECT_FAILED
    if isinstance(error, aiohttp.ClientResponseError):
        # aiohttp's parser says so in words only
        too_much = error.message.startswith(("Got more than", "Too many"))
        return Code.BODY_TOO_LARGE if too_much else Code.CONNECT_FAILED
    if isinstance(error, aiohttp.InvalidURL | ValueError):
        return Code.ADDRESS_REFUSED
    return Code.BODY_CUT  # payload errors, resets


def _failed(code: Code, detail: str, hops: list[Hop]) -> FetchFailed:
    return FetchFailed(Reason(code=code, detail=detail), tuple(hops))


def _as_asked(answer: Response, asked: str, hops: list[Hop]) -> Response:
    if not hops:
        return answer
    return Response(
        status=answer.status,
        url=answer.url,
        requested_url=asked,
        headers=answer.headers,
        body=answer.body,
        hops=tuple(hops),
    )


def _check_header_size(answer: aiohttp.ClientResponse) -> None:
    size = sum(len(name) + len(value) + 4 for name, value in answer.raw_headers)
    if size > MAX_HEADER_BYTES:
        raise Undecodable(Code.BODY_TOO_LARGE, f"{size} bytes of headers")


def _header_rows(answer: aiohttp.ClientResponse) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in answer.raw_headers)


def _plain(location: str) -> str:
    """A Location as aiohttp read it (UTF-8 with surrogates for bytes that are none) as ordinary text, no fragment."""
    raw = location.encode("utf-8", "surrogateescape")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return text.partition("#")[0].strip()


def _to_wire(value: str) -> str | None:
    """A latin-1 header value so that aiohttp, which writes UTF-8, puts the same bytes on the wire; None if it cannot."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
