"""Commands that need a client or the doctor's parts, and no store."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from ribao.app import client_of, house
from ribao.support import loop
from ribao.support.clock import SystemClock
from ribao.support.net.port import Client
from ribao.support.problem import Problem


def with_client(settings_path: Path | None, work: Callable[[Client], Awaitable[int]]) -> int:
    async def opened() -> int:
        async with client_of(house(settings_path).settings) as client:
            return await work(client)

    return loop.run(opened())


def run_doctor(config: Path | None, data: Path | None, *, offline: bool, as_json: bool) -> int:
    """The doctor works on a broken configuration too: it is the first thing that it looks at."""
    from ribao.commands.doctor import doctor
    from ribao.settings import Settings, find_file

    file = find_file(config)
    try:
        home = house(config, data)
        settings, folder = home.settings, home.data
    except Problem:
        settings, folder = Settings(), data or Path("data")

    async def opened() -> int:
        if offline:
            return await doctor(file, folder, SystemClock(), print, as_json=as_json)
        async with client_of(settings) as client:
            return await doctor(file, folder, SystemClock(), print, client=client, as_json=as_json)

    return loop.run(opened())
