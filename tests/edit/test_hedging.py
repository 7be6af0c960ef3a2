"""Words that say themselves how sure they are."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.edit.hedging import bears, denies, hedged, points_back
from ribao.types.attribution import Status


@pytest.mark.parametrize(
    "text",
    [
        "消息称云岬科技首席执行官将离职",
        "知情人士：云岬科技正与砾石谈判",
        "曝云岬新机电池达 8000mAh",
        "云岬折叠屏或推迟至六月",
        "傳雲岬將收購礫石",
        "网传砾石裁员三成，公司暂无回应",
        "云岬有望六月发布新机",
        "据悉，新机将推迟。",
        "砾石要被收购了？",
        "澜江日报：云岬正考虑出售手机业务",
        "Cloudcape reportedly delays its foldable",
        "Cloudcape said to be weighing a sale",
        "Report: Cloudcape delays its foldable",
        "Cloudcape may sell its phone unit, sources say",
        "Cloudcape could drop the port",
        "Leaked: the next foldable",
    ],
)
def test_a_hedge_or_a_source_is_seen(text: str) -> None:
    assert hedged(text)
    assert bears(text, Status.UNVERIFIED)


@pytest.mark.parametrize(
    "text",
    [
        "云岬科技首席执行官离职",
        "砾石传感器业务被出售",
        "传统手机业务关闭",
        "云岬手机和平板或耳机都涨价",
        "曝光度超过同行，云岬裁员三成",
        "云岬更名称砾石后股价大涨",
        "Cloudcape sells its phone unit",
        "Cloudcape to open a plant in May 2031",
        "Cloudcape cuts a third of its staff",
    ],
)
def test_what_is_told_as_a_fact_is_seen_too(text: str) -> None:
    assert not hedged(text)
    assert not bears(text, Status.UNVERIFIED)
    assert bears(text, Status.CONFIRMED)


@pytest.mark.parametrize(
    "text",
    [
        "云岬科技否认裁员",
        "云岬：裁员消息不实",
        "雲岬澄清傳聞",
        "Cloudcape denies plan to sell",
        "Cloudcape isn’t selling",
    ],
)
def test_a_denial_is_seen(text: str) -> None:
    assert denies(text)
    assert bears(text, Status.DENIED)


def test_a_rumour_is_no_denial() -> None:
    assert not bears("消息称云岬裁员", Status.DENIED)


@pytest.mark.parametrize(("speaker", "points"), [("他", True), ("该公司", True), ("the company", True), ("She", True), ("云岬科技", False), ("Sheila Quill", False), ("Theo Marsh", False)])  # fmt: skip
def test_who_is_understood_only_with_the_sentence_before(speaker: str, points: bool) -> None:
    assert points_back(speaker) is points


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    assert hedged(text) in (True, False)
    assert denies(text) in (True, False)


@pytest.mark.parametrize("piece", ["据", "传", "或", "称", "may ", "in ", "reports ", "据据，"])
def test_long_texts_take_no_time(piece: str) -> None:
    begun = time.perf_counter()
    hedged(piece * 100_000)
    denies(piece * 100_000)
    assert time.perf_counter() - begun < 1
