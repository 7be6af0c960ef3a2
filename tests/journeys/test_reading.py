"""What scripts do for a reader, in a real browser: keys, theme, what was read, an archive that goes on, a live build."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ribao.render import static_files as static_files_module
from ribao.render.bundle import Bundle
from ribao.serve.newsstand import Building, Stage
from ribao.serve.site import make_site
from tests.journeys.conftest import Open, export
from tests.journeys.site import serving
from tests.render import invented
from tests.serve.stand import Stand

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = "d/2026-05-08/s/000000000000abc0.html"
PAPER = "getComputedStyle(document.body).backgroundColor"
DAY, NIGHT = "rgb(253, 252, 249)", "rgb(20, 19, 17)"
FOCUSED = "document.activeElement.textContent.trim()"
AN_HOUR_AGO = """() => {
    const visit = JSON.parse(localStorage.getItem('ribao.visit'));
    visit.at -= 3600e3;
    localStorage.setItem('ribao.visit', JSON.stringify(visit));
}"""


def with_more_reports(bundle: Bundle, story: int, more: int) -> Bundle:
    """The front page's ``story``-th top story, with so many reports more than it had."""
    top, *rest = bundle.edition.sections
    entry = top.entries[story]
    added = tuple(replace(entry.articles[0], id=f"{n:x}".rjust(16, "f")) for n in range(more))
    entries = list(top.entries)
    entries[story] = replace(entry, articles=(*entry.articles, *added))
    sections = (replace(top, entries=tuple(entries)), *rest)
    return replace(bundle, edition=replace(bundle.edition, revision=bundle.edition.revision + 1, sections=sections))


def leads(page: Page) -> list[str]:
    return [one.strip() for one in page.locator("main article :is(h2, h3)").all_inner_texts()]


# -- keys --------------------------------------------------------------------------------------------------------------


