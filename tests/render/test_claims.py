"""The ledger on pages: who says what, how sure, since when; each sentence one click away."""

import json
from dataclasses import replace
from functools import cache

import feedparser
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from lxml.html import HtmlElement

from ribao.render.claims import QUOTED
from ribao.render.edition_json import schema, to_json
from ribao.render.place import INDEX
from ribao.render.site import site
from ribao.types.attribution import Status
from ribao.types.source import Licence
from tests.render import invented, ledger, walk

STORY = "s/000000000000abc0.html"
ARTICLE = f"a/{ledger.FIRST}.html"
OTHER = f"a/{ledger.OTHER}.html"


@cache
def made(language: str = "zh", hedge: str = "") -> dict[str, bytes]:
    return dict(site(ledger.bundle(language, hedge)))


def text(node: HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())


def claim(number: int, language: str = "zh") -> HtmlElement:
    (found,) = walk.tree(made(language)[STORY]).xpath(f"//li[@id='c{number}']")
    return found


def test_claims_stand_by_status_the_surest_first_each_told_in_words() -> None:
    heads = [text(one) for one in walk.tree(made()[STORY]).xpath("//section[@class='ledger']//h3")]
    assert [head.split()[1] for head in heads] == ["官方确认", "未经证实", "已否认", "预测", "说法不一"]
    english = [text(one) for one in walk.tree(made("en")[STORY]).xpath("//section[@class='ledger']//h3")]
    assert "Confirmed by those concerned" in english[0]
    assert "unverified" in claim(2).get("class").split()


def test_a_holder_is_named_with_kind_outlet_and_date_and_opens_its_sentence() -> None:
    (first,) = [one for one in claim(1).xpath(".//details") if "云岬科技" in text(one.find("summary"))]
    assert "云岬科技 官方 澜江日报 5月8日 06:05" in text(first.find("summary"))
    assert first.xpath("string(.//mark)") == ledger.NOTICE
    (address,) = first.xpath(".//a[contains(@href, '/a/')]/@href")
    path, fragment = walk.inside(STORY, address) or ("", "")
    assert path == ARTICLE
    page = walk.tree(made()[path])
    assert page.xpath(f"string(//*[@id='{fragment}']/following-sibling::mark[1])") == ledger.NOTICE


def test_nobody_named_is_told_as_such() -> None:
    assert "未具名者" in text(claim(4))


def test_its_history_is_dated() -> None:
    steps = [text(one) for one in claim(1).xpath(".//ol[@class='history']/li")]
    assert len(steps) == 2
    assert "5月6日" in steps[0]
    assert "未经证实" in steps[0]
    assert "5月8日" in steps[1]
    assert "官方确认" in steps[1]


def test_what_cannot_both_be_true_stands_side_by_side() -> None:
    (table,) = walk.tree(made()[STORY]).xpath("//table[@class='against']")
    assert table.xpath(".//td/p[@class='words']/text()") == ["30万台", "60万台"]
    assert table.xpath(".//a/@href") == ["#c2", "#c3"]
    assert [text(cell).split()[2] for cell in table.xpath(".//td")] == ["未经证实", "已否认"]
    assert "两个数字" in text(table.find("caption"))
    assert claim(2).xpath(".//a[@href='#disputed']")


def test_a_sentence_that_was_corrected_says_so_on_both_pages() -> None:
    assert "原文后来作了更正" in text(claim(3))
    (address,) = claim(3).xpath(".//div[@class='quote']//a[contains(@href, '/a/')]/@href")
    path, fragment = walk.inside(STORY, address) or ("", "")
    (there,) = walk.tree(made()[path]).xpath(f"//*[@id='{fragment}']")
    assert ledger.GONE in text(there)
    assert "较早的版本" in text(there)


def test_a_sentence_beyond_the_excerpt_is_quoted_on_its_articles_page() -> None:
    page = walk.tree(made()[ARTICLE])
    assert ledger.FAR not in text(page.xpath("//div[@class='excerpt']")[0])
    (apart,) = page.xpath("//section[@class='quoted']//li")
    assert ledger.FAR in text(apart)
    assert page.xpath("//section[@class='quoted']//small/a/@href") == [f"../{STORY}#c4"]


def test_of_one_article_no_more_is_quoted_than_its_licence_allows() -> None:
    bundle = ledger.bundle()
    article = bundle.articles[ledger.FIRST]
    told = [f"知情人士说，第{n:03d}号仓库的灯在夜里一直亮着，{'守夜的人没有离开过，' * 6}直到天明。" for n in range(40)]
    long = replace(article, paragraphs=tuple(told))
    many = tuple(
        ledger.claim(
            f"m{n}", f"第{n:03d}号仓库的灯亮着", Status.UNVERIFIED, ledger.holder(long.text, one, Status.UNVERIFIED)
        )
        for n, one in enumerate(told)
    )
    listed = replace(bundle, articles={**bundle.articles, long.id: long})
    listed = ledger.with_entry(listed, lambda entry: replace(entry, claims=many, sentences=()))
    for path in (STORY, ARTICLE):
        assert dict(site(listed))[path].decode().count("守夜的人") * 10 <= QUOTED + 210, path
    free = {**listed.sources, "lanjiang": replace(listed.sources["lanjiang"], licence=Licence.FULL)}
    assert dict(site(replace(listed, sources=free)))[STORY].decode().count("守夜的人") == 240


