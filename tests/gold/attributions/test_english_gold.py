"""English attributions on invented texts, each half for itself; the grammar is tuned on the first alone."""

import pytest

from ribao.annotate.attribution.discourse import of_sentences
from tests.gold.attributions.reading import Row, gold, scores


def predicted(row: Row) -> Row:
    sentences = [sentence["text"] for sentence in row["sentences"]]
    found = of_sentences(row["title"], sentences)
    rows = [
        {
            "text": text,
            "attributions": [
                {
                    "source": text[slice(*one.source)] if one.source else None,
                    "resolved": one.resolved or None,
                    "source_type": one.source_type.value,
                    "content": text[slice(*one.content)],
                    "status": one.status.value,
                    "basis": one.basis.value,
                }
                for one in said
            ],
        }
        for text, said in zip(sentences, found, strict=True)
    ]
    return {"doc": row["doc"], "sentences": rows}


@pytest.mark.parametrize("half", ["tune", "held"])
def test_english_attributions(half: str) -> None:
    rows = gold(f"english_{half}")
    assert sum(len(row["sentences"]) for row in rows) >= 75
    found = scores(rows, [predicted(row) for row in rows])
    assert found["attribution"] >= 0.85, found
    assert found["source"] >= 0.80, found
    assert found["source_type"] >= 0.85, found
    assert found["status"] >= 0.82, found
