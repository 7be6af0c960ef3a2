"""``ribao export``: the whole public part of the daily as files for any static host."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ribao.app import House, house
from ribao.commands import site_folder
from ribao.commands.opening import newsstand
from ribao.render.whole.desk import Face
from ribao.render.whole.site import whole_site
from ribao.serve.board import Board
from ribao.support.i18n import gettext as _
from ribao.support.progress import Progress, Silent
from ribao.support.store.port import Store
from ribao.types.source import Source

DONE, NOTHING = 0, 1
OPTION = "--site"


def export(config: Path | None, data: Path | None, folder: Path, as_json: bool) -> int:
    """Reads what is stored only, so that it may run beside an instance. Exit status 1 when no edition is stored."""
    from ribao.support.rich_progress import for_stream
    from ribao.support.store.sqlite import open_store

    home = house(config, data)
    site_folder.check(folder, OPTION)
    store = open_store(home.data, read_only=True)
    try:
        written = write(home, store, folder, Silent() if as_json else for_stream())
    finally:
        store.close()
    print(_report(written, folder, as_json))
    return DONE if written else NOTHING


def write(home: House, store: Store, folder: Path, progress: Progress) -> int:
    """How many files; 0 when no edition is stored, and then nothing is touched. Raises Problem."""
    from ribao.support.exchange import exchange_tree

    stand = newsstand(store, home, sources_of(home, store), Board(Silent()))
    if stand.latest() is None:
        return 0
    face = Face(title=stand.title, language=home.language, address=home.settings.server.address)
    try:
        return exchange_tree(folder, counted(whole_site(stand, face, earlier(folder)), progress))
    except OSError as error:
        raise site_folder.not_written(folder, error, OPTION, exit_code=1) from error


def earlier(folder: Path) -> Callable[[str], bytes | None]:
    def read(name: str) -> bytes | None:
        try:
            return (folder / name).read_bytes()
        except OSError:
            return None

    return read


def sources_of(home: House, store: Store) -> dict[str, Source]:
    """The settings' where they list any, else those that the store knows."""
    return {source.id: source for source in home.sources or store.sources()}


def counted(files: Iterable[tuple[str, bytes]], progress: Progress) -> Iterator[tuple[str, bytes]]:
    stage = _("Writing files")
    progress.start(stage, 0)
    for made in files:
        yield made
        progress.step(stage)
    progress.finish(stage)


def _report(written: int, folder: Path, as_json: bool) -> str:
    if as_json:
        return json.dumps({"site": str(folder), "files": written}, ensure_ascii=False)
    if not written:
        return _("There is no edition yet, so nothing was written. `ribao daily` makes one.")
    return _("{n} files.").format(n=written) + f"\n{folder / 'index.html'}"
