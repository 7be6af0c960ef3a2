"""The index of the search: made anew it finds the same, and a burst of articles of one second has room."""

from ribao.support.searching.parsing import parse
from ribao.support.store import search_sql
from ribao.support.store.port import Reading
from ribao.support.store.sqlite import SqliteStore
from ribao.types.query import Hits
from tests.contracts.made import DAY, NOW, a_lead, an_article


def fill(store: SqliteStore, many: int) -> None:
    leads = [a_lead(f"n{number}", title="洪水预警", published_at=NOW - number * DAY) for number in range(many)]
    articles = [an_article(lead, published_at=lead.published_at) for lead in leads]
    store.save_readings([Reading(lead_id=one.id, article=one) for one in articles])


def newest(store: SqliteStore) -> Hits:
    return store.search(parse("洪水"), most=4)


def test_an_index_of_an_older_program_is_made_anew_and_finds_the_same(store: SqliteStore) -> None:
    fill(store, 9)
    before = newest(store)
    with store._database.write() as connection:
        connection.exec_driver_sql("UPDATE search_docs SET version = 0")
    left = [store.index_waiting(2)]
    while left[-1]:
        left.append(store.index_waiting(2))
    assert left == [7, 5, 3, 1, 0]
    assert newest(store) == before


def test_a_burst_of_one_second_goes_on_in_the_next(store: SqliteStore) -> None:
    many = search_sql._A_SECOND + 7
    leads = [a_lead(f"n{number}", title="洪水预警", published_at=NOW) for number in range(many)]
    articles = [an_article(lead, published_at=NOW, paragraphs=()) for lead in leads]
    for begin in (0, many // 2):
        part = articles[begin : begin + many - many // 2]
        store.save_readings([Reading(lead_id=one.id, article=one) for one in part])
    assert len(store.search(parse("洪水"), most=many).hits) == many
