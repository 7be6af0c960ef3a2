"""The world as it is served: feeds that parse, pages that decode, versions by moment, and nothing that tells the port."""

import json
import re
from datetime import timedelta
from ipaddress import ip_network
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import feedparser
import pytest
from lxml import html

from ribao.sample import MOMENT, SampleClient, World, addresses, serve
from ribao.sample.server import answer_to
from ribao.sample.world import Outlet, address
from ribao.support.net.port import FetchFailed
from ribao.types.reason import Code

HOUR = timedelta(hours=1)


def of_format(world: World, *formats: str) -> list[Outlet]:
    return [o for o in world.outlets.values() if o.format in formats and not o.fault]


def feed_of(world: World, outlet: Outlet, at: object = MOMENT) -> bytes:
    return answer_to(world, at, f"/{outlet.host}{outlet.feed}").body  # type: ignore[arg-type]


def page_of(world: World, item_id: str, at: object = MOMENT) -> bytes:
    url = address(world, world.items[item_id])
    return answer_to(world, at, url.removeprefix("http:/")).body  # type: ignore[arg-type]


def test_feeds_parse_and_list_all_items_of_their_outlet(world: World) -> None:
    for outlet in of_format(world, "rss", "rss091", "rdf", "atom"):
        parsed = feedparser.parse(feed_of(world, outlet))
        expected = world.items_of(outlet, MOMENT)
        assert not parsed.bozo, outlet.id
        assert [e.title for e in parsed.entries] == [i.as_of(MOMENT).title for i in expected], outlet.id
        assert [addresses(world)[e.link] for e in parsed.entries] == [i.id for i in expected], outlet.id


def test_json_feeds_are_json(world: World) -> None:
    for outlet in of_format(world, "json"):
        items = json.loads(feed_of(world, outlet))["items"]
        assert [addresses(world)[i["url"]] for i in items] == [i.id for i in world.items_of(outlet, MOMENT)]
        assert all(i["content_html"].startswith("<p>") for i in items)


def test_sitemaps_and_list_pages_name_all_items(world: World) -> None:
    for outlet in of_format(world, "sitemap", "list"):
        text = feed_of(world, outlet).decode()
        for item in world.items_of(outlet, MOMENT):
            assert address(world, item).removeprefix(outlet.site) in text, item.id


def test_selectors_find_every_item_of_a_list_page(world: World) -> None:
    for outlet in of_format(world, "list"):
        blocks = html.fromstring(feed_of(world, outlet)).cssselect(outlet.selectors["item"])
        assert len(blocks) == len(world.items_of(outlet, MOMENT))
        assert all(block.cssselect(outlet.selectors["time"]) for block in blocks)


def test_faulty_feeds_fail_as_declared(world: World) -> None:
    faults = {outlet.fault: outlet for outlet in world.outlets.values() if outlet.fault}
    assert feedparser.parse(feed_of(world, faults["cut"])).bozo
    assert answer_to(world, MOMENT, f"/{faults['missing'].host}{faults['missing'].feed}").status == 404
    assert feedparser.parse(feed_of(world, faults["empty"])).entries == []


def test_every_page_decodes_in_its_charset_and_says_that_it_is_fiction(world: World) -> None:
    for item in world.items.values():
        if item.published > MOMENT or item.access == "pdf":
            continue
        outlet = world.outlets[item.outlet]
        text = page_of(world, item.id).decode(outlet.charset)
        assert world.notice[outlet.language] in text, item.id
        assert re.search(r"&#\d{3,};", text) is None, f"{item.id} holds what {outlet.charset} cannot say"


def test_pages_differ_as_their_items_do(world: World) -> None:
    access = {item.access: item.id for item in world.items.values()}
    assert page_of(world, access["pdf"]).startswith(b"%PDF")
    assert "登录后阅读全文" in page_of(world, access["wall"]).decode()
    assert (
        html.fromstring(page_of(world, access["shell"])).find("body").text_content().strip()
        == "请开启 JavaScript 后刷新页面"
    )


