"""The gold of claims, gated: what these figures reach today they must reach tomorrow. The docs tell them."""

import pytest

from ribao.cluster import model
from ribao.edit.ledger.book import ledger
from ribao.edit.ledger.material import part
from ribao.edit.ledger.merge import plain_alike
from ribao.ledgering import alike_by
from tests.gold.claims import gold


@pytest.fixture(scope="module")
def stories() -> list[gold.Gold]:
    return gold.stories()


def test_there_is_enough_of_it(stories: list[gold.Gold]) -> None:
    assert len(stories) >= 25
    assert sum(len(story.claims) for story in stories) >= 45


@pytest.mark.parametrize("shipped", [True, False], ids=["model of stories", "letters alone"])
def test_statements_are_merged_and_told_as_sure_as_they_are(stories: list[gold.Gold], shipped: bool) -> None:
    measured = gold.measure(stories, alike_by(model.load()) if shipped else plain_alike)
    precision, recall = measured.merging
    assert precision >= 0.97, measured.faults  # in doubt apart
    assert recall >= 0.85, measured.faults
    assert sum(measured.statuses) >= 0.95 * len(measured.statuses), measured.faults
    assert sum(measured.rules) >= 0.9 * len(measured.rules), measured.faults
    assert all(measured.histories), measured.faults
    assert all(measured.gone), measured.faults
    assert not measured.against_wrong, measured.faults
    assert not measured.against_missed, measured.faults


def test_what_the_makers_find_by_themselves_makes_nearly_the_same_ledger(stories: list[gold.Gold]) -> None:
    measured = gold.measure(stories, alike_by(model.load()), makers=True)
    precision, recall = measured.merging
    assert precision >= 0.95, measured.faults
    assert recall >= 0.8, measured.faults
    assert sum(measured.statuses) >= 0.75 * len(measured.statuses), measured.faults
    assert measured.against_wrong <= 1, measured.faults


def test_every_quote_stands_in_its_article_at_its_place(stories: list[gold.Gold]) -> None:
    for story in stories:
        material = gold.material(story)
        for claim in ledger(material):
            for holder in claim.holders:
                article = next(r for r in material.revisions[holder.article_id] if r.revision == holder.revision)
                assert part(article, holder.where)[slice(*holder.span)] == holder.quote
                assert holder.quote


def test_nothing_is_told_as_surer_than_who_says_it(stories: list[gold.Gold]) -> None:
    for story in stories:
        for claim in ledger(gold.material(story)):
            if claim.status in ("confirmed", "reported"):
                assert any(holder.status == claim.status for holder in claim.holders)
            if claim.status == "confirmed":
                assert claim.rule
