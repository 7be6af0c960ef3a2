"""The pages of persons, organisations and products, as a reader meets them."""

import time
from dataclasses import replace
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from ribao.edit.register import register
from ribao.serve.site import make_site
from ribao.serve.store_newsstand import StoreNewsstand
from ribao.support.store.memory import MemoryStore
from tests.render import thing_world as world
from tests.render import walk

PHONE, RIVAL, MAKER, HEAD = (quote(thing["id"]) for thing in (world.PHONE, world.RIVAL, world.MAKER, world.HEAD))
CHINESE = {"accept-language": "zh-CN,zh;q=0.9"}


def site(store: MemoryStore) -> TestClient:
    stand = StoreNewsstand(
        store=store,
        profile="daily",
        title="智能日报",
        sources_now=lambda: world.SOURCES,
        building_now=lambda: None,
        versions_now=dict,
    )
    return TestClient(make_site(stand), headers=CHINESE, follow_redirects=False)


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return world.store()


@pytest.fixture(scope="module")
def client(store: MemoryStore) -> TestClient:
    return site(store)


def text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join("".join(walk.tree(answer.content).xpath("//main")[0].itertext()).split())


def row(client: TestClient, name: str) -> list[str]:
    """The values of a property on the phone's page, each as it reads before it is opened."""
    tree = walk.tree(client.get(f"/t/{PHONE}").content)
    cells = tree.xpath(f"//table//tr[normalize-space(th)='{name}']//summary")
    return [" ".join("".join(cell.itertext()).split()) for cell in cells]


def test_every_page_is_there_in_both_languages_and_turns_from_one_to_the_other(client: TestClient) -> None:
    for path in (
        "/t/",
        f"/t/{PHONE}",
        f"/t/{MAKER}",
        f"/t/{HEAD}",
        f"/t/compare?a={PHONE}&b={RIVAL}",
        "/t/?kind=person&letter=S",
    ):
        for prefix, lang in (("", "zh-Hans"), ("/zh", "zh-Hans"), ("/en", "en")):
            answer = client.get(prefix + path)
            assert answer.status_code == 200, path
            assert f'<html lang="{lang}">' in answer.text
            assert not walk.scripts(answer.content)
        other = walk.tree(client.get("/zh" + path).content).xpath("//ul[@class='languages']//@href")
        assert client.get(str(client.base_url.join("/zh" + path).join(other[0]))).status_code == 200


def test_a_person_has_name_role_and_news(client: TestClient) -> None:
    said = text(client, f"/t/{HEAD}")
    assert "沈未晞" in said
    assert "首席执行官" in said
    assert "云岬科技首席执行官沈未晞辞职" in said


def test_the_timeline_leads_to_stories_newest_first(client: TestClient) -> None:
    tree = walk.tree(client.get(f"/t/{MAKER}").content)
    rows = tree.xpath("//ol[@class='timeline']/li")
    heads = ["".join(one.xpath("(a|span)[1]")[0].itertext()) for one in rows]
    assert heads == ["云岬科技首席执行官沈未晞辞职", "云岬 X9 正式发布", "云岬 X9 参数曝光"]
    links = [one.xpath("a/@href") for one in rows]
    assert links == [["../d/2026-05-08/s/s-head.html"], [], []]  # no edition told the others
    assert client.get("/d/2026-05-08/s/s-head.html").status_code == 200
    assert "1 家独立信源" in "".join(rows[0].itertext())


def test_claims_name_their_holders_and_open_the_sentence(client: TestClient) -> None:
    tree = walk.tree(client.get(f"/t/{MAKER}").content)
    claim = tree.xpath("//ul[@class='claims']/li")[0]
    assert claim.xpath(".//span[contains(@class, 'confirmed')]")
    said = "".join(claim.itertext())
    assert "沈未晞辞去云岬科技首席执行官一职" in said
    assert "澜江日报" in said
    assert claim.xpath(".//details/blockquote")[0].text == "沈未晞今日宣布辞去云岬科技首席执行官一职。"
    assert claim.xpath(".//p[@class='claim']/a/@href") == ["../d/2026-05-08/s/s-head.html#c1"]
    page = claim.xpath(".//details//a[not(@class)]/@href")[0]
    assert client.get("/t/" + page).status_code == 200
    assert "沈未晞辞去" not in text(client, f"/t/{PHONE}")


def test_differing_values_stand_side_by_side_the_surest_first_with_status_and_sources(client: TestClient) -> None:
    assert row(client, "电池") == ["6500 mAh ● 厂商确认 2 个来源", "7000 mAh ○ 未经证实 1 个来源"]
    assert row(client, "重量") == ["198 g ● 厂商确认 1 个来源"]
    assert row(client, "芯片") == ["Snapdragon 8 Elite ● 厂商确认 1 个来源"]


