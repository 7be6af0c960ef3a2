"""Saving in a real browser: by key, by click, without scripts; and a note written where the item stands."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from ribao.serve.keeping import Keep
from ribao.types.collection import DEFAULT
from tests.journeys.conftest import Open
from tests.journeys.site import serving
from tests.serve.test_collections import ENTRY, a_store, site_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = f"d/2026-05-08/s/{ENTRY.story}.html"
CHANNEL = "d/2026-05-08/c/industry.html"


def keep() -> Keep:
    return Keep(store=a_store(), now=lambda: datetime.now(UTC))


def test_the_key_saves_the_headline_at_hand_and_the_same_key_leads_to_it(open_page: Open) -> None:
    kept = keep()
    with serving(site_over(kept)) as address:
        page, watched = open_page(address + CHANNEL)
        for key in "jj":
            page.keyboard.press(key)
        second = page.evaluate("document.activeElement.textContent.trim()")
        page.keyboard.press("s")
        page.wait_for_url("**/industry.html#k-*")
        expect(page.locator("form[data-save]:target")).to_contain_text("已收藏")
        assert page.locator("article:has(:target) h2").is_visible()
        assert page.evaluate("document.querySelector(':target').closest('article').getBoundingClientRect().top") >= 0
        page.keyboard.press("s")
        page.wait_for_url("**/collections/saved?item=*")
        expect(page.locator("ol .title")).to_have_text(second)
        assert [one.headline for one in kept.store.kept(DEFAULT)] == [second]
        assert watched.complaints == []


def test_without_scripts_a_story_is_saved_noted_and_taken_out(open_page: Open) -> None:
    kept = keep()
    with serving(site_over(kept)) as address:
        page, _ = open_page(address + STORY, java_script_enabled=False)
        page.locator("article > form[data-save] button").click()
        page.locator("article > form[data-save] button").click()
        page.locator("textarea").fill("等公告")
        page.get_by_role("button", name="存下备注").click()
        expect(page.locator(".noted")).to_have_text("等公告")
        page.get_by_role("button", name="取消收藏").click()
        expect(page.locator(".none")).to_contain_text("这里还没有收藏")
        assert kept.store.kept(DEFAULT) == ()
