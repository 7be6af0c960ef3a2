"""``ribao lab train-labels``: a model from labelled items, alike for an equal seed; what is missing is told."""

import json
from pathlib import Path

import pytest

from ribao.annotate import learned
from ribao.annotate.train.fitting import Plan
from ribao.commands.lab_train_labels import Order, train_labels
from ribao.support.problem import Problem
from tests.gold.labels.test_labels_gold import ROWS


def written(folder: Path) -> tuple[Path, Path, Path]:
    items, labels, archive = folder / "items.jsonl", folder / "labels.json", folder / "archive.jsonl"
    rows = [
        {"id": f"g{at}", "source": f"s{at % 3}", "t": f"2026-05-{1 + at % 9:02}T08:00:00Z", "title": row[2], "url": ""}
        for at, row in enumerate(ROWS)
    ]
    told = {f"g{at}": {"channels": [row[0]], "promo": 0, "certainty": row[1]} for at, row in enumerate(ROWS)}
    items.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows[::4]), encoding="utf-8")
    archive.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows[1::4]), encoding="utf-8")
    labels.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return items, labels, archive


@pytest.mark.slow
def test_a_model_is_trained_and_leaves_out_what_it_is_told_to(tmp_path: Path) -> None:
    items, labels, archive = written(tmp_path)
    out, plan = tmp_path / "new" / "labels.npz", Plan(width=4)
    order = Order(items=[items], labels=[labels], archive=[archive], skip=["2026-05-03"], out=out, plan=plan)
    assert train_labels(order) == 0
    first, recipe = out.read_bytes(), learned.load(out).recipe
    assert recipe["labelled_days"]["count"] == recipe["archive_days"]["count"] == 8
    assert train_labels(order) == 0
    assert out.read_bytes() == first


@pytest.mark.slow
def test_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    items, labels, _ = written(tmp_path)
    with pytest.raises(Problem, match="无法写入"):
        train_labels(Order(items=[items], labels=[labels], out=labels / "labels.npz", plan=Plan(width=4)))


def test_items_need_their_labels(tmp_path: Path) -> None:
    items, labels, _ = written(tmp_path)
    with pytest.raises(Problem):
        train_labels(Order(items=[items], labels=[]))
    labels.write_text('{"g0": {"channels": ["智能手机"], "certainty": "surely"}}', encoding="utf-8")
    with pytest.raises(Problem) as problem:
        train_labels(Order(items=[items], labels=[labels], out=tmp_path / "labels.npz"))
    assert "surely" in problem.value.why
