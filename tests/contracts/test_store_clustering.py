"""What clustering keeps: the owner's rulings, a signature an article, answers of minds."""

from dataclasses import replace

from ribao.support.store.port import Store
from ribao.types.ruling import Ruling
from ribao.types.signature import Signature
from tests.contracts.made import DAY, MINUTE, NOW, a_lead, a_reading, show

TOGETHER = Ruling(id="r1", at=NOW, verb="merge", together=True, one=("a", "b"), other=("c",))
APART = Ruling(id="r0", at=NOW, verb="split", together=False, one=("a",), other=("d",))
EARLIER = Ruling(id="r2", at=NOW - MINUTE, verb="move", together=True, one=("e",), other=())


def signed(article: str, revision: int = 1, version: str = "1", data: bytes = b"\0\xff") -> Signature:
    return Signature(article_id=article, revision=revision, version=version, data=data)


def test_rulings_by_time_then_id(store: Store) -> None:
    store.put_rulings([TOGETHER, APART, EARLIER])
    assert store.rulings() == (EARLIER, APART, TOGETHER)


def test_a_ruling_is_replaced_by_its_id_and_may_be_taken_back(store: Store) -> None:
    store.put_rulings([TOGETHER])
    changed = replace(TOGETHER, other=("c", "f"))
    store.put_rulings([changed])
    assert store.rulings() == (changed,)
    assert store.remove_ruling("r1")
    assert not store.remove_ruling("r1")
    assert store.rulings() == ()


def test_no_pruning_loses_a_ruling(store: Store) -> None:
    store.put_rulings([TOGETHER])
    store.prune(NOW + 999 * DAY, max_bytes=1)
    assert store.rulings() == (TOGETHER,)


def test_signatures_come_back_byte_for_byte(store: Store) -> None:
    rows = [signed("b", data=bytes(range(256)) * 9), signed("a", data=b"")]
    store.put_signatures(rows)
    found = store.signatures(["b", "nothing", "a"])
    assert found == {row.article_id: row for row in rows}
    assert list(found) == ["a", "b"]
    assert store.signatures([]) == {}


def test_the_signature_of_the_newest_revision_stands(store: Store) -> None:
    newest = signed("a", revision=2, version="1")
    store.put_signatures([newest])
    store.put_signatures([signed("a", revision=1, version="2")])
    assert store.signatures(["a"]) == {"a": newest}
    again = signed("a", revision=2, version="2", data=b"other")
    store.put_signatures([again])
    assert store.signatures(["a"]) == {"a": again}


def test_more_signatures_than_fit_one_question(store: Store) -> None:
    rows = [signed(f"{n:06}", data=n.to_bytes(4, "big")) for n in range(25_000)]
    store.put_signatures(iter(rows))
    assert list(store.signatures(row.article_id for row in reversed(rows)).values()) == rows


def test_a_signature_goes_with_its_article(store: Store) -> None:
    ids = []
    for name, seen in (("old", NOW), ("young", NOW + 2 * DAY)):
        lead = a_lead(name, seen_at=seen)
        show(store, lead)
        store.save_readings([a_reading(lead)])
        ids.append(lead.id)
    store.put_signatures([signed(id_) for id_ in ids])
    store.prune(NOW + DAY)
    assert list(store.signatures(ids)) == ids[1:]


def test_answers_by_kind_and_key(store: Store) -> None:
    store.put_answers("judge", {"k1": b"yes", "k2": b""}, NOW)
    store.put_answers("embedder", {"k1": b"\0\1"}, NOW)
    assert store.answers("judge", ["k2", "k1", "k3"]) == {"k1": b"yes", "k2": b""}
    assert store.answers("embedder", ["k1"]) == {"k1": b"\0\1"}
    assert store.answers("other", ["k1"]) == {}


def test_old_answers_go_unless_they_were_given_anew(store: Store) -> None:
    store.put_answers("judge", {"k1": b"yes", "k2": b"no"}, NOW)
    store.put_answers("judge", {"k2": b"yes"}, NOW + 2 * DAY)
    store.prune(NOW + DAY)
    assert store.answers("judge", ["k1", "k2"]) == {"k2": b"yes"}
