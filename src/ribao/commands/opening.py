"""Opening the site: over what is stored, alone or with work going on beside it.

What a build needs (extraction, clustering, models) is not imported here: a reader's first page does not wait for it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from ribao.app import House, client_of
from ribao.serve.board import Board
from ribao.serve.command import Execute
from ribao.serve.doors import Doors
from ribao.serve.house import Face
from ribao.serve.newsstand import Newsstand
from ribao.serve.store_newsstand import StoreNewsstand
from ribao.support.i18n import gettext as _
from ribao.support.owner_key import OwnerKey
from ribao.support.pictures.album import Album, opened_album
from ribao.support.store.port import Store
from ribao.support.work.instance import InstanceLock
from ribao.types.source import Source

PICTURE_SECONDS, PICTURE_BYTES = 20.0, 10 * 1024 * 1024
SHOWN_VERSIONS = ("aiohttp", "lxml", "trafilatura", "readability-lxml", "sqlalchemy", "fastapi")


def newsstand(store: Store, home: House, sources: Mapping[str, Source], board: Board) -> StoreNewsstand:
    return StoreNewsstand(
        store=store,
        profile=home.settings.daily.profile,
        title=home.settings.daily.title,
        sources_now=lambda: sources,
        building_now=board.building,
        versions_now=versions,
    )


def versions() -> dict[str, str]:
    import platform

    from ribao.support.store.version import sqlite_version

    own: dict[str, str] = {
        "ribao": version("ribao"),
        "Python": platform.python_version(),
        "SQLite": ".".join(map(str, sqlite_version())),
    }
    return own | {name: version(name) for name in SHOWN_VERSIONS}


async def serve_beside(
    home: House,
    stand: Newsstand,
    lock: InstanceLock,
    execute: Execute,
    work: Coroutine[Any, Any, None],
    doors: Doors | None = None,
    home_now: Callable[[], House] | None = None,
) -> None:
    """Serve until interrupted, with ``work`` going on. ``doors``: what the owner may do; ``home_now``: the house with its
    settings as they are at the moment. An error of either ends both, and is raised.
    """
    from ribao.serve.approach import Gate
    from ribao.serve.command import commands
    from ribao.serve.server import serve
    from ribao.serve.site import make_site

    settings, now = home.settings, home_now or (lambda: home)
    key = OwnerKey(home.data)
    key.token()  # made at the first start
    gate = Gate(server=lambda: now().settings.server, key=key)

    def at(address: str) -> None:
        lock.announce(address)
        say_address(address)

    def face() -> Face:
        return face_of(now())

    try:
        async with album_of(home) as album, asyncio.TaskGroup() as group:
            working = group.create_task(work)
            app = make_site(stand, doors=doors, offline=settings.server.offline, face=face, gate=gate, album=album)
            app.include_router(commands(execute, lock.instance.token))
            await serve(app, settings.server.host, settings.server.port, at)
            working.cancel()
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None  # a taken port is told to a person as what it is


def face_of(home: House) -> Face:
    settings = home.settings
    return Face(
        title=settings.daily.title,
        language=home.language,
        address=settings.server.address,
        pictures=settings.pictures.show,
    )


@asynccontextmanager
async def album_of(home: House) -> AsyncIterator[Album]:
    """A client of its own: a reader waits for no round, and no round for readers."""
    limits = {"timeout_seconds": PICTURE_SECONDS, "max_bytes": PICTURE_BYTES, "concurrency": 8}
    fetch = home.settings.fetch.model_copy(update=limits)
    settings = home.settings.model_copy(update={"fetch": fetch})
    async with (
        client_of(settings) as client,
        opened_album(home.data, client, settings.pictures.max_megabytes) as album,
    ):
        yield album


def say_address(address: str) -> None:
    print(_("The daily is at {address}").format(address=address), flush=True)