def test_each_value_opens_the_sentences_that_state_it(client: TestClient) -> None:
    tree = walk.tree(client.get(f"/t/{PHONE}").content)
    quotes = tree.xpath("//table//blockquote")
    assert {one.xpath("mark")[0].text for one in quotes} == {"6500mAh", "7000mAh", "198克", "骁龙 8 至尊版"}
    for one in quotes:
        whole = "".join(one.itertext())
        assert any(whole in row[4] for row in world.NEWS)


def test_two_products_side_by_side(client: TestClient) -> None:
    link = walk.tree(client.get(f"/t/{PHONE}").content).xpath("//p[@class='compare']/a/@href")
    assert link == [f"../t/compare?a={PHONE}&b={RIVAL}"]
    tree = walk.tree(client.get("/t/" + link[0]).content)
    battery = tree.xpath("//tr[normalize-space(th)='电池']/td")
    assert ["6500" in "".join(battery[0].itertext()), "5500" in "".join(battery[1].itertext())] == [True, True]
    assert "未提及" in "".join(tree.xpath("//tr[normalize-space(th)='重量']/td")[1].itertext())


@pytest.mark.parametrize(
    "path",
    [
        "/t/nothing",
        "/t/%00",
        "/t/..%2f..%2fetc",
        "/t/" + "x" * 5000,
        "/t/compare",
        f"/t/compare?a={PHONE}",
        f"/t/compare?a={PHONE}&b=nothing",
        f"/t/compare?a={PHONE}&b={MAKER}",
    ],
)
def test_what_is_not_there_is_a_plain_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_list_has_those_in_the_news_and_letters(client: TestClient) -> None:
    tree = walk.tree(client.get("/t/").content)
    names = tree.xpath("//section[.//h2[@id='organisation']]//ul[@class='named']/li/a/text()")
    assert names == ["云岬科技"]
    assert "云岬 X9" in text(client, "/t/?kind=product&letter=Y")
    assert "陆桥 9" not in text(client, "/t/?kind=product&letter=Y")
    assert "陆桥 9" in text(client, "/t/?kind=product&letter=l")
    assert client.get("/t/?kind=planet&letter=%3Cscript%3E").status_code == 200
    assert client.get("/t").headers["location"] == "t/"


def test_an_id_that_was_joined_leads_to_the_one(store: MemoryStore) -> None:
    joined = world.store()
    joined.join_things({world.RIVAL["id"]: world.PHONE["id"]})
    client = site(joined)
    answer = client.get(f"/en/t/{RIVAL}")
    assert answer.status_code == 301
    assert client.get("/en/t/" + answer.headers["location"]).status_code == 200
    assert "5500 mAh ◐ 具名报道 1 个来源" in row(client, "电池")


def test_an_empty_house_says_that_nobody_was_named() -> None:
    client = site(MemoryStore())
    assert "还没有文章提到" in text(client, "/t/")
    assert client.get("/t/anybody").status_code == 404


HOSTILE = "<script>alert(1)</script>"


@pytest.mark.slow
def test_names_with_markup_and_endless_names_are_inert() -> None:
    made = world.store()
    odd = {"id": "product-odd", "kind": "product", "name": HOSTILE, "aliases": ['"><img src=x onerror=alert(2)>']}
    article = replace(
        world.article_of(world.NEWS[0]), title=f"{HOSTILE} 发布", paragraphs=(f"{HOSTILE} 内置6500mAh电池。",)
    )
    long = {"id": "person-long", "kind": "person", "name": "长" * 120, "aliases": []}
    world.keep(made, replace(article, revision=2), (odd, long))
    client = site(made)
    for path in ("/t/product-odd", "/t/person-long", "/t/", "/t/?kind=product&letter=%23"):
        answer = client.get(path)
        assert answer.status_code == 200
        tree = walk.tree(answer.content)
        assert not tree.xpath("//img")
        assert not walk.scripts(answer.content)
    assert HOSTILE in text(client, "/t/product-odd")


@pytest.mark.slow
def test_a_thing_with_thousands_of_mentions_is_shown_in_a_moment() -> None:
    made = world.store()
    base = world.article_of(world.NEWS[0])
    articles = [replace(base, id=f"{n:016x}", source_id="alpha", url=f"https://alpha.example/{n}") for n in range(3000)]
    made._articles |= {one.id: {1: one} for one in articles}  # reading them one by one is not what is tested
    register(made, [world.note(one, "names", world.named(one, (world.PHONE, world.MAKER))) for one in articles])
    client = site(made)
    began = time.perf_counter()
    answer = client.get(f"/t/{PHONE}")
    assert answer.status_code == 200
    assert time.perf_counter() - began < 3
    assert len(answer.content) < 200_000
