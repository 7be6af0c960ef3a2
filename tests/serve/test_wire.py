"""Feeds of things: what no edition tells stands beside what one does, and never as a fact when it is a rumour."""

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from ribao.render.feeds.document import Format
from ribao.serve.site import make_site
from ribao.serve.store_newsstand import StoreNewsstand
from ribao.support.store.memory import MemoryStore
from ribao.types.annotation import Annotation
from tests.render import thing_world as world
from tests.render.feeds.valid import items, valid

PHONE = quote(world.PHONE["id"])


@pytest.fixture
def store() -> MemoryStore:
    return world.store()


@pytest.fixture
def client(store: MemoryStore) -> TestClient:
    stand = StoreNewsstand(
        store=store,
        profile="daily",
        title="智能日报",
        sources_now=lambda: world.SOURCES,
        building_now=lambda: None,
        versions_now=dict,
    )
    return TestClient(make_site(stand), headers={"accept-language": "zh-CN"}, follow_redirects=False)


@pytest.mark.parametrize("form", Format)
def test_a_thing_has_the_news_that_names_it(client: TestClient, form: Format) -> None:
    made = client.get(f"/t/{PHONE}.{form}")
    assert made.status_code == 200
    valid(made.content, form)
    told = items(made.content, form)
    assert [one.published for one in told] == sorted((one.published for one in told), reverse=True)
    assert len(told) >= 3
    assert all(one.link.startswith("http") for one in told)
    assert any("/d/2026-05-08/s/" in one.link for one in told)
    assert f"/t/{PHONE}.{form}" in made.text


@pytest.mark.parametrize("form", Format)
def test_what_no_edition_tells_is_hedged_by_what_was_found_in_it(
    client: TestClient, store: MemoryStore, form: Format
) -> None:
    """Two reports of days ago stand in no edition: one hedges its headline itself (曝光), the other does not."""
    for key in ("leak", "launch"):
        value = {"certainty": "rumor", "scores": {}, "why": []}
        mark = Annotation(article_id=world.lead_id(key), revision=1, maker="certainty", version=1, value=value)
        store.put_annotations([mark])
    told = {one.id.rpartition(":")[2]: one for one in items(client.get(f"/t/{PHONE}.{form}").content, form)}
    assert told[world.lead_id("leak")].title == "云岬 X9 参数曝光"
    assert told[world.lead_id("launch")].title == "未经证实：云岬 X9 正式发布"
    assert "本报所加" in told[world.lead_id("launch")].html
    assert told[world.lead_id("launch")].link == "https://maker.example/launch"


def test_the_old_id_of_a_thing_leads_to_the_living_one(client: TestClient, store: MemoryStore) -> None:
    store.join_things({world.RIVAL["id"]: world.PHONE["id"]})
    answer = client.get(f"/t/{quote(world.RIVAL['id'])}.atom")
    assert answer.status_code == 301
    assert answer.headers["location"] == f"{PHONE}.atom"


def test_the_list_of_all_has_the_things_in_the_news(client: TestClient) -> None:
    text = client.get("/feeds.opml").text
    assert f"http://testserver/t/{PHONE}.xml" in text
    assert world.PHONE["name"] in text
