"""``ribao lab stories`` and ``lab score`` over files, as a user runs them."""

import gzip
import json
import random
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from ribao.cli.main import run
from tests.commands.archive import ARTICLES, ID, fill, settings

Lab = Callable[..., str]
LIGHTHOUSE = (
    "青石港灯塔停用三十年后重新点亮",
    "停用三十年，青石港灯塔今晨重新点亮",
    "青石港灯塔重新点亮 下周向公众开放",
)
OTHERS = ("云雀科技任命乔一苇为首席财务官", "Heron recalls 12,000 robot lawnmowers over blade fault")


@pytest.fixture
def lab(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lab:
    """``lab(*words)`` → what it said; ``expect`` is the exit status."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str, expect: int = 0, lang: str = "en", before: tuple[str, ...] = ()) -> str:
        status = run(["--lang", lang, *before, "lab", *words])
        told = capsys.readouterr()
        assert status == expect, told.out + told.err
        return told.out + told.err

    return call


def item(name: str, title: str, minutes: int = 0, **more: Any) -> dict[str, Any]:
    at = f"2031-05-{6 + minutes // 1440:02}T{minutes // 60 % 24:02}:{minutes % 60:02}:00Z"
    fields = {"id": name, "source": f"s-{name}", "kind": "rss", "t": at, "title": title}
    return {**fields, "url": f"https://s.example/{name}", "summary": "", **more}


def day() -> list[dict[str, Any]]:
    return [item(f"a{at}", title, at * 10) for at, title in enumerate((*LIGHTHOUSE, *OTHERS))]


def write(items: Iterable[Any], name: str = "items.jsonl") -> str:
    lines = "".join((one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n" for one in items)
    data = lines.encode("utf-8", "surrogatepass")
    Path(name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return name


def stories(lab: Lab, items: Iterable[Any], name: str = "items.jsonl", **more: Any) -> dict[str, str]:
    lab("stories", write(items, name), "-o", "out.json", **more)
    found: dict[str, str] = json.loads(Path("out.json").read_text())
    return found


def groups(found: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(one for one in found if found[one] == story) for story in found.values()}


TOLD = {frozenset({"a0", "a1", "a2"}), frozenset({"a3"}), frozenset({"a4"})}


@pytest.mark.parametrize("name", ["items.jsonl", "items.jsonl.gz"])
def test_every_item_gets_a_story(lab: Lab, name: str) -> None:
    assert groups(stories(lab, day(), name)) == TOLD


def test_two_runs_write_the_same_bytes_and_the_order_of_lines_changes_nothing(lab: Lab) -> None:
    stories(lab, day())
    first = Path("out.json").read_bytes()
    stories(lab, day())
    assert Path("out.json").read_bytes() == first
    shuffled = day()
    random.Random(3).shuffle(shuffled)
    assert stories(lab, shuffled) == json.loads(first)


def test_items_of_one_moment_may_stand_in_any_order(lab: Lab) -> None:
    together = [{**one, "t": "2031-05-06T08:00:00Z"} for one in day()]
    assert stories(lab, together) == stories(lab, together[::-1])
    assert groups(stories(lab, together)) == TOLD


def test_it_says_how_many_and_where(lab: Lab) -> None:
    told = lab("stories", write(day()), "-o", "out.json")
    assert "5 items in 3 stories: out.json" in told
    assert "5 个条目归成 3 条新闻" in lab("stories", write(day()), "-o", "out.json", lang="zh")


def test_a_round_up_pulls_nothing_together(lab: Lab) -> None:
    morning = item("r", f"【早报】{LIGHTHOUSE[0]}；{OTHERS[0]}", 60)
    assert groups(stories(lab, [*day(), morning])) == TOLD | {frozenset({"r"})}


def test_titles_are_cleaned_as_those_of_a_feed_are(lab: Lab) -> None:
    odd = [
        item("a0", LIGHTHOUSE[0]),
        item("a1", "<b>青石港灯塔停用三十年后重新点亮</b>&nbsp;\n", 5),
        item("a2", "&lt;p&gt;", 9),
    ]
    assert groups(stories(lab, odd)) == {frozenset({"a0", "a1"}), frozenset({"a2"})}


def test_the_same_headline_two_days_later_is_another_story_and_a_follow_up_of_a_week_is_found(lab: Lab) -> None:
    week = [item(f"d{at}", LIGHTHOUSE[0], at * 2 * 1440) for at in range(4)]
    assert len(groups(stories(lab, week))) == 4
    hourly = [item(f"h{at}", LIGHTHOUSE[at % 3], at * 240) for at in range(4 * 6)]
    assert len(groups(stories(lab, hourly))) < 8


def test_a_story_that_a_window_has_left_behind_keeps_its_articles(lab: Lab) -> None:
    """Four days of other news after it: the lighthouse is still one story, and is never told anew."""
    later = [item(f"b{at}", f"鹭岛第{at}号大桥因大雾封闭{at}小时", 720 * at + 1440) for at in range(8)]
    found = stories(lab, [*day(), *later])
    assert groups({one: found[one] for one in ("a0", "a1", "a2", "a3", "a4")}) == TOLD


# -- bad lines -------------------------------------------------------------------------------------------------------


def test_single_bad_items_stand_alone_and_are_told_with_their_lines(lab: Lab) -> None:
    bad = [
        *day(),
        item("empty", "   "),
        {"id": "timeless", "title": LIGHTHOUSE[0]},
        item("odd", LIGHTHOUSE[0], t="yesterday"),
        {**item("none", "x"), "title": None},
        item("a0", "again"),
        item("emoji", "🎉🎉"),
    ]
    told = lab("stories", write(bad), "-o", "out.json")
    for number, why in ((6, "title is empty"), (7, '"t" is no time'), (8, '"t" is no time'), (9, "title is empty")):
        assert f"line {number}: " in told
        assert why in told
    assert "line 10: id a0 has been met before" in told
    found = json.loads(Path("out.json").read_text())
    alone = {frozenset({one}) for one in ("empty", "timeless", "odd", "none", "emoji")}
    assert groups(found) == TOLD | alone


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "3", '{"title": "x"}', '{"id": ""}', '{"id": ["a"]}', '{"id": "\\ud800"}', "[" * 100_000, "\x00"],
)
def test_a_line_that_is_no_item_is_refused_with_its_number(lab: Lab, line: str) -> None:
    told = lab("stories", write([*day(), "", line]), "-o", "out.json", expect=2)
    assert "line 7" in told
    assert not Path("out.json").exists()


def test_files_that_are_not_there_or_are_cut_short_are_told(lab: Lab) -> None:
    assert "nothing.jsonl" in lab("stories", "nothing.jsonl", "-o", "out.json", expect=2)
    Path("cut.jsonl.gz").write_bytes(gzip.compress(b"x" * 1000)[:-12])
    lab("stories", "cut.jsonl.gz", "-o", "out.json", expect=2)
    Path("no.jsonl.gz").write_bytes(b"no gzip")
    lab("stories", "no.jsonl.gz", "-o", "out.json", expect=2)
    lab("stories", write(day()), "-o", "no/such/folder/out.json", expect=2)
    lab("stories", write(day()), "-o", "out.json", "--model", "none.npz", expect=2)
    lab("stories", write(day()), expect=2)


def test_an_empty_file_has_no_stories(lab: Lab) -> None:
    assert stories(lab, []) == {}


def test_clocks_that_jump_part_only_what_they_must(lab: Lab) -> None:
    jumps = [item("old", LIGHTHOUSE[0], t="1970-01-01T00:00:00Z"), item("far", LIGHTHOUSE[0], t="2099-12-31T00:00:00Z")]
    assert groups(stories(lab, [*jumps, *day()])) == TOLD | {frozenset({"old"}), frozenset({"far"})}


def test_an_article_that_comes_a_week_late_is_put_where_its_time_says(lab: Lab) -> None:
    late = item("late", LIGHTHOUSE[1] + "！", 25)
    assert frozenset({"a0", "a1", "a2", "late"}) in groups(stories(lab, [*day(), item("b", "x", 8 * 1440), late]))


def test_a_corrupt_model_is_refused_with_its_checksum_and_another_finds_the_stories(lab: Lab) -> None:
    Path("own.npz").write_bytes(b"nonsense")
    Path("own.json").write_text(json.dumps({"sha256": "f" * 64}))
    told = lab("stories", write(day()), "-o", "out.json", "--model", "own.npz")
    assert "f" * 64 in told
    assert groups(json.loads(Path("out.json").read_text())) == TOLD


# -- score -----------------------------------------------------------------------------------------------------------

LABELS = {
    "all_ids": ["a0", "a1", "a2", "a3", "a4"],
    "stories": [{"name": "x", "ids": ["a0", "a1", "a2"]}],
    "roundups": ["a3"],
}


def test_a_score_is_one_json_object_and_errors_show_titles(lab: Lab) -> None:
    Path("gold.json").write_text(json.dumps(LABELS))
    Path("found.json").write_text(json.dumps({"a0": "x", "a1": "x", "a3": "x", "a2": None}))
    told = lab("score", "gold.json", "found.json", "--items", write(day()), "--errors", "1")
    head, *shown = told.splitlines()
    found = json.loads(head)
    assert found["pairwise"] == {"precision": 0.3333, "recall": 0.3333, "f1": 0.3333}
    assert found["roundups_pulled_in"] == 1
    assert found["zh_en_stories"]["gold"] == 0
    assert shown == [
        "WRONGLY JOINED",
        f"    a0 s-a0: {LIGHTHOUSE[0]}",
        f"    a3 s-a3: {OTHERS[0]}",
        "MISSED",
        f"    a0 s-a0: {LIGHTHOUSE[0]}",
        f"    a2 s-a2: {LIGHTHOUSE[2]}",
    ]
    assert "zh_en_stories" not in json.loads(lab("score", "gold.json", "found.json"))


@pytest.mark.parametrize(
    ("gold", "found"), [("{}", "{}"), ("x", "{}"), (json.dumps(LABELS), "[]"), (json.dumps(LABELS), '{"z": "x"}')]
)
def test_what_cannot_be_scored_is_told(lab: Lab, gold: str, found: str) -> None:
    Path("gold.json").write_text(gold)
    Path("found.json").write_text(found)
    assert lab("score", "gold.json", "found.json", expect=2)
    assert lab("score", "gold.json", "nothing.json", expect=2)


# -- the owner's rulings ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mine")
    settings(folder)
    fill(folder / "data")
    return folder


def test_rulings_are_scored_against_what_would_be_found_without_them(
    lab: Lab, filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "house"
    shutil.copytree(filled, folder)
    config = ("--config", str(folder / "ribao.toml"))
    data = ("--data", str(folder / "data"))
    assert "no rulings" in lab("stories", "--mine", *data, before=config)
    for words in (("split", ID["quake"], ID["port"]), ("merge", ID["quake"], ID["fold"])):
        status = run([*config, "story", words[0], *data, *words[1:]])
        said = capsys.readouterr()
        assert status == 0, said.out + said.err
    told = lab("stories", "--mine", *data, before=config)
    agreed = len(re.findall(r"^agrees  r\w+  ", told, re.MULTILINE))
    assert f"{agreed} of 2 rulings are found without them" in told
    assert ARTICLES["port"].title in told
    assert re.search(r"^(agrees|differs)  r\w+  apart$", told, re.MULTILINE)
    assert re.search(r"^differs  r\w+  together$", told, re.MULTILINE)  # an earthquake is no telephone
    assert "\x1b" not in told


def test_mine_without_a_data_folder_is_told(lab: Lab, tmp_path: Path) -> None:
    assert lab("stories", "--mine", "--data", str(tmp_path / "none"), expect=1)
