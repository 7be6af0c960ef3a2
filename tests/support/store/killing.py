"""Kills a writing process at random moments, and looks at what is left: ``python -m tests.support.store.killing``.

Arguments: data folder, seed, how many times. One interpreter forks the writers, so that a kill costs milliseconds.
A writer notes each batch in ``ack`` once the store has returned; such a batch has to be there afterwards, whole, and
no batch may be there in part.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from ribao.support.store.sqlite import SqliteStore, open_store
from tests.contracts.made import NOW, a_lead, a_page, a_reading, a_source, a_story, an_edition, show

BATCH = 12


def write_for_ever(folder: Path, run: int, ready: int) -> None:
    store = open_store(folder)
    store.release_leases()
    os.write(ready, b"!")
    ack = os.open(folder / "ack", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for batch in range(10_000):
        name = f"{run}.{batch}"
        leads = [a_lead(f"{name}.{n}", alt_key="") for n in range(BATCH)]
        show(store, *leads)
        os.write(ack, f"leads {name}\n".encode())
        readings = [a_reading(lead, a_page(f"{lead.key}".encode() * 200)) for lead in leads]
        store.save_readings(readings)
        os.write(ack, f"articles {name}\n".encode())
        store.put_stories([a_story(f"s{name}", *(lead.id for lead in leads))], NOW)
        os.write(ack, f"story {name}\n".encode())
        halves = leads[: BATCH // 2 + 1], leads[BATCH // 2 + 1 :]
        store.put_stories(
            [a_story(f"{part}{name}", *(lead.id for lead in half)) for part, half in zip("tu", halves, strict=True)],
            NOW,
        )
        os.write(ack, f"apart {name}\n".encode())
        articles = [reading.article for reading in readings if reading.article]
        store.put_edition(an_edition(*articles, profile=f"p{run}"))


def look(folder: Path) -> None:
    """Raises AssertionError for a batch that is missing, or there in part."""
    store = open_store(folder)
    try:
        for line in (folder / "ack").read_text().splitlines() if (folder / "ack").exists() else []:
            what, name = line.split()
            look_at_batch(store, what, name)
        counts = store.counts()
        assert counts["leads"] % BATCH == 0, counts
        assert counts["articles"] % BATCH == 0, counts
        for key in store.editions():
            edition = store.edition(key.date, key.profile)
            assert edition is not None
            assert edition.counts["articles"] == BATCH
    finally:
        store.close()
    (folder / "ack").unlink(missing_ok=True)  # looked at: the next run has batches of its own


def look_at_batch(store: SqliteStore, what: str, name: str) -> None:
    ids = [a_lead(f"{name}.{n}").id for n in range(BATCH)]
    if what == "leads":
        assert all(store.lead(id_) for id_ in ids), name
        return
    if what in ("story", "apart"):
        look_at_story(store, what, name, ids)
        return
    articles = store.articles_by_id(ids)
    assert len(articles) == BATCH, name
    assert all(store.page(article.page_sha256) for article in articles.values()), name
    assert all(len(store.revisions(id_)) == 1 for id_ in ids), name


def look_at_story(store: SqliteStore, what: str, name: str, ids: list[str]) -> None:
    """It is whole, or it is in two parts with its history; what was begun after it was noted may have been done."""
    story, now, owners = store.story(f"s{name}"), store.story_now(f"s{name}"), store.stories_of(ids)
    assert now is not None, name
    assert len(owners) == BATCH, name
    if story is None:
        assert now.id == f"t{name}", now
        assert {owner.id for owner in owners.values()} == {f"t{name}", f"u{name}"}, name
        assert [change.kind for change in store.story_changes(f"t{name}")] == ["split", "split"], name
        return
    assert what == "story", name
    assert all(owner == story for owner in owners.values()), name
    assert store.story_changes(f"s{name}") == (), name


def kill_one(folder: Path, run: int, seconds: float, wait: bool) -> None:
    """Killed so long after its start, or (``wait``) after it began to write."""
    is_ready, ready = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write_for_ever(folder, run, ready)
        finally:
            os._exit(1)
    os.close(ready)
    if wait:
        os.read(is_ready, 1)
    os.close(is_ready)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer ended by itself"


def main(folder: Path, seed: int, times: int) -> None:
    store = open_store(folder)
    store.put_sources([a_source()])
    store.close()
    chance = random.Random(seed)
    for run in range(times):
        kill_one(folder, run, chance.uniform(0.0, 0.1), wait=chance.random() < 0.8)
        look(folder)
    store = open_store(folder, read_only=True)
    print(f"killed {times} times, {store.counts()['articles']} articles, {NOW:%Y}")
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
