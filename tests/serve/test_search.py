"""Search as a reader meets it: the page, its filters, what it says when it finds nothing, and the feed."""

from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from lxml import html
from starlette.testclient import TestClient

from ribao.serve.site import make_site
from ribao.support.store.port import Reading
from ribao.types.source import Source
from ribao.types.story import Member, Story
from ribao.types.thing import Mention, Thing, ThingKind
from tests.contracts.made import NOW, a_lead, an_article
from tests.render import invented
from tests.serve.stand import Stand

TEXTS = {
    "one": ("云岬科技确认折叠屏推迟到六月", "云岬公告说，铰链供应商在测试中发现问题。" + "无关的话。" * 200),
    "two": ("云岬折叠屏推迟：供应链怎么看", "两位人士表示，备货已经下调。"),
    "three": ("Yunjia delays its foldable phone", "The hinge needs work, said Zhou Lan."),
    "four": ("<script>alert(1)</script>平板", "便宜。"),
}


@pytest.fixture
def stand() -> Stand:
    stand = Stand(
        [invented.bundle()], listed=((Source(id="alpha", url="https://alpha.example/", title="阿尔法报"), None),)
    )
    stand.store.put_sources([Source(id="alpha", url="https://alpha.example/", title="阿尔法报")])
    for days, (name, (title, text)) in enumerate(TEXTS.items()):
        lead = a_lead(name, title=title, published_at=NOW - timedelta(days=days))
        stand.store.save_readings([Reading(lead_id=lead.id, article=an_article(lead, paragraphs=(text,)))])
    ids = [a_lead(name).id for name in ("one", "two")]
    story = Story(
        id=next(iter(stand.bundles[0].stories)), first_seen=NOW, last_seen=NOW, members=tuple(Member(article_id=id_) for id_ in ids),
    )  # fmt: skip
    stand.store.put_stories([story], NOW)
    person = Thing(id="person-zhou-lan", kind=ThingKind.PERSON, name="周岚", aliases=("Zhou Lan",))
    stand.store.put_mentions([a_lead("three").id], [Mention(thing=person, article_id=a_lead("three").id)])
    return stand


@pytest.fixture
def client(stand: Stand) -> TestClient:
    return TestClient(make_site(stand), headers={"accept-language": "zh-CN"}, follow_redirects=False)


def found(client: TestClient, address: str) -> list[str]:
    page = html.fromstring(client.get(address).text)
    return [" ".join(one.text_content().split()) for one in page.xpath("//ol[@class='found']/li/p[@class='title']")]


def test_two_characters_are_found_marked_and_folded_by_story(client: TestClient) -> None:
    page = html.fromstring(client.get("/search?q=铰链").text)
    assert [one.text for one in page.xpath("//mark")] == ["铰链"]
    page = html.fromstring(client.get("/search?q=折叠屏").text)
    assert len(page.xpath("//ol[@class='found']/li")) == 1
    assert len(page.xpath("//ol[@class='found']//details//li")) == 1
    assert page.xpath("//ol[@class='found']/li/p[@class='title']/a/@href")[0].startswith("s/")
    assert "2 篇来稿" in page.text_content()


def test_at_most_two_hundred_characters_of_an_article_are_shown(client: TestClient) -> None:
    page = html.fromstring(client.get("/search?q=铰链").text)
    shown = page.xpath("//p[@class='excerpted']")[0].text_content()
    assert "铰链" in shown
    assert len(shown.strip("…")) <= 200


def test_a_name_is_found_across_scripts_and_leads_to_its_page(client: TestClient) -> None:
    assert found(client, "/search?q=周岚") == [TEXTS["three"][0]]
    page = html.fromstring(client.get("/search?q=zhou lan").text)
    assert page.xpath("//p[@class='things']/a/@href") == ["t/person-zhou-lan"]


def test_a_misspelt_word_is_searched_as_it_was_meant_and_said_so(client: TestClient) -> None:
    answer = client.get("/search?q=yunija foldabel").text
    assert "没有找到“yunija foldabel”，以下是“yunjia foldable”的结果" in answer
    assert found(client, "/search?q=yunija foldabel") == [TEXTS["three"][0]]


@pytest.mark.parametrize("words", ["林俊旸", "林俊暘", "junyang lin", "Lin Junyang"])
def test_a_name_that_is_known_by_heart_is_found_in_the_other_script(
    stand: Stand, client: TestClient, words: str
) -> None:
    lead = a_lead("five", title="Junyang Lin leaves", published_at=NOW)
    other = a_lead("six", title="林俊旸离职", published_at=NOW - timedelta(days=1))
    article = an_article(lead, paragraphs=("He said so.",))
    stand.store.save_readings([Reading(lead_id=lead.id, article=article)])
    stand.store.save_readings([Reading(lead_id=other.id, article=an_article(other, paragraphs=("他说，再见。",)))])
    assert sorted(found(client, f"/search?q={words}")) == ["Junyang Lin leaves", "林俊旸离职"]
    assert found(client, "/search?q=“林俊旸”") == ["林俊旸离职"]  # in quotation marks no other name will do


