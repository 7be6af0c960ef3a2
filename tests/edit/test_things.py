"""Things: from what is annotated to one id each, across articles and languages."""

import re
from dataclasses import replace
from typing import Any

import pytest

from ribao.edit.mentions import LONGEST_NAME, mentions_of
from ribao.edit.register import register
from ribao.support.store.memory import MemoryStore
from ribao.types.annotation import Annotation
from ribao.types.thing import Mention, Thing, ThingKind
from tests.contracts.made import a_lead, a_reading, a_source, show

MAKER = {"id": "organisation-yunjia", "kind": "organisation", "name": "云岬科技", "aliases": ["云岬", "Yunjia"]}
ENGLISH = {"id": "organisation-yunjia-en", "kind": "organisation", "name": "Yunjia", "aliases": []}


def noted(article: str, *names: Any, maker: str = "names") -> Annotation:
    return Annotation(article_id=article, revision=1, maker=maker, version=1, value={"names": list(names)})


def in_store(*named: tuple[str, str, Any]) -> MemoryStore:
    """(article, source, what it names), annotated one after the other."""
    store = MemoryStore()
    store.put_sources([a_source(source) for _, source, _ in named])
    for name, source, row in named:
        lead = a_lead(name, source)
        show(store, lead)
        store.save_readings([a_reading(lead)])
        register(store, [noted(lead.id, row)])
    return store


def test_what_an_article_names_becomes_its_mentions() -> None:
    spans = [["title", 0, 4], ["text", 9, 13], ["text", 40, 44]]
    row = {**MAKER, "role": "制造商", "organisation": "", "spans": spans}
    thing = Thing(id=MAKER["id"], kind=ThingKind.ORGANISATION, name="云岬科技", aliases=("云岬", "Yunjia"))
    assert mentions_of(noted("a", row)) == (
        Mention(thing=thing, article_id="a", times=3, in_title=True, role="制造商"),
    )


@pytest.mark.parametrize(
    "row",
    [
        None,
        "云岬",
        {},
        {**MAKER, "kind": "planet"},
        {**MAKER, "name": ""},
        {**MAKER, "name": "长" * (LONGEST_NAME + 1)},
        {**MAKER, "name": 7},
        {**MAKER, "id": ""},
    ],
)
def test_what_is_misshapen_is_left_out(row: Any) -> None:
    assert [one.thing.id for one in mentions_of(noted("a", row, MAKER))] == [MAKER["id"]]


@pytest.mark.parametrize("value", [{}, {"names": None}, {"names": "x"}, {"names": [[]]}])
def test_a_value_of_another_shape_names_nothing(value: Any) -> None:
    assert mentions_of(replace(noted("a"), value=value)) == ()


@pytest.mark.parametrize(
    "given", ["../../etc/passwd", "a/b", "<script>", "p?x=1#y", ".", "..", "长" * 500, "a\0b", "\ud800"]
)
def test_an_id_that_cannot_stand_in_an_address_is_replaced_the_same_each_time(given: str) -> None:
    one, again = (mentions_of(noted("a", {**MAKER, "id": given}))[0].thing.id for _ in range(2))
    assert one == again
    assert re.fullmatch("organisation-x[0-9a-f]{15}", one)
    assert mentions_of(noted("a", {**MAKER, "id": "organisation-云岬"}))[0].thing.id == "organisation-云岬"


def test_aliases_are_each_told_once_without_the_name_itself() -> None:
    row = {**MAKER, "aliases": ["云岬", " 云岬 ", "云岬科技", "", "…", None, *[f"X{n}" for n in range(99)]]}
    aliases = mentions_of(noted("a", row))[0].thing.aliases
    assert aliases[:2] == ("云岬", "X0")
    assert len(aliases) == 12


def test_a_run_again_changes_nothing() -> None:
    store = in_store(("one", "alpha", MAKER))
    before = store.mentions([a_lead("one").id])
    register(store, [noted(a_lead("one").id, MAKER), noted(a_lead("one").id, maker="channel")])
    assert store.mentions([a_lead("one").id]) == before != {}


def test_a_name_in_another_language_leads_to_one_thing_when_several_sources_say_so() -> None:
    store = in_store(
        ("en", "alpha", ENGLISH),
        ("a", "alpha", MAKER),
        ("b", "beta", MAKER),
        ("c", "alpha", MAKER),
        ("d", "beta", MAKER),
    )
    found = store.thing(ENGLISH["id"])
    assert found is not None
    assert (found.id, found.name) == (MAKER["id"], "云岬科技")
    assert len(store.mentions_of(ENGLISH["id"])) == 5
    register(store, [noted("later", ENGLISH)])
    assert store.mentions(["later"])["later"][0].thing.id == MAKER["id"]


def test_one_source_alone_cannot_turn_one_thing_into_another() -> None:
    hijack = {**MAKER, "id": "organisation-nobody", "name": "无名科技", "aliases": ["Yunjia"]}
    store = in_store(("en", "alpha", ENGLISH), *((f"a{n}", "beta", hijack) for n in range(9)))
    found = store.thing(ENGLISH["id"])
    assert found is not None
    assert found.name == "Yunjia"


@pytest.mark.parametrize(
    ("kind", "name", "alias"),
    [
        ("person", "沈未晞", "Shen"),
        ("person", "Mara Quill", "奎尔"),
        ("organisation", "云岬科技", "YJ"),
        ("product", "云岬 X9", "X9"),
    ],
)
def test_half_a_name_joins_nothing(kind: str, name: str, alias: str) -> None:
    whole = {"id": f"{kind}-1", "kind": kind, "name": name, "aliases": [alias]}
    half = {"id": f"{kind}-2", "kind": kind, "name": alias, "aliases": []}
    store = in_store(
        ("h", "alpha", half), *((f"a{n}", source, whole) for n in range(4) for source in ("alpha", "beta"))
    )
    found = store.thing(f"{kind}-2")
    assert found is not None
    assert found.id == f"{kind}-2"


def test_equal_names_of_different_kinds_stay_apart() -> None:
    product = {**ENGLISH, "id": "product-yunjia", "kind": "product"}
    store = in_store(
        ("en", "alpha", product), *((f"a{n}", source, MAKER) for n in range(4) for source in ("alpha", "beta"))
    )
    found = store.thing("product-yunjia")
    assert found is not None
    assert found.kind is ThingKind.PRODUCT
