"""``ribao collections``: what the owner saved, listed, shown, written to a file and read from one."""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ribao.commands.collection_file import BATCH_BYTES, LARGEST, collection_of, items_of, read, written
from ribao.support import loop
from ribao.support.clock import Clock, SystemClock
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.progress import Silent
from ribao.support.store.port import Store
from ribao.types.collection import Collection, Kept

Say = Callable[[str], None]

NAME = "collections"  # by which a running instance knows the command


def list_collections(config: Path | None, data: Path | None) -> int:
    with _reading(config, data) as store:
        for line in listed(store):
            print(line)
    return 0


def listed(store: Store) -> list[str]:
    """A line each: id, items, who may read it, name."""
    from ribao.serve.keeping import title_of

    counts, open_, private = store.kept_counts(), _("open"), _("private")
    lines = [
        f"{one.id}  {counts.get(one.id, 0):>6,}  {open_ if one.public else private}  {title_of(one)}"
        for one in store.collections()
    ]
    return lines or [_("Nothing was saved yet.")]


def show_collection(config: Path | None, data: Path | None, word: str) -> int:
    with _reading(config, data) as store:
        for one in store.kept(found(store, word).id):
            for line in shown(one):
                print(line)
    return 0


def shown(one: Kept) -> Iterator[str]:
    status = f"[{one.status}] " if one.status else ""
    yield f"{one.at:%Y-%m-%d %H:%M}  {one.kind.value:7}  {status}{one.statement or one.headline}"
    for line in filter(None, (" · ".join(filter(None, (one.source, one.url))), *one.note.splitlines())):
        yield f"    {line}"


def export_collection(config: Path | None, data: Path | None, word: str, to: Path | None) -> int:
    with _reading(config, data) as store:
        one = found(store, word)
        text = written(one, store.kept(one.id))
    if to is None:
        print(text, end="")
        return 0
    try:
        to.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Problem(_("{file} could not be written.").format(file=to), error.strerror or str(error)) from error
    return 0


def found(store: Store, word: str) -> Collection:
    """By its id or its name. Raises Problem when there is none."""
    from ribao.serve.keeping import title_of
    from ribao.support.store.collecting import folded

    all_ = store.collections()
    named = [one for one in all_ if one.id == word] or [one for one in all_ if folded(title_of(one)) == folded(word)]
    if not named:
        raise Problem(
            _("There is no collection {word}.").format(word=word),
            "",
            _("`ribao collections list` shows what there is."),
        )
    return named[0]


def import_collection(config: Path | None, data: Path | None, file: Path, name: str) -> int:
    """The whole command, here or in the instance that runs on the data folder."""
    from ribao.app import house
    from ribao.commands.handover import hand_over
    from ribao.support.store.sqlite import open_store
    from ribao.support.work.instance import InstanceLock, running

    try:
        if file.stat().st_size > LARGEST:
            raise Problem(_("{file} is larger than {n} MB.").format(file=file, n=LARGEST // 1_000_000))
        collection, items = read(file.read_bytes(), str(file), name)
    except OSError as error:
        raise Problem(_("{file} could not be read.").format(file=file), error.strerror or str(error)) from error
    home = house(config, data)
    parcels = [{"collection": collection, "items": some} for some in batches(items)]
    instance = running(home.data)
    said: list[str] = []
    if instance is not None:
        for parcel in parcels:
            hand_over(instance, NAME, parcel, Silent(), said.append)
    else:
        with InstanceLock(home.data).acquire("", ""):
            store = open_store(home.data)
            try:
                for parcel in parcels:
                    loop.run(handed_over(store, SystemClock(), parcel, said.append))
            finally:
                store.close()
    new = sum(int(one) for one in said if one.isdigit())
    print(_("New: {new}; there already: {old}.").format(new=f"{new:,}", old=f"{len(items) - new:,}"))
    if collection.get("public"):
        print(_("It was open to all readers where it was exported; here it is yours alone unless you open it."))
    return 0


def batches(items: Sequence[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Portions that one message takes; one at least, so that an empty collection arrives too."""
    some: list[Mapping[str, Any]] = []
    size = 0
    for one in items:
        weight = len(json.dumps(one))
        if some and size + weight > BATCH_BYTES:
            yield some
            some, size = [], 0
        some.append(one)
        size += weight
    yield some


async def handed_over(store: Store, clock: Clock, arguments: Mapping[str, Any], say: Say) -> int:
    """As another process sent it; says how many were new."""
    return await asyncio.to_thread(_take_in, store, clock, arguments, say)


def _take_in(store: Store, clock: Clock, arguments: Mapping[str, Any], say: Say) -> int:
    given = collection_of(arguments.get("collection"), clock.now())
    one = store.add_collection(given)
    say(str(store.keep(one.id, items_of(arguments.get("items")))))
    return 0


@contextmanager
def _reading(config: Path | None, data: Path | None) -> Iterator[Store]:
    from ribao.app import house
    from ribao.support.store.sqlite import open_store

    store = open_store(house(config, data).data, read_only=True)
    try:
        yield store
    finally:
        store.close()
