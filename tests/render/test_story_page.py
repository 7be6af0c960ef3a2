"""The page of a story and of an article: what is drawn stands there in words too, and nothing is shown that is not there."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from lxml.html import HtmlElement

from ribao.render import site as pages
from ribao.render.bundle import Bundle
from ribao.render.lineage import DEEPEST, lineage
from ribao.render.place import Place
from ribao.render.text import EXCERPT
from ribao.types.edition import Entry
from ribao.types.source import Licence
from tests.render import invented, ledger, running, walk

STORY = f"s/{running.STORY}.html"
ARTICLE = f"a/{ledger.FIRST}.html"
INNER = f"{running.STORY[:-1]}1"
SVG = ".//*[local-name()='svg']"


def story(bundle: Bundle) -> HtmlElement:
    made = pages.story(bundle, running.STORY, Place(here=STORY))
    assert made is not None
    return walk.tree(made)


def article(bundle: Bundle, owner: bool = False) -> HtmlElement:
    made = pages.article(bundle, ledger.FIRST, Place(here=ARTICLE, owner=owner))
    assert made is not None
    return walk.tree(made)


@cache
def page(language: str = "zh") -> HtmlElement:
    return story(running.bundle(language))


def text(node: HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())


def section(tree: HtmlElement, name: str) -> HtmlElement:
    (found,) = tree.xpath(f"//section[contains(concat(' ', @class, ' '), ' {name} ')]")
    return found


# -- how sure --------------------------------------------------------------------------------------------------------


def test_statements_are_counted_in_one_line() -> None:
    (line,) = page().xpath("//ul[@class='tally']")
    assert text(line) == "● 官方确认 1○ 未经证实 1✕ 已否认 1◇ 预测 1"
    (english,) = page("en").xpath("//ul[@class='tally']")
    assert text(english) == "● confirmed 1○ unverified 1✕ denied 1◇ forecast 1"
    assert not story(invented.bundle()).xpath("//ul[@class='tally']")


def test_a_history_is_drawn_beside_its_words() -> None:
    (claim,) = page().xpath("//li[@id='c1']")
    (drawn,) = claim.xpath(SVG)
    assert drawn.get("aria-label") == "未经证实 → 官方确认"
    assert len(claim.xpath(".//ol[@class='history']/li")) == 2
    (single,) = page().xpath("//li[@id='c2']")
    assert not single.xpath(f"{SVG} | .//ol[@class='history']")


# -- when ------------------------------------------------------------------------------------------------------------


def test_chapters_stand_on_a_line_and_in_a_list() -> None:
    found = section(page(), "chapters")
    (drawn,) = found.xpath(SVG)
    assert "4 段" in drawn.get("aria-label")
    rows = [text(row) for row in found.xpath(".//ol/li")]
    assert [row.split()[0] for row in rows] == ["1", "2", "3", "4"]
    assert "5 篇报道" in rows[0]
    assert "就是这一条" in rows[2]
    assert "本期之后" in rows[3]
    assert found.xpath(".//ol/li[1]//a/@href") == [f"../s/{INNER}.html"]
    assert found.xpath(".//ol/li[4]//a/@href") == ["../d/2026-05-13/s/r3.html"]


def test_the_numbers_of_the_hours_add_up_to_the_reports() -> None:
    counts = section(page(), "chapters").xpath(".//table//td/text()")
    assert sum(map(int, counts)) == 7


def test_one_or_two_reports_need_no_timeline() -> None:
    few = ledger.with_entry(invented.bundle(), lambda entry: replace(entry, articles=entry.articles[:2]))
    assert not story(few).xpath("//section[@class='chapters']")


# -- from whom -------------------------------------------------------------------------------------------------------


def test_reposts_hang_under_their_original() -> None:
    found = section(page(), "lineage")
    root = found.xpath("./ul/li[.//li]")[0]
    assert text(root.find("p")).startswith("澜江日报 5月8日 06:05")
    assert root.xpath("./p/a/@class") == ["own"]
    copies = root.xpath("./ul/li/p")
    assert len(copies) == 3
    assert all("文字相同" in text(one) for one in copies)
    assert {one.xpath("./a/@class")[0] for one in copies} == {"copy"}
    assert "家独立信源" in text(found)


def test_without_texts_the_tree_tells_the_reposts_that_the_edition_knows() -> None:
    found = lineage(replace(invented.bundle(), articles={}), invented.bundle().edition.sections[0].entries[0])
    assert found is not None
    assert [len(root.below) for root in found.roots] == [3, 0, 0, 0]
    assert not story(one_article()).xpath("//section[@class='lineage']")


def chained(count: int) -> Entry:
    """Each report repeats the one before."""
    entry = invented.bundle().edition.sections[0].entries[0]
    first = entry.articles[0]
    ids = [f"{number:016x}" for number in range(count)]
    before = [None, *ids]
    rows = tuple(
        replace(first, id=id_, repost_of=before[n], published_at=first.published_at + timedelta(minutes=n))
        for n, id_ in enumerate(ids)
    )
    return replace(entry, articles=rows)


def test_a_long_chain_is_no_deep_nest() -> None:
    bundle = ledger.with_entry(replace(invented.bundle(), articles={}), lambda _: chained(300))
    found = section(story(bundle), "lineage")
    assert max(len(one.xpath("ancestor::li")) for one in found.xpath(".//li")) == DEEPEST
    assert len(found.xpath(".//li")) == 200
    assert "来自澜江日报" in text(found)
    assert "另有 100 篇" in text(found)


def test_reports_that_name_each_other_are_no_ring() -> None:
    rows = chained(2).articles
    ring = replace(chained(2), articles=(replace(rows[0], repost_of=rows[1].id), rows[1]))
    found = lineage(replace(invented.bundle(), articles={}), ring)
    assert found is None or sum(1 + root.size for root in found.roots) == 2


def test_an_outlet_that_names_itself_has_it_from_nobody() -> None:
    full = one_article()
    own = replace(full.articles[ledger.FIRST], paragraphs=("据澜江日报报道，大桥恢复通行。",))
    assert lineage(replace(full, articles={own.id: own}), full.edition.sections[0].entries[0]) is None


# -- what stands around ----------------------------------------------------------------------------------------------


def test_earlier_later_and_related_stories_have_headline_excerpt_and_date() -> None:
    found = section(page(), "around")
    assert [text(one) for one in found.xpath(".//h3")] == ["此前", "本期之后", "相关"]
    for row in found.xpath(".//li"):
        assert row.xpath("./p[@class='title']")
        assert 0 < len(text(row.xpath("./p[@class='lede']")[0])) <= EXCERPT + 1
        assert row.xpath(".//time/@datetime")
    assert "截至5月8日 07:00" in text(found)
    assert "都提到： 云岬科技、铰链厂" in text(found)
    outside = found.xpath(".//a[contains(@href, 'bandao.example/r4')]")
    assert outside[0].get("rel") == "noopener noreferrer external"


def test_the_newest_of_what_came_before_is_first() -> None:
    titles = [text(one) for one in section(page(), "around").xpath(".//ul[@class='before']//p[@class='title']")]
    assert [title[:6] for title in titles] == ["云岬回应推迟", "云岬折叠屏或"]


def test_an_edition_that_knows_nothing_around_says_nothing() -> None:
    assert not story(invented.bundle()).xpath("//section[@class='around']")


# -- what changed ----------------------------------------------------------------------------------------------------


def test_a_changed_page_tells_what_it_said_before_with_dates() -> None:
    found = section(article(running.bundle()), "revisions")
    assert "7" in "".join(found.xpath(".//p[@class='change'][not(span[@class='label'])]//del/text()"))
    assert found.xpath(".//del/span/text()")[0] == "删"
    assert found.xpath(".//ins/span/text()")[0] == "增"
    assert "5月8日 04:00" in text(found.find("h3"))
    assert "5月8日 06:00" in text(found.find("h3"))
    assert found.xpath(".//span[@class='label']/text()") == ["标题"]
    assert section(article(running.bundle("en")), "revisions").xpath(".//ins/span/text()")[0] == "new"
    assert not article(ledger.bundle()).xpath("//section[@class='revisions']")


def test_a_change_after_the_edition_is_marked_so() -> None:
    full = running.bundle()
    older, newer = full.readings[ledger.FIRST]
    later = replace(newer, article=replace(newer.article, revision=2))
    found = section(article(replace(full, readings={ledger.FIRST: (older, later)})), "revisions")
    assert "本期之后" in text(found.find("h3"))
    assert "本期之后" not in text(section(article(full), "revisions"))


def shown_of(tree: HtmlElement) -> int:
    """Characters of the article on its page: its excerpt, and what its changes tell, without our own words."""
    excerpt = sum(len(text(one)) for one in tree.xpath("//div[@class='excerpt']/p"))
    changes = 0
    for passage in tree.xpath("//section[@class='revisions']//p[@class='change'][not(span[@class='label'])]"):
        changes += len(text(passage)) - sum(len(tag.text) for tag in passage.xpath(".//span[@class='tag']"))
    return excerpt + changes


LONG = tuple(f"第{n}段说，仓库里有{n * 37}台机器，守夜的人没有离开过，直到天明才有人来。" for n in range(60))
OTHER = tuple(f"第{n}段说，仓库里有{n * 41}台机器，守夜的人已经离开，直到傍晚才有人来。" for n in range(60))


@pytest.mark.parametrize("new", [OTHER, ("短。",), LONG[:30], (*LONG, *OTHER), ("另一件事。" * 900,)])
def test_a_public_page_shows_no_more_than_an_excerpt_of_all_of_it(new: tuple[str, ...]) -> None:
    tree = article(running.with_text(running.bundle(), LONG, new))
    assert 0 < shown_of(tree) <= EXCERPT + 30  # ellipses are nobody's words
    assert re.search(r"(新增|删去) \d", text(section(tree, "revisions")))


def test_a_free_licence_shows_every_change() -> None:
    bundle = running.with_text(running.bundle(), LONG[:20], OTHER[:20])
    free = {**bundle.sources, "lanjiang": replace(bundle.sources["lanjiang"], licence=Licence.FULL)}
    told = text(section(article(replace(bundle, sources=free)), "revisions"))
    assert "傍晚" in told
    assert "未全部展示" not in told
    assert "未全部展示" in text(section(article(bundle), "revisions"))


def test_the_owner_reads_all_of_it() -> None:
    bundle = running.with_text(running.bundle(), LONG, OTHER)
    public, own = article(bundle), article(bundle, owner=True)
    assert OTHER[-1] not in text(public)
    assert OTHER[-1] in text(own)
    assert "节选" in text(public.xpath("//article")[0])
    assert "节选" not in text(own.xpath("//article")[0])
    assert len(own.xpath("//p[@class='change']//ins")) > 60


# -- where data are missing or odd -----------------------------------------------------------------------------------


def one_article() -> Bundle:
    full = invented.bundle()
    bare = ledger.with_entry(full, lambda entry: replace(entry, articles=entry.articles[:1], claims=()))
    first = replace(full.articles[ledger.FIRST], paragraphs=(), summary="")
    return replace(bare, articles={first.id: first}, stories={}, sources={})


def named(words: str) -> Bundle:
    """All that outsiders named is ``words``."""
    full = running.bundle()
    other = replace(
        full.around[running.STORY].related[0],
        headline=words, excerpt=words[:EXCERPT], outlet=words, shared=(words,), url=words,
    )  # fmt: skip
    around = replace(full.around[running.STORY], chapters=(replace(other, story="x1"),), later=(), related=(other,))
    bare = ledger.with_entry(
        full,
        lambda entry: replace(
            entry, headline=words, articles=tuple(replace(row, title=words, source=words) for row in entry.articles)
        ),
    )
    titles = {id_: replace(one, title=words) for id_, one in full.articles.items()}
    return replace(bare, around={running.STORY: around}, articles=titles)


@pytest.mark.parametrize(
    "words", ["字" * 3000, "word" * 750, "<script>alert(1)</script>", "javascript:alert(1)", "", "\x00\u202e"]
)
def test_odd_words_stay_words(words: str) -> None:
    for tree in (story(named(words)), article(named(words))):
        assert "alert(1)" not in "".join(tree.xpath("//script[not(@type='application/ld+json')]/text()"))
        assert not tree.xpath("//*[@style or @onclick or @onload]")
        assert not [link for link in tree.xpath("//@href") if link.lower().startswith("javascript:")]
        assert len(tree.xpath("//h1")) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "make",
    [one_article, running.bundle, lambda: replace(running.bundle(), articles={})],
    ids=["one", "all", "no texts"],
)
def test_no_section_is_empty_and_every_fragment_leads_somewhere(make: Callable[[], Bundle], language: str) -> None:
    tree = story(replace(make(), language=language))
    for found in tree.xpath("//main//section"):
        assert text(found) != text(found.xpath(".//h2|.//h3")[0])
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//@href") if link.startswith("#")} <= set(ids)


def test_of_many_reports_the_first_stand_open() -> None:
    first = chained(1).articles[0]
    rows = tuple(replace(first, id=f"{number:016x}") for number in range(500))
    bundle = ledger.with_entry(replace(invented.bundle(), articles={}), lambda one: replace(one, articles=rows))
    tree = story(bundle)
    assert len(tree.xpath("//section[@class='reports']/ol/li")) == 20
    assert len(tree.xpath("//section[@class='reports']/details//li")) == 480
    assert "500 篇" in section(tree, "chapters").xpath(SVG)[0].get("aria-label")
