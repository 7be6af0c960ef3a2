"""Things: what articles name, under one id each."""

import time
from typing import Any

import pytest

from ribao.support.store.port import Named, Store
from ribao.types.thing import Mention, Thing, ThingKind
from tests.contracts.made import DAY, MINUTE, NOW, a_lead, a_reading, show

MAKER = Thing(id="organisation-yunjia", kind=ThingKind.ORGANISATION, name="云岬科技", aliases=("Yunjia", "云岬"))
PHONE = Thing(id="product-yunjia-x9", kind=ThingKind.PRODUCT, name="云岬 X9")
ENGLISH = Thing(id="organisation-yunjia-tech", kind=ThingKind.ORGANISATION, name="Yunjia Tech", aliases=("Yunjia",))


def written(store: Store, *names: str, **fields: Any) -> list[str]:
    """Ids of stored articles, each a minute older than the one before."""
    ids = []
    for number, name in enumerate(names):
        lead = a_lead(name, published_at=NOW - number * MINUTE, **fields)
        show(store, lead)
        store.save_readings([a_reading(lead)])
        ids.append(lead.id)
    return ids


def said(thing: Thing, article: str, **fields: Any) -> Mention:
    return Mention(thing=thing, article_id=article, **fields)


def plain(thing: Thing) -> Thing:
    return Thing(id=thing.id, kind=thing.kind, name=thing.name)


def test_mentions_come_back_by_article_what_the_title_names_first(store: Store) -> None:
    maker, phone = said(MAKER, "a", times=9, role="制造商"), said(PHONE, "a", in_title=True)
    store.put_mentions(["a"], [maker, phone])
    assert store.mentions(["a", "b"]) == {"a": (phone, maker)}


def test_an_article_read_anew_names_only_what_it_names_now(store: Store) -> None:
    store.put_mentions(["a", "b"], [said(MAKER, "a"), said(MAKER, "b")])
    store.put_mentions(["a", "b"], [said(PHONE, "b")])
    assert store.mentions(["a", "b"]) == {"b": (said(PHONE, "b"),)}


def test_a_thing_has_the_name_it_was_first_met_with_and_the_forms_of_all_articles(store: Store) -> None:
    for article, name, forms in (
        ("a", "云岬科技", ("云岬",)),
        ("b", "雲岬科技", ("Yunjia", "云岬")),
        ("c", "云岬科技", ()),
    ):
        thing = Thing(id=MAKER.id, kind=MAKER.kind, name=name, aliases=forms)
        store.put_mentions([article], [said(thing, article)])
    found = store.thing(MAKER.id)
    assert found == Thing(id=MAKER.id, kind=MAKER.kind, name="云岬科技", aliases=("云岬", "Yunjia"))
    assert store.thing("organisation-other") is None


def test_where_it_is_mentioned_newest_first_and_no_more_than_asked(store: Store) -> None:
    ids = written(store, "one", "two", "three")
    store.put_mentions([*ids, "gone"], [said(PHONE, article) for article in ("gone", *reversed(ids))])
    assert [one.article_id for one in store.mentions_of(PHONE.id)] == ids
    assert [one.article_id for one in store.mentions_of(PHONE.id, most=2)] == ids[:2]
    assert store.mentions_of("nothing") == ()


def test_articles_of_a_time_that_name_one_of_several_things(store: Store) -> None:
    one, two, three = written(store, "one", "two", "three")
    store.put_mentions([one, two, three], [said(PHONE, one), said(MAKER, one), said(ENGLISH, two), said(PHONE, three)])
    store.join_things({ENGLISH.id: MAKER.id})
    both = [MAKER.id, PHONE.id]
    everything = ((one, MAKER.id), (one, PHONE.id), (two, MAKER.id), (three, PHONE.id))
    assert store.naming(both, NOW - DAY, NOW, 9) == everything
    assert store.naming(both, NOW - DAY, NOW, 1) == everything[:2]
    assert store.naming(both, NOW - 2 * MINUTE, NOW - MINUTE, 9) == ((two, MAKER.id),)
    assert store.naming([], NOW - DAY, NOW, 9) == store.naming(["nothing"], NOW - DAY, NOW, 9) == ()


def test_things_of_a_kind_and_those_most_in_the_news(store: Store) -> None:
    one, two, three = written(store, "one", "two", "three")
    store.put_mentions([one, two, three], [said(MAKER, one), said(PHONE, one), said(PHONE, two), said(MAKER, three)])
    assert store.things(ThingKind.PRODUCT) == (PHONE,)
    assert store.things(ThingKind.PERSON) == ()
    assert store.things_in_news(NOW - DAY, NOW, 9) == (
        Named(thing=plain(MAKER), articles=2),
        Named(thing=PHONE, articles=2),
    )
    assert store.things_in_news(NOW - 2 * MINUTE, NOW, 1) == (Named(thing=PHONE, articles=2),)
    assert store.things_in_news(NOW, NOW + DAY, 9) == ()


@pytest.mark.parametrize("name", ["云岬科技", "雲岬", "YUNJIA", "yun-jia"])
def test_a_thing_is_found_by_any_of_its_names(store: Store, name: str) -> None:
    store.put_mentions(["a"], [said(MAKER, "a"), said(PHONE, "a")])
    assert [thing.id for thing in store.things_called([name, "", "…", "nobody"])] == [MAKER.id]


