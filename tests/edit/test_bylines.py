"""One text under many names is supplied by whom it praises; an agency's report that many carry is not."""

from dataclasses import replace

from ribao.edit.bylines import with_bylines
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.story import Story
from tests.edit.build import article, story

TEXT = "青穹电视重磅登场，凭借卓越的画质带来极致体验。"


def copies(*names: str) -> tuple[dict[str, Article], Story]:
    listed = [
        replace(article(f"a{n}", "青穹电视登场", TEXT, source=f"s{n}"), byline=name) for n, name in enumerate(names)
    ]
    made = story(*listed, reposts={one.id: "a0" for one in listed[1:]})
    return {one.id: one for one in listed}, made


def found(articles: dict[str, Article], score: float, voices: int | None = 0) -> dict[str, dict[str, Annotation]]:
    value = {"promo": False, "score": score, "kind": "", "spans": [], "voices": voices}
    return {
        id_: {"promotion": Annotation(article_id=id_, revision=1, maker="promotion", version=3, value=value)}
        for id_ in articles
    }


def marked(articles: dict[str, Article], told: Story, score: float = 0.3, voices: int | None = 0) -> list[str]:
    laid = with_bylines(found(articles, score, voices), [told], articles)
    return [id_ for id_ in sorted(laid) if laid[id_]["promotion"].value["promo"]]


def test_praise_under_three_names_is_marked_everywhere() -> None:
    articles, told = copies("张一", "李二", "王三")
    laid = with_bylines(found(articles, 0.3), [told], articles)
    assert marked(articles, told) == ["a0", "a1", "a2"]
    assert laid["a0"]["promotion"].value["bylines"] == 3


def test_two_names_or_one_agency_are_no_sign() -> None:
    assert marked(*copies("张一", "李二")) == []
    assert marked(*copies("新华社", "新华社", "新华社", "", "")) == []


def test_a_report_that_praises_nobody_or_hears_others_is_no_advert() -> None:
    assert marked(*copies("张一", "李二", "王三"), score=0.02) == []
    assert marked(*copies("张一", "李二", "王三"), voices=2) == []
    assert marked(*copies("张一", "李二", "王三"), voices=None) == []


def test_an_article_without_annotations_disturbs_nothing() -> None:
    articles, told = copies("张一", "李二", "王三")
    assert with_bylines({}, [told], articles) == {}
