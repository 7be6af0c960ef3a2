"""/settings: what the owner changes without an editor, written back to ``ribao.toml`` with its comments kept."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import time
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ribao.render.html import OWN_NAMES
from ribao.serve.desk import Desk, Sheet
from ribao.serve.house import House, Route
from ribao.serve.owner import form, is_owner
from ribao.serve.reply import Shelf
from ribao.serve.rooms.enter import private
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.settings_edit import ChannelRow

HERE = "settings"
LARGEST, MOST_FIELDS = 1024 * 1024, 600
MOST_CHANNELS = 60
SHEETS = 16  # forms whose first values are remembered, to tell what their owner changed
Name = tuple[str, str]
PARTS = ("name", "description", "words", "examples")  # of a channel
_CHANNEL = re.compile(r"channels\.(\d{1,2}|new)\.(was|name|description|words|examples|gone)")


def _text(sent: str) -> Any:
    return " ".join(sent.split())


def _lines(sent: str) -> Any:
    return list(dict.fromkeys(line.strip() for line in sent.splitlines() if line.strip()))


def _number(sent: str) -> Any:
    """What is no number goes on as it is: the settings say what is wrong with it."""
    return int(sent) if re.fullmatch(r"\s*\d{1,9}\s*", sent, re.ASCII) else sent.strip()


def _time(sent: str) -> Any:
    try:
        return time.fromisoformat(sent.strip())
    except ValueError:
        return sent.strip()


def _flag(sent: str) -> Any:
    return sent == "true"


FIELDS: Mapping[Name, Callable[[str], Any]] = {
    ("daily", "title"): _text,
    ("daily", "language"): _text,
    ("edition", "cutoff"): _time,
    ("edition", "timezone"): _text,
    ("edition", "min_stories"): _number,
    ("edition", "max_stories"): _number,
    ("edition", "mute"): _lines,
    ("edition", "follow"): _lines,
    ("edition", "nine_channels"): _flag,
    ("server", "address"): _text,
    ("fetch", "contact"): _text,
}


def routes(house: House) -> list[Route]:
    desk = house.doors.desk
    if desk is None:
        return []
    room = _Settings(house, desk)
    return [
        Route(path="/settings", handler=room.page),
        Route(path="/settings", handler=room.save, ours=True),
    ]


class _Settings:
    def __init__(self, house: House, desk: Desk) -> None:
        self.house = house
        self.desk = desk
        self.sheets: Shelf[Sheet] = Shelf(SHEETS, lambda _: 1)

    def page(self, request: Request) -> Response:
        if not is_owner(request):
            raise HTTPException(403)
        return self.shown(request, saved=request.query_params.get("done") == "saved")

    async def save(self, request: Request) -> Response:
        sent = await form(request, LARGEST, MOST_FIELDS)
        plain = {name: values[-1].replace("\r\n", "\n") for name, values in sent.items()}
        return await run_in_threadpool(self.saved, request, plain)

    def saved(self, request: Request, sent: Mapping[str, str]) -> Response:
        values, channels, seen = values_of(sent), channels_of(sent), sent.get("seen", "")
        try:
            self.desk.change_settings(seen, values, channels)
        except Problem as problem:
            return self.shown(request, 422, problem=problem, wanted=self.touched(seen, values, channels))
        return RedirectResponse("settings?done=saved", status_code=303, headers={"Cache-Control": "no-store"})

    def remembered(self, sheet: Sheet) -> Sheet:
        return self.sheets.get(sheet.seen, lambda: sheet)

    def touched(
        self, seen: str, values: Mapping[Name, Any], channels: list[ChannelRow]
    ) -> tuple[Mapping[Name, Any], list[ChannelRow]]:
        """What the owner changed of the form: the rest of it is as old as the form, and the file may know better."""
        try:
            base = self.sheets.get(seen, _nothing)
        except LookupError:
            return values, channels
        were = {str(row.get("name", "")): _row(row) for row in base.channels}
        mine = {name: value for name, value in values.items() if _shown(value) != _shown(base.values.get(name))}
        return mine, [row for row in channels if row.gone or were.get(row.was) != _row(row.values)]

    def shown(
        self,
        request: Request,
        status: int = 200,
        problem: Problem | None = None,
        wanted: tuple[Mapping[Name, Any], list[ChannelRow]] | None = None,
        saved: bool = False,
    ) -> Response:
        """``wanted``: what the form held, when it could not be written: the owner's words are never lost."""
        sheet: Sheet | None = None
        try:
            sheet = self.remembered(self.desk.settings())
        except Problem as broken:
            problem = problem or broken
        values = {} if sheet is None else {name: _shown(value) for name, value in sheet.values.items()}
        mine = values if wanted is None else values | {name: _shown(value) for name, value in wanted[0].items()}
        answer = self.house.own(
            request,
            "settings.html",
            HERE,
            sheet=sheet,
            filed=values,
            mine=mine,
            rows=rows_of(sheet, wanted[1] if wanted else ()),
            problem=problem,
            saved=saved,
            languages=[("", _("That of this computer")), *OWN_NAMES.items()],
        )
        return private(answer, status)


def _nothing() -> Sheet:
    raise LookupError


def values_of(sent: Mapping[str, str]) -> dict[Name, Any]:
    """What the form held of :data:`FIELDS`. Raises HTTPException 400 for a field that it does not have."""
    values: dict[Name, Any] = {}
    for name, written in sent.items():
        table, _dot, key = name.partition(".")
        if (table, key) in FIELDS:
            values[table, key] = FIELDS[table, key](written)
        elif name != "seen" and not _CHANNEL.fullmatch(name):
            raise HTTPException(400)
    return values


def channels_of(sent: Mapping[str, str]) -> list[ChannelRow]:
    """The owner's channels in the order of the form; the empty one at its end is none."""
    ids = dict.fromkeys(found[1] for name in sent for found in [_CHANNEL.fullmatch(name)] if found)
    rows = []
    for one in list(ids)[:MOST_CHANNELS]:
        given = {part: sent.get(f"channels.{one}.{part}", "") for part in PARTS}
        was = sent.get(f"channels.{one}.was", "")
        if was or any(text.strip() for text in given.values()):
            read = {
                part: _lines(text) if part in ("words", "examples") else _text(text) for part, text in given.items()
            }
            rows.append(ChannelRow(was=was, values=read, gone=bool(sent.get(f"channels.{one}.gone"))))
    return rows


def rows_of(sheet: Sheet | None, wanted: Sequence[ChannelRow]) -> list[dict[str, Any]]:
    """For the form: what the owner wanted, then what the file has besides, then an empty one."""
    filed = {str(row.get("name", "")): row for row in (sheet.channels if sheet else ())}
    named = {row.was for row in wanted if row.was}
    mine = [{"was": row.was if row.was in filed else "", "gone": row.gone} | _row(row.values) for row in wanted]
    rest = [{"was": name, "gone": False} | _row(row) for name, row in filed.items() if name not in named]
    new = [] if any(not row["was"] for row in mine) else [{"was": "", "gone": False} | _row({})]
    return [*mine, *rest, *new]


def _row(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _shown(values.get(name, "")) for name in PARTS}


def _shown(value: Any) -> str:
    """As the form shows it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    return "\n".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
