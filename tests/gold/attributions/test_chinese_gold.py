"""Invented Chinese texts, many sentences of which attribute nothing: what is found is at least this good."""

from typing import Any

import pytest

from ribao.commands.lab_attributions import with_attributions
from tests.gold.attributions.reading import gold, scores


def bare(text: dict[str, Any]) -> dict[str, Any]:
    return {**text, "sentences": [{"text": one["text"]} for one in text["sentences"]]}


def test_who_says_what_is_found_in_the_invented_texts() -> None:
    wanted = gold("chinese")
    reached = scores(wanted, [with_attributions(bare(text)) for text in wanted])
    assert reached["attribution"] >= 0.90
    assert reached["source"] >= 0.88
    assert reached["source_type"] >= 0.90
    assert reached["status"] >= 0.85


@pytest.mark.parametrize("name", ["source", "cue", "content"])
def test_every_part_stands_in_its_sentence(name: str) -> None:
    for text in map(with_attributions, map(bare, gold("chinese"))):
        for sentence in text["sentences"]:
            assert all(one[name] is None or one[name] in sentence["text"] for one in sentence["attributions"])
