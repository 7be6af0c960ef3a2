"""What is read, what is left out, and how a bad line is told."""

import gzip
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ribao.cluster.train.corpus import BadLine, read, read_labels, read_tellings

CHINA = ZoneInfo("Asia/Shanghai")


def line(id_: str, t: str, title: str = "海城地铁开通", **more: str) -> str:
    return json.dumps({"id": id_, "source": "s", "t": t, "title": title, **more})


def written(path: Path, *lines: str) -> Path:
    text = "\n".join(lines) + "\n"
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_days_are_those_of_the_zone(name: str, tmp_path: Path) -> None:
    path = written(tmp_path / name, line("a", "2026-02-28T15:59:00Z"), line("b", "2026-02-28T16:00:00"))
    assert [(item.id, item.day) for item in read(path, CHINA)] == [("a", "2026-02-28"), ("b", "2026-03-01")]


def test_skipped_months_and_days_in_either_zone(tmp_path: Path) -> None:
    times = ("2026-02-28T15:59:00Z", "2026-02-28T17:00:00Z", "2026-03-31T20:00:00Z", "2026-04-05T04:00:00Z")
    path = written(tmp_path / "a.jsonl", *(line(str(at), t) for at, t in enumerate(times)))
    assert [item.id for item in read(path, CHINA, ("2026-03",))] == ["0", "3"]
    assert [item.id for item in read(path, CHINA, ("2026-03", "2026-04-05"))] == ["0"]


def test_no_headline_no_item_and_links_are_no_lead(tmp_path: Path) -> None:
    when = "2026-02-28T15:00:00Z"
    rows = (
        line("a", when, " "),
        line("b", when, summary="Article URL: https://example.org/"),
        line("c", when, summary="有"),
    )
    assert [(item.id, item.lead) for item in read(written(tmp_path / "a.jsonl", *rows), CHINA)] == [
        ("b", ""),
        ("c", "有"),
    ]


@pytest.mark.parametrize(
    ("bad", "why"),
    [("{", "Expecting"), ('{"id": 1}', "missing"), (line("a", "yesterday"), "isoformat"), ("[1]", ""), ("7", "")],
)
def test_a_bad_line_is_told_by_its_number(bad: str, why: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", line("a", "2026-02-28T15:00:00Z"), bad)
    with pytest.raises(BadLine, match=f"line 2.*{why}"):
        list(read(path, CHINA))


def test_no_gzip_and_no_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(b"plain")
    for path in (tmp_path / "a.jsonl.gz", tmp_path / "none.jsonl"):
        with pytest.raises(BadLine, match=path.name):
            list(read(path, CHINA))


def test_labels(tmp_path: Path) -> None:
    items = written(tmp_path / "d.jsonl", *(line(id_, f"2026-02-28T0{at}:00:00Z") for at, id_ in enumerate("dcbax")))
    gold = {"stories": [{"ids": ["a", "c"]}], "roundups": ["b"], "all_ids": ["a", "b", "c", "d"]}
    stories = written(tmp_path / "d.json", json.dumps(gold))
    day = read_labels(items, stories, CHINA)
    assert (day.day, [item.id for item in day.items]) == ("2026-02-28", ["d", "c", "b", "a"])
    assert day.story[1] == day.story[3] == 0
    assert len(set(day.story.tolist())) == 3
    assert day.roundup.tolist() == [False, False, True, False]


@pytest.mark.parametrize("gold", ["{", "{}", '{"stories": [{}], "all_ids": []}', '{"stories": [], "all_ids": ["z"]}'])
def test_useless_labels_are_told(gold: str, tmp_path: Path) -> None:
    items = written(tmp_path / "d.jsonl", line("a", "2026-02-28T15:00:00Z"))
    with pytest.raises(BadLine):
        read_labels(items, written(tmp_path / "d.json", gold), CHINA)


def test_tellings(tmp_path: Path) -> None:
    assert list(read_tellings(written(tmp_path / "t.tsv", "a\tb\t", "", "c\td\te"))) == [("a", "b"), ("c", "d", "e")]
    with pytest.raises(BadLine, match="line 2"):
        list(read_tellings(written(tmp_path / "t.tsv", "a\tb", "lone")))
