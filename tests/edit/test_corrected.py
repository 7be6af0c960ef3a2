"""The owner's word stands over what the makers found, in every edition composed afterwards."""

from datetime import UTC, datetime

from ribao.edit.compose import compose
from ribao.edit.corrected import corrected
from ribao.types.correction import Correction
from tests.edit.build import article, marks, source, story
from tests.edit.test_compose import BODY, alone

NOW = datetime(2026, 5, 8, tzinfo=UTC)


def sections(edition: object) -> dict[str, list[str]]:
    return {one.channel: [entry.story for entry in one.entries] for one in edition.sections}  # type: ignore[attr-defined]


def test_news_that_was_taken_for_an_advert_leads_again() -> None:
    articles = [article("a", "灯塔手机今日发布", BODY, source="a")]
    found = {"a": marks("a", channel="智能手机", promotion=True)}
    assert compose(alone(articles, annotations=found)).sections == ()
    mended = corrected(found, [Correction(article_id="a", at=NOW, promo=False)])
    edition = compose(alone(articles, annotations=mended))
    assert edition.sections[0].entries[0].story == story(articles[0]).id
    assert edition.counts["promoted"] == 0


def test_an_advert_that_was_taken_for_news_leads_no_more() -> None:
    articles = [article(name, f"灯塔{name}号点亮", BODY, source=name) for name in "abcd"]
    found = {one.id: marks(one.id, channel="业界资讯") for one in articles}
    top = compose(alone(articles, annotations=found)).sections[0].entries[0].articles[0].id
    mended = corrected(found, [Correction(article_id=top, at=NOW, promo=True)])
    edition = compose(alone(articles, annotations=mended))
    assert edition.sections[0].entries[0].articles[0].id != top
    assert edition.sections[-1].entries[-1].articles[0].id == top


def test_a_channel_by_the_owner_outweighs_the_habit_of_the_source() -> None:
    articles = [article(f"a{n}", f"第{n}款手机发布", BODY, source="s") for n in range(6)]
    found = {one.id: marks(one.id, channel="智能手机") for one in articles}
    sources = {"s": source("s")}
    mended = corrected(found, [Correction(article_id="a3", at=NOW, channel="耳机音频")])
    told = sections(compose(alone(articles, annotations=mended, sources=sources)))
    assert "sa3" in told.get("耳机音频", []) or any("sa3" in ids for name, ids in told.items() if name == "头条")


def test_what_is_not_corrected_stays_and_evidence_is_kept() -> None:
    found = {"a": marks("a", promotion=True), "b": marks("b", promotion=True)}
    mended = corrected(
        found, [Correction(article_id="a", at=NOW, promo=False), Correction(article_id="c", at=NOW, promo=True)]
    )
    assert mended["b"] == found["b"]
    assert mended["a"]["promotion"].value == {"promo": False, "by": "owner"}
    assert mended["c"]["promotion"].value["promo"] is True
