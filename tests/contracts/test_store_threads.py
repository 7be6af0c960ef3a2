"""Several threads at once: nobody sees half a transaction, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from ribao.support.store.port import Store
from tests.contracts.made import DAY, NOW, a_lead, a_reading, show

BATCH, BATCHES = 20, 8


def test_readers_see_whole_batches_while_one_writes(store: Store) -> None:
    done = Event()

    def read() -> list[int]:
        seen = []
        while not done.is_set():
            work = store.work()
            articles = len(store.articles(NOW - DAY, NOW))
            assert work["waiting"] % BATCH == 0
            assert articles % BATCH == 0
            seen.append(articles)
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            for batch in range(BATCHES):
                leads = [a_lead(f"{batch}-{n}") for n in range(BATCH)]
                show(store, *leads)
                store.save_readings([a_reading(lead) for lead in leads])
        finally:
            done.set()
        for reader in readers:
            seen = reader.result()
            assert seen == sorted(seen)  # what was read once does not go away
    assert store.work()["done"] == BATCH * BATCHES


def test_writers_from_several_threads_lose_nothing(store: Store) -> None:
    def write(thread: int) -> None:
        for batch in range(10):
            show(store, *(a_lead(f"{thread}-{batch}-{n}") for n in range(5)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert store.work()["waiting"] == 200


def test_no_lead_is_claimed_by_two(store: Store) -> None:
    show(store, *(a_lead(str(n)) for n in range(100)))

    def claim(_: int) -> list[str]:
        return [work.lead.id for _ in range(5) for work in store.claim_leads(NOW, 5)]

    with ThreadPoolExecutor(4) as pool:
        claimed = [lead_id for ids in pool.map(claim, range(4)) for lead_id in ids]
    assert len(claimed) == 100
    assert len(set(claimed)) == 100
