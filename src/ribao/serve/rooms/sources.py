"""/sources: what the daily reads, and how each source is. Its owner adds by pasting an address, and mends here."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ribao.serve.desk import Desk, Imported, Listed, Look, NewSource
from ribao.serve.house import House, Route
from ribao.serve.multipart import parts_of
from ribao.serve.owner import body, form, is_owner
from ribao.serve.rooms.enter import private
from ribao.support.problem import Problem
from ribao.support.reasons import words
from ribao.types.source import Source, SourceKind

HERE = "sources"
LARGEST, LARGEST_LIST = 64 * 1024, 8 * 1024 * 1024  # bytes of a form, of a list of sources
DONE = ("added", "removed", "paused", "resumed", "asked", "undone")


class Adding(BaseModel):
    """The form that adds a source; a field that it does not have is refused."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, Field(min_length=1, max_length=2000)]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    kind: SourceKind = SourceKind.FEED
    site: Annotated[str, Field(max_length=2000)] = ""
    language: Annotated[str, Field(max_length=35)] = ""
    folder: Annotated[str, Field(max_length=100)] = ""
    channel: Annotated[tuple[str, ...], Field(max_length=60)] = ()


def routes(house: House) -> list[Route]:
    room = _Sources(house)
    reading = [Route(path="/sources", handler=room.page)]
    desk = house.doors.desk
    if desk is None:
        return reading
    writing = _Writing(room, desk)
    return [
        *reading,
        Route(path="/sources.opml", handler=writing.export),
        Route(path="/sources/{name}", handler=room.onward),
        Route(path="/sources/look", handler=writing.look, ours=True),
        Route(path="/sources/add", handler=writing.add, ours=True),
        Route(path="/sources/import", handler=writing.import_list, ours=True),
        *(
            Route(path=f"/sources/{name}", handler=_doing(writing, name), ours=True)
            for name in ("remove", "pause", "resume", "retry", "undo")
        ),
    ]


class _Sources:
    def __init__(self, house: House) -> None:
        self.house = house

    def page(self, request: Request) -> Response:
        return self.shown(request)

    def onward(self) -> Response:
        """What a form led to is no page of its own: who loads it anew is shown the list."""
        return RedirectResponse("../sources", status_code=303)

    def shown(self, request: Request, here: str = HERE, status: int = 200, **more: Any) -> Response:
        """``more``: what came of a form; the page is whole without it."""
        desk = self.house.doors.desk
        owner = desk is not None and is_owner(request)
        values: dict[str, Any] = {"look": None, "problem": None, "imported": None, "address": "", "form": None}
        listed, channels, broken = known(self.house)
        values["problem"] = broken if owner else None
        done, which = request.query_params.get("done", ""), request.query_params.get("source", "")
        answer = self.house.own(
            request,
            "sources.html",
            here,
            listed=listed,
            owner=owner,
            known_channels=channels if owner else (),
            done=done if owner and done in DONE else "",
            which=next((one.source.title for one in listed if one.source.id == which), which[:80]),
            words=words,
            **(values | more),
        )
        return private(answer, status) if owner else answer


