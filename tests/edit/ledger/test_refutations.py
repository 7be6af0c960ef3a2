"""Headlines that call a rumour untrue, and denials that go on in the denier's own words."""

import pytest

from ribao.edit.ledger.book import ledger
from ribao.edit.ledger.refutations import refutation
from ribao.types.attribution import Status
from ribao.types.claim import Claim
from tests.edit.ledger.build import annotated, article, material, name, says

FIRMS = [name("organisation", "云雀科技"), name("organisation", "蓝星电池")]


def claims(headline: str, text: str = "", *attributions: tuple[str, ...]) -> list[Claim]:
    one = article("1", headline, *([text] if text else []))
    found = [says(one, *parts) for parts in attributions]
    return list(ledger(material((one, annotated(one, found, FIRMS, certainty="reported")))))


@pytest.mark.parametrize(
    ("headline", "statement"),
    [
        ("云雀科技回应收购蓝星电池：消息不实", "云雀科技收购蓝星电池"),
        ("云雀科技否认关闭渡口总部：网传内容纯属谣言", "云雀科技关闭渡口总部"),
        ("正考虑出售渡轮？云雀科技回应：不属实", "云雀科技正考虑出售渡轮"),
        ("蓝星电池将并入灰雁集团？云雀科技：谣言", "蓝星电池将并入灰雁集团"),
        ("网传学生食物中毒 云雀科技：不实", "学生食物中毒"),
        ("网传公司拖欠渡口工人三月工资，云雀科技：假消息", "云雀科技拖欠渡口工人三月工资"),
    ],
)
def test_what_a_headline_calls_untrue_is_denied_by_who_calls_it_so(headline: str, statement: str) -> None:
    (claim,) = claims(headline)
    assert (claim.statement.replace("“", ""), claim.status) == (statement, Status.DENIED)
    assert [holder.speaker for holder in claim.holders] == ["云雀科技"]


def test_somebody_without_a_name_denies_nothing() -> None:
    (claim,) = claims("渡轮票价下月上调？知情人士：消息不实")
    assert claim.status is Status.UNVERIFIED


@pytest.mark.parametrize(
    "headline",
    [
        "云雀科技回应员工离世：网传信息不实",  # which of it?
        "渡轮与渔船对话 海事署：内容不属实",
        "喝海水能治病？谣言",
        "云雀科技回应停运：正在抢修",
    ],
)
def test_what_is_untrue_of_it_is_left_open(headline: str) -> None:
    assert refutation(headline) is None


def test_a_denial_in_the_text_is_about_what_the_headline_names() -> None:
    text = "云雀科技称，上述消息不实。"
    (claim,) = claims(
        "云雀科技回应收购蓝星电池：消息不实", text, ("云雀科技", "称", "上述消息不实", "official", "denied")
    )
    assert (claim.statement, claim.status) == ("云雀科技收购蓝星电池", Status.DENIED)


@pytest.mark.parametrize(
    ("text", "cue", "content", "statement"),
    [
        ("云雀科技驳斥：渡轮是补充，不是替代。", "驳斥", "渡轮是补充，不是替代", "云雀科技：渡轮是补充，不是替代"),
        ("云雀科技否认此事：新渡口已经开工。", "否认", "此事：新渡口已经开工", "云雀科技：新渡口已经开工"),
    ],
)
def test_what_follows_a_denial_and_a_colon_is_so(text: str, cue: str, content: str, statement: str) -> None:
    told = claims("渡口近况", text, ("云雀科技", cue, content, "official", "denied"))
    (claim,) = [one for one in told if one.holders[0].speaker == "云雀科技"]
    assert (claim.statement, claim.status) == (statement, Status.CONFIRMED)


def test_a_denial_of_nothing_is_no_claim() -> None:
    told = claims("渡口近况", "云雀科技称，上述消息不实。", ("云雀科技", "称", "上述消息不实", "official", "denied"))
    assert not [one for one in told if "不实" in one.statement]


def test_an_authority_answers_for_others() -> None:
    found = refutation("渡口教育局回应学生食物中毒：消息不实")
    assert found is not None
    assert (found.who, found.what, found.own) == ("渡口教育局", "学生食物中毒", False)


def test_odd_headlines_take_no_time() -> None:
    for piece in ("回应", "？", "网传：", "甲回应“", "：，"):
        assert refutation(piece * 40_000) is None