def test_where_little_is_found_what_may_have_been_meant_is_offered(stand: Stand, client: TestClient) -> None:
    for number in range(40):
        title = f"Anthropic model {number}" if number else "Anthropci model"
        lead = a_lead(f"many{number}", title=title)
        stand.store.save_readings([Reading(lead_id=lead.id, article=an_article(lead, paragraphs=()))])
    assert found(client, "/search?q=anthropci") == ["Anthropci model"]
    page = html.fromstring(client.get("/search?q=anthropci&promo=no").text)
    assert page.xpath("//p[@class='notice']/a/@href") == ["search?q=anthropic&promo=no"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=云岬&after=soon", "“soon”不是日期"),
        ("q=" + "云" * 400, "只查找了前 300 个字符"),
        ("q=，。！", "只有标点查不到什么"),
    ],
)
def test_what_was_not_heeded_is_said(client: TestClient, query: str, told: str) -> None:
    assert told in html.fromstring(client.get(f"/search?{query}").text).text_content()


def test_filters_of_the_form_and_of_the_words(client: TestClient) -> None:
    assert found(client, "/search?q=云岬&before=2026-01-14") == [TEXTS["two"][0]]
    assert found(client, "/search?q=云岬 至:2026-01-14") == [TEXTS["two"][0]]
    assert len(found(client, "/search?q=云岬&source=alpha")) == 1
    assert found(client, "/search?q=云岬 来源:阿尔法") == found(client, "/search?q=云岬")
    assert found(client, "/search?q=云岬&source=beta") == []
    assert found(client, "/search?q=云岬&channel=智能手机") == []
    page = html.fromstring(client.get("/search?q=云岬&status=denied&promo=no").text)
    assert page.xpath("//select[@name='status']/option[@selected]/@value") == ["denied"]
    assert page.xpath("//select[@name='promo']/option[@selected]/@value") == ["no"]
    assert "没有找到" in page.text_content()


def test_markup_in_a_headline_stays_text(client: TestClient) -> None:
    answer = client.get("/search?q=平板").text
    assert "<script>alert" not in answer
    assert found(client, "/search?q=平板") == [TEXTS["four"][0]]


def test_a_search_is_a_feed(client: TestClient) -> None:
    address = html.fromstring(client.get("/search?q=云岬").text).xpath("//link[@type='application/rss+xml']/@href")
    assert any(one.startswith("search.xml?q=") for one in address)
    for ending in ("xml", "atom"):
        read = feedparser.parse(client.get(f"/search.{ending}?q=yunjia").content)
        assert not read.bozo
        assert [entry.title for entry in read.entries] == [TEXTS["three"][0]]
    assert client.get("/search.json?q=yunjia").json()["items"][0]["title"] == TEXTS["three"][0]


def test_an_empty_search_asks_for_words(client: TestClient) -> None:
    page = html.fromstring(client.get("/search").text)
    assert page.xpath("//form[@class='look']//input[@name='q']/@value") == [""]
    assert not page.xpath("//ol[@class='found']")
    assert "可以这样输入" in page.text_content()


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "长" * 6_000,
        "q=%00%ff%fe&page=999999999999",
        "q=%22%22%22+OR+AND+NOT+(+*",
        "page=0&q=x",
        "page=-1&q=x",
        "page=²&q=x",
        "after=0000-00-00&before=9999-12-31&q=云岬",
        "channel=" + "x" * 5000,
        "status=certain&promo=perhaps&q=云岬",
        "q=%ed%a0%80",
        "q=" + "%22a%22 " * 3000,
    ],
)
def test_whatever_is_asked_is_answered(client: TestClient, query: str) -> None:
    for path in ("search", "en/search", "search.xml"):
        assert client.get(f"/{path}?{query}").status_code == 200


def test_pages_of_many_hits(stand: Stand, client: TestClient) -> None:
    for number in range(45):
        lead = a_lead(f"many{number}", title=f"洪水预警第{number}号")
        stand.store.save_readings([Reading(lead_id=lead.id, article=replace(an_article(lead), paragraphs=()))])
    first = html.fromstring(client.get("/search?q=洪水").text)
    assert len(first.xpath("//ol[@class='found']/li")) == 20
    last = client.get("/search?q=洪水&page=3").text
    assert len(html.fromstring(last).xpath("//ol[@class='found']/li")) == 5
    assert html.fromstring(last).xpath("//a[@rel='prev']/@href")
    assert "没有更多了" in client.get("/search?q=洪水&page=4").text
