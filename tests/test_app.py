"""Where a daily lives: what is wrong in its settings is told before any work is done."""

from pathlib import Path

import pytest

from ribao.app import house
from ribao.support.problem import Problem

SOURCE = '[[sources]]\nid = "a"\nurl = "https://a.example/"\ntitle = "A"\n'


@pytest.mark.parametrize(
    "text",
    [
        '[edition]\nmute = ["plain", "/(open/"]\n',
        '[edition.channel_follow]\n"笔记本" = ["/(open/"]\n',
        SOURCE + 'mute = ["/(open/"]\n',
    ],
)
def test_a_filter_that_cannot_be_used_is_told_at_the_start(text: str, tmp_path: Path) -> None:
    file = tmp_path / "ribao.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        house(file)
    assert caught.value.exit_code == 2
    assert "/(open/" in caught.value.what
