"""How a request came: straight, through a known proxy, through an unknown one, under a path prefix."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import html
from starlette.testclient import TestClient

from ribao.serve.approach import Gate
from ribao.serve.doors import Doors
from ribao.serve.site import make_site
from ribao.settings import ServerSettings
from ribao.support.owner_key import OwnerKey
from tests.render import invented
from tests.serve.stand import Stand

OURS = {"sec-fetch-site": "same-origin"}
PROXY = "10.9.8.7"
THROUGH = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", "x-forwarded-host": "news.example"}


def site(tmp_path: Path, address: str = "127.0.0.1", **server: Any) -> TestClient:
    settings = ServerSettings.model_validate(server)
    marked: list[Any] = []
    app = make_site(
        Stand([invented.bundle()]),
        doors=Doors(correct=lambda *given: marked.append(given)),
        gate=Gate(server=lambda: settings, key=OwnerKey(tmp_path)),
    )
    client = TestClient(app, base_url="http://127.0.0.1:8600", client=(address, 5000), follow_redirects=False)
    client.headers["accept-language"] = "zh"
    return client


def mark(client: TestClient, headers: Mapping[str, str], path: str = "/-/mark") -> int:
    return client.post(path, data={"article": "a", "promo": "1"}, headers={**OURS, **headers}).status_code


def enter(client: TestClient, tmp_path: Path, headers: Mapping[str, str], path: str = "/-/enter") -> Any:
    sent = {"token": OwnerKey(tmp_path).token(), "back": "settings"}
    return client.post(path, data=sent, headers={**OURS, **headers})


def test_through_an_unknown_proxy_nobody_is_the_owner_not_even_with_the_token(tmp_path: Path) -> None:
    client = site(tmp_path)
    assert mark(client, {}) == 303
    assert mark(client, {"x-forwarded-for": "127.0.0.1"}) == 403
    assert enter(client, tmp_path, THROUGH).status_code == 403
    assert "server.trusted_proxies" in client.get("/-/enter", headers=THROUGH).text


def test_a_forged_line_before_the_proxys_own_does_not_count(tmp_path: Path) -> None:
    """Row 35: what stands before the last address that is no proxy of ours, anybody may have written."""
    client = site(tmp_path, PROXY, trusted_proxies=["10.0.0.0/8"])
    assert mark(client, {**THROUGH, "x-forwarded-for": "127.0.0.1"}) == 403
    wrong = {"token": "wrong"}
    for number in range(5):
        forged = {**OURS, **THROUGH, "x-forwarded-for": f"198.51.100.{number}, 203.0.113.9, 10.1.1.1"}
        client.post("/-/enter", data=wrong, headers=forged)
    slowed = client.post("/-/enter", data=wrong, headers={**OURS, **THROUGH})
    assert slowed.status_code == 429
    assert int(slowed.headers["retry-after"]) >= 1
    other = client.post("/-/enter", data=wrong, headers={**OURS, **THROUGH, "x-forwarded-for": "203.0.113.10"})
    assert other.status_code == 403


def test_the_owner_enters_through_a_known_proxy_and_is_out_after_leaving(tmp_path: Path) -> None:
    client = site(tmp_path, PROXY, trusted_proxies=["10.0.0.0/8"])
    assert mark(client, THROUGH) == 403
    answer = enter(client, tmp_path, THROUGH)
    assert (answer.status_code, answer.headers["location"]) == (303, "../settings")
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Secure", "Path=/"))
    session = {"cookie": cookie.partition(";")[0]}
    assert OwnerKey(tmp_path).token() not in cookie
    assert mark(client, THROUGH | session) == 303
    assert mark(client, {**THROUGH, **session, "sec-fetch-site": "cross-site"}) == 403
    assert client.post("/-/leave", headers={**OURS, **THROUGH, **session}).status_code == 303
    assert mark(client, THROUGH | session) == 403


def test_an_old_browser_is_believed_by_the_origin_that_the_proxy_has(tmp_path: Path) -> None:
    client = site(tmp_path, PROXY, trusted_proxies=["10.0.0.0/8"])
    session = {"cookie": enter(client, tmp_path, THROUGH).headers["set-cookie"].partition(";")[0]}
    sent = {"article": "a", "promo": "1"}
    for origin, status in (("https://news.example", 303), ("https://evil.example", 403), ("null", 403)):
        headers = {**THROUGH, **session, "origin": origin}
        assert client.post("/-/mark", data=sent, headers=headers).status_code == status


@pytest.mark.parametrize(
    "server", [{"trusted_proxies": ["127.0.0.1/32"]}, {"path": "/news"}, {"address": "https://news.example/"}]
)
def test_once_the_site_is_public_this_machine_alone_proves_nothing(tmp_path: Path, server: Mapping[str, Any]) -> None:
    """A proxy that tells nothing of its readers would make each of them the owner."""
    client = site(tmp_path, **server)
    assert mark(client, {}) == 403
    session = {"cookie": enter(client, tmp_path, {}).headers["set-cookie"].partition(";")[0]}
    assert mark(client, session) == 303


@pytest.mark.parametrize("passed_on", ["/news", ""])
def test_everything_works_under_a_path_whether_the_proxy_takes_it_off_or_not(tmp_path: Path, passed_on: str) -> None:
    client = site(tmp_path, PROXY, path="news", trusted_proxies=["10.0.0.0/8"])
    answer = enter(client, tmp_path, THROUGH, f"{passed_on}/-/enter")
    assert "Path=/news/" in answer.headers["set-cookie"]
    session = {"cookie": answer.headers["set-cookie"].partition(";")[0]}
    assert mark(client, THROUGH | session, f"{passed_on}/zh/-/mark") == 303
    feed = client.get(f"{passed_on}/feed.xml", headers=THROUGH).text
    assert "https://news.example/news/" in feed
    for page in ("/", "/en/", "/archive", "/nowhere/at/all"):
        got = client.get(passed_on + page, headers=THROUGH)
        seen = urljoin("https://news.example/news/", "." + page)
        links = html.fromstring(got.text).xpath("//@href | //form/@action | //script/@src")
        inside = [urljoin(seen, link) for link in links if not link.startswith(("#", "http", "mailto"))]
        assert [link for link in inside if not link.startswith("https://news.example/news/")] == []
        assert len(inside) > 5


def test_the_path_without_its_slash_leads_to_the_front_page(tmp_path: Path) -> None:
    answer = site(tmp_path, path="/a/news").get("/a/news")
    assert (answer.status_code, urljoin("https://x/a/news", answer.headers["location"])) == (308, "https://x/a/news/")


@pytest.mark.parametrize(
    "told", ["", "garbage", "1.2.3.4, ,", "[::1", "::1, 203.0.113.9:80", "a" * 5000, "1.1.1.1," * 900]
)
def test_whatever_a_proxy_says_the_page_comes(tmp_path: Path, told: str) -> None:
    client = site(tmp_path, PROXY, trusted_proxies=["10.0.0.0/8"])
    headers = {"x-forwarded-for": told, "x-forwarded-proto": "gopher", "x-forwarded-host": "a b/<script>"}
    assert client.get("/", headers=headers).status_code == 200
    assert mark(client, headers) == 403
    assert "<script>" not in client.get("/feed.xml", headers=headers).text


@pytest.mark.parametrize(
    "path",
    [
        "//e.example",
        "/\\e.example",
        "/%2F%2Fe.example",
        "/%5Ce.example",
        "/zh//e.example",
        "//e.example/%2e%2e",
        "/d//e.example/",
        "/en",
    ],
)
def test_no_redirect_leads_elsewhere(tmp_path: Path, path: str) -> None:
    """Row 29."""
    client = site(tmp_path)
    answer = client.get("http://127.0.0.1:8600" + path)
    where = urljoin("http://127.0.0.1:8600" + path, answer.headers.get("location", ""))
    assert where.startswith("http://127.0.0.1:8600/")
    back = enter_back(client, tmp_path, path)
    assert urljoin("http://127.0.0.1:8600/-/enter", back).startswith("http://127.0.0.1:8600/")


def enter_back(client: TestClient, tmp_path: Path, back: str) -> str:
    answer = client.post("/-/enter", data={"token": OwnerKey(tmp_path).token(), "back": back}, headers=OURS)
    assert answer.status_code == 303
    return str(answer.headers["location"])
