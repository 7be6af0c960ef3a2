"""Reading the served site, in a real browser, from a real loopback server."""

from contextlib import AbstractContextManager

import pytest

from ribao.serve.newsstand import Building, Stage
from ribao.serve.site import make_site
from tests.journeys.conftest import Open
from tests.journeys.site import serving
from tests.render import invented
from tests.serve.stand import Stand

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def served(stand: Stand) -> AbstractContextManager[str]:
    """The address of a server that runs in a thread of its own, as long as the block."""
    return serving(make_site(stand))


def test_a_morning_of_reading(open_page: Open) -> None:
    with served(Stand([invented.bundle()])) as address:
        page, watched = open_page(address)
        page.locator(".channels a", has_text="耳机音频").click()
        assert page.locator("h1").inner_text() == "耳机音频"
        page.locator("main h2 a").first.click()
        page.locator(".rank summary").click()
        page.locator(".rank a").click()
        assert "为什么合成这一条" in page.locator("h1").inner_text()
        page.locator("footer a", has_text="来源一览").click()
        assert page.locator("h1").inner_text() == "来源一览"
        assert watched.complaints == []
        assert all(one.startswith(address) for one in watched.asked)


def test_switching_the_language_keeps_the_page_and_lasts(open_page: Open) -> None:
    with served(Stand([invented.bundle()])) as address:
        page, watched = open_page(address + "d/2026-05-08/s/000000000000abc0.html")
        page.locator(".languages a", has_text="English").click()
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator("h1").inner_text() == invented.NEWS[0][4]
        page.locator(".masthead .name a").click()
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.url == address + "en/"
        page.locator(".languages a", has_text="繁體").click()
        assert page.locator("html").get_attribute("lang") == "zh-Hant"
        assert page.locator(".channels a").first.inner_text() == "業界資訊"
        page.locator(".languages a", has_text="简体").click()
        assert page.locator("html").get_attribute("lang") == "zh-Hans"
        assert watched.complaints == []


def test_the_first_edition_opens_by_itself_when_it_is_ready(open_page: Open) -> None:
    stand = Stand(under_way=Building(stages=(Stage(name="读取来源", done=3, total=9),)))
    with served(stand) as address:
        page, _ = open_page(address)
        assert "正在编第一期日报" in page.locator("h1").inner_text()
        assert page.locator("progress").is_visible()
        stand.bundles.append(invented.bundle())
        page.locator(".lead h3").wait_for(timeout=15000)


def test_an_injected_script_would_not_run(open_page: Open) -> None:
    """The last line of defence: even a script that got into a page is stopped by the policy."""
    with served(Stand([invented.bundle()])) as address:
        page, watched = open_page(address, bypass_csp=False)
        page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); }"
        )
        assert page.evaluate("window.ran") is None
        assert any("Content Security Policy" in one for one in watched.complaints)
