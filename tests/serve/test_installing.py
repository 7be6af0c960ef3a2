"""The site as an application: manifest, worker, the list of what a device keeps, and the guards of scripts."""

import json
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from ribao.render.installing import MOST_PAGES
from ribao.serve.site import make_site
from tests.render import invented, walk
from tests.serve.stand import Stand


@pytest.fixture
def stand() -> Stand:
    return Stand([invented.bundle()])


@pytest.fixture
def client(stand: Stand) -> TestClient:
    return TestClient(make_site(stand), headers={"accept-language": "zh-CN"}, follow_redirects=False)


def test_only_our_own_files_run(client: TestClient) -> None:
    answer = client.get("/")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    for name in ("script-src", "worker-src", "manifest-src", "connect-src", "default-src"):
        assert policy[name] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    scripts = walk.tree(answer.content).xpath("//script[@src]/@src")
    assert [one.split("?")[0] for one in scripts] == ["static/first.js", "static/ribao.js"]
    for one in scripts:
        answer = client.get("/" + one)
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_manifest_names_pictures_that_are_there_and_speaks_the_readers_language(client: TestClient) -> None:
    for prefix, lang in (("", "zh-Hans"), ("/en", "en")):
        answer = client.get(f"{prefix}/manifest.webmanifest")
        assert answer.headers["content-type"].startswith("application/manifest+json")
        told = json.loads(answer.content)
        assert (told["name"], told["lang"], told["start_url"], told["scope"]) == ("智能日报", lang, "./", "./")
        assert any(icon.get("purpose") == "maskable" for icon in told["icons"])
        for icon in told["icons"]:
            picture = client.get(f"{prefix}/{icon['src']}")
            assert picture.headers["content-type"] == icon["type"]
            if icon["type"] == "image/png":
                side = int.from_bytes(picture.content[16:20], "big")
                assert icon["sizes"] == f"{side}x{side}"


def test_what_a_device_keeps_is_there_and_none_of_it_is_the_servers_own(client: TestClient) -> None:
    told = json.loads(client.get("/offline.json").content)
    assert "d/2026-05-08/s/000000000000abc0.html" in told["pages"]
    assert "d/2026-05-08/c/audio.html" in told["pages"]
    assert len(told["pages"]) <= MOST_PAGES
    for address in (*told["needed"], *told["pages"]):
        assert client.get("/" + address.removeprefix("./")).status_code == 200, address  # a redirect cannot be kept
        assert "-/" not in address
        assert "search" not in address


def test_a_change_of_the_edition_is_another_state(client: TestClient, stand: Stand) -> None:
    before = json.loads(client.get("/offline.json").content)
    assert json.loads(client.get("/offline.json").content) == before
    edition = stand.bundles[0].edition
    stand.bundles[0] = replace(stand.bundles[0], edition=replace(edition, revision=2))
    after = json.loads(client.get("/offline.json").content)
    assert after["state"] != before["state"]
    assert after["edition"] != before["edition"]
    assert json.loads(client.get("/en/offline.json").content)["state"] != after["state"]


def test_before_the_first_edition_there_is_nothing_to_keep(client: TestClient, stand: Stand) -> None:
    stand.bundles.clear()
    assert client.get("/offline.json").status_code == 404
    assert client.get("/offline.html").status_code == 200
    assert client.get("/manifest.webmanifest").status_code == 200


def test_a_worker_can_be_called_back(stand: Stand) -> None:
    ordinary = TestClient(make_site(stand)).get("/sw.js")
    assert b"unregister" not in ordinary.content
    assert ordinary.headers["cache-control"] == "no-cache"
    client = TestClient(make_site(stand, offline=False))
    assert b"unregister" in client.get("/sw.js").content
    assert client.get("/offline.json").status_code == 404


def test_the_page_that_stands_in_speaks_the_readers_language(client: TestClient) -> None:
    assert "这一页没有存在本机" in client.get("/offline.html").text
    assert "This page is not on this device" in client.get("/en/offline.html").text
