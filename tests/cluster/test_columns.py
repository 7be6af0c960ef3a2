"""An equal headline folds, unless it is a column's and its leads tell other news."""

from dataclasses import replace

import pytest

from ribao.cluster import model as models
from ribao.cluster.index import Index, Item
from ribao.cluster.model import Model, words_alone
from tests.cluster.made import LIGHTHOUSE, item

LIGHT = "青石港灯塔停用三十年后重新点亮，市民可以登塔参观，灯室展览下周向公众开放，门票免费"
AGAIN = "停用三十年的青石港灯塔昨晚重新点亮，下周起市民可登塔参观，灯室里将举办展览"
CHIEF = "云雀科技宣布任命乔一苇为首席财务官，公司季度营收增长两成，股价盘后上涨，分析师看好"
LAMP = "The lighthouse at Greystone harbour was lit again after thirty years of darkness; visitors may climb the tower."
MOWER = "Heron recalls twelve thousand robot lawnmowers over a blade fault and offers refunds to customers in Europe."
TELLINGS = "市民可以登塔参观，灯室展览免费，停用三十年的灯塔重新点亮，周末加开渡轮"


def groups(*items: Item, model: Model | None = None) -> list[list[str]]:
    index = Index(model or words_alone())
    index.add(items)
    index.consolidate()
    return sorted(sorted(group) for group in index.groups())


@pytest.fixture(params=["shipped", "words"])
def model(request: pytest.FixtureRequest) -> Model:
    told: list[str] = []
    return models.choose(None, told.append) if request.param == "shipped" else words_alone()


@pytest.mark.parametrize(
    ("title", "one", "other"),
    [
        ("每日快讯", LIGHT, CHIEF),
        ("Weekly Update", LAMP, MOWER),
        ("What we are reading, and why you should too", LAMP, MOWER),
        ("每日快讯", f"每日快讯：{LIGHT}", f"每日快讯：{CHIEF}"),
    ],
)
@pytest.mark.parametrize("hours", [1, 23.9, 30])
def test_two_issues_of_a_column_are_two_stories(title: str, one: str, other: str, hours: float, model: Model) -> None:
    assert groups(item("a", title, lead=one), item("b", title, hours, other), model=model) == [["a"], ["b"]]


def test_columns_of_two_outlets_are_two_stories(model: Model) -> None:
    both = item("a", "每日快讯", lead=LIGHT), item("b", "每日快讯", 1, CHIEF, source="t")
    assert groups(*both, model=model) == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LIGHT, LIGHT),
        (LIGHT, AGAIN),  # one event in other words
        (LIGHT, ""),
        ("", ""),
        (LIGHT, "点击查看"),  # too short to say anything
        (LIGHT, LAMP),  # in two languages: nobody here can compare them
    ],
)
def test_an_equal_headline_folds_where_leads_do_not_speak_against_it(one: str, other: str, model: Model) -> None:
    assert groups(item("a", "灯塔亮了", lead=one), item("b", "灯塔亮了", 1, other), model=model) == [["a", "b"]]


def test_a_headline_of_many_words_is_one_event_in_whatever_words_two_outlets_go_on(model: Model) -> None:
    both = item("a", LIGHTHOUSE[0], lead=CHIEF), item("b", LIGHTHOUSE[0], 1, TELLINGS, source="t")
    assert groups(*both, model=model) == [["a", "b"]]


def test_a_repeat_finds_its_issue_behind_a_later_one() -> None:
    """Also when they come one by one."""
    index = Index(words_alone())
    issues = item("a", "每日快讯", lead=LIGHT), item("b", "每日快讯", 1, CHIEF), item("c", "每日快讯", 2, AGAIN)
    firsts = [index.add([one])[0] for one in issues]
    assert firsts == ["a", "b", "a"]
    assert index.add([replace(one, id=one.id * 2) for one in issues]) == firsts