def test_a_long_ledger_is_folded() -> None:
    bundle = ledger.bundle()
    one = ledger.claims(bundle.articles[ledger.FIRST].text)[1]
    many = tuple(replace(one, id=f"m{n}", contradicts=()) for n in range(30))
    pages = dict(site(ledger.with_entry(bundle, lambda entry: replace(entry, claims=many))))
    page = walk.tree(pages[STORY])
    assert len(page.xpath("//li[starts-with(@id, 'c')]")) == 30
    assert len(page.xpath("//details[@class='more']//li[starts-with(@id, 'c')]")) == 25
    assert "另有 25 条" in text(page.xpath("//details[@class='more']/summary")[0])


def test_an_article_page_says_who_says_each_sentence_and_what_was_found() -> None:
    page = walk.tree(made()[ARTICLE])
    shown = text(page.xpath("//div[@class='excerpt']")[0])
    assert f"{ledger.NOTICE} [● 云岬科技、官方确认]" in shown
    assert f"{ledger.REASON} [● 公告、官方确认]" in shown
    assert f"{ledger.PEOPLE} [○ 两位了解备货计划的人士、未经证实]" in shown
    found = text(page.xpath("//section[@class='found']")[0])
    for expected in ("官方：当事方自己说的", "公告", "智能手机", "折叠屏"):
        assert expected in found


def test_a_headline_that_is_a_claim_says_whose_it_is() -> None:
    page = walk.tree(made()[OTHER])
    assert page.xpath("//h1//*[@id='h0']")
    assert "两位了解备货计划的人士" in text(page.xpath("//main")[0])


def test_the_dailys_own_word_before_a_headline_is_marked_wherever_it_stands() -> None:
    hedge, own = "未经证实：", invented.NEWS[0][4]
    pages = made(hedge=hedge)
    for path in (INDEX, STORY):
        marked = walk.tree(pages[path]).xpath("//span[@class='hedge']")
        assert {text(one) for one in marked} == {hedge}
        assert all(text(one.getparent()) == hedge + own for one in marked)
    assert "本报所加" in text(walk.tree(pages[STORY]))
    assert walk.tree(pages[STORY]).xpath("string(//title)").startswith(hedge)
    (first, *_) = feedparser.parse(pages["feed.xml"]).entries
    assert first.title == hedge + own
    assert "本报所加" in first.summary
    entry = json.loads(pages["edition.json"])["sections"][0]["entries"][0]
    assert entry["headline"] == hedge + own
    assert entry["headline_hedge"] == hedge


def test_under_a_hedged_headline_stands_its_own_source() -> None:
    bundle = ledger.bundle(hedge="未经证实：")
    turned = ledger.with_entry(bundle, lambda e: replace(e, headline=e.headline_hedge + e.articles[2].title))
    tree = walk.tree(dict(site(turned))[INDEX])
    assert tree.xpath("string(//article[@class='lead']//*[@class='outlet'])") == turned.edition.sections[0].entries[0].articles[2].source  # fmt: skip


def test_the_whole_ledger_is_in_edition_json() -> None:
    bundle = ledger.bundle()
    document = json.loads(to_json(bundle.edition))
    Draft202012Validator(json.loads(schema()), format_checker=FormatChecker()).validate(document)
    listed = document["sections"][0]["entries"][0]["claims"]
    assert [one["status"] for one in listed] == ["confirmed", "unverified", "denied", "forecast"]
    held = listed[0]["holders"][1]
    assert held["copies"] == [ledger.REPOST]
    assert held["at"] == "2026-05-08T06:05:00+08:00"
    assert bundle.articles[held["article"]].text[held["start"] : held["end"]] == held["quote"] == ledger.NOTICE
    assert listed[1]["contradicts"] == [{"claim": "k3", "kind": "figure", "ours": "30万台", "theirs": "60万台"}]


def test_hostile_claims_are_only_text() -> None:
    nasty = "<script>alert(1)</script>\u202e\x00\ud800"
    bundle = ledger.bundle()
    one = ledger.claims(bundle.articles[ledger.FIRST].text)[1]
    held = replace(one.holders[0], speaker=nasty, quote=nasty, span=(10**6, 10**6 + 5), where="odd", gone="?")
    turned = replace(one, id=nasty, statement=nasty, holders=(held,), language="x y")
    pages = dict(site(ledger.with_entry(bundle, lambda entry: replace(entry, claims=(turned,)))))
    for path in (STORY, ARTICLE):
        assert not walk.scripts(pages[path])
        assert "alert(1)" in text(walk.tree(pages[path]))
