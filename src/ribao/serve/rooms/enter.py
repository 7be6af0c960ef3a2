"""/-/enter: the owner shows the token once, and is known by a cookie from then on; /-/leave ends that."""

import time
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ribao.serve.approach import PREFIX, THROUGH, Gate, Through
from ribao.serve.back import back
from ribao.serve.house import House, Route
from ribao.serve.owner import COOKIE, form, gate_of, has_session, is_owner
from ribao.serve.tries import Tries
from ribao.support.owner_key import LASTS

PATH, LEAVE = "-/enter", "-/leave"
LARGEST = 4096  # bytes of a request


def routes(house: House) -> list[Route]:
    room = _Enter(house)
    return [
        Route(path=f"/{PATH}", handler=room.page),
        Route(path=f"/{PATH}", handler=room.enter, entry=True),
        Route(path=f"/{LEAVE}", handler=room.leave, ours=True),
    ]


class _Enter:
    def __init__(self, house: House) -> None:
        self.house = house
        self.tries = Tries()

    def page(self, request: Request) -> Response:
        return self.shown(request)

    async def enter(self, request: Request) -> Response:
        sent = await form(request, LARGEST, 10)
        token, onward = sent.get("token", [""])[0], back(sent.get("back", [""])[0])
        return await run_in_threadpool(self.tried, request, token, onward)

    def tried(self, request: Request, token: str, onward: str) -> Response:
        gate, caller, now = gate_of(request), request.client.host if request.client else "", time.monotonic()
        if gate is None or gate.key is None or request.scope.get(THROUGH) == Through.UNKNOWN:
            return self.shown(request, status=403)
        wait = self.tries.wait(caller, now)
        if wait:
            answer = self.shown(request, status=429, wait=int(wait) + 1)
            answer.headers["Retry-After"] = str(int(wait) + 1)
            return answer
        if not gate.key.fits(token):
            self.tries.wrong(caller, now)
            return self.shown(request, status=403, wrong=True)
        self.tries.right(caller)
        return self.let_in(request, gate, onward)

    def let_in(self, request: Request, gate: Gate, onward: str) -> Response:
        """A session of its own at each entry: an old cookie is worth nothing more afterwards."""
        assert gate.key is not None
        now = datetime.now(UTC)
        gate.key.end(request.cookies.get(COOKIE, ""), now)
        answer = RedirectResponse("../" + onward, status_code=303, headers={"Cache-Control": "no-store"})
        answer.set_cookie(
            COOKIE,
            gate.key.begin(now),
            max_age=int(LASTS.total_seconds()),
            path=_path(request),
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return answer

    def leave(self, request: Request) -> Response:
        gate = gate_of(request)
        if gate is not None and gate.key is not None:
            gate.key.end(request.cookies.get(COOKIE, ""), datetime.now(UTC))
        answer = RedirectResponse("enter", status_code=303, headers={"Cache-Control": "no-store"})
        answer.delete_cookie(COOKIE, path=_path(request), httponly=True, samesite="strict")
        return answer

    def shown(self, request: Request, status: int = 200, wrong: bool = False, wait: int = 0) -> Response:
        gate = gate_of(request)
        answer = self.house.own(
            request,
            "enter.html",
            PATH,
            able=gate is not None and gate.key is not None,
            unknown=request.scope.get(THROUGH) == Through.UNKNOWN,
            owner=is_owner(request),
            session=has_session(request),
            wrong=wrong,
            wait=wait,
            back=back(request.query_params.get("back", "")),
        )
        return private(answer, status)


def private(answer: Response, status: int = 200) -> Response:
    """A page for the owner alone: kept nowhere."""
    if answer.status_code == 200:
        answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _path(request: Request) -> str:
    return f"{request.scope.get(PREFIX, '')}/"
