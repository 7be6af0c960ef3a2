"""What a refresh brings: new, known, changed; and moved ids."""

from dataclasses import replace

from ribao.support.store.port import Refreshed, Saved, Store
from tests.contracts.made import MINUTE, NOW, a_lead, a_reading, a_source, a_state, later, show


def test_a_new_lead_waits_to_be_read(store: Store) -> None:
    lead = a_lead(
        content="<p>全文</p>" * 2000, author="某人", categories=("数码", "手机"), picture="https://x.example/1.jpg"
    )
    assert show(store, lead) == Saved(new=1)
    assert store.lead(lead.id) == lead
    assert store.work() == {"waiting": 1, "leased": 0, "done": 0, "quarantined": 0}


def test_leads_are_found_by_a_part_of_their_address_the_newest_first(store: Store) -> None:
    old, new = a_lead("100%_old", published_at=NOW - 60 * MINUTE), a_lead("100%_new")
    other = a_lead("1000_old", "beta")
    show(store, old, new, other)
    assert list(store.leads_at("alpha.example/100%_").items()) == [(new.id, new.url), (old.id, old.url)]
    assert store.leads_at("Example/100%_") == store.leads_at("gamma") == {}


def test_leads_and_states_of_many_sources_in_one_go(store: Store) -> None:
    store.put_sources([a_source(f"s{n}") for n in range(20)])
    outcomes = [
        Refreshed(state=a_state(f"s{n}", entries=2), leads=(a_lead("a", f"s{n}"), a_lead("b", f"s{n}")))
        for n in range(20)
    ]
    assert store.save_refresh(outcomes) == Saved(new=40)
    assert store.states()["s7"].entries == 2
    assert store.save_refresh(outcomes) == Saved(known=40)


def test_nothing_shown_is_nothing_saved(store: Store) -> None:
    assert store.save_refresh([]) == Saved()
    assert store.save_refresh([Refreshed(state=a_state(failures=1))]) == Saved()
    assert store.states()["alpha"].failures == 1


def test_known_by_its_key_when_the_address_moved(store: Store) -> None:
    show(store, a_lead())
    assert show(store, a_lead(url="https://alpha.example/new", alt_key="url:new")) == Saved(known=1)


def test_known_by_its_address_when_the_id_changed(store: Store) -> None:
    show(store, a_lead())
    assert show(store, a_lead(id="f" * 16, key="id:other")) == Saved(known=1)
    assert store.lead("f" * 16) is None


def test_an_id_that_changes_with_each_fetch_floods_nothing(store: Store) -> None:
    leads = [a_lead(id=f"{n:016x}", key=f"id:{n}") for n in range(20)]
    assert [show(store, lead).new for lead in leads] == [1] + [0] * 19
    assert store.counts()["leads"] == 1


def test_still_known_when_first_the_id_moves_and_then_the_address(store: Store) -> None:
    show(store, a_lead())
    assert show(store, a_lead(id="2" * 16, key="id:2")).new == 0
    assert show(store, a_lead(id="2" * 16, key="id:2", alt_key="url:2")).new == 0
    assert show(store, a_lead(id="3" * 16, key="id:3", alt_key="url:2")).new == 0


def test_still_known_when_its_first_key_comes_back(store: Store) -> None:
    show(store, a_lead())
    show(store, a_lead(id="2" * 16, key="id:2"))
    show(store, a_lead(id="2" * 16, key="id:2", alt_key="url:2"))
    assert show(store, a_lead()) == Saved(known=1)
    assert store.counts()["leads"] == 1


def test_the_same_key_at_another_source_is_another_lead(store: Store) -> None:
    store.put_sources([a_source("beta")])
    assert show(store, a_lead(), a_lead(source_id="beta")) == Saved(new=2)


def test_leads_without_a_second_key_are_told_apart(store: Store) -> None:
    assert show(store, a_lead("a", alt_key=""), a_lead("b", alt_key="")) == Saved(new=2)


