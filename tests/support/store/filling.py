"""Fills a small disk (``disk``), or meets a limit on file size (``limit``): ``python -m tests.support.store.filling``.

Prints what a person would have seen; the test reads it.
"""

import os
import resource
import sys
from pathlib import Path

from ribao.support.store.faults import DiskFull
from ribao.support.store.sqlite import SqliteStore, open_store
from tests.contracts.made import a_lead, a_page, a_reading, a_source, show

MEGABYTE = 1024 * 1024


def fill(store: SqliteStore) -> int:
    """Batches saved before there was no room."""
    for batch in range(10_000):
        leads = [a_lead(f"{batch}.{n}") for n in range(4)]
        try:
            show(store, *leads)
            store.save_readings([a_reading(lead, a_page(os.urandom(16_000))) for lead in leads])
        except DiskFull as problem:
            print("full:", problem.code, "remedy:", bool(problem.remedy))
            return batch
    raise AssertionError("it never was full")


def look(store: SqliteStore, batches: int) -> None:
    counts = store.counts()
    assert counts["articles"] == batches * 4, (counts, batches)
    assert all(store.article(a_lead(f"{batch}.0").id) for batch in range(batches))
    print("reading goes on")


def main(folder: Path, kind: str) -> None:
    if kind == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 * MEGABYTE, resource.RLIM_INFINITY))
    ballast = folder.parent / "ballast"
    ballast.write_bytes(os.urandom(MEGABYTE))
    store = open_store(folder)
    store.put_sources([a_source()])
    batches = fill(store)
    look(store, batches)
    if kind == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    ballast.unlink()
    show(store, a_lead("after"))
    print("writing resumed")
    store.close()
    store = open_store(folder)
    look(store, batches)
    assert store.lead(a_lead("after").id)
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
