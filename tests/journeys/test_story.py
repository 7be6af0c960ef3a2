"""Walking a running story in a real browser: from a sentence to its source, from a rumour to what became of it."""

from pathlib import Path

import pytest

from tests.journeys.conftest import Open, export
from tests.render import ledger, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STORY = f"s/{running.STORY}.html"
LOOKS = [{}, {"width": 390, "height": 844}, {"color_scheme": "dark"}, {"java_script_enabled": False}]


def story_of(tmp_path: Path) -> str:
    return export(running.bundle(), tmp_path).removesuffix("index.html") + STORY


def test_from_a_rumour_to_what_became_of_it(open_page: Open, tmp_path: Path) -> None:
    page, watched = open_page(story_of(tmp_path))
    page.locator(".cite summary").first.click()
    assert page.locator("#q1 mark").inner_text() == ledger.NOTICE
    page.locator("#c3 a[href='#disputed']").click()
    page.wait_for_function("document.querySelector('#disputed').getBoundingClientRect().top < innerHeight")
    sides = page.locator(".against td")
    assert [sides.nth(n).locator(".words").inner_text() for n in range(2)] == ["30万台", "60万台"]
    one, other = sides.evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
    assert one["top"] == other["top"]
    assert one["right"] <= other["left"]
    page.locator(".lineage .own").first.click()
    assert page.locator(".revisions ins").first.is_visible()
    assert watched.complaints == []
    assert all(one.startswith("file:") for one in watched.asked)


@pytest.mark.parametrize("look", LOOKS, ids=["desktop", "phone", "dark", "no scripts"])
def test_its_drawings_are_seen_and_nothing_sticks_out(open_page: Open, tmp_path: Path, look: dict[str, object]) -> None:
    page, watched = open_page(story_of(tmp_path), **look)
    wide = page.evaluate("document.documentElement.clientWidth") if look.get("java_script_enabled", True) else 1440
    for drawn in page.locator("svg.chart").all():
        box = drawn.bounding_box()
        assert box
        assert box["width"] > 60
        assert box["height"] > 15
        assert box["x"] + box["width"] <= wide
    fills = page.locator("svg.timeline .bar.here").evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
    paper = page.locator("html").evaluate("one => getComputedStyle(one).backgroundColor")
    assert len(fills) == 1
    assert paper not in fills
    assert page.locator("main").evaluate("one => one.scrollWidth <= one.clientWidth + 1")
    assert watched.complaints == []