class _Writing:
    def __init__(self, room: _Sources, desk: Desk) -> None:
        self.room = room
        self.desk = desk

    async def look(self, request: Request) -> Response:
        sent = await form(request, LARGEST, 10)
        address = sent.get("address", [""])[0].strip()
        return await run_in_threadpool(self.looked, request, address)

    def looked(self, request: Request, address: str) -> Response:
        look: Look | None = None
        problem: Problem | None = None
        try:
            look = self.desk.look_at(address)
        except Problem as found:
            problem = found
        return self.room.shown(
            request, "sources/look", 422 if problem else 200, look=look, problem=problem, address=address[:2000]
        )

    async def add(self, request: Request) -> Response:
        new = _new(await form(request, LARGEST, 100))
        return await run_in_threadpool(self.added, request, new)

    def added(self, request: Request, new: NewSource) -> Response:
        try:
            return _onward("added", self.desk.add(new))
        except Problem as problem:
            return self.room.shown(request, "sources/add", 422, problem=problem, address=new.url, form=new)

    async def import_list(self, request: Request) -> Response:
        sent = parts_of(request.headers.get("content-type", ""), await body(request, LARGEST_LIST))
        given = sent.get("file", b"") or sent.get("text", b"").strip()
        return await run_in_threadpool(self.imported, request, given)

    def imported(self, request: Request, given: bytes) -> Response:
        imported: Imported | None = None
        problem: Problem | None = None
        try:
            imported = self.desk.import_opml(given)
        except Problem as found:
            problem = found
        return self.room.shown(request, "sources/import", 422 if problem else 200, imported=imported, problem=problem)

    async def do(self, request: Request, name: str) -> Response:
        sent = await form(request, LARGEST, 10)
        source_id = sent.get("source", [""])[0]
        return await run_in_threadpool(self.did, request, name, source_id)

    def did(self, request: Request, name: str, source_id: str) -> Response:
        try:
            match name:
                case "remove":
                    return _onward("removed", self.desk.remove(source_id), by_title=True)
                case "pause":
                    return _onward("paused", self.desk.pause(source_id, True))
                case "resume":
                    return _onward("resumed", self.desk.pause(source_id, False))
                case "retry":
                    return _onward("asked", self.desk.retry(source_id))
                case _:
                    return _onward("undone", self.desk.undo_move(source_id))
        except Problem as problem:
            return self.room.shown(request, f"sources/{name}", 422, problem=problem)

    def export(self, request: Request) -> Response:
        """The owner's: an address may hold a key to a paid feed."""
        if not is_owner(request):
            raise HTTPException(403)
        headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="ribao-sources.opml"'}
        return Response(self.desk.export_opml(), media_type="text/x-opml; charset=utf-8", headers=headers)


def _doing(writing: _Writing, name: str) -> Any:
    async def handler(request: Request) -> Response:
        return await writing.do(request, name)

    return handler


def _onward(done: str, source: Source, by_title: bool = False) -> Response:
    """Back to the list: loading it again does nothing twice."""
    from urllib.parse import urlencode

    which = source.title[:80] if by_title else source.id
    asked = urlencode({"done": done, "source": which})
    return RedirectResponse(f"../sources?{asked}", status_code=303, headers={"Cache-Control": "no-store"})


def _new(sent: Mapping[str, list[str]]) -> NewSource:
    """Raises HTTPException 400 for a form that is not ours."""
    plain = {key: values if key == "channel" else values[0].strip() for key, values in sent.items()}
    try:
        asked = Adding.model_validate(plain)
    except ValidationError as error:
        raise HTTPException(400) from error
    values = asked.model_dump(exclude={"channel"})
    return NewSource(channels=asked.channel, **values)


def known(house: House) -> tuple[Sequence[Listed], Sequence[str], Problem | None]:
    """The owner's list and channels; those that are in use while the settings file is broken, and what is wrong."""
    desk = house.doors.desk
    if desk is None:
        return _listed(house), (), None
    try:
        return desk.sources(), desk.channels(), None
    except Problem as problem:
        return _listed(house), (), problem


def _listed(house: House) -> tuple[Listed, ...]:
    return tuple(
        Listed(source=source, state=state, reason=state.reason if state else None)
        for source, state in house.desk.sources()
    )


def first_steps(house: House, request: Request) -> dict[str, Any]:
    """For a house without an edition: what its owner may do meanwhile, and why nothing comes, when nothing does."""
    desk = house.doors.desk
    listed, _channels, _broken = known(house)
    failed = [one for one in listed if one.reason]
    asked = [one for one in listed if one.state is not None and one.state.asked_at is not None]
    none_works = bool(failed) and len(failed) == len(asked)
    owner = desk is not None and is_owner(request)
    return {"owner": owner, "failed": failed if none_works else [], "words": words}