def test_a_correction_is_served_from_its_moment_on(world: World) -> None:
    corrected = [item for item in world.items.values() if len(item.versions) > 1]
    assert len(corrected) >= 3
    for item in corrected:
        later = item.versions[1]
        before, after = later.at - timedelta(seconds=1), later.at
        charset = world.outlets[item.outlet].charset
        assert later.note not in page_of(world, item.id, before).decode(charset)
        assert later.note in page_of(world, item.id, after).decode(charset)
        feed = f"/{world.outlets[item.outlet].host}{world.outlets[item.outlet].feed}"
        changed = [answer_to(world, at, feed).headers["Last-Modified"] for at in (before, after)]
        assert changed[0] != changed[1]


def test_nothing_is_shown_before_it_is_published(world: World) -> None:
    item = max(world.items.values(), key=lambda i: i.published)
    path = address(world, item).removeprefix("http:/")
    assert answer_to(world, item.published - timedelta(seconds=1), path).status == 404
    assert answer_to(world, item.published, path).status == 200


def test_a_long_article_goes_on_at_the_next_page(world: World) -> None:
    item = next(i for i in world.items.values() if "\n---\n" in i.versions[0].body)
    first = html.fromstring(page_of(world, item.id).decode())
    following = first.xpath("//a[text()='下一页']/@href")
    assert following
    second = answer_to(world, MOMENT, str(following[0]).removeprefix("http:/"))
    assert second.status == 200
    assert second.body != page_of(world, item.id)


def test_pictures_of_pages_exist(world: World) -> None:
    found = 0
    for item in world.items.values():
        for name in re.findall(r"!\[.*?\]\((.+?)\)", item.versions[0].body):
            answer = answer_to(world, MOMENT, f"/{world.outlets[item.outlet].host}/img/{name}")
            assert answer.body.startswith((b"\x89PNG", b"<svg"))
            found += 1
    assert found >= 6


def test_two_servers_give_the_same_bytes(world: World) -> None:
    paths = [f"/{o.host}{o.feed}" for o in world.outlets.values()] + [
        u.removeprefix("http:/") for u in addresses(world)
    ]
    with serve(world, MOMENT) as one, serve(world, MOMENT) as other:
        assert all(got(one, path) == got(other, path) for path in paths[::6])


def got(base: str, path: str) -> tuple[list[tuple[str, str]], bytes]:
    try:
        with urlopen(base + path) as response:
            return response.getheaders(), response.read()
    except HTTPError as error:
        with error:
            return list(error.headers.items()), error.read()


def test_an_unchanged_feed_is_answered_with_304(world: World, base: str) -> None:
    outlet = of_format(world, "rss")[0]
    url = f"{base}/{outlet.host}{outlet.feed}"
    with urlopen(url) as response:
        etag = response.headers["ETag"]
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(url, headers={"If-None-Match": etag}))
    with refused.value as answer:
        assert answer.code == 304


@pytest.mark.anyio
async def test_a_real_client_sees_invented_addresses_only(world: World, base: str) -> None:
    client = sample_client(base)
    outlet = next(o for o in world.outlets.values() if o.short_links)
    item = world.items_of(outlet, MOMENT)[0]
    response = await client.get(f"{outlet.site}go/{item.id}")
    assert response.status == 200
    assert response.url == address(world, item)
    assert [hop.url for hop in response.hops] == [address(world, item)]
    assert base.rpartition(":")[2] not in repr(response.headers)
    await client.aclose()


@pytest.mark.anyio
async def test_no_other_host_is_asked_for_a_sample(base: str) -> None:
    client = sample_client(base)
    with pytest.raises(FetchFailed) as refused:
        await client.get("http://example.org/feed.xml")
    assert refused.value.reason.code is Code.ADDRESS_REFUSED
    await client.aclose()


@pytest.mark.anyio
async def test_a_failure_does_not_tell_the_port(world: World) -> None:
    with serve(world, MOMENT) as gone:
        port = gone.rpartition(":")[2]
    client = sample_client(gone)
    with pytest.raises(FetchFailed) as failed:
        await client.get("http://any.sample.invalid/feed.xml")
    assert failed.value.reason.code is Code.CONNECT_FAILED
    assert port not in failed.value.reason.detail
    await client.aclose()


def sample_client(base: str) -> SampleClient:
    from ribao.support.net.client import AiohttpClient
    from ribao.support.net.guard import Guard

    return SampleClient(AiohttpClient(Guard([ip_network("127.0.0.0/8")]), "test"), base)
