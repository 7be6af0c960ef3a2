"""``ribao run``: acquire, build, serve, keep fresh. ``ribao serve``: serve what is stored, and nothing else."""

import secrets
import signal
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ribao.app import House, house, opened
from ribao.commands.opening import album_of, face_of, newsstand, say_address, serve_beside
from ribao.serve.board import Board
from ribao.serve.newsstand import Newsstand
from ribao.settings import FILE_NAME, find_file
from ribao.support import i18n, loop
from ribao.support.clock import SystemClock
from ribao.support.i18n import gettext as _
from ribao.support.progress import Progress, Silent
from ribao.support.work.instance import InstanceLock


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    sample: bool = False
    sources: str | None = None
    data: Path | None = None
    host: str | None = None
    port: int | None = None


def run_server(config: Path | None, options: RunOptions) -> int:
    """Until it is interrupted. Raises Problem when another instance has the data folder, or the port is taken."""
    from ribao.support.rich_progress import for_stream

    progress = for_stream()
    first_start(config, options, progress)
    home = listening(house(config, options.data), options)
    # told to stop by systemd or a container, it closes as after Ctrl-C
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with InstanceLock(home.data).acquire("", secrets.token_urlsafe(32)) as lock, suppress(KeyboardInterrupt):
        loop.run(_run(home, options, lock, Board(progress)))
    return 0


def serve_stored(config: Path | None, options: RunOptions) -> int:
    """A reading site over what is stored; may run beside an instance that works on the same folder."""
    from ribao.support.store.sqlite import open_store

    home = listening(house(config, options.data), options)
    store = open_store(home.data, read_only=True)
    try:
        stand = newsstand(store, home, {source.id: source for source in home.sources}, Board(Silent()))
        with suppress(KeyboardInterrupt):
            loop.run(_read_only(home, stand))
    finally:
        store.close()
    return 0


async def _read_only(home: House, stand: Newsstand) -> None:
    from ribao.serve.approach import Gate
    from ribao.serve.doors import Doors
    from ribao.serve.keeping import Keep
    from ribao.serve.server import serve
    from ribao.serve.site import make_site

    server, face = home.settings.server, face_of(home)
    gate = Gate(server=lambda: server)  # no key: there is nothing that its owner could do
    async with album_of(home) as album:
        keep = Keep(store=stand.store, now=SystemClock().now, reading=True)
        app = make_site(
            stand, doors=Doors(keep=keep), offline=server.offline, face=lambda: face, gate=gate, album=album
        )
        await serve(app, server.host, server.port, say_address)


def first_start(config: Path | None, options: RunOptions, progress: Progress) -> None:
    """Without any settings file, write one with the default sources into the current folder, and say so."""
    from ribao.support import settings_file

    if find_file(config) is not None or options.sources or options.sample:
        return
    settings_file.write_default(Path(FILE_NAME), i18n.language())
    progress.say(_("Wrote {file}: your settings and sources, to change as you like.").format(file=FILE_NAME))


def listening(home: House, options: RunOptions) -> House:
    """The house with ``--host`` and ``--port`` in the place of its settings'."""
    given = {"host": options.host, "port": options.port}
    server = home.settings.server.model_copy(update={name: v for name, v in given.items() if v is not None})
    return replace(home, settings=home.settings.model_copy(update={"server": server}))


async def _run(home: House, options: RunOptions, lock: InstanceLock, board: Board) -> None:
    from ribao.commands.lists import sources_of
    from ribao.commands.newsroom import Newsroom, run_sample

    if options.sample:
        await run_sample(home, lock, board)
        return
    async with opened(home, sources=home.sources, clock=SystemClock(), progress=board) as parts:
        if options.sources:
            parts = replace(
                parts, sources={source.id: source for source in await sources_of(options.sources, parts.client)}
            )
        again = None if options.sources or home.file is None else partial(_read_again, home.file, options)
        newsroom = Newsroom(home, parts, board, again)
        await serve_beside(
            home,
            newsroom.stand,
            lock,
            newsroom.execute,
            newsroom.keep_fresh(),
            newsroom.doors,
            lambda: newsroom.shown,
        )
        newsroom.close()


def _read_again(file: Path, options: RunOptions) -> House:
    return listening(house(file, options.data), options)
