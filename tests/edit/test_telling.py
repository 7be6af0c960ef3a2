"""No headline tells a rumour as a fact; a digest keeps hedge and source. Through the real compose and the real pages."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import feedparser
import pytest

from ribao.edit.compose import Ledger, compose
from ribao.render.bundle import Bundle
from ribao.render.place import INDEX, story_path
from ribao.render.site import site
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.attribution import Attribution, Basis, SourceType, Status
from ribao.types.claim import Claim, ClaimChange, Holder
from ribao.types.edition import Edition, Entry
from ribao.types.story import Story
from tests.edit.build import NOW, desk, story
from tests.edit.build import article as told
from tests.render import walk

BARE = "云岬科技首席执行官沈未晞离职"
HEDGED = "消息称云岬科技首席执行官沈未晞将离职"
DENIAL = "云岬科技否认首席执行官沈未晞离职"
RUMOUR = "知情人士透露，云岬科技首席执行官沈未晞已经提出离职，正在交接。"
PLAIN = "云岬科技首席执行官沈未晞已经离职，董事会正在挑选新的人选接替。"
SAFE = "云岬科技成立于二十年前，总部设在青石港，现有员工三千二百人左右。"
CONFIRMED = "云岬科技在公告中表示，公司今年的研发投入比去年增加了两成以上。"


def claim(statement: str, status: Status, *held: tuple[Article, str], **more: Any) -> Claim:
    holders = tuple(_holder(article, quote, status) for article, quote in held)
    history = tuple(ClaimChange(at=one.at, status=status, article_id=one.article_id) for one in holders)
    values: dict[str, Any] = {"id": f"k{statement}", "story_id": "s", "language": "zh-Hans"}
    return Claim(statement=statement, status=status, holders=holders, history=history, **(values | more))


def _holder(article: Article, quote: str, status: Status) -> Holder:
    where = "title" if quote == article.title else "text"
    start = 0 if where == "title" else article.text.index(quote)
    return Holder(
        speaker="",
        source_type=SourceType.ANONYMOUS,
        status=status,
        article_id=article.id,
        revision=1,
        source_id=article.source_id,
        at=article.published_at,
        where=where,
        span=(start, start + len(quote)),
        quote=quote,
    )


def of(*claims: Claim) -> Ledger:
    return lambda _story: claims


def entry_of(articles: list[Article], ledger: Ledger, **more: Any) -> Entry:
    edition = compose(desk(articles, [story(*articles)], **more), ledger)
    (entry,) = [entry for section in edition.sections for entry in section.entries]
    return entry


def sentences(entry: Entry) -> list[str]:
    return [sentence.text for sentence in entry.sentences]


def annotation(article: Article, maker: str, value: dict[str, Any]) -> Annotation:
    return Annotation(article_id=article.id, revision=1, maker=maker, version=1, value=value)


def said(article: Article, sentence: str, **more: Any) -> Attribution:
    start = article.text.index(sentence)
    span = (start, start + len(sentence))
    values: dict[str, Any] = {
        "where": "text",
        "sentence": span,
        "source": None,
        "cue": None,
        "content": span,
        "source_type": SourceType.ANONYMOUS,
        "status": Status.UNVERIFIED,
    }
    return Attribution(**(values | more))


def attributed(article: Article, *those: Attribution) -> dict[str, dict[str, Annotation]]:
    value = {"attributions": [one.as_value() for one in those]}
    return {article.id: {"attribution": annotation(article, "attribution", value)}}


# -- headlines -------------------------------------------------------------------------------------------------------


def test_a_hedged_headline_of_another_member_is_preferred() -> None:
    one, two = told("a", BARE, PLAIN, source="a"), told("b", HEDGED, RUMOUR, source="b", hours=1)
    entry = entry_of([one, two], of(claim("沈未晞离职", Status.UNVERIFIED, (two, RUMOUR))))
    assert entry.headline == HEDGED
    assert entry.headline_hedge == ""


@pytest.mark.parametrize(("language", "hedge"), [("zh", "未经证实："), ("en", "Unverified: ")])
def test_where_nobody_hedges_the_daily_does_and_says_so(language: str, hedge: str) -> None:
    one = told("a", BARE, RUMOUR)
    entry = entry_of(
        [one], of(claim("云岬科技首席执行官沈未晞离职", Status.UNVERIFIED, (one, RUMOUR))), language=language
    )
    assert entry.headline_hedge == hedge
    assert entry.headline == hedge + BARE


def test_what_was_denied_is_told_as_denied() -> None:
    one, two = told("a", BARE, RUMOUR, source="a"), told("b", HEDGED, source="b")
    denied = claim("沈未晞离职", Status.DENIED, (one, RUMOUR))
    assert entry_of([one, two], of(denied)).headline == "已被否认：" + BARE
    three = told("c", DENIAL, CONFIRMED, source="c")
    assert entry_of([one, two, three], of(denied)).headline == DENIAL


def test_what_merely_stands_against_another_statement_is_not_said_to_be_denied() -> None:
    one = told("a", BARE, RUMOUR)
    for holder, hedge in ((Status.REPORTED, ""), (Status.UNVERIFIED, "未经证实：")):
        held = replace(claim("沈未晞离职", holder, (one, RUMOUR)), status=Status.DENIED)
        assert entry_of([one], of(held)).headline == hedge + BARE


def test_who_tells_the_denial_is_not_said_to_be_denied() -> None:
    one = told("a", "云岬折叠屏六月照常发布", SAFE, source="a")
    two = told("b", "云岬否认取消折叠屏：六月照常发布", SAFE, source="b", hours=1)
    denied = claim("云岬否认取消折叠屏：六月照常发布", Status.DENIED, (two, two.title))
    assert entry_of([one, two], of(denied)).headline == one.title


def test_a_confirmed_claim_is_told_plainly() -> None:
    one, two = told("a", BARE, RUMOUR, source="a"), told("b", HEDGED, RUMOUR, source="b", hours=1)
    entry = entry_of([one, two], of(claim("沈未晞离职", Status.CONFIRMED, (one, RUMOUR))))
    assert entry.headline == BARE


def test_another_claim_of_the_story_does_no_harm_to_a_plain_headline() -> None:
    names = {"names": [{"id": "o", "kind": "organisation", "name": "云岬科技", "aliases": [], "spans": []}]}
    one = told("a", BARE, RUMOUR, "知情人士说，云岬科技将在六月发布新机。")
    other = claim("云岬科技将在六月发布新机", Status.UNVERIFIED, (one, "知情人士说，云岬科技将在六月发布新机。"))
    entry = entry_of([one], of(other), annotations={"a": {"names": annotation(one, "names", names)}})
    assert entry.headline == BARE


def test_another_figure_is_another_claim() -> None:
    one = told("a", "云岬新机售价 3999 元", "消息人士称，云岬新机的售价将是 4999 元，比上一代贵了整整一千元。")
    other = claim("云岬新机售价 4999 元", Status.UNVERIFIED, (one, one.text))
    assert entry_of([one], of(other)).headline_hedge == ""


def test_a_headline_marked_as_a_rumour_is_hedged_though_no_claim_matches() -> None:
    one = told("a", BARE, SAFE)
    rumor = {"a": {"certainty": annotation(one, "certainty", {"certainty": "rumor", "scores": {}, "why": []})}}
    assert entry_of([one], of(), annotations=rumor).headline_hedge == "未经证实："
    repeated = of(claim("沈未晞离职", Status.REPORTED, (one, BARE)))
    assert entry_of([one], repeated, annotations=rumor).headline_hedge == "未经证实："
    known = of(claim("沈未晞离职", Status.CONFIRMED, (one, SAFE)))
    assert entry_of([one], known, annotations=rumor).headline_hedge == ""


def test_two_stories_never_get_one_headline() -> None:
    one, two = told("a", BARE, RUMOUR, source="a"), told("b", HEDGED, RUMOUR, source="b")
    three = told("c", HEDGED, RUMOUR, source="c")
    ledger = of(claim("沈未晞离职", Status.UNVERIFIED, (one, RUMOUR)))
    edition = compose(desk([one, two, three], [story(one, two), story(three)]), ledger)
    found = [entry.headline for section in edition.sections for entry in section.entries]
    assert len(set(found)) == len(found) == 2


# -- digests ---------------------------------------------------------------------------------------------------------


def test_a_bare_assertion_of_a_rumour_is_passed_over_while_there_is_another_sentence() -> None:
    one, two = told("a", "董事会换人", PLAIN + SAFE, source="a"), told("b", "青石港消息", RUMOUR, source="b")
    rumour = claim("云岬科技首席执行官沈未晞已经离职", Status.UNVERIFIED, (two, RUMOUR))
    found = sentences(entry_of([one, two], of(rumour)))
    assert PLAIN not in found
    assert found
    assert sentences(entry_of([one, two], of()))[0] == PLAIN


def test_with_nothing_else_at_hand_it_is_its_outlets_word_unless_it_was_denied() -> None:
    one, two = told("a", "董事会换人", PLAIN, source="a"), told("b", RUMOUR, source="b")
    assert sentences(entry_of([one, two], of(claim("沈未晞已经离职", Status.UNVERIFIED, (two, RUMOUR))))) == [PLAIN]
    assert sentences(entry_of([one, two], of(claim("沈未晞已经离职", Status.DENIED, (two, RUMOUR))))) == []


def test_an_unverified_sentence_stands_only_in_words_that_say_so() -> None:
    one = told("a", "董事会换人", PLAIN, SAFE)
    assert sentences(entry_of([one], of(claim("沈未晞离职", Status.UNVERIFIED, (one, PLAIN))))) == [SAFE]
    two = told("a", "董事会换人", RUMOUR, SAFE)
    assert RUMOUR in sentences(entry_of([two], of(claim("沈未晞离职", Status.UNVERIFIED, (two, RUMOUR)))))


def test_what_somebody_with_a_name_says_comes_before_what_nobody_does() -> None:
    one = told("a", "青石港", RUMOUR + SAFE + CONFIRMED)
    claims = (
        claim("沈未晞离职", Status.UNVERIFIED, (one, RUMOUR)),
        claim("云岬科技研发投入增加两成", Status.CONFIRMED, (one, CONFIRMED)),
    )
    assert CONFIRMED not in sentences(entry_of([one], of()))
    assert CONFIRMED in sentences(entry_of([one], of(*claims)))


NAMED = "港务局局长乔一苇说，修缮花了两年时间，共用去四百二十万元。"
GOES_ON = "修缮之后的灯塔比过去亮了三倍，二十海里之外的渔船都能看见它。"
OPENING = "青石港的灯塔今天清晨重新点亮，这是它停用三十年后的第一次亮灯。"


def _digest(*text: str, goes_on: dict[str, Any], annotated: str = GOES_ON) -> list[str]:
    one = told("a", "老灯塔回来了", "".join(text))
    start = one.text.index(NAMED)
    plain: dict[str, Any] = {"status": Status.REPORTED, "source_type": SourceType.OFFICIAL}
    first = said(one, NAMED, source=(start, start + 8), cue=(start + 8, start + 9), **plain)
    return sentences(
        entry_of([one], of(), annotations=attributed(one, first, said(one, annotated, **(plain | goes_on))))
    )


def test_an_account_that_goes_on_is_told_only_behind_its_speaker() -> None:
    goes_on = {"basis": Basis.CONTINUATION, "resolved": "乔一苇"}
    assert _digest(NAMED, GOES_ON, goes_on=goes_on) == [NAMED, GOES_ON]
    assert GOES_ON not in _digest(OPENING, GOES_ON, NAMED, goes_on=goes_on)
    assert GOES_ON not in _digest(OPENING, NAMED, SAFE, GOES_ON, goes_on=goes_on)
    elsewhere = {"basis": Basis.CONTINUATION, "resolved": "沈未晞"}
    assert GOES_ON not in _digest(NAMED, GOES_ON, goes_on=elsewhere)


def test_an_elided_speaker_is_told_only_behind_the_sentence_that_names_him() -> None:
    elided = {"cue": (0, 1), "resolved": "港务局局长乔一苇"}
    assert _digest(NAMED, GOES_ON, goes_on=elided) == [NAMED, GOES_ON]
    assert GOES_ON not in _digest(GOES_ON, OPENING, NAMED, goes_on=elided)


def test_a_speaker_whom_the_sentence_names_itself_needs_no_other() -> None:
    officially = "青石港港务局今天重新点亮灯塔，官方称它比过去亮了整整三倍有余。"
    one = told("a", "老灯塔回来了", officially + SAFE)
    at = one.text.index("官方")
    held = said(
        one, officially, source=(at, at + 2), cue=(at + 2, at + 3), resolved="青石港港务局", status=Status.CONFIRMED
    )
    assert officially in sentences(entry_of([one], of(), annotations=attributed(one, held)))
    stranger = replace(held, resolved="云岬科技")
    assert officially not in sentences(entry_of([one], of(), annotations=attributed(one, stranger)))


# -- the contract: over many stories, nowhere an unhedged headline of an unverified claim ----------------------------

FIRMS = ("云岬科技", "砾石存储", "青穹云", "陆桥手机", "白榆资本", "Cloudcape", "Tarn Audio", "Northwick")
DEEDS = ("将裁员三成", "首席执行官离职", "推迟新机发布", "收购一家芯片公司", "关闭青石港工厂", "下月涨价两成")
ENGLISH = ("cuts a third of its staff", "delays its foldable phone", "buys a chip maker", "closes its Heron Bay plant")
HEDGES: tuple[Callable[[str], str], ...] = (
    lambda text: "消息称" + text if not text.isascii() else text + ", sources say",
    lambda text: text + "？" if not text.isascii() else "Report: " + text,
    lambda text: "网传" + text if not text.isascii() else "Rumor: " + text,
)


def _made(seed: int) -> tuple[list[Article], list[Story], dict[str, tuple[Claim, ...]], dict[str, tuple[str, Status]]]:
    chance = random.Random(seed)
    articles: list[Article] = []
    stories: list[Story] = []
    ledgers: dict[str, tuple[Claim, ...]] = {}
    bare: dict[str, tuple[str, Status]] = {}
    pairs = [(firm, deed) for firm in FIRMS for deed in (ENGLISH if firm.isascii() else DEEDS)]
    for n, (firm, deed) in enumerate(chance.sample(pairs, 20)):
        fact = f"{firm} {deed}" if firm.isascii() else firm + deed
        status = chance.choice(list(Status))
        options = [fact, *(hedge(fact) for hedge in chance.sample(HEDGES, chance.randrange(3)))]
        language = "en" if firm.isascii() else "zh-Hans"
        members = [
            told(f"{n}-{m}", title, f"知情人士说，{fact}，此事尚无人出面回应。", source=f"s{chance.randrange(9)}", hours=chance.random() * 20, language=language)
            for m, title in enumerate(chance.sample(options, len(options)))
        ]  # fmt: skip
        articles += members
        stories.append(story(*members))
        ledgers[stories[-1].id] = (claim(fact, status, (members[0], members[0].text), id=f"k{n}"),)
        bare[stories[-1].id] = fact, status
    return articles, stories, ledgers, bare


def _bundle(edition: Edition, articles: list[Article], stories: list[Story], language: str) -> Bundle:
    return Bundle(
        edition=edition,
        articles={one.id: one for one in articles},
        sources=desk(articles, stories).sources,
        stories={one.id: one for one in stories},
        annotations={},
        title="智能日报",
        language=language,
    )


@pytest.mark.parametrize("seed", range(6))
def test_no_unhedged_headline_of_an_unverified_claim_anywhere(seed: int) -> None:
    articles, stories, ledgers, bare = _made(seed)
    language = ("zh", "en")[seed % 2]
    edition = compose(desk(articles, stories, language=language), lambda one: ledgers[one.id])
    pages = dict(site(_bundle(edition, articles, stories, language)))
    unsure = {fact for fact, status in bare.values() if status in (Status.UNVERIFIED, Status.DENIED)}
    plain = compose(desk(articles, stories, language=language))
    assert unsure & {entry.headline for section in plain.sections for entry in section.entries}
    assert not _headlines(pages) & unsure
    entries = [entry for section in edition.sections for entry in section.entries]
    assert len(entries) >= 12
    hedged = [entry for entry in entries if entry.headline_hedge]
    assert hedged
    for entry in hedged:
        assert entry.headline.removeprefix(entry.headline_hedge) in {row.title for row in entry.articles}
        assert bare[entry.story][1] in (Status.UNVERIFIED, Status.DENIED)


def _headlines(pages: dict[str, bytes]) -> set[str]:
    """Every headline of an edition: on its pages and in what their heads tell machines, in each feed, in edition.json."""
    sections = json.loads(pages["edition.json"])["sections"]
    found = {entry["headline"] for section in sections for entry in section["entries"]}
    for path, body in pages.items():
        if path.endswith((".xml", ".atom")):
            found |= {one.title for one in feedparser.parse(body).entries}
        elif path.endswith(".json") and "items" in (read := json.loads(body)):
            found |= {one["title"] for one in read["items"]}
        elif path == INDEX or (path.startswith(("s/", "c/")) and path.endswith(".html")):
            found |= _headlines_of(walk.tree(body))
    return found


def _headlines_of(page: Any) -> set[str]:
    links = page.xpath("//h1 | //h2 | //h3 | //a[contains(@href, 's/')]")
    found = {" ".join("".join(one.itertext()).split()) for one in links}
    found |= {
        page.xpath("string(//title)").removesuffix(" · 智能日报"),
        *page.xpath("//meta[@property='og:title']/@content"),
    }
    told = [json.loads(one.text) for one in page.xpath("//script[@type='application/ld+json']")]
    return found | {one["headline"] for one in told if "headline" in one}


def test_the_story_page_of_a_rumour_shows_who_said_so() -> None:
    one = told("a", BARE, RUMOUR)
    listed = claim("沈未晞离职", Status.UNVERIFIED, (one, RUMOUR))
    when = [one]
    edition = compose(desk(when, [story(one)]), of(listed))
    pages = dict(site(_bundle(edition, when, [story(one)], "zh")))
    shown = walk.tree(pages[story_path("sa")])
    assert RUMOUR in "".join(shown.xpath("//section[@class='ledger']")[0].itertext())
    assert edition.as_of == NOW > one.published_at > NOW - timedelta(hours=3)
