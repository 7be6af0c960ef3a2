"""The sentence under a promotion mark, in both languages."""

from typing import Any

import pytest

from ribao.render.promotion import said
from ribao.support.i18n import speaking
from ribao.types.annotation import Annotation


def found(**value: Any) -> dict[str, Annotation]:
    made = Annotation(article_id="a", revision=1, maker="promotion", version=3, value={"promo": True, **value})
    return {"promotion": made}


def spans(*whys: str, apart: int = 10) -> list[dict[str, Any]]:
    return [{"where": "text", "start": n * apart, "end": n * apart + 4, "why": why} for n, why in enumerate(whys)]


def test_the_sentence_of_the_issue() -> None:
    mark = found(spans=spans("where to buy", "hurry", "where to buy"), voices=0)
    with speaking("zh"):
        assert said(mark) == "标为推广：3 处购买引导，无独立信源"
    with speaking("en"):
        assert said(mark) == "Marked as promotion: 3 nudges to buy, no independent source"


def test_other_sources_of_the_story_are_heard() -> None:
    with speaking("zh"):
        assert said(found(spans=spans("coupon"), voices=0), outlets=3) == "标为推广：1 处优惠信息"
        assert said(found(spans=spans("coupon"), voices=2)) == "标为推广：1 处优惠信息"
        assert said(found(spans=spans("coupon"), voices=None)) == "标为推广：1 处优惠信息"


def test_words_that_overlap_are_one_sign() -> None:
    with speaking("zh"):
        assert said(found(spans=spans("coupon", "low price", apart=2))) == "标为推广：1 处优惠信息"


def test_what_declares_itself_comes_first() -> None:
    mark = found(spans=spans("praise", "praise", "sponsored"))
    with speaking("zh"):
        assert said(mark) == "标为推广：文中注明为推广，2 处溢美之词"


@pytest.mark.parametrize(("promo", "told"), [(True, "你标为推广"), (False, "你认定不是推广")])
def test_the_owners_word_is_shown_as_the_owners(promo: bool, told: str) -> None:
    with speaking("zh"):
        assert said(found(promo=promo, by="owner", spans=spans("coupon"))) == told


def test_news_says_nothing() -> None:
    assert said(found(promo=False, spans=spans("coupon"))) == ""
    assert said({}) == ""


def test_a_mark_of_an_earlier_version_still_reads() -> None:
    with speaking("zh"):
        assert said(found(spans=[{"where": "title", "start": 0, "end": 2, "why": "deal"}])) == "标为推广"
