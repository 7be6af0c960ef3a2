"""The command line speaks one language at a time, in what typer prints as in what we do."""

import re

import pytest

from ribao.cli.main import run


def heard(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = run(words)
    told = capsys.readouterr()
    return status, told.out + told.err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = heard(capsys, "--version")
    assert status == 0
    assert re.fullmatch(r"\d+\.\d+\S*\n", told)


HELPS = (
    "",
    "run",
    "daily",
    "serve",
    "prune",
    "doctor",
    "sources",
    "sources add",
    "sources try",
    "story",
    "story split",
    "lab extract",
)


@pytest.mark.parametrize("command", HELPS)
def test_help_in_chinese_is_all_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = heard(capsys, "--lang", "zh", *command.split(), "--help")
    assert status == 0
    for english in ("Usage", "Options:", "Commands:", "Arguments:", "Show this", "required", "default:"):
        assert english not in told


MISTAKES = {
    "dail": "错误：没有 'dail' 这个命令。",
    "run --port x": "错误：'--port' 的值不对：要写一个整数",
    "daily --data": "错误：选项 '--data' 后面要写一个值。",
    "daily --foo": "错误：没有 --foo 这个选项",
    "daily extra": "错误：多出来的参数：extra",
    "sources add": "错误：缺少参数 'address'。",
    "sources add a --tier foo": "错误：'--tier' 的值不对：'foo' 不在 'official', 'original', 'aggregator' 之中。",
    "story merge a": "错误：缺少参数 'others'。",
    "lab extract x": "错误：缺少选项 '-o' / '--output'。",
    "--lang zh": "错误：没有写命令。",
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistyped_line_is_told_in_chinese(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = heard(capsys, "--lang", "zh", *line.split())
    assert status == 2
    assert MISTAKES[line] in told
    assert not re.search(r"\b(Error|Usage|Try|Missing|Did you mean)\b", told)


def test_a_language_we_do_not_speak_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = heard(capsys, "--lang", "fr", "sources", "list")
    assert status == 2
    assert "--lang 'fr'" in told
