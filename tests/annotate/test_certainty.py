"""Certainty: who stands behind a headline."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.annotate import certainty, learned
from ribao.annotate.words import words_of
from ribao.types.source import Tier
from tests.edit.build import article, source


def told(title: str, tier: Tier = Tier.ORIGINAL) -> dict[str, object]:
    one = article("a", title)
    return dict(certainty.annotate(one, words_of(one), source(tier=tier)).value)


CASES = [
    ("云雀官宣新款折叠屏手机 9 月发布", "official"),
    ("消息称云雀折叠屏手机推迟上市", "rumor"),
    ("云雀折叠屏手机渲染图曝光", "rumor"),
    ("云雀辟谣：召回传闻系谣言", "denied"),
    ("为什么折叠屏手机还不普及？", "opinion"),
    ("Heron's next phone leaks in three colors", "rumor"),
    ("Lark launches a foldable phone", "official"),
    ("Heron denies that it plans layoffs", "denied"),
    ("Why foldable phones still crease", "opinion"),
]


@pytest.mark.parametrize(("title", "label"), CASES)
def test_the_headline_tells_who_stands_behind_it(title: str, label: str) -> None:
    assert told(title)["certainty"] == label


@pytest.mark.parametrize(("title", "label"), CASES)
def test_the_lists_alone_tell_it_too(title: str, label: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "shipped", lambda: None)
    assert told(title)["certainty"] == label


def test_it_says_by_which_words() -> None:
    assert "消息称" in told("消息称云雀折叠屏手机推迟上市")["why"]  # type: ignore[operator]


def test_a_newsroom_speaks_for_itself() -> None:
    plain, own = (told("云雀与苍鹭在仓储领域携手", tier)["scores"] for tier in (Tier.ORIGINAL, Tier.OFFICIAL))
    assert own["official"] > plain["official"]  # type: ignore[index]


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=300))
def test_any_text_has_one_label_and_shares(title: str) -> None:
    value = told(title)
    assert value["certainty"] in certainty.LABELS
    assert sum(value["scores"].values()) == pytest.approx(1, abs=0.01)  # type: ignore[attr-defined]