def test_a_lead_whose_two_keys_are_two_known_leads_is_known(store: Store) -> None:
    one, two = a_lead("one"), a_lead("two")
    show(store, one, two)
    assert show(store, replace(one, alt_key=two.alt_key)) == Saved(known=1)
    assert show(store, one, two) == Saved(known=2)


def test_an_entry_shown_twice_in_one_document_counts_once(store: Store) -> None:
    assert show(store, a_lead(), a_lead()) == Saved(new=1, known=1)


def test_two_entries_that_swap_ids_in_one_document_do_no_harm(store: Store) -> None:
    one, two = a_lead("one"), a_lead("two")
    show(store, one, two)
    swapped = (replace(one, alt_key=two.alt_key), replace(two, alt_key=one.alt_key))
    assert show(store, *swapped) == Saved(known=2)
    moved = (replace(one, alt_key="url:3"), a_lead("three", alt_key=one.alt_key), replace(two, alt_key="url:4"))
    assert show(store, *moved).new == 0


# -- changed words ---------------------------------------------------------------------------------------------------


def test_changed_words_with_a_later_time_are_taken_and_read_again(store: Store) -> None:
    lead = a_lead()
    show(store, lead)
    store.claim_leads(NOW, 1)
    store.save_readings([a_reading(lead)])
    changed = later(lead, title="Corrected", content="<p>new</p>", categories=("x",))
    assert show(store, changed) == Saved(changed=1)
    assert store.lead(lead.id) == replace(changed, seen_at=lead.seen_at)
    (work,) = store.claim_leads(NOW + 120 * MINUTE, 1)
    assert (work.lead.title, work.attempts, work.revision) == ("Corrected", 0, 2)


def test_changed_words_without_a_later_time_are_no_change(store: Store) -> None:
    """Adverts and counters rotate inside summaries; an older copy of a feed comes back from some cache."""
    lead = a_lead(updated_at=NOW)
    show(store, lead)
    assert show(store, replace(lead, summary="other")) == Saved(known=1)
    assert show(store, replace(lead, title="old", updated_at=NOW - MINUTE)) == Saved(known=1)
    assert show(store, replace(lead, title="undated", updated_at=None)) == Saved(known=1)
    assert store.lead(lead.id) == lead


def test_a_later_time_with_the_same_words_is_no_change(store: Store) -> None:
    lead = a_lead()
    show(store, lead)
    assert show(store, later(lead)) == Saved(known=1)


def test_a_first_time_counts_as_later(store: Store) -> None:
    lead = a_lead(published_at=None)
    show(store, lead)
    assert show(store, replace(lead, title="new", published_at=NOW)) == Saved(changed=1)


def test_a_date_that_the_feed_drops_is_kept(store: Store) -> None:
    lead = a_lead()
    show(store, lead)
    assert show(store, later(lead, title="new", published_at=None)) == Saved(changed=1)
    kept = store.lead(lead.id)
    assert kept is not None
    assert kept.published_at == lead.published_at


def test_words_that_change_while_it_is_read_are_read_after(store: Store) -> None:
    lead = a_lead()
    show(store, lead)
    store.claim_leads(NOW, 1)
    show(store, later(lead, title="Corrected"))
    assert store.work()["leased"] == 1
    store.save_readings([a_reading(lead)])
    (work,) = store.claim_leads(NOW + 120 * MINUTE, 1)
    assert (work.lead.title, work.revision) == ("Corrected", 2)


def test_a_quarantined_lead_with_new_words_gets_a_new_chance(store: Store) -> None:
    lead = a_lead()
    show(store, lead)
    store.claim_leads(NOW, 1)
    store.save_readings([replace(a_reading(lead), article=None, page=None)])
    assert store.work()["quarantined"] == 1
    show(store, later(lead, title="Corrected"))
    assert [work.attempts for work in store.claim_leads(NOW + 120 * MINUTE, 1)] == [0]
