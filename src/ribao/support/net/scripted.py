"""The fake of the HTTP port: answers by a script, and remembers what it was asked. It ships with the package."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ribao.support.net.port import FetchFailed, Response
from ribao.types.reason import Code, Reason

Answer = Response | FetchFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    url: str
    headers: Mapping[str, str]
    accept: str


Script = Answer | Sequence[Answer] | Callable[[Request], Answer]


@dataclass(slots=True)
class ScriptedClient:
    """``script`` maps an address to an answer, a row of answers (the last one stays), or a function of the request.

    An address that is not in the script has no DNS entry.
    """

    script: Mapping[str, Script]
    requests: list[Request] = field(default_factory=list)

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, accept: str = "*/*") -> Response:
        request = Request(url=url, headers=dict(headers or {}), accept=accept)
        asked_before = sum(earlier.url == url for earlier in self.requests)
        self.requests.append(request)
        answer = self._answer(request, asked_before)
        if isinstance(answer, FetchFailed):
            raise FetchFailed(answer.reason, answer.hops)
        return replace(answer, requested_url=url)

    async def aclose(self) -> None:
        pass

    def _answer(self, request: Request, asked_before: int) -> Answer:
        script = self.script.get(request.url)
        if script is None:
            return FetchFailed(Reason(code=Code.DNS_FAILED, detail="not in the script"))
        if callable(script):
            return script(request)
        if isinstance(script, Response | FetchFailed):
            return script
        return script[min(asked_before, len(script) - 1)]


def answer(url: str, body: bytes = b"", *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A response in short. Header names are made lower case."""
    rows = tuple((name.lower(), value) for name, value in (headers or {}).items())
    return Response(status=status, url=url, requested_url=url, headers=rows, body=body)
