"""Reading an exported site from a folder, in a real browser."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ribao.render.bundle import Bundle
from tests.journeys.conftest import Open, export
from tests.render import invented

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# hostile-input.md 16-27: what has run in other readers
HOSTILE = (
    "<script>alert(1)</script>"
    "<img src=x onerror=alert(2) srcset='http:a<script>'>"
    "<svg><style><img src=x onerror=alert(3)></style></svg>"
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(4)&gt;'>"
    "<iframe srcdoc='<script>alert(5)</script>'></iframe>"
    "<noscript><p title='</noscript><img src=x onerror=alert(6)>'></noscript>"
    "<a href='JaVaScRiPt:alert(7)'>x</a><form action=//evil.example><button formaction=javascript:alert(8)>x</button></form>"
    "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>"
    "&lt;script&gt;alert(9)&lt;/script&gt;{{ 7*7 }}\"'><b style='position:fixed;inset:0'>"
)


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_following_a_sentence_to_its_source(tmp_path: Path, open_page: Open) -> None:
    page, watched = open_page(export(invented.bundle(), tmp_path))
    page.locator(".lead .mark a").first.click()
    assert page.locator("h1").inner_text() == invented.NEWS[0][4]
    # the mark of the front page opens the quote on the story page, without a script
    quote = page.locator("#q1")
    assert quote.is_visible()
    assert quote.locator("mark").inner_text() == invented.NEWS[0][5][0]
    second = page.locator(".cite summary").nth(1)
    second.click()
    assert page.locator("#q2").is_visible()
    quote.get_by_text("报道页").click()
    assert page.locator("#p1 mark").inner_text() == invented.NEWS[0][5][0]
    assert page.locator(".onward a").get_attribute("href") == "https://lanjiang.example/0"
    page.locator(".masthead .name a").click()
    assert page.url == (tmp_path / "index.html").as_uri()
    assert watched.complaints == []
    assert all(address.startswith(tmp_path.as_uri()) for address in watched.asked)


def test_nothing_that_an_article_brings_along_runs(tmp_path: Path, open_page: Open) -> None:
    bundle = invented.with_headline(HOSTILE)
    start = export(bundle, tmp_path)
    page, watched = open_page(start)
    for name in ("index.html", "s/000000000000abc0.html", "a/0000000000000000.html"):
        page.goto(start.replace("index.html", name))
        page.wait_for_timeout(150)
        assert watched.complaints == [], name
        assert all(address.startswith(tmp_path.as_uri()) for address in watched.asked), name
        assert page.locator("main script, main img, main iframe, main form, main svg:not(.chart)").count() == 0
        assert "alert(1)" in page.locator("body").inner_text()


def test_no_page_is_wider_than_its_window(tmp_path: Path, open_page: Open) -> None:
    names = ("index.html", "c/industry.html", "about.html", "s/000000000000abc0.html", "a/0000000000000000.html")
    for number, bundle in enumerate((invented.bundle(), invented.with_headline("W" * 3000))):
        start = export(bundle, tmp_path / str(number))
        page, _ = open_page(start)
        for name in names:
            page.goto(start.replace("index.html", name))
            for width in (320, 390, 820, 1440, 3840):
                page.set_viewport_size({"width": width, "height": 900})
                assert overflow(page) <= 0, f"{name} at {width}"


HEADLINES_SEEN = """() => [...document.querySelectorAll('main h3 a, .guide a, .newest a')]
    .filter(one => one.getBoundingClientRect().top + 24 < innerHeight).length"""


def one_top_story() -> Bundle:
    bundle = invented.bundle()
    top, *rest = bundle.edition.sections
    sections = (replace(top, entries=top.entries[:1]), *rest)
    return replace(bundle, edition=replace(bundle.edition, sections=sections))


def test_a_laptop_shows_a_dozen_headlines_and_a_phone_five(tmp_path: Path, open_page: Open) -> None:
    start = export(one_top_story(), tmp_path)
    page, _ = open_page(start, width=1440, height=900)
    assert page.evaluate(HEADLINES_SEEN) >= 12
    page, _ = open_page(start, width=390, height=844)
    assert page.evaluate(HEADLINES_SEEN) >= 5
    assert page.locator(".lead h3").bounding_box()["y"] < 300  # type: ignore[index]


def test_the_columns_of_the_front_page_end_together_and_leave_no_hole(tmp_path: Path, open_page: Open) -> None:
    for number, bundle in enumerate((invented.bundle(), one_top_story())):
        page, _ = open_page(export(bundle, tmp_path / str(number)), width=1440, height=900)
        ends = page.evaluate(
            """() => [...document.querySelectorAll('.pair > div, .tail')]
                .map(one => one.lastElementChild.getBoundingClientRect().bottom)"""
        )
        assert len(ends) == 3
        assert max(ends) - min(ends) < 140
        gap = """() => document.querySelector('.block.across').getBoundingClientRect().top
            - document.querySelector('.top').getBoundingClientRect().bottom"""
        assert 0 <= page.evaluate(gap) < 40


def test_night_and_paper_have_their_own_look(tmp_path: Path, open_page: Open) -> None:
    start = export(invented.bundle(), tmp_path)
    colour = "getComputedStyle(document.body).backgroundColor"
    day, _ = open_page(start)
    night, _ = open_page(start, color_scheme="dark")
    assert day.evaluate(colour) != night.evaluate(colour)
    day.emulate_media(media="print")
    assert day.evaluate(colour) == "rgb(255, 255, 255)"
    assert not day.locator(".channels").is_visible()
    assert day.pdf(format="A4").startswith(b"%PDF")


def test_text_keeps_its_contrast_by_day_and_night(tmp_path: Path, open_page: Open) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for every text colour that stands on the paper."""
    start = export(invented.bundle(), tmp_path)
    for scheme in ("light", "dark"):
        page, _ = open_page(start, color_scheme=scheme)
        assert page.evaluate(CONTRAST) >= 4.5


def test_by_keyboard_alone(tmp_path: Path, open_page: Open) -> None:
    page, _ = open_page(export(invented.bundle(), tmp_path).replace("index.html", "s/000000000000abc0.html"))
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    page.keyboard.press("Enter")
    page.locator(".cite summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#q1").is_visible()


CONTRAST = """() => {
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const texts = [...document.querySelectorAll('body *')].filter(e => [...e.childNodes]
      .some(n => n.nodeType === 3 && n.textContent.trim()) && e.className !== 'skip');
  return Math.min(...texts.map(e => { const ink = light(getComputedStyle(e).color);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05); }));
}"""
