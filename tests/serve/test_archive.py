"""Earlier editions by calendar, and the corrections ever made, as a reader meets them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import html
from starlette.testclient import TestClient

from ribao.render.bundle import Bundle
from ribao.serve.site import make_site
from tests.render import invented
from tests.serve.stand import Stand

CHINESE = {"accept-language": "zh-CN"}


def on(day: date, revision: int = 1, note: str = "") -> Bundle:
    bundle = invented.bundle()
    moved = day - bundle.edition.date
    changed = {"date": day, "revision": revision, "note": note, "as_of": bundle.edition.as_of + moved}
    return replace(bundle, edition=replace(bundle.edition, **changed))


def site(*bundles: Bundle) -> TestClient:
    stand = Stand(list(bundles))
    for bundle in bundles:
        stand.store.put_edition(bundle.edition)
    return TestClient(make_site(stand), headers=CHINESE, follow_redirects=False)


def test_a_month_is_a_calendar_and_a_list_and_leads_to_the_months_around_it() -> None:
    may, april = date(2026, 5, 8), date(2026, 4, 30)
    client = site(on(may), on(may - timedelta(1)), on(april))
    page = html.fromstring(client.get("/archive").text)
    headline = invented.bundle().edition.sections[0].entries[0].headline
    assert [one.text_content() for one in page.xpath("//ol[@class='issues']//p[@class='title']/a")] == [headline] * 2
    assert page.xpath("//table[@class='calendar']//a/@href") == ["d/2026-05-07/", "d/2026-05-08/"]
    assert page.xpath("//a[@rel='prev' and @data-next]/@href") == ["archive/2026-04"]
    earlier = html.fromstring(client.get("/archive/2026-04").text)
    assert earlier.xpath("//p[@class='turns']/a[@rel='next']/@href") == ["../archive/2026-05"]
    assert earlier.xpath("//table[@class='calendar']//a/@href") == ["../d/2026-04-30/"]


def test_a_correction_is_listed_with_its_note_and_the_edition_as_it_was() -> None:
    day = date(2026, 5, 8)
    client = site(on(day, 2, "首段的数字有误：应为 3 亿元"), on(day))
    page = html.fromstring(client.get("/corrections").text)
    assert page.xpath("//ol[@class='issues']//p[@class='title']/a")[0].text == "首段的数字有误：应为 3 亿元"
    assert page.xpath("//ol[@class='issues']//a/@href")[-1] == "d/2026-05-08/r1/"
    assert "没有需要更正的日报" not in client.get("/corrections").text


def test_a_house_without_editions_says_so() -> None:
    client = site()
    assert "还没有一期日报" in client.get("/archive").text
    assert "没有需要更正的日报" in client.get("/corrections").text
    assert "No edition had to be corrected" in client.get("/en/corrections").text


@pytest.mark.parametrize(
    "name", ["2026-06", "2026-13", "2026-00", "0000-00", "9999-12", "x", "2026-05-08", "%00", "..%2f"]
)
def test_a_month_that_never_was_is_not_found(name: str) -> None:
    assert site(on(date(2026, 5, 8))).get(f"/archive/{name}").status_code == 404
