"""What a page may weigh, what it may ask for, and how soon something is seen of it."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from ribao.render.static_files import static_files
from ribao.serve.site import make_site
from tests.journeys.conftest import Watch
from tests.quality.pages import Kind
from tests.render import invented
from tests.serve.stand import Stand

SEEN_MS = 800  # first contentful paint, on loopback


def test_style_scripts_and_the_front_page_are_light() -> None:
    files = static_files()
    assert sum(len(body) for name, body in files.items() if name.endswith(".css")) <= 30_000
    assert sum(len(body) for name, body in files.items() if name.endswith(".js")) <= 40_000
    assert len(TestClient(make_site(Stand([invented.bundle()]))).get("/").content) <= 120_000


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_page_asks_elsewhere_or_complains_and_the_front_is_seen_at_once(
    pages: Sequence[Kind], sample: str, chrome: Browser
) -> None:
    context = chrome.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page, watched = context.new_page(), Watch()
    watched.watch(page)
    for kind in pages:
        page.goto(kind.root + kind.path)
    roots = tuple({kind.root for kind in pages})
    assert [one for one in watched.asked if not one.startswith((*roots, "data:", "blob:"))] == []
    assert [one for one in watched.complaints if "404" not in one] == []  # the page that is not there says so
    assert len(page.request.get(sample).body()) <= 120_000
    assert min(_painted(page, sample) for _ in range(3)) <= SEEN_MS  # the best of three: the machine has other work
    context.close()


def _painted(page: Page, address: str) -> float:
    """Milliseconds from asking to the first contentful paint."""
    page.goto(address)
    told = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    page.wait_for_function(told)
    found: float = page.evaluate(told)
    return found
