"""``ribao lab train-promotion``: a model from labelled items; where nothing can be written is told."""

import json
from pathlib import Path

import pytest

from ribao.commands.lab_train_promotion import FEWEST, train_promotion
from ribao.support.problem import Problem

SELLING, NEWS = "澜江家电大促：满300减50，点击领取优惠券", "青石港务局检修三号码头的吊机"


@pytest.fixture
def labelled(tmp_path: Path) -> tuple[Path, Path]:
    """Items of both sides, over some days, and their labels."""
    rows = [
        {
            "id": f"p{at}",
            "source": "wire",
            "t": f"2026-05-{1 + at % 7:02}T08:00:00Z",
            "title": f"{NEWS if at % 2 else SELLING} {at}",
        }
        for at in range(2 * FEWEST)
    ]
    items, labels = tmp_path / "items.jsonl", tmp_path / "labels.json"
    items.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    labels.write_text(json.dumps({row["id"]: {"promo": 1 - at % 2} for at, row in enumerate(rows)}), encoding="utf-8")
    return items, labels


def test_a_model_is_trained_into_a_folder_that_was_not_there(labelled: tuple[Path, Path], tmp_path: Path) -> None:
    items, labels = labelled
    out = tmp_path / "new" / "promotion_model.json"
    assert train_promotion([items], [labels], out, 0.65) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["threshold"] == 0.65


@pytest.mark.parametrize("out", ["", "labels.json/model.json"])
def test_where_nothing_can_be_written_is_told(labelled: tuple[Path, Path], tmp_path: Path, out: str) -> None:
    """A folder stands there, or a file where a folder should be."""
    items, labels = labelled
    with pytest.raises(Problem, match="无法写入"):
        train_promotion([items], [labels], tmp_path / out, 0.65)
