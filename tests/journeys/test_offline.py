"""The daily in a tunnel: a real Chromium, a real server, and then none."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from starlette.types import Receive, Scope, Send

from ribao.serve.site import make_site
from tests.journeys.conftest import Open, export
from tests.journeys.site import serving
from tests.render import invented
from tests.serve.stand import Stand

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = "d/2026-05-08/s/000000000000abc0.html"
KEPT = """async () => {
    const names = (await caches.keys()).sort();
    const pages = names.length ? await (await caches.open(names.at(-1))).keys() : [];
    return { names, pages: pages.map(one => one.url) };
}"""


def until_kept(page: Page, edition: str = "2026-05-08.1") -> list[str]:
    """Waits until the device has the whole edition and nothing else; the addresses it keeps."""
    for _ in range(100):
        kept = page.evaluate(KEPT)
        pages: list[str] = kept["pages"]
        if (
            len(kept["names"]) == 1
            and f" {edition} " in kept["names"][0]
            and pages
            and pages[-1].endswith("/offline.json")
        ):
            return pages[:-1]
        page.wait_for_timeout(200)
    raise AssertionError(kept)


def until(page: Page, script: str) -> None:
    """Waits until the promise of ``script`` is kept with true."""
    for _ in range(75):
        if page.evaluate(script):
            return
        page.wait_for_timeout(200)
    raise AssertionError(script)


def test_the_current_edition_is_read_without_a_network(open_page: Open) -> None:
    with ExitStack() as network:
        address = network.enter_context(serving(make_site(Stand([invented.bundle()]))))
        page, watched = open_page(address)
        kept = until_kept(page)
        assert address in kept
        assert address + STORY in kept
        assert address + "d/2026-05-08/c/audio.html" in kept
        assert watched.complaints == []
        network.close()

        page.reload()
        assert "云岬科技" in page.locator("article.lead h3").inner_text()
        assert page.evaluate("getComputedStyle(document.querySelector('.masthead .name')).fontWeight") == "900"
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.wait_for_url("**/s/*.html")
        assert page.locator("h1").inner_text() == invented.NEWS[0][4]
        page.locator(".cite summary").first.click()
        assert page.locator("#q1").is_visible()
        page.locator(".channels a", has_text="耳机音频").click()
        assert page.locator("h1").inner_text() == "耳机音频"
        page.keyboard.press("h")
        page.wait_for_url(address)


@pytest.mark.parametrize(
    ("language", "told", "kept", "again", "heading"),
    [
        ("zh", "这一页没有存在本机", "读已存的一期", "再试一次这一页", "待办"),
        ("en", "This page is not on this device", "Read the kept edition", "Try this page again", "Work list"),
    ],
)
def test_a_page_that_is_not_kept_is_told_and_comes_when_there_is_a_network_again(
    open_page: Open, language: str, told: str, kept: str, again: str, heading: str
) -> None:
    site = make_site(Stand([invented.bundle()]))
    with ExitStack() as network:
        address = network.enter_context(serving(site))
        page, _ = open_page(f"{address}{language}/")
        until_kept(page)
        network.close()
        wanted = f"{address}{language}/-/work?x=1"
        page.goto(wanted)
        assert told in page.locator("h1").inner_text()
        page.get_by_role("link", name=kept).click()
        assert page.locator("article.lead").is_visible()
        page.goto(wanted)
        with serving(site, urlsplit(address).port or 0):
            page.get_by_role("link", name=again).click()
            assert page.locator("h1").inner_text() == heading
            assert page.url == wanted


def test_nothing_of_the_servers_own_is_ever_kept(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        page, _ = open_page(address)
        until_kept(page)
        for path in (
            "-/work",
            "-/versions",
            "search?q=芯片",
            "sources",
            "archive",
            "corrections",
            "t/",
            "edition.json",
        ):
            page.goto(address + path)
        page.goto(address)
        page.wait_for_timeout(500)
        kept = page.evaluate(KEPT)
        assert len(kept["names"]) == 1
        for one in kept["pages"]:
            path = one.removeprefix(address)
            assert path == "" or path.startswith(("d/2026-05-08/", "static/", "offline.", "manifest.webmanifest")), one


def test_a_new_edition_takes_the_place_of_the_old_one(open_page: Open) -> None:
    old = invented.bundle()
    stand = Stand([old])
    with serving(make_site(stand)) as address:
        page, watched = open_page(address)
        until_kept(page)
        stand.bundles.insert(0, replace(old, edition=replace(old.edition, date=date(2026, 5, 9))))
        page.reload()
        assert "5月9日" in page.locator(".dateline").inner_text()  # the network's, not yesterday's
        kept = until_kept(page, "2026-05-09.1")
        assert not any("2026-05-08" in one for one in kept)
        assert watched.complaints == []


def test_half_an_edition_is_none(open_page: Open) -> None:
    """The network breaks off while an edition is fetched: the one before stays whole."""
    old = invented.bundle()
    stand = Stand([old])
    site = make_site(stand)
    broken: list[str] = []

    async def torn(scope: Scope, receive: Receive, send: Send) -> None:
        if broken and scope["type"] == "http" and scope["path"] == "/offline.html":
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await site(scope, receive, send)

    with ExitStack() as network:
        address = network.enter_context(serving(torn))
        page, _ = open_page(address)
        until_kept(page)
        broken.append("from here on")
        stand.bundles.insert(0, replace(old, edition=replace(old.edition, date=date(2026, 5, 9))))
        page.reload()
        page.wait_for_timeout(1500)
        assert until_kept(page, "2026-05-08.1")
        network.close()
        page.reload()
        assert "5月8日" in page.locator(".dateline").inner_text()


def test_a_worker_that_is_called_back_forgets_all(open_page: Open) -> None:
    stand = Stand([invented.bundle()])
    with ExitStack() as network:
        address = network.enter_context(serving(make_site(stand)))
        page, watched = open_page(address)
        until_kept(page)
        network.close()
        with serving(make_site(stand, offline=False), urlsplit(address).port or 0):
            page.reload()
            until(page, "async () => !(await caches.keys()).length")
            page.reload()
            page.wait_for_timeout(700)
            assert page.evaluate(KEPT)["names"] == []
            until(page, "async () => !(await navigator.serviceWorker.getRegistrations()).length")
            assert page.locator("article.lead").is_visible()
            assert not any("ERR_FAILED" in one for one in watched.complaints)


def test_a_reader_who_wants_nothing_kept_says_so(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        page, watched = open_page(address)
        until_kept(page)
        page.locator("[data-do=sheet]").click()
        page.get_by_label("存下最近一期").uncheck()
        until(page, "async () => !(await caches.keys()).length")
        page.reload()
        page.wait_for_timeout(700)
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
        assert page.evaluate(KEPT)["names"] == []
        assert watched.complaints == []


def test_it_can_be_installed(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        page, watched = open_page(address + "en/")
        until_kept(page)
        browser = page.context.new_cdp_session(page)
        manifest = browser.send("Page.getAppManifest")
        assert manifest["errors"] == []
        assert manifest["url"] == address + "en/manifest.webmanifest"
        # a window without history cannot install, which says nothing about the site
        errors = [one["errorId"] for one in browser.send("Page.getInstallabilityErrors")["installabilityErrors"]]
        assert set(errors) <= {"in-incognito"}
        assert watched.complaints == []


def test_under_a_path_of_a_proxy(open_page: Open) -> None:
    """The worker's scope is the daily's own folder; what else lies on the host is left alone."""
    site = make_site(Stand([invented.bundle()]))

    async def proxy(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/news/"):
            inside = {"path": scope["path"][5:], "raw_path": scope["raw_path"][5:]}
            await site({**scope, **inside}, receive, send)
            return
        headers = [(b"content-type", b"text/html")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"<!doctype html><title>-</title><h1>elsewhere</h1>"})

    with ExitStack() as network:
        address = network.enter_context(serving(proxy)) + "news/"
        page, watched = open_page(address)
        kept = until_kept(page)
        assert all(one.startswith(address) for one in kept)
        page.goto(address.removesuffix("news/") + "other.html")
        assert page.locator("h1").inner_text() == "elsewhere"
        page.goto(address)
        network.close()
        page.goto(address + STORY)
        assert page.locator("h1").inner_text() == invented.NEWS[0][4]
        page.goto(address + "archive")
        expect(page.locator("h1")).to_have_text("这一页没有存在本机")
        assert page.locator("[data-again]").get_attribute("href") == address + "archive"
        assert all("offline" not in one for one in watched.complaints)


def test_an_export_on_a_static_host_is_kept_too(open_page: Open, tmp_path_factory: pytest.TempPathFactory) -> None:
    from starlette.staticfiles import StaticFiles

    folder = tmp_path_factory.mktemp("host")
    export(invented.bundle(), folder / "daily")
    with ExitStack() as network:
        host = StaticFiles(directory=folder)
        address = network.enter_context(serving(host)) + "daily/"
        page, watched = open_page(address + "index.html")
        kept = until_kept(page)
        assert address + "s/000000000000abc0.html" in kept
        assert watched.complaints == []
        network.close()
        page.goto(address + "c/audio.html")
        assert page.locator("h1").inner_text() == "耳机音频"


def test_the_page_that_stands_in_sends_nobody_elsewhere(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        for evil in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "%E0%A4%A", "data:text/html,x"):
            page, watched = open_page(address + "offline.html#" + evil)
            assert page.locator("[data-again]").evaluate("one => one.origin") == address.rstrip("/"), evil
            assert watched.complaints == []
