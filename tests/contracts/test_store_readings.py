"""Leases, readings, pages and articles."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ribao.support.store.port import Reading, Store
from ribao.types.reason import Code, Reason
from tests.contracts.made import DAY, MINUTE, NOW, a_lead, a_page, a_reading, a_source, an_article, later, show

TIMED_OUT = Reason(code=Code.TIMED_OUT, detail="60 s")


# -- leases ----------------------------------------------------------------------------------------------------------


def test_claims_are_newest_first_then_by_id(store: Store) -> None:
    leads = [
        a_lead("old", published_at=NOW - DAY),
        a_lead("undated", published_at=None, seen_at=NOW - MINUTE),
        a_lead("b", id="b" * 16, published_at=NOW),
        a_lead("a", id="a" * 16, published_at=NOW),
    ]
    show(store, *leads)
    claimed = store.claim_leads(NOW, 3)
    assert [work.lead.key for work in claimed] == ["id:a", "id:b", "id:undated"]
    assert [work.lead.key for work in store.claim_leads(NOW, 3)] == ["id:old"]
    assert store.claim_leads(NOW, 3) == ()
    assert store.work() == {"waiting": 0, "leased": 4, "done": 0, "quarantined": 0}


def test_a_claim_is_the_whole_lead_for_its_first_revision(store: Store) -> None:
    show(store, a_lead(content="<p>x</p>"))
    (work,) = store.claim_leads(NOW, 10)
    assert (work.lead, work.attempts, work.revision) == (a_lead(content="<p>x</p>"), 0, 1)


def test_a_lead_from_the_future_is_not_due(store: Store) -> None:
    """Under --at, what was seen later is not there yet."""
    show(store, a_lead(seen_at=NOW + DAY))
    assert store.claim_leads(NOW, 1) == ()


def test_a_lease_that_ran_out_is_given_to_the_next_and_counts_as_a_try(store: Store) -> None:
    show(store, a_lead())
    store.claim_leads(NOW, 1, lease_seconds=60)
    assert store.claim_leads(NOW + timedelta(seconds=59), 1) == ()
    assert [work.attempts for work in store.claim_leads(NOW + timedelta(seconds=60), 1)] == [1]


def test_leases_given_back_at_start_do_not_count_as_tries(store: Store) -> None:
    show(store, a_lead("a"), a_lead("b"), a_lead("c"))
    store.claim_leads(NOW, 2)
    assert store.release_leases() == 2
    assert store.release_leases() == 0
    assert [work.attempts for work in store.claim_leads(NOW, 3)] == [0, 0, 0]


# -- readings that failed --------------------------------------------------------------------------------------------


def test_a_failure_is_tried_again_at_its_time(store: Store) -> None:
    lead = a_lead()
    show(store, lead)
    store.claim_leads(NOW, 1)
    store.save_readings([Reading(lead_id=lead.id, reason=TIMED_OUT, retry_at=NOW + 5 * MINUTE)])
    assert store.work()["waiting"] == 1
    assert store.claim_leads(NOW + 4 * MINUTE, 1) == ()
    assert [work.attempts for work in store.claim_leads(NOW + 5 * MINUTE, 1)] == [1]


def test_without_a_time_it_is_put_aside_with_its_reason(store: Store) -> None:
    lead, other = a_lead(), a_lead("other", published_at=NOW)
    show(store, lead, other)
    store.claim_leads(NOW, 2)
    store.save_readings([Reading(lead_id=lead.id, reason=TIMED_OUT), Reading(lead_id=other.id)])
    second, first = store.quarantined()
    assert (first.lead, first.reason, first.attempts) == (lead, TIMED_OUT, 1)
    assert second.reason.code is Code.QUARANTINED
    assert store.claim_leads(NOW + DAY, 2) == ()


def test_a_failure_that_comes_late_does_not_undo_a_reading(store: Store) -> None:
    lead = a_lead()
    show(store, lead)
    store.claim_leads(NOW, 1)
    store.save_readings([a_reading(lead)])
    store.save_readings([Reading(lead_id=lead.id, reason=TIMED_OUT)])
    assert store.work() == {"waiting": 0, "leased": 0, "done": 1, "quarantined": 0}


def test_reading_again_in_vain_keeps_the_article(store: Store) -> None:
    lead = a_lead()
    show(store, lead)
    store.claim_leads(NOW, 1)
    store.save_readings([a_reading(lead)])
    show(store, later(lead, title="Corrected"))
    store.claim_leads(NOW + DAY, 1)
    store.save_readings([Reading(lead_id=lead.id, reason=TIMED_OUT)])
    assert store.work()["quarantined"] == 1
    assert store.article(lead.id) == an_article(lead)


# -- readings that succeeded -----------------------------------------------------------------------------------------


def test_a_reading_is_an_article_with_its_page(store: Store) -> None:
    lead, page = a_lead(), a_page()
    show(store, lead)
    store.claim_leads(NOW, 1)
    store.save_readings([a_reading(lead, page)])
    assert store.work() == {"waiting": 0, "leased": 0, "done": 1, "quarantined": 0}
    assert store.article(lead.id) == an_article(lead, page)
    assert store.article(lead.id, 1) == an_article(lead, page)
    assert store.article(lead.id, 2) is None
    assert store.page(page.sha256) == page


def test_what_is_not_there_is_none(store: Store) -> None:
    assert store.lead("nothing") is None
    assert store.article("nothing") is None
    assert store.revisions("nothing") == ()
    assert store.page("nothing") is None


def test_the_same_reading_twice_changes_nothing(store: Store) -> None:
    lead = a_lead()
    show(store, lead)
    store.claim_leads(NOW, 1)
    store.save_readings([a_reading(lead), a_reading(lead)])
    before = dict(store.counts(), bytes=0)
    store.save_readings([a_reading(lead)])
    assert dict(store.counts(), bytes=0) == before
    assert len(store.revisions(lead.id)) == 1


def test_a_stale_repetition_does_not_end_the_wait_for_new_words(store: Store) -> None:
    lead = a_lead()
    show(store, lead)
    store.claim_leads(NOW, 1)
    store.save_readings([a_reading(lead)])
    show(store, later(lead, title="Corrected"))
    store.save_readings([a_reading(lead)])
    assert store.work()["waiting"] == 1


def test_an_article_of_a_lead_that_nobody_claimed_is_done_all_the_same(store: Store) -> None:
    show(store, a_lead())
    store.save_readings([a_reading()])
    assert store.work()["done"] == 1


def test_an_article_without_a_lead_is_kept(store: Store) -> None:
    store.save_readings([a_reading("stray")])
    assert store.article(a_lead("stray").id) == an_article("stray")


def test_a_changed_article_is_a_new_revision_and_the_old_one_stays(store: Store) -> None:
    lead = a_lead()
    old_page, new_page = a_page(b"old"), a_page(b"new")
    store.save_readings([a_reading(lead, old_page)])
    store.save_readings([a_reading(lead, new_page, revision=2, paragraphs=("更正。",))])
    first, second = store.revisions(lead.id)
    assert (first.revision, first.paragraphs) == (1, ("第一段。", "第二段。"))
    assert (second.revision, second.paragraphs) == (2, ("更正。",))
    assert store.article(lead.id) == second
    assert store.page(old_page.sha256) == old_page
    assert store.page(new_page.sha256) == new_page


def test_a_stored_revision_is_never_overwritten(store: Store) -> None:
    """Two workers read it, the lease of the first having run out, and the page changed between."""
    lead = a_lead()
    store.save_readings([a_reading(lead)])
    store.save_readings([a_reading(lead, a_page(b"new"), revision=1, paragraphs=("更正。",))])
    assert [(one.revision, one.paragraphs[0]) for one in store.revisions(lead.id)] == [(1, "第一段。"), (2, "更正。")]


def test_the_same_words_on_other_bytes_are_no_revision(store: Store) -> None:
    """A page that carries a nonce or a counter differs with each fetch; the evidence of the first stays."""
    lead = a_lead()
    store.save_readings([a_reading(lead, a_page(b"<!-- 1 -->"))])
    store.save_readings([a_reading(lead, a_page(b"<!-- 2 -->"), revision=2, seen_at=NOW + DAY)])
    assert len(store.revisions(lead.id)) == 1
    assert store.counts()["pages"] == 1


def test_one_page_of_two_articles_is_kept_once(store: Store) -> None:
    page = a_page()
    store.save_readings([a_reading("a", page), a_reading("b", replace(page, url="https://alpha.example/b"))])
    assert store.counts()["pages"] == 1
    assert store.counts()["articles"] == 2


@pytest.mark.parametrize("body", [b"", b"\0\xff" * 3, b"\x28\xb5\x2f\xfdlooks compressed", bytes(range(256)) * 40_000])
def test_bodies_come_back_to_the_byte(store: Store, body: bytes) -> None:
    page = a_page(body, from_feed=True)
    store.save_readings([a_reading(page=page)])
    assert store.page(page.sha256) == page


# -- finding articles ------------------------------------------------------------------------------------------------


def test_articles_of_a_window_in_order(store: Store) -> None:
    moments = {"c": NOW, "a": NOW - MINUTE, "b": NOW - MINUTE, "early": NOW - DAY, "late": NOW + MINUTE}
    leads = {name: a_lead(name, id=name, published_at=moment) for name, moment in moments.items()}
    store.save_readings([a_reading(lead) for lead in leads.values()])
    found = store.articles(NOW - DAY, NOW)
    assert [article.id for article in found] == ["a", "b", "c"]
    assert store.articles(NOW, NOW) == ()


def test_a_window_has_newest_revisions_only(store: Store) -> None:
    """A correction that moved the date out of the window takes the article with it."""
    lead = a_lead()
    store.save_readings([a_reading(lead)])
    store.save_readings([a_reading(lead, revision=2, title="Corrected", published_at=NOW + DAY)])
    assert store.articles(NOW - DAY, NOW) == ()
    assert [article.title for article in store.articles(NOW, NOW + DAY)] == ["Corrected"]


def test_articles_by_id(store: Store) -> None:
    store.save_readings([a_reading("a"), a_reading("b"), a_reading("b", title="Corrected", revision=2)])
    a, b = a_lead("a").id, a_lead("b").id
    found = store.articles_by_id([b, a, "nothing", a])
    assert {id_: article.title for id_, article in found.items()} == {a: "News of a", b: "Corrected"}
    assert list(found) == sorted(found)


def test_more_ids_than_a_database_takes_at_once(store: Store) -> None:
    ids = [f"{n:05}" for n in range(2500)]
    store.put_sources([a_source()])
    store.save_readings([a_reading(a_lead("x", id=id_)) for id_ in ids])
    assert list(store.articles_by_id(reversed(ids))) == ids
