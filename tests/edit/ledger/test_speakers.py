"""Who can be held to what is said."""

import pytest

from ribao.edit.ledger.persons import leads
from ribao.edit.ledger.speakers import anonymous, answers_for_itself, no_speaker
from ribao.edit.ledger.wording import refuted, requests, states_nothing, unlabelled


@pytest.mark.parametrize(
    "speaker", ["a banker involved in the deal", "An investor in Tallow", "多名议员", "一名店员", "two people"]
)
def test_one_of_many_is_nobody(speaker: str) -> None:
    assert anonymous(speaker)
    assert not answers_for_itself(speaker)


@pytest.mark.parametrize(
    "speaker", ["谷歌宣布将新建数据中心", "迹象", "公开资料", "它", "the campaign has been launched", ""]
)
def test_half_a_sentence_is_nobody(speaker: str) -> None:
    assert not answers_for_itself(speaker)


@pytest.mark.parametrize(
    "speaker",
    [
        "女孩",
        "法医",
        "一名男子",
        "许多人",
        "个人",
        "行业内外",
        "The men",
        "Lawmakers",
        "LAWMAKERS",
        "AI safety leader",
        "A local mother",
    ],
)
def test_one_of_a_kind_is_on_record_with_nothing(speaker: str) -> None:
    assert not answers_for_itself(speaker)


@pytest.mark.parametrize("speaker", ["Charlie Parent", "Team Leader", "Marvel Studios Director", "prosecutors"])
def test_what_only_sounds_like_a_kind_is_a_name(speaker: str) -> None:
    assert answers_for_itself(speaker)


@pytest.mark.parametrize(
    ("speaker", "cue"),
    [
        ("The bylaw would have closed the harbour and", "said"),
        ("乌篷书局宣布关闭两家门店", "表示"),
        ("从乌篷书局", "获悉"),
        ("青石港产业", "显示"),  # 青石港|显示产业
    ],
)
def test_who_is_half_a_sentence_or_displays_speaks_for_no_party(speaker: str, cue: str) -> None:
    assert no_speaker(speaker, cue, own=True)
    assert not no_speaker(speaker, cue, own=False)


@pytest.mark.parametrize(
    ("speaker", "cue"), [("乌篷书局年报", "显示"), ("乌篷书局", "表示"), ("Tallow Harbour", "said"), ("", "显示")]
)
def test_a_party_and_its_papers_may_speak(speaker: str, cue: str) -> None:
    assert not no_speaker(speaker, cue, own=True)


@pytest.mark.parametrize(
    "speaker", ["澄海智能", "临江市中级人民法院", "Prairie Power", "a Tidepool spokesperson", "警方"]
)
def test_a_name_and_an_office_are_somebody(speaker: str) -> None:
    assert answers_for_itself(speaker)


def test_a_person_whom_nobody_lists_is_known_by_the_form_of_the_name() -> None:
    assert leads("演员沈鹿鸣因身体原因退出新片拍摄") == "沈鹿鸣"
    assert leads("服务已全部恢复") == ""


def test_headlines_are_told_without_their_labels() -> None:
    assert unlabelled("独家｜墨川资本拟入股拾光书店") == "墨川资本拟入股拾光书店"
    assert unlabelled("【快讯】墨川资本入股") == "墨川资本入股"
    assert unlabelled("独家｜") == "独家｜"


def test_titles_of_notices_and_questions_state_nothing() -> None:
    assert states_nothing("岚屿科技关于折叠屏产品不实传闻的声明")
    assert states_nothing("蓝桉手机真的不卖了吗？")
    assert not states_nothing("岚屿科技发布新品")


def test_what_is_called_untrue_is_what_is_denied() -> None:
    assert refuted("网传岚屿解散团队的消息不实") == "岚屿解散团队"
    assert refuted("岚屿解散团队") == ""


def test_who_asks_for_a_thing_does_not_state_it() -> None:
    assert requests("呼吁")
    assert requests("urged")
    assert not requests("警告称")