def test_reading_with_the_keyboard_alone(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        page, watched = open_page(address)
        heads = leads(page)
        for expected in (heads[0], heads[1], heads[2]):
            page.keyboard.press("j")
            assert page.evaluate(FOCUSED) == expected
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
        page.keyboard.press("k")
        assert page.evaluate(FOCUSED) == heads[1]
        for _ in range(12):
            page.keyboard.press("j")
        page.wait_for_function(
            "() => { const at = document.activeElement.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight }"
        )
        chosen = page.evaluate(FOCUSED)
        page.keyboard.press("o")
        page.wait_for_url("**/s/*.html")
        assert page.locator("h1").inner_text() == chosen
        page.keyboard.press("h")
        page.wait_for_url(address)
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/s/*.html")
        assert watched.complaints == []


def test_keys_keep_out_of_the_way_of_typing(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        page, _ = open_page(address)
        page.keyboard.press("/")
        field = page.locator(".masthead input[type=search]")
        expect(field).to_be_focused()
        page.keyboard.type("jo?h/")
        assert field.input_value() == "jo?h/"
        assert page.url == address
        page.keyboard.press("Escape")
        expect(field).not_to_be_focused()
        for chord in ("Control+j", "Alt+j", "Meta+j"):
            page.keyboard.press(chord)
            assert page.evaluate("document.activeElement.tagName") != "A"


def test_the_help_sheet_tells_the_keys_in_the_readers_language_and_closes(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        for prefix, word in (("zh/", "下一条、上一条"), ("en/", "Next and previous headline")):
            page, watched = open_page(address + prefix)
            page.keyboard.press("?")
            sheet = page.locator("dialog#tools")
            assert word in sheet.inner_text()
            page.keyboard.press("j")
            assert page.evaluate("!!document.activeElement.closest('dialog')")
            page.keyboard.press("Escape")
            assert not sheet.is_visible()
            page.locator("[data-do=sheet]").click()
            sheet.get_by_label("使用下列快捷键" if prefix == "zh/" else "Keys, as below").uncheck()
            sheet.locator("[data-do=close]").click()
            assert not sheet.is_visible()
            page.locator("body").press("j")
            assert page.evaluate("document.activeElement.tagName") != "A"
            assert watched.complaints == []


def test_s_sends_the_form_that_saves(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        page, watched = open_page(address)
        page.keyboard.press("s")
        expect(page.locator("#said")).to_have_text("这里没有可收藏的内容")
        page.evaluate(
            """() => document.querySelectorAll('main article').forEach((one, n) => one.insertAdjacentHTML('beforeend',
                `<form data-save method="get" action="${document.baseURI}"><input type="hidden" name="saved" value="${n}"></form>`))"""
        )
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("s")
        page.wait_for_url("**/?saved=1")
        assert watched.complaints == []


# -- theme and text size -------------------------------------------------------------------------------------------------


def test_theme_and_text_size_last_and_paper_stays_white(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        page, watched = open_page(address, color_scheme="light")
        assert page.evaluate(PAPER) == DAY
        page.locator("[data-do=theme]").click()
        assert page.evaluate(PAPER) == NIGHT
        page.locator("[data-do=sheet]").click()
        usual = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        page.get_by_label("特大").check()
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > usual * 1.25
        page.goto(address + STORY)
        assert page.evaluate(PAPER) == NIGHT
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > usual * 1.25
        page.emulate_media(media="print")
        assert page.evaluate(PAPER) == "rgb(255, 255, 255)"
        page.emulate_media(media="screen", color_scheme="dark")
        page.locator("[data-do=theme]").click()  # to day, on a device that has night
        assert page.evaluate(PAPER) == DAY
        page.locator("[data-do=theme]").click()  # to night: that is the device's own, so it is followed again
        page.emulate_media(color_scheme="light")
        assert page.evaluate(PAPER) == DAY
        assert watched.complaints == []


def test_a_chosen_theme_is_there_before_anything_is_painted(open_page: Open) -> None:
    """The switch that hides until scripts run, and the theme, are set by the time the body begins."""
    with serving(make_site(Stand([invented.bundle()]))) as address:
        page, _ = open_page(address)
        page.locator("[data-do=theme]").click()
        page.add_init_script(
            """new MutationObserver(() => { if (document.body && !self.seen) {
                self.seen = { ...document.documentElement.dataset } } }).observe(document, { childList: true, subtree: true })"""
        )
        page.reload()
        assert page.evaluate("self.seen") == {"js": "", "theme": "dark"}


# -- what was read -------------------------------------------------------------------------------------------------------


def test_what_was_read_is_marked_in_words_and_what_came_since_is_told(open_page: Open) -> None:
    stand = Stand([invented.bundle()])
    with serving(make_site(stand)) as address:
        page, watched = open_page(address)
        lead = page.locator("article.lead")
        assert "已读" not in lead.inner_text()
        lead.locator("h3 a").click()
        page.locator("h1[data-known]").wait_for()
        page.wait_for_load_state()
        page.go_back()
        expect(lead.locator(".mine")).to_have_text("已读")
        # the story stands a second time on the page: it is read there too
        assert page.locator(".newest li[data-read]").count() == 1
        stand.bundles[0] = with_more_reports(stand.bundles[0], 0, 2)
        page.reload()
        expect(lead.locator(".mine")).to_have_text("已读；新增 2 篇报道")
        lead.locator("h3 a").click()
        expect(page.locator("main .notice.mine")).to_have_text("自你上次读过以来：新增 2 篇报道")
        page.go_back()
        page.reload()
        expect(lead.locator(".mine")).to_have_text("已读")
        assert watched.complaints == []


def test_what_a_reader_knew_is_folded_until_something_comes(open_page: Open) -> None:
    stand = Stand([invented.bundle()])
    with serving(make_site(stand)) as address:
        page, watched = open_page(address)
        told = page.locator("article", has=page.locator("h3", has_text="三省联合")).first
        assert told.locator(".digest").is_visible()
        told.hover()
        told.get_by_role("button", name="早就知道").click()
        assert not told.locator(".digest").is_visible()
        page.reload()
        assert not told.locator(".digest").is_visible()
        told.get_by_role("button", name="展开").click()
        assert told.locator(".digest").is_visible()
        told.get_by_role("button", name="早就知道").click()
        stand.bundles[0] = with_more_reports(stand.bundles[0], 1, 1)
        page.reload()
        assert told.locator(".digest").is_visible()
        expect(told.locator(".mine")).to_have_text("新增 1 篇报道")
        assert watched.complaints == []


def test_the_front_page_says_what_is_new_since_the_last_visit(open_page: Open) -> None:
    first = invented.bundle()
    *most, last = first.edition.sections
    stand = Stand([replace(first, edition=replace(first.edition, sections=tuple(most)))])
    with serving(make_site(stand)) as address:
        page, watched = open_page(address)
        since = page.locator("#since")
        assert not since.is_visible()  # who never was here missed nothing
        page.evaluate(AN_HOUR_AGO)
        page.reload()
        assert "没有新内容" in since.inner_text()
        page.evaluate(AN_HOUR_AGO)
        stand.bundles[0] = with_more_reports(first, 1, 3)  # and the section that was missing
        page.reload()
        assert "新来 1 条新闻；1 条有后续" in since.inner_text()
        page.keyboard.press("n")
        assert "三省联合" in page.evaluate(FOCUSED)
        since.get_by_role("button").click()
        assert page.evaluate(FOCUSED) in {entry.headline for entry in last.entries} | {
            "三省联合试点旧手机回收补贴，每台最高抵扣五百元"
        }
        page.reload()  # still the same visit
        assert "新来 1 条新闻；1 条有后续" in since.inner_text()
        # an edition of another day tells nobody what is new
        page.goto(address + "d/2026-05-08/r2/")
        assert page.locator("#since").count() == 0
        assert watched.complaints == []


def test_the_line_on_what_is_new_moves_nothing(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        for width in (1280, 390):
            page, _ = open_page(address, width=width)
            page.evaluate(AN_HOUR_AGO)
            page.add_init_script(
                "self.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(one => self.shift += one.value))"
                ".observe({ type: 'layout-shift', buffered: true })"
            )
            page.reload()
            page.wait_for_timeout(300)
            assert page.locator("#since").inner_text()
            assert page.evaluate("self.shift") < 0.01


def test_who_wants_nothing_remembered_switches_it_off(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        page, watched = open_page(address + STORY)
        page.goto(address)
        expect(page.locator("article.lead .mine")).to_have_text("已读")
        page.locator("[data-do=sheet]").click()
        page.get_by_label("记住读过的新闻").uncheck()
        page.keyboard.press("Escape")
        assert page.locator("main :is(.mine, .knew-it, [data-read])").count() == 0
        page.goto(address + STORY)
        page.goto(address)
        assert page.locator("main :is(.mine, .knew-it, [data-read])").count() == 0
        kept = page.evaluate("Object.keys(localStorage)")
        assert kept == ["ribao.choices"]
        assert watched.complaints == []


def test_what_is_kept_stays_small(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        page, _ = open_page(address)
        page.evaluate(
            """() => localStorage.setItem('ribao.read', JSON.stringify(Object.fromEntries(
                Array.from({ length: 5000 }, (_, n) => [n.toString(16).padStart(16, '0'), ['3-abcdef', n]]))))"""
        )
        page.goto(address + STORY)
        kept = page.evaluate("JSON.parse(localStorage.getItem('ribao.read'))")
        assert len(kept) == 1500
        assert "000000000000abc0" in kept
        assert "0000000000000001" not in kept  # the oldest went


def test_what_others_left_in_the_storage_harms_nothing(open_page: Open) -> None:
    with serving(make_site(Stand([invented.bundle()]))) as address:
        page, watched = open_page(address)
        for broken in ("nonsense", "null", "[1]", '{"at":"x","shown":3}', "7"):
            page.evaluate(
                "broken => ['choices', 'read', 'knew', 'visit'].forEach(one => localStorage.setItem('ribao.' + one, broken))",
                broken,
            )
            page.reload()
            page.keyboard.press("j")
            assert page.evaluate("document.activeElement.tagName") == "A", broken
            assert watched.complaints == [], broken


# -- without ---------------------------------------------------------------------------------------------------------


def test_without_scripts_everything_is_there_and_no_dead_button(open_page: Open) -> None:
    stand = Stand(months())
    with serving(make_site(stand)) as address:
        page, watched = open_page(address, java_script_enabled=False)
        for control in (".switches", "#since", ".live", "dialog"):
            assert not page.locator(control).is_visible()
        page.locator("article.lead h3 a").click()
        assert page.locator("h1").inner_text() == invented.NEWS[0][4]
        page.locator("details.reposts summary").first.click()
        assert page.locator("details.reposts li").first.is_visible()
        page.goto(address + "archive")
        page.locator("a[data-next]").click()
        assert page.url.startswith(address + "archive/2026-")
        stand.bundles.clear()
        page.goto(address)
        assert "还没有日报" in page.locator("h1").inner_text()
        stand.bundles.append(invented.bundle())
        page.locator("article.lead").wait_for(timeout=15000)
        assert watched.complaints == []


def test_an_exported_page_from_a_file_has_them_too_and_breaks_nothing(tmp_path: Path, open_page: Open) -> None:
    start = export(invented.bundle(), tmp_path)
    for closed in (False, True):
        page, watched = open_page("about:blank", service_workers="allow")
        if closed:  # a browser that keeps nothing for files
            page.add_init_script(
                "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
            )
        page.goto(start)
        page.keyboard.press("j")
        assert page.evaluate(FOCUSED) == leads(page)[0]
        page.locator("[data-do=theme]").click()
        assert page.evaluate(PAPER) == NIGHT
        page.keyboard.press("?")
        assert page.locator("dialog#tools").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.wait_for_url("**/s/*.html")
        page.go_back()
        page.wait_for_timeout(300)
        assert watched.complaints == []
        assert all(one.startswith((tmp_path.as_uri(), "about:")) for one in watched.asked)


# -- reposts, archive ----------------------------------------------------------------------------------------------------


def test_all_reposts_unfold_with_one_button(open_page: Open) -> None:
    bundle = invented.bundle()
    top = bundle.edition.sections[0]
    rows = top.entries[0].articles
    heads = [one for one in rows if one.repost_of is None]
    copies = tuple(replace(rows[0], id=f"{n:x}".rjust(16, "e"), repost_of=heads[n % 2].id) for n in range(4))
    entry = replace(top.entries[0], articles=(*rows, *copies))
    edition = replace(bundle.edition, sections=(replace(top, entries=(entry,)), *bundle.edition.sections[1:]))
    with serving(make_site(Stand([replace(bundle, edition=edition)]))) as address:
        page, watched = open_page(address + STORY)
        folded = page.locator("details.reposts")
        assert folded.count() >= 2
        page.get_by_role("button", name="展开全部转载").click()
        assert page.locator("details.reposts:not([open])").count() == 0
        page.get_by_role("button", name="收起全部转载").click()
        assert page.locator("details.reposts[open]").count() == 0
        assert watched.complaints == []


def months() -> list[Bundle]:
    """An edition a day over four months, newest first."""
    one = invented.bundle()
    days = [date(2026, 5, 8) - timedelta(days=n) for n in range(110)]
    return [replace(one, edition=replace(one.edition, date=day)) for day in days]


def test_the_archive_goes_on_as_one_scrolls_and_is_found_again(open_page: Open) -> None:
    with serving(make_site(Stand(months()))) as address:
        page, watched = open_page(address + "archive", width=390, height=700)
        page.keyboard.press("j")
        first = page.evaluate(FOCUSED)
        for _ in range(40):
            page.mouse.wheel(0, 2000)
            page.wait_for_timeout(100)
            if not page.locator("a[data-next]").count():
                break
        assert page.locator(".issues li").count() == 110
        assert page.evaluate(FOCUSED) == first  # nobody is moved
        assert page.url == address + "archive"
        expect(page.locator("#said")).to_contain_text("已在下方接上2026年1月")
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert len(ids) == len(set(ids))
        deep = page.locator(".issues li a[href*='2026-01-25']").first
        deep.scroll_into_view_if_needed()
        deep.click()
        page.wait_for_url("**/d/2026-01-25/")
        page.goto(address + "sources")  # far away, so that the page is made anew
        page.go_back()
        page.go_back()
        expect(deep).to_be_in_viewport()
        assert watched.complaints == []


# -- a live build --------------------------------------------------------------------------------------------------------


def stages(done: int) -> Building:
    return Building(
        stages=(Stage(name="读取来源", done=done, total=90, note=f"第{done}家"),), said=(f"已读 {done} 个来源",)
    )


def test_the_first_build_is_seen_going_on_and_its_daily_opens_by_itself(open_page: Open) -> None:
    stand = Stand(under_way=stages(3))
    with serving(make_site(stand)) as address:
        page, watched = open_page(address)
        page.evaluate("self.stayed = true")
        for done in (12, 90):
            stand.under_way = stages(done)
            expect(page.locator(".stages .so-far")).to_have_text(f"{done} / 90")
            expect(page.locator(".stages .by")).to_have_text(f"第{done}家")
            expect(page.locator(".said li")).to_have_text(f"已读 {done} 个来源")
        assert page.locator("progress").get_attribute("value") == "90"
        stand.under_way = replace(stages(90), stages=(*stages(90).stages, Stage(name="排版", done=1500)))
        expect(page.locator(".stages .so-far").nth(1)).to_have_text("1,500")
        page.wait_for_timeout(3500)
        assert page.evaluate("self.stayed")  # it was not loaded anew meanwhile
        stand.bundles.append(invented.bundle())
        stand.under_way = None
        page.locator("article.lead h3").wait_for(timeout=10000)
        assert page.url == address
        assert watched.complaints == []


def test_an_empty_house_waits_for_its_build_to_begin(open_page: Open) -> None:
    stand = Stand()
    with serving(make_site(stand)) as address:
        page, watched = open_page(address)
        stand.under_way = stages(7)
        expect(page.locator(".stages .so-far")).to_have_text("7 / 90")
        assert "ribao daily" not in page.locator("[data-live]").inner_text()  # it is under way, nobody has to begin it
        # who is filling in a form meanwhile is not taken away from it
        page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<input name=url aria-label=source>')"
        )
        page.get_by_label("source").fill("https://example.org/feed")
        stand.bundles.append(invented.bundle())
        stand.under_way = None
        expect(page.locator(".ready")).to_contain_text("新一期已经编好")
        assert page.get_by_label("source").input_value() == "https://example.org/feed"
        page.locator(".ready a").click()
        page.locator("article.lead").wait_for()
        assert watched.complaints == []


def test_a_reader_is_told_that_a_new_edition_is_ready_and_is_not_moved(open_page: Open) -> None:
    old = invented.bundle()
    stand = Stand([old], under_way=stages(5))
    with serving(make_site(stand)) as address:
        page, watched = open_page(address)
        page.evaluate("self.stayed = true")
        page.wait_for_timeout(600)
        assert page.locator(".stages").count() == 0  # a front page is for reading
        stand.bundles.insert(0, replace(old, edition=replace(old.edition, date=date(2026, 5, 9))))
        stand.under_way = None
        told = page.locator(".live .ready")
        expect(told).to_contain_text("新一期已经编好")
        assert page.evaluate("self.stayed")
        told.locator("a").click()
        assert "5月9日" in page.locator(".dateline").inner_text()
        assert watched.complaints == []


# -- what is sent --------------------------------------------------------------------------------------------------------


def test_style_that_was_tightened_is_the_same_style(open_page: Open) -> None:
    parts = sorted(Path(static_files_module.__file__).parent.glob("static/css/*.css"))
    written = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    sent = static_files_module.static_files()["static/ribao.css"].decode()
    assert len(sent) < len(written)
    page, _ = open_page("about:blank")
    # the browser leaves the value of a custom property as it is written: spaces behind commas, noughts before points
    rules = page.evaluate(
        """both => both.map(css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
            return [...sheet.cssRules].map(rule => rule.cssText.replace(/,\\s+/g, ',').replace(/([ ,(])0(\\.\\d)/g, '$1$2')) })""",
        [written, sent],
    )
    assert rules[0] == rules[1]
    assert len(rules[0]) > 200