def test_equal_names_of_different_kinds_are_different_things(store: Store) -> None:
    person = Thing(id="person-tarn", kind=ThingKind.PERSON, name="Tarn")
    product = Thing(id="product-tarn", kind=ThingKind.PRODUCT, name="Tarn")
    store.put_mentions(["a"], [said(person, "a"), said(product, "a")])
    assert store.things_called(["tarn"]) == (person, product)


# -- things that are one ---------------------------------------------------------------------------------------------


def test_what_turns_out_to_be_one_is_told_under_one_id_and_the_other_leads_there(store: Store) -> None:
    one, two = written(store, "one", "two")
    store.put_mentions([one, two], [said(MAKER, one, times=2), said(ENGLISH, one, in_title=True), said(ENGLISH, two)])
    store.join_things({ENGLISH.id: MAKER.id})
    both = store.thing(ENGLISH.id)
    assert both == store.thing(MAKER.id)
    assert both is not None
    assert (both.id, both.name, both.aliases) == (MAKER.id, "云岬科技", ("Yunjia", "Yunjia Tech", "云岬"))
    first, second = store.mentions_of(ENGLISH.id)
    assert (first.article_id, first.times, first.in_title) == (one, 3, True)
    assert (second.article_id, second.thing.id) == (two, MAKER.id)
    assert [found.thing.id for found in store.mentions([one])[one]] == [MAKER.id]
    assert store.things(ThingKind.ORGANISATION) == (plain(MAKER),)
    assert store.things_in_news(NOW - DAY, NOW, 9) == (Named(thing=plain(MAKER), articles=2),)
    assert [found.id for found in store.things_called(["Yunjia Tech"])] == [MAKER.id]


def test_news_under_the_other_id_is_told_under_the_one(store: Store) -> None:
    store.put_mentions(["a"], [said(MAKER, "a"), said(ENGLISH, "a")])
    store.join_things({ENGLISH.id: MAKER.id})
    store.put_mentions(["b"], [said(ENGLISH, "b")])
    assert store.mentions(["b"])["b"][0].thing.id == MAKER.id


def test_ids_lead_to_the_end_and_never_in_a_circle(store: Store) -> None:
    things = [Thing(id=f"product-{n}", kind=ThingKind.PRODUCT, name=f"P{n}") for n in range(3)]
    store.put_mentions(["a"], [said(thing, "a") for thing in things])
    store.join_things({"product-0": "product-1"})
    store.join_things({"product-1": "product-2"})
    store.join_things({"product-2": "product-0"})
    found = {store.thing(thing.id) for thing in things}
    assert len(found) == 1
    assert None not in found


def test_what_leads_to_nothing_is_not_told(store: Store) -> None:
    store.put_mentions(["a"], [said(MAKER, "a"), said(PHONE, "a")])
    store.join_things({MAKER.id: "organisation-never-seen"})
    assert store.thing(MAKER.id) is None
    assert [one.thing.id for one in store.mentions(["a"])["a"]] == [PHONE.id]
    store.join_things({MAKER.id: MAKER.id})
    assert store.thing(MAKER.id) is not None


def test_what_was_joined_in_error_is_a_thing_of_its_own_again(store: Store) -> None:
    store.put_mentions(["a"], [said(MAKER, "a"), said(ENGLISH, "a")])
    store.join_things({ENGLISH.id: MAKER.id})
    store.join_things({ENGLISH.id: ENGLISH.id})
    assert {one.thing.id for one in store.mentions(["a"])["a"]} == {MAKER.id, ENGLISH.id}


def test_things_go_when_no_article_is_left_that_names_them(store: Store) -> None:
    (old,) = written(store, "old", seen_at=NOW - 2 * DAY)
    (young,) = written(store, "young", seen_at=NOW)
    store.put_mentions([old, young], [said(PHONE, old), said(MAKER, old), said(ENGLISH, young)])
    store.join_things({ENGLISH.id: MAKER.id})
    store.prune(NOW - DAY)
    assert store.thing(PHONE.id) is None
    assert store.things_called([PHONE.name]) == ()
    kept = store.thing(ENGLISH.id)
    assert kept is not None
    assert (kept.id, kept.name) == (MAKER.id, "云岬科技")
    store.prune(NOW + DAY)
    assert store.thing(ENGLISH.id) is None


# -- odd ones --------------------------------------------------------------------------------------------------------


def test_names_that_nobody_can_store_become_ones_that_can(store: Store) -> None:
    odd = Thing(id="product-odd", kind=ThingKind.PRODUCT, name="X\0\ud800" + "长" * 5000, aliases=("<b>", ""))
    store.put_mentions(["a"], [said(odd, "a", role="\0")])
    found = store.thing("product-odd")
    assert found is not None
    assert found.name == "X\ufffd\ufffd" + "长" * 5000
    assert store.mentions(["a"])["a"][0].role == "\ufffd"


@pytest.mark.slow
def test_thousands_of_mentions_are_told_in_a_moment(store: Store) -> None:
    ids = [f"{n:06}" for n in range(5000)]
    store.put_mentions(ids, [said(thing, article) for article in ids for thing in (MAKER, PHONE)])
    began = time.process_time()
    found = store.thing(MAKER.id)
    assert time.process_time() - began < 1
    assert found is not None
    assert found.aliases == ("Yunjia", "云岬")
    assert len(store.mentions(ids)) == 5000
