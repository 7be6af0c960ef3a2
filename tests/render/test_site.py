"""The exported site: whole, linked, inert, the same each time."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from ribao.render import site as pages
from ribao.render.bundle import Bundle
from ribao.render.place import INDEX, Place, article_path, story_path
from ribao.render.site import site
from ribao.support.i18n import speaking
from ribao.types.annotation import Annotation
from ribao.types.source import Licence
from tests.render import invented, ledger, walk

STORY = "s/000000000000abc0.html"
ARTICLE = "a/0000000000000000.html"
FORMULA = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def files(bundle: Bundle) -> dict[str, bytes]:
    return dict(site(bundle))


def file_of(bundle: Bundle, wanted: str) -> bytes:
    """One file of the site; those behind it are not made."""
    return next(body for path, body in site(bundle) if path == wanted)


@cache
def plain(language: str = "zh") -> dict[str, bytes]:
    """The invented edition as it is; most tests read no other."""
    return files(invented.bundle(language))


def text(page: bytes) -> str:
    return " ".join("".join(walk.tree(page).itertext()).split())


@pytest.mark.slow
def test_an_export_is_the_same_whatever_language_the_program_was_started_in() -> None:
    advert = invented.bundle().edition.sections[1].entries[0].articles[0].id
    mark = Annotation(article_id=advert, revision=1, maker="promotion", version=1, value={"promo": True, "voices": 0})
    marked = replace(invented.bundle(), annotations={advert: {"promotion": mark}})
    for bundle in (ledger.bundle(hedge="未经证实："), invented.bundle("en"), marked):
        other = "en" if bundle.language == "zh" else "zh"
        with speaking(bundle.language):
            one = files(bundle)
        with speaking(other):
            assert files(bundle) == one


BUNDLES = {
    "zh": invented.bundle(),
    "en": invented.bundle("en"),
    "empty": invented.empty(),
    "sample": invented.bundle(sample=True, revision=0),
    "ledger": ledger.bundle(hedge="未经证实："),
    "script": invented.with_headline(FORMULA),
    "long": invented.with_headline("无尽的标题" * 600),
}


@cache
def every_file(name: str) -> dict[str, bytes]:
    return files(BUNDLES[name])


@pytest.fixture(params=BUNDLES)
def exported(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return every_file(request.param)


def test_every_link_leads_somewhere_and_no_id_stands_twice(exported: dict[str, bytes]) -> None:
    found = {path: walk.ids(body) for path, body in exported.items() if path.endswith(".html")}
    known = {path: set(ids) for path, ids in found.items()}
    for path in known:
        body = exported[path]
        assert len(found[path]) == len(known[path]), f"an id twice in {path}"
        for _, address in walk.addresses(body):
            target = walk.inside(path, address)
            if target:
                assert target[0] in exported, f"{path} links to {address}"
                assert not target[1] or target[1] in known[target[0]], f"{path} links to {address}"


def test_pages_load_nothing_from_elsewhere_and_link_only_to_the_web(exported: dict[str, bytes]) -> None:
    for path, body in exported.items():
        if path.endswith(".html"):
            for tag, address in walk.addresses(body):
                if walk.inside(path, address) is None:
                    assert tag == "a", f"{path} loads {address}"
                    assert address.startswith("https://")
    assert b"url(" not in exported["static/ribao.css"]
    assert b"@import" not in exported["static/ribao.css"]


def test_each_page_has_one_heading_a_title_landmarks_and_its_language(exported: dict[str, bytes]) -> None:
    for path, body in exported.items():
        if path.endswith(".html"):
            tree = walk.tree(body)
            assert len(tree.xpath("//h1")) == 1, path
            assert len(tree.xpath("//main")) == len(tree.xpath("//header[@class='masthead']")) == 1
            assert tree.xpath("string(//title)").strip()
            assert tree.get("lang") in ("zh-Hans", "en")
            assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
            assert not tree.xpath("//iframe | //form | //img | //*[@style]")
            assert not walk.scripts(body)


def test_the_same_bundle_gives_the_same_bytes() -> None:
    assert files(invented.bundle()) == files(invented.bundle())


def test_it_stays_light() -> None:
    made = plain()
    assert len(made[INDEX]) <= 120_000
    assert len(made["static/ribao.css"]) <= 30_000
    assert sum(len(body) for path, body in made.items() if path.endswith(".js")) <= 40_000


def test_the_front_page_tells_the_day() -> None:
    page = text(plain()[INDEX])
    for expected in (
        "2026年5月8日 星期五",
        "三月廿二",
        "第 128 号",
        "头条",
        "今日导读",
        "昨夜今晨",
        "1,482 篇来稿",
        "61 个来源",
        "合为 412 条新闻",
        "2 个来源失败",
        "北岸周刊",
        "页面不存在",
        "无模型摘编",
        "编辑 沈未晞",
    ):
        assert expected in page
    assert "样刊" not in page
    assert "草稿" not in page


def test_the_chrome_speaks_english_too() -> None:
    page = text(plain("en")[INDEX])
    for expected in (
        "Friday, 8 May 2026",
        "No. 128",
        "Top story",
        "2 sources failed",
        "Page not found",
        "Editor: 沈未晞",
    ):
        assert expected in page
    assert "头条" not in page


def test_languages_are_marked_where_they_change() -> None:
    tree = walk.tree(plain()[INDEX])
    assert tree.xpath("//h3[contains(., 'Northwick')]/@lang") == ["en"]
    assert tree.xpath("//h3[contains(., '三省联合')]/@lang") == ["zh-Hans"]


def test_every_item_shows_its_source_and_date() -> None:
    tree = walk.tree(plain()[INDEX])
    for article in tree.xpath("//main//article"):
        assert article.xpath(".//*[@class='outlet']")
        assert article.xpath(".//time/@datetime")


def test_under_a_headline_stands_its_own_source() -> None:
    """The reports of a story are in order of standing, and the headline may come from any of them."""
    bundle = invented.bundle()
    top = bundle.edition.sections[0]
    entry = top.entries[0]
    turned = replace(entry, headline=entry.articles[2].title)
    edition = replace(bundle.edition, sections=(replace(top, entries=(turned,)),))
    tree = walk.tree(file_of(replace(bundle, edition=edition), INDEX))
    assert tree.xpath("string(//article[@class='lead']//*[@class='outlet'])") == entry.articles[2].source


def test_a_headline_without_its_sites_name_still_stands_over_its_own_source() -> None:
    bundle = invented.bundle()
    top = bundle.edition.sections[0]
    entry = top.entries[0]
    rows = list(entry.articles)
    rows[2] = replace(rows[2], title="折叠屏推迟,  备货减半 - 半岛科技")
    turned = replace(entry, headline="折叠屏推迟, 备货减半", articles=tuple(rows))
    edition = replace(bundle.edition, sections=(replace(top, entries=(turned,)),))
    tree = walk.tree(file_of(replace(bundle, edition=edition), INDEX))
    assert tree.xpath("string(//article[@class='lead']//*[@class='outlet'])") == rows[2].source


def sections_of(bundle: Bundle, chosen: slice) -> Bundle:
    return replace(bundle, edition=replace(bundle.edition, sections=bundle.edition.sections[chosen]))


@pytest.mark.parametrize(
    "chosen", [slice(1), slice(1, 2), slice(2), slice(3), slice(1, None), slice(2, 4), slice(None)]
)
def test_every_story_stands_on_the_front_page_once_with_its_byline(chosen: slice) -> None:
    """With 头条 or without, with one section or all: nothing is lost between the columns."""
    bundle = sections_of(invented.bundle(), chosen)
    tree = walk.tree(file_of(bundle, INDEX))
    told = [one.xpath("string(.//h3)") for one in tree.xpath("//main//article")]
    expected = [entry.headline for section in bundle.edition.sections for entry in section.entries]
    assert sorted(told) == sorted(expected)
    named = {section.channel for section in bundle.edition.sections}
    headings = {one.text_content().strip() for one in tree.xpath("//section/h2")}
    assert headings - {"今日导读", "昨夜今晨", "这一天的报道"} == named


def test_the_guide_has_whole_sentences_or_headlines_and_each_leads_to_its_story() -> None:
    bundle = invented.bundle()
    sentences = {s.text for x in bundle.edition.sections for e in x.entries for s in e.sentences}
    headlines = {e.headline for x in bundle.edition.sections for e in x.entries}
    lines = walk.tree(plain()[INDEX]).xpath("//section[@class='guide']//a")
    assert len(lines) == 5
    for line in lines:
        assert line.text_content() in sentences | headlines
        assert line.get("href").startswith("s/")


def test_a_report_says_its_language_and_why_it_could_not_be_read() -> None:
    unread = text(plain()["s/000000000000abc4.html"])
    assert "中文" in unread
    assert "未能读到正文：robots.txt 不允许" in unread
    assert "English" in text(plain("en")["s/000000000000abc2.html"])


def test_an_earlier_revision_and_the_days_around_are_at_hand() -> None:
    around = (("2026-05-09", "d/2026-05-09/"), ("2026-05-07", "d/2026-05-07/"))
    bundle = replace(invented.bundle(revision=2), earlier=around, before=(("1", "d/2026-05-08/r1/"),))
    tree = walk.tree(pages.front(bundle, Place(here="", base="d/2026-05-08/", served=True)))
    assert tree.xpath("//header//a[@rel='prev']/@href") == ["d/2026-05-07/"]
    assert tree.xpath("//header//a[@rel='next']/@href") == ["d/2026-05-09/"]
    assert "d/2026-05-08/r1/" in tree.xpath("//header//a/@href")
    first = walk.tree(pages.front(invented.bundle(), Place(here="d/2026-05-08/r1/", base="d/2026-05-08/r1/")))
    assert first.xpath("//main/p[@class='notice']/a/@href") == ["../../../d/2026-05-08/"]


def test_a_draft_says_that_it_follows_the_news() -> None:
    assert "随新消息更新，已收录至 5月8日 07:00" in text(file_of(invented.bundle(revision=0), INDEX))
    assert "It follows the news" in text(file_of(invented.bundle("en", revision=0), INDEX))


def test_sample_and_draft_are_said_on_every_page() -> None:
    for path, body in files(invented.bundle(sample=True, revision=0)).items():
        if path.endswith(".html"):
            assert "样刊" in text(body), path
            assert "草稿" in text(body), path


def test_a_correction_is_told() -> None:
    bundle = invented.bundle(revision=2)
    noted = replace(bundle, edition=replace(bundle.edition, note="首批备货应为30万台"))
    page = text(file_of(noted, INDEX))
    assert "第 2 版" in page
    assert "首批备货应为30万台" in page


def test_a_citation_opens_the_sentence_in_its_paragraph() -> None:
    tree = walk.tree(plain()[STORY])
    first = tree.xpath("//details[@class='cite']")[0]
    assert first.xpath("string(.//mark)") == invented.NEWS[0][5][0]
    assert "截至发稿" in first.xpath("string(.//blockquote)")
    assert first.xpath(".//a[starts-with(@href, 'https://lanjiang.example/')]")
    assert first.xpath(f".//a[@href='../{ARTICLE}#p1']")
    assert "澜江日报" in first.xpath("string(summary/@aria-label)")


def test_reposts_are_folded_under_their_original() -> None:
    tree = walk.tree(plain()[STORY])
    folded = tree.xpath("//details[@class='reposts']")
    assert len(folded) == 1
    assert len(folded[0].xpath(".//li")) == 3
    assert "另有 3 家转载此文" in folded[0].text_content()


def test_an_article_page_keeps_to_its_excerpt_unless_the_licence_allows_more() -> None:
    bundle = invented.bundle()
    long = replace(bundle.articles["0000000000000000"], paragraphs=("甲" * 150, "乙" * 150, "丙" * 150))
    held = replace(bundle, articles={**bundle.articles, long.id: long})
    shown = text(file_of(held, ARTICLE))
    assert shown.count("甲") + shown.count("乙") + shown.count("丙") <= 200
    assert "以上为节选" in shown
    free = replace(bundle.sources["lanjiang"], licence=Licence.FULL)
    whole = text(file_of(replace(held, sources={**bundle.sources, "lanjiang": free}), ARTICLE))
    assert whole.count("丙") == 150
    assert "以上为节选" not in whole


def test_a_story_page_keeps_to_the_excerpt_of_each_article() -> None:
    bundle = invented.bundle()
    first = bundle.articles["0000000000000000"]
    padded = replace(first, paragraphs=(*first.paragraphs[:2], first.paragraphs[2] + "丁" * 900))
    page = text(file_of(replace(bundle, articles={**bundle.articles, first.id: padded}), STORY))
    cited = sum(len(sentence) for sentence in invented.NEWS[0][5])
    assert page.count("丁") <= 200 - cited


def test_an_article_that_could_not_be_read_says_why() -> None:
    page = text(plain()["a/0000000000000190.html"])
    assert "robots.txt 不允许" in page
    assert "只有标题" in page


def test_a_hostile_headline_is_only_text() -> None:
    made = every_file("script")
    for path, body in made.items():
        if path.endswith(".html"):
            assert not walk.tree(body).xpath("//img | //*[@onerror]"), path
            assert not walk.scripts(body), path
    assert FORMULA in text(made[STORY])


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//evil",
        "file:///etc/passwd",
        "http://[",
        "",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    bundle = invented.bundle()
    top = bundle.edition.sections[0]
    entry = top.entries[0]
    changed = replace(entry, articles=(replace(entry.articles[0], url=address), *entry.articles[1:]))
    sections = (replace(top, entries=(changed, *top.entries[1:])), *bundle.edition.sections[1:])
    changed_too = replace(bundle, edition=replace(bundle.edition, sections=sections))
    for path in (STORY, ARTICLE):
        for _, found in walk.addresses(file_of(changed_too, path)):
            assert not address or found != address


def test_invisible_and_reversing_characters_are_left_out() -> None:
    made = files(invented.with_headline("前\u202e反转\x00\x0b后\ud800"))
    assert "前反转后" in text(made[STORY])
    assert b"\x00" not in made["feed.xml"]


def test_ids_cannot_leave_their_folder() -> None:
    for name in ("../../etc/passwd", "a/b", "", ".", "x" * 500, "字", "a\x00b"):
        for path in (story_path(name), article_path(name)):
            assert path.count("/") == 1
            assert path.isascii()
            assert len(path) < 90
    assert story_path("../x") != story_path("../y")


def test_promotion_never_leads_and_is_folded() -> None:
    bundle = invented.bundle()
    lead = bundle.edition.sections[1].entries[0].articles[0].id
    value = {"promo": True, "spans": [{"where": "title", "start": 8, "end": 13, "why": "deal"}]}
    found = Annotation(article_id=lead, revision=1, maker="promotion", version=1, value=value)
    made = files(replace(bundle, annotations={lead: {"promotion": found}}))
    tree = walk.tree(made[INDEX])
    folded = tree.xpath("//details[@class='promotions']")
    assert len(folded) == 1
    assert "另有 1 条推广" in folded[0].text_content()
    assert "青穹云" in folded[0].text_content()
    assert not tree.xpath("//article//h3[contains(., '青穹云')]")
    # the evidence is shown, here and on its own page
    assert folded[0].xpath(".//q/text()") == ["价格再降三"]
    story = made[story_path(bundle.edition.sections[1].entries[0].story)]
    assert "推广" in text(story)
    assert "价格再降三" in text(story)


def test_a_story_of_five_hundred_articles() -> None:
    bundle = invented.bundle()
    top = bundle.edition.sections[0]
    entry = top.entries[0]
    many = tuple(replace(entry.articles[0], id=f"{n:016x}") for n in range(500))
    articles = {one.id: replace(bundle.articles["0000000000000000"], id=one.id) for one in many}
    sections = (replace(top, entries=(replace(entry, articles=many),)),)
    large = replace(bundle, edition=replace(bundle.edition, sections=sections), articles=articles)
    page = pages.story(large, entry.story, Place(here=STORY))
    assert page is not None
    assert len(walk.tree(page).xpath("//section[@class='reports']//ol/li")) == 500


def test_what_is_not_in_the_edition_has_no_page() -> None:
    assert pages.story(invented.bundle(), "ffff", Place(here="s/ffff.html")) is None
    assert pages.article(invented.bundle(), "ffff", Place(here="a/ffff.html")) is None


def test_an_article_whose_text_is_gone_still_has_its_page() -> None:
    made = files(replace(invented.bundle(), articles={}))
    assert "不在手边" in text(made[STORY])
    assert "只有标题" in text(made[ARTICLE])


def test_a_year_is_shown_when_it_is_another() -> None:
    bundle = invented.bundle()
    top = bundle.edition.sections[0]
    old = replace(top.entries[0].articles[0], published_at=datetime(2025, 12, 31, 1, 0, tzinfo=UTC))
    entry = replace(top.entries[0], articles=(old, *top.entries[0].articles[1:]))
    edition = replace(bundle.edition, sections=(replace(top, entries=(entry,)),))
    assert "2025年12月31日 09:00" in text(file_of(replace(bundle, edition=edition), ARTICLE))


def test_print_and_dark_have_their_styles() -> None:
    style = plain()["static/ribao.css"].decode()
    assert "@media print" in style
    assert "prefers-color-scheme:dark" in style
    assert "prefers-reduced-motion" in style
