"""Channels in ``ribao.toml``: what is wrong is told with its line; what is right is known everywhere."""

from pathlib import Path

import pytest

from ribao.support.i18n import speaking
from ribao.support.problem import Problem
from ribao.support.settings_file import add_source, read
from ribao.types.channel import CHANNELS, OTHER
from tests.edit.build import source

GOOD = '[[channels]]\nname = "自行车"\nwords = ["自行车"]\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "ribao.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[channels]]\nname = "自行车"\n', ["line 1", "words or examples"]),
        ('[[channels]]\nname = "头条"\nwords = ["灯塔"]\n', ["line 2", "another name"]),
        ('[[channels]]\nname = " 港 "\nwords = ["灯塔"]\n', ["line 2", "another name"]),
        ('[[channels]]\nname = "自行车"\nwords = ["车"]\n', ["line 3", "车", "too short"]),
        ('[[channels]]\nname = "自行车"\nword = ["自行车"]\n', ["line 3", "words"]),
        (GOOD + GOOD, ["line 5", "自行车"]),
        (GOOD + '[edition.channel_mute]\n"自行東" = ["预售"]\n', ["自行東", "自行车"]),
        (GOOD + '[[sources]]\nid = "a"\nurl = "https://a.example/"\ntitle = "A"\nchannels = ["自行東"]\n', ["line 8", "自行東"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, told: list[str]) -> None:
    with speaking("en"), pytest.raises(Problem) as problem:
        read(written(tmp_path, text))
    said = f"{problem.value.what} {problem.value.why} {problem.value.remedy}"
    assert [word for word in told if word not in said] == []


def test_the_names_are_known_wherever_a_channel_is_named(tmp_path: Path) -> None:
    text = GOOD + '[edition.channel_mute]\n"自行车" = ["预售"]\n'
    path = written(tmp_path, text)
    add_source(path, source("b", channels=("自行车",)))
    settings = read(path)
    assert settings.daily_channels.names == (*CHANNELS, "自行车")
    assert settings.sources[0].channels == ("自行车",)


def test_a_source_is_not_written_with_a_channel_that_is_not_there(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    with pytest.raises(Problem):
        add_source(path, source("b", channels=("自行東",)))
    assert path.read_text(encoding="utf-8") == GOOD


def test_with_the_nine_put_aside_their_names_may_still_be_named(tmp_path: Path) -> None:
    text = '[edition]\nnine_channels = false\n[edition.channel_mute]\n"智能手机" = ["预售"]\n' + GOOD
    settings = read(written(tmp_path, text))
    assert settings.daily_channels.names == ("自行车",)
    assert OTHER in settings.known
