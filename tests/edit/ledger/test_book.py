"""The ledger of a story, from material to claims."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from ribao.edit.ledger.book import MOST_CLAIMS, book, ledger
from ribao.edit.ledger.hearing import MOST_LETTERS, MOST_OF_ARTICLE
from ribao.edit.ledger.material import Material
from ribao.types.annotation import Annotation
from ribao.types.article import TextFrom
from ribao.types.attribution import Status
from ribao.types.claim import Claim
from ribao.types.reason import Code, Reason
from tests.edit.ledger.build import AT, annotated, article, material, name, says

FIRM = [name("organisation", "云雀科技", "Lark Tech"), name("person", "乔一苇", "Qiao Yiwei", organisation="云雀科技")]
RUMOUR = "知情人士透露，云雀科技首席财务官乔一苇已辞职。"
WORD = "云雀科技表示，首席财务官乔一苇已辞职。"
DENIAL = "云雀科技否认首席财务官乔一苇已辞职。"
CONTENT = "首席财务官乔一苇已辞职"


def rumour(id_: str = "1", hours: float = 0, **more: Any) -> Any:
    one = article(id_, "云雀科技高管变动", RUMOUR, hours=hours, **more)
    return one, annotated(one, [says(one, "知情人士", "透露", "云雀科技" + CONTENT, "anonymous", "unverified")], FIRM)


def word(id_: str = "2", hours: float = 48, **more: Any) -> Any:
    one = article(id_, "云雀科技公告", WORD, hours=hours, **more)
    return one, annotated(one, [says(one, "云雀科技", "表示", CONTENT, "official", "confirmed")], FIRM)


def denial(id_: str = "3", hours: float = 24, **more: Any) -> Any:
    one = article(id_, "云雀科技回应", DENIAL, hours=hours, **more)
    return one, annotated(one, [says(one, "云雀科技", "否认", CONTENT, "official", "denied")], FIRM)


def statuses(claim: Claim) -> list[str]:
    return [change.status.value for change in claim.history]


def test_a_rumour_that_the_firm_confirms_two_days_later() -> None:
    (claim,) = ledger(material(rumour(), word()))
    assert (claim.status, claim.rule) == (Status.CONFIRMED, "departure")
    assert [(change.at, change.status, change.article_id) for change in claim.history] == [
        (AT, Status.UNVERIFIED, "1"),
        (AT + timedelta(hours=48), Status.CONFIRMED, "2"),
    ]
    assert [holder.status for holder in claim.holders] == [Status.UNVERIFIED, Status.CONFIRMED]
    assert claim.holders[0].quote == RUMOUR


def test_a_rumour_that_the_firm_denies_and_confirms_after_all() -> None:
    (denied,) = ledger(material(rumour(), denial()))
    assert (denied.status, statuses(denied)) == (Status.DENIED, ["unverified", "denied"])
    (after,) = ledger(material(rumour(), denial(), word()))
    assert (after.status, statuses(after)) == (Status.CONFIRMED, ["unverified", "denied", "confirmed"])


def test_more_rumours_do_not_lift_a_denial() -> None:
    (claim,) = ledger(material(denial(hours=0), rumour("1", 5), rumour("4", 9)))
    assert claim.status is Status.DENIED
    assert statuses(claim) == ["denied"]


def test_reposts_and_one_voice_count_once() -> None:
    told = material(rumour("1"), rumour("2", 1), rumour("3", 2), reposts={"2": "1"}, voices=(("1", "2", "3"),))
    (claim,) = ledger(told)
    (holder,) = claim.holders
    assert (holder.article_id, holder.copies) == ("1", ("2", "3"))


def test_what_was_corrected_says_so_and_counts_no_longer() -> None:
    first, found = word("2", 1)
    fixed = replace(first, revision=2, paragraphs=("云雀科技表示，正在核实有关情况。",))
    later = AT + timedelta(hours=9)
    told = material(rumour(), (first, found), (fixed, annotated(fixed, [], FIRM)), read_at={("2", 2): later})
    (claim,) = ledger(told)
    assert [holder.gone for holder in claim.holders] == ["", "corrected"]
    assert claim.status is Status.UNVERIFIED
    assert statuses(claim) == ["unverified", "confirmed", "unverified"]
    assert claim.history[-1].at == later


def test_a_correction_elsewhere_leaves_the_claim_as_it_was() -> None:
    first, found = word("2", 1)
    fixed = replace(first, revision=2, title="云雀科技的公告")
    again = annotated(fixed, [says(fixed, "云雀科技", "表示", CONTENT, "official", "confirmed")], FIRM)
    (claim,) = ledger(material((first, found), (fixed, again)))
    (holder,) = claim.holders
    assert (holder.gone, holder.revision, holder.at) == ("", 2, first.published_at)


def test_a_page_that_is_gone_says_so() -> None:
    first, found = word("2", 1)
    lost = replace(
        first, revision=2, paragraphs=(), text_from=TextFrom.SUMMARY, reason=Reason(code=Code.HTTP_NOT_FOUND)
    )
    (claim,) = ledger(material((first, found), (lost, annotated(lost))))
    assert [holder.gone for holder in claim.holders] == ["vanished"]
    assert claim.status is Status.CONFIRMED


def test_a_page_that_cannot_be_read_for_the_moment_takes_nothing_back() -> None:
    first, found = word("2", 1)
    lost = replace(first, revision=2, paragraphs=(), text_from=TextFrom.SUMMARY, reason=Reason(code=Code.TIMED_OUT))
    (claim,) = ledger(material((first, found), (lost, annotated(lost))))
    assert [holder.gone for holder in claim.holders] == [""]


def test_a_confirmed_contrary_denies_a_rumour() -> None:
    one = article("2", "云雀科技回应", "云雀科技表示，首席财务官乔一苇没有辞职。", hours=3)
    found = annotated(one, [says(one, "云雀科技", "表示", "首席财务官乔一苇没有辞职", "official", "confirmed")], FIRM)
    claims = ledger(material(rumour(), (one, found)))
    said = {claim.statement: claim for claim in claims}
    assert said["云雀科技首席财务官乔一苇已辞职"].status is Status.DENIED
    assert statuses(said["云雀科技首席财务官乔一苇已辞职"]) == ["unverified", "denied"]
    assert said["首席财务官乔一苇没有辞职"].status is Status.CONFIRMED
    assert {one.kind for claim in claims for one in claim.contradicts} == {"denial"}


def toll(id_: str, count: int, hours: float, who: str = "松溪县应急管理局") -> Any:
    one = article(id_, "松溪仓库火灾", f"{who}通报，火灾已造成{count}人死亡。", hours=hours)
    return one, annotated(one, [says(one, who, "通报", f"火灾已造成{count}人死亡", "official", "confirmed")])


def test_a_toll_that_rises_is_an_update_one_that_falls_contradicts() -> None:
    rising = ledger(material(toll("1", 3, 0), toll("2", 5, 6)))
    assert [claim.contradicts for claim in rising] == [(), ()]
    falling = ledger(material(toll("1", 5, 0), toll("2", 3, 6, "县卫健局")))
    assert sorted(one.ours for claim in falling for one in claim.contradicts) == ["3人", "5人"]


def test_an_outlet_that_only_passes_on_is_no_surer_than_its_source() -> None:
    one = article("1", "云雀科技", "据路灯社援引知情人士报道，云雀科技将裁员。")
    inner = says(one, "知情人士", "援引", "云雀科技将裁员", "anonymous", "unverified", within=0)
    outer = says(one, "路灯社", "报道", "云雀科技将裁员", "media", "reported")
    (claim,) = ledger(material((one, annotated(one, [outer, inner], FIRM))))
    assert claim.status is Status.UNVERIFIED
    assert {holder.status for holder in claim.holders} == {Status.UNVERIFIED}
    assert {holder.speaker for holder in claim.holders} == {"路灯社", "知情人士"}


def test_a_headline_is_no_surer_than_the_text_below_it() -> None:
    one, found = rumour()
    plain = replace(one, title="云雀科技首席财务官乔一苇辞职")
    marked = {**found, **annotated(plain, [], FIRM, "reported")} | {"attribution": found["attribution"]}
    (claim,) = ledger(material((plain, marked)))
    assert claim.status is Status.UNVERIFIED
    assert [holder.where for holder in claim.holders] == ["text"]


def test_the_surest_words_are_shown_and_nobody_elses_details() -> None:
    one = article("1", "云雀科技", "知情人士称，云雀科技将涨价500元。")
    other = article("2", "云雀科技", "云雀科技表示，将会涨价。", hours=5)
    claims = ledger(
        material(
            (
                one,
                annotated(one, [says(one, "知情人士", "称", "云雀科技将涨价500元", "anonymous", "unverified")], FIRM),
            ),
            (other, annotated(other, [says(other, "云雀科技", "表示", "将会涨价", "official", "confirmed")], FIRM)),
        )
    )
    assert {claim.statement: claim.status for claim in claims} == {
        "云雀科技将会涨价": Status.CONFIRMED,
        "云雀科技将涨价500元": Status.UNVERIFIED,
    }


def test_settled_claims_come_first_and_a_lone_forecast_last() -> None:
    one = article("1", "云雀科技", "潮信研究预计，云雀科技明年出货量将达到五千万台。路灯社称，云雀科技正在寻找新总部。")
    found = annotated(
        one,
        [
            says(one, "潮信研究", "预计", "云雀科技明年出货量将达到五千万台", "research", "forecast"),
            says(one, "路灯社", "称", "云雀科技正在寻找新总部", "media", "reported"),
        ],
        FIRM,
    )
    assert [c.status.value for c in ledger(material((one, found), rumour("4"), word("2")))] == [
        "confirmed",
        "reported",
        "forecast",
    ]


def test_equal_material_gives_equal_claims_whatever_its_order() -> None:
    told = [rumour(), denial(), word(), toll("5", 3, 0), toll("6", 3, 0)]
    assert ledger(material(*told)) == ledger(material(*reversed(told)))


def test_the_chapter_before_dates_a_claim_and_adds_none_of_its_own() -> None:
    (claim,) = ledger(material(rumour(), toll("5", 3, 1), word(), earlier={"1", "5"}))
    assert statuses(claim) == ["unverified", "confirmed"]
    assert [holder.article_id for holder in claim.holders] == ["1", "2"]


# -- hostile ---------------------------------------------------------------------------------------------------------


def many(articles: int, each: int) -> Material:
    verbs = ["涨价", "裁员", "召回", "发布新品", "推迟上市", "起诉对手", "收购同行", "关停门店", "更换总裁", "扩建工厂"]
    told = []
    for n in range(articles):
        lines = [
            f"消息人士{k}称，云雀科技第{n % 7}事业部将{verbs[(n + k) % 10]}，涉及{100 + k}家门店。" for k in range(each)
        ]
        one = article(f"{n:03}", f"云雀科技{verbs[n % 10]}", *lines, hours=n / 10)
        marked = [
            says(one, f"消息人士{k}", "称", line.split("，", 1)[1].rstrip("。"), "anonymous", "unverified")
            for k, line in enumerate(lines)
        ]
        told.append((one, annotated(one, marked, FIRM, "reported")))
    return material(*told)


def test_nothing_to_say() -> None:
    one = article("1", "")
    assert ledger(material((one, {}))) == ()
    assert ledger(replace(material((one, {})), revisions={})) == ()


def test_annotations_that_fit_no_text_are_passed_over() -> None:
    one = article("1", "短")
    long, found = word("1")
    odd = Annotation(
        article_id="1", revision=1, maker="attribution", version=1, value={"attributions": [{"where": 1}, 3]}
    )
    assert ledger(material((one, found))) == ()
    assert ledger(material((long, {"attribution": odd}))) == ()


def test_what_is_left_out_is_counted() -> None:
    one = article("1", "云雀科技", *(f"路人{n}称，云雀科技第{n}号楼已经封闭。" for n in range(MOST_OF_ARTICLE + 30)))
    marked = [
        says(one, f"路人{n}", "称", f"云雀科技第{n}号楼已经封闭", "social", "unverified")
        for n in range(MOST_OF_ARTICLE + 30)
    ]
    found = book(material((one, annotated(one, marked, FIRM))))
    assert len(found.claims) <= MOST_CLAIMS
    assert found.left_out >= 30
    assert found.left_out + sum(len(c.holders) for c in found.claims) == MOST_OF_ARTICLE + 30
    endless = article("1", "云雀科技", "云雀科技表示，" + "将会发布新品而且" * (MOST_LETTERS // 4))
    marked = [says(endless, "云雀科技", "表示", endless.text[7:], "official", "confirmed")]
    assert book(material((endless, annotated(endless, marked, FIRM)))).left_out == 1


def test_an_odd_likeness_joins_nothing_that_must_stay_apart() -> None:
    def all_alike(texts: Any) -> Any:
        return np.ones((len(texts), len(texts)), np.float32)

    claims = ledger(material(toll("1", 3, 0), toll("2", 5, 6), rumour("3"), word("4")), all_alike)
    assert all(len({"死亡" in holder.quote for holder in claim.holders}) == 1 for claim in claims)
    assert sum("死亡" in claim.statement for claim in claims) == 2


@pytest.mark.slow
def test_a_large_story_does_not_explode() -> None:
    large = many(500, 8)
    start = time.perf_counter()
    found = book(large)
    assert time.perf_counter() - start < 20
    assert len(found.claims) <= MOST_CLAIMS


def test_a_usual_large_story_is_quick() -> None:
    usual = many(40, 4)
    book(usual)  # tables are read once
    start = time.perf_counter()
    claims = ledger(usual)
    assert time.perf_counter() - start < 2.0  # benches measure it; this notices an explosion
    assert len(claims) > 10
