"""The gold set of promotion: invented headlines, some with texts, in Chinese and English. What is marked is mostly right.

Each line of a ``.tsv``: 1 for promotion, else 0; the headline; the text or nothing (``\\n`` parts paragraphs). Most of
the 0 are hard: launch news with a price, results that speak of discounts, courts, price wars, reviews.
"""

import json
from pathlib import Path

import pytest

from ribao.annotate import promotion
from ribao.annotate.promotion_evidence import find
from ribao.annotate.promotion_training import as_article
from ribao.sample import world

HERE = Path(__file__).parent
Row = tuple[bool, str, str]


def rows(language: str) -> list[Row]:
    lines = (HERE / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    parts = (line.split("\t") for line in lines)
    return [(label == "1", title, text.replace("\\n", "\n")) for label, title, text in parts]


def marked(row: Row) -> bool:
    _, title, text = row
    return bool(promotion.decide(find(as_article(title, "", text)), title, whole=bool(text))["promo"])


def measure(gold: list[Row]) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    pairs = [(row[0], marked(row)) for row in gold]
    right = sum(is_so and said for is_so, said in pairs)
    said, real = sum(said for _, said in pairs), sum(is_so for is_so, _ in pairs)
    return right / said, right / real, 2 * right / (said + real)


def test_there_are_three_hundred_and_most_are_news() -> None:
    gold = rows("zh") + rows("en")
    assert len({title for _, title, _ in gold}) == len(gold) >= 300
    assert 100 <= sum(is_so for is_so, _, _ in gold) <= len(gold) / 2


@pytest.mark.parametrize(("language", "least_f1"), [("zh", 0.78), ("en", 0.85)])
def test_what_is_marked_is_promotion(language: str, least_f1: float) -> None:
    precision, recall, f1 = measure(rows(language))
    print(f"promotion, {language}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    assert precision >= 0.85
    assert f1 >= least_f1


def sample() -> list[Row]:
    """The articles of the sample world, with the labels that its maker gave them; 2 is unclear, and left out."""
    labels = json.loads((Path(world.folder()) / "expected" / "labels.json").read_text(encoding="utf-8"))
    items = [
        item for item in world.load(world.folder()).items.values() if labels.get(item.id, {}).get("promo") in (0, 1)
    ]
    return [(labels[item.id]["promo"] == 1, item.versions[0].title, item.versions[0].body) for item in items]


def test_the_promotion_of_the_sample_world_is_found() -> None:
    precision, recall, _f1 = measure(sample())
    assert precision >= 0.9
    assert recall >= 0.9
