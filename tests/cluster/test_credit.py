"""Whom an article credits, in the words that outlets use."""

import pytest

from ribao.cluster.credit import Credit, Names, credits_of
from tests.edit.build import article

BODY = "青石港的灯塔在今天清晨重新点亮，这是它停用三十年后的第一次亮灯。"


def first(text: str, **more: str) -> Credit | None:
    found = credits_of(article("1", "灯塔复明", *text.splitlines(), **more))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"来源：青石日报\n{BODY}", "青石日报"),
        (f"{BODY}\n（文章来源：青石日报）", "青石日报"),
        (f"{BODY}\n本文转载自「青石日报」，作者不详", "青石日报"),
        (f"{BODY}\n本文来自微港湾，不代表本站立场", "微港湾"),
        (f"{BODY}\n本文首发于青石日报，未经许可不得转载", "青石日报"),
        (f"{BODY}\n轉自：青石日報", "青石日報"),
        ("A lamp was lit.\nThis article originally appeared on Harbor Gazette.", "Harbor Gazette"),
        ("A lamp was lit.\nFirst published by The Harbor Gazette", "The Harbor Gazette"),
        ("A lamp was lit.\n(via Harbor Gazette)", "Harbor Gazette"),
        ("A lamp was lit.\nSource: Harbor Gazette", "Harbor Gazette"),
    ],
)
def test_what_was_taken_is_credited(text: str, name: str) -> None:
    credit = first(text)
    assert credit is not None
    assert (credit.name, credit.taken) == (name, True)
    assert name in credit.phrase


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"据青石日报5月6日报道，{BODY}", "青石日报"),
        (f"IT屋5月6日消息，据《青石日报》报道，{BODY}", "青石日报"),
        (f"据外媒 Harbor Gazette 报道，{BODY}", "Harbor Gazette"),
        (f"青石社5月6日电 {BODY}", "青石社"),
        ("PORT VESPER, May 6 (Brindlewick) - A lamp was lit.", "Brindlewick"),
        ("A lamp was lit on Monday, according to Harbor Gazette.", "Harbor Gazette"),
    ],
)
def test_what_is_passed_on_is_credited_too(text: str, name: str) -> None:
    credit = first(text)
    assert credit is not None
    assert (credit.name, credit.taken) == (name, False)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"据一名知情人士的话报道，{BODY}",
        f"来源：网络\n{BODY}",
        f"据青石日报报道，{BODY}本报记者昨天登上灯塔，守塔人说透镜是新的。",
        "According to police, a lamp was lit.",
        f"{BODY * 20}据青石日报报道，另一座灯塔也亮了。{BODY * 20}",
        "",
    ],
)
def test_people_the_web_and_ones_own_reporting_are_no_credit(text: str) -> None:
    assert first(text) is None


def test_the_pages_own_source_name_goes_first() -> None:
    credit = first(f"转载自青石晚报\n{BODY}", source_name="青石日报")
    assert credit is not None
    assert credit.name == "青石日报"


def test_a_name_means_the_source_whatever_is_hung_on_it() -> None:
    names = Names({"paper": "青石日报", "gazette": "The Harbor Gazette", "wire": "礁石電訊", "it": "IT屋 - 全部文章"})
    for name in ("青石日报", "青石日报客户端", "青石日报微信公众号", "青石日報"):
        assert names.find(name) == {"paper"}
    assert names.find("Harbor Gazette") == {"gazette"}
    assert names.find("礁石电讯") == {"wire"}
    assert names.find("IT屋") == {"it"}
    assert names.find("白塔日报") == names.find("") == frozenset()
