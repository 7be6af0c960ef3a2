"""Settings written back: what an owner's own file looks like afterwards, and what is never lost."""

import tomllib
from datetime import time
from pathlib import Path

import pytest

from ribao.settings import load
from ribao.support.problem import Problem
from ribao.support.settings_edit import ChangedMeanwhile, ChannelRow, change, edited, fingerprint
from ribao.support.settings_file import change_source, write_default

OWN = """# 我的报
[daily]
title = "晨报" # 别改

[edition]
mute = [
  "彩票", # 烦
  "星座",
]

# 机器人来得多
[[channels]]
name = "机器人"
words = ["人形机器人"]  # 先这些

[[sources]]
id = "a" # 第一个
url = "https://a.example/feed"
title = "甲"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ribao.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_only_the_lines_that_it_is_about_change() -> None:
    made = edited(OWN, {("daily", "title"): "夜报", ("edition", "mute"): ["星座", "带货"]})
    assert 'title = "夜报" # 别改' in made
    assert tomllib.loads(made)["edition"]["mute"] == ["星座", "带货"]
    kept = [line for line in OWN.splitlines() if "晨报" not in line and "彩票" not in line and "星座" not in line]
    assert [line for line in kept if line not in made.splitlines()] == []


def test_a_default_comes_to_life_where_the_file_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "ribao.toml"
    write_default(path, "zh")
    before = path.read_text(encoding="utf-8")
    change(path, fingerprint(path), {("edition", "cutoff"): time(6, 30), ("edition", "max_stories"): 30})
    after = path.read_text(encoding="utf-8").splitlines()
    assert (load(path).edition.cutoff, load(path).edition.max_stories) == (time(6, 30), 30)
    assert len(after) == len(before.splitlines())
    assert sum(a != b for a, b in zip(after, before.splitlines(), strict=True)) == 2


@pytest.mark.parametrize("text", ["", "# nothing\n", "[daily]\n", 'daily = {title = "x"}\n', 'daily.title = "x"\r\n'])
def test_every_shape_of_a_file_takes_a_value(text: str) -> None:
    made = tomllib.loads(edited(text, {("daily", "title"): "y", ("edition", "follow"): ["a"]}))
    assert (made["daily"]["title"], made["edition"]["follow"]) == ("y", ["a"])


def test_line_ends_of_another_system_stay() -> None:
    made = edited(OWN.replace("\n", "\r\n"), {("server", "address"): "https://x.example/"}, [row("新的")])
    assert "\n" not in made.replace("\r\n", "")


def row(name: str, was: str = "", gone: bool = False) -> ChannelRow:
    values = {"name": name, "description": "", "words": ["词语一"], "examples": []}
    return ChannelRow(values=values, was=was, gone=gone)


def names(text: str) -> list[str]:
    return [one["name"] for one in tomllib.loads(text).get("channels", [])]


def test_channels_are_added_renamed_and_taken_out_and_those_not_named_stay() -> None:
    more = edited(OWN, {}, [row("量子")])
    assert names(more) == ["机器人", "量子"]
    assert "# 先这些" in more
    assert more.index("量子") < more.index("[[sources]]")
    renamed = edited(more, {}, [row("人工智能", was="量子")])
    assert names(renamed) == ["机器人", "人工智能"]
    assert names(edited(renamed, {}, [row("机器人", was="机器人", gone=True)])) == ["人工智能"]


def test_an_edit_made_meanwhile_is_told_and_not_written_over(file: Path) -> None:
    seen = fingerprint(file)
    file.write_text(OWN + "# 编辑器里加的\n", encoding="utf-8")
    with pytest.raises(ChangedMeanwhile):
        change(file, seen, {("daily", "title"): "夜报"})
    assert file.read_text(encoding="utf-8") == OWN + "# 编辑器里加的\n"


def test_what_is_not_valid_is_not_written_and_names_the_owners_file(file: Path) -> None:
    with pytest.raises(Problem) as caught:
        change(file, fingerprint(file), {("edition", "max_stories"): "many", ("daily", "title"): "夜报"})
    assert str(file) in caught.value.why
    assert file.read_text(encoding="utf-8") == OWN
    assert sorted(one.name for one in file.parent.iterdir()) == ["ribao.toml"]


def test_a_channel_that_a_source_names_cannot_go(file: Path) -> None:
    file.write_text(OWN + 'channels = ["机器人"]\n', encoding="utf-8")
    with pytest.raises(Problem):
        change(file, fingerprint(file), {}, [row("机器人", was="机器人", gone=True)])
    assert "机器人" in file.read_text(encoding="utf-8")


def test_a_source_is_paused_and_resumed_and_the_file_is_as_before(file: Path) -> None:
    assert change_source(file, "a", "paused", True)
    assert load(file).sources[0].paused
    assert "# 第一个" in file.read_text(encoding="utf-8")
    assert change_source(file, "a", "paused", None)
    assert file.read_text(encoding="utf-8") == OWN
    assert not change_source(file, "b", "paused", True)
