"""``ribao lab train`` as an owner meets it: files in, a model and its recipe out, mistakes told."""

import json
import sys
from pathlib import Path

import pytest

from ribao.cli.main import run
from ribao.cluster import model
from ribao.commands.lab_train import Order, train_stories
from ribao.support.problem import Problem

PLACES = ("海城", "云州", "江陵", "北岭", "南浦", "东川")


def day(number: int) -> tuple[str, str]:
    """Items and their stories: each place's event is told twice."""
    items = [
        {"id": f"{number}-{place}-{outlet}", "source": f"s{outlet}", "t": f"2026-01-0{number}T0{outlet}:00:00Z",
         "title": f"{place}地铁第{number}条线{'今日' if outlet else ''}开通"}
        for place in PLACES for outlet in range(2)
    ]  # fmt: skip
    stories = [{"ids": [f"{number}-{place}-{outlet}" for outlet in range(2)]} for place in PLACES]
    gold = {"stories": stories, "roundups": [], "all_ids": [item["id"] for item in items]}
    return "".join(json.dumps(item) + "\n" for item in items), json.dumps(gold)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(1, 4):
        items, stories = day(number)
        (tmp_path / f"{number}.jsonl").write_text(items, encoding="utf-8")
        (tmp_path / f"{number}.json").write_text(stories, encoding="utf-8")
    return tmp_path


def heard(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = run(("--lang", "en", "lab", "train", *words))
    told = capsys.readouterr()
    return status, told.out + told.err


@pytest.mark.slow
def test_a_model_and_its_recipe(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = {name: str(folder / name) for name in ("1.jsonl", "2.jsonl", "3.jsonl", "2.json", "3.json")}
    labels = [word for n in "23" for word in ("--labels", paths[f"{n}.jsonl"], "--stories", paths[f"{n}.json"])]
    small = ("--width", "8", "--vocabulary", "300", "--epochs", "1", "--seed", "7")
    status, told = heard(capsys, paths["1.jsonl"], *labels, *small, "--out", str(folder / "new" / "mine.npz"))
    assert status == 0, told
    assert "12 items of the archive, 2 labelled days" in told
    assert "all days: pairs" in told
    made = model.load(folder / "new" / "mine.npz")
    assert made.grams.width == 8
    assert made.recipe["plan"]["seed"] == 7
    assert made.recipe["labelled_days"] == ["2026-01-02", "2026-01-03"]
    assert made.recipe["versions"]["lightgbm"]


def test_without_labels_it_refuses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = heard(capsys, str(folder / "1.jsonl"))
    assert status == 2
    assert "by words alone" in told
    assert "--keep-forest" in told


def test_labels_without_stories_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = heard(capsys, str(folder / "1.jsonl"), "--labels", str(folder / "2.jsonl"))
    assert status == 2
    assert "Each --labels needs its --stories" in told


def test_a_bad_line_is_told_by_its_number(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "1.jsonl").write_text(day(1)[0] + "{oops\n", encoding="utf-8")
    status, told = heard(
        capsys, str(folder / "1.jsonl"), "--labels", str(folder / "2.jsonl"), "--stories", str(folder / "2.json")
    )
    assert status == 2
    assert "1.jsonl cannot be read (line 13)" in told


def test_without_lightgbm_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    order = Order(archive=[folder / "1.jsonl"], labels=[folder / "2.jsonl"], stories=[folder / "2.json"])
    with pytest.raises(Problem) as caught:
        train_stories(order)
    assert caught.value.remedy == "pip install 'ribao[train]'"


def test_nothing_to_learn_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = heard(
        capsys, str(folder / "1.jsonl"), "--skip", "2026-01",
        "--labels", str(folder / "2.jsonl"), "--stories", str(folder / "2.json"),
    )  # fmt: skip
    assert status == 2
    assert "empty" in told
