"""Writes docs/reference/settings and docs/reference/commands, in both languages, from the program itself.

``--check`` writes nothing and fails when a page is not what the program says; a test calls it.
"""

import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from ribao.cli.main import application
from ribao.settings import ChannelSettings, SelectorSettings, Settings, SourceSettings
from ribao.support import i18n
from ribao.support.i18n import gettext as _

DOCS = Path(__file__).resolve().parent.parent / "docs" / "reference"
INTRO = {
    "settings": {
        "zh": "# 设置\n\n设置写在 `ribao.toml` 里：`--config` 指的文件，其次是当前文件夹的，再其次是 `$XDG_CONFIG_HOME/ribao/ribao.toml`（没设这个变量时是 `~/.config/ribao/ribao.toml`）。环境变量优先于文件，名字用两个下划线连起来，列表写成 JSON：`RIBAO_EDITION__MAX_STORIES=30`，`RIBAO_FETCH__ALLOW_PRIVATE='[\"127.0.0.0/8\"]'`。写错的键会说出行号和相近的名字，不会被悄悄忽略。\n",
        "en": "# Settings\n\nSettings stand in `ribao.toml`: the file of `--config`, else the one in the current folder, else `$XDG_CONFIG_HOME/ribao/ribao.toml` (`~/.config/ribao/ribao.toml` where that is not set). Environment variables go before the file; their names are joined by two underscores, lists are JSON: `RIBAO_EDITION__MAX_STORIES=30`, `RIBAO_FETCH__ALLOW_PRIVATE='[\"127.0.0.0/8\"]'`. A misspelt key is an error that names its line and the nearest known key; nothing is passed over in silence.\n",
    },
    "commands": {
        "zh": "# 命令\n\n退出码：0 成功；1 什么也没做成（比如一个来源也取不到、库里也没有）；2 用法或设置有误。服务正在运行时，写库的命令会自动交给它去做，所以任何命令任何时候都能用。\n",
        "en": "# Commands\n\nExit status: 0 done; 1 nothing could be done (no source answered and nothing is stored, say); 2 usage or configuration. While a server runs on the data folder, a command that writes is handed to it, so every command works at any time.\n",
    },
}


def pages() -> dict[Path, str]:
    made = {}
    for lang in INTRO["settings"]:
        suffix = ".md" if lang == "zh" else f".{lang}.md"
        with i18n.speaking(lang):
            made[DOCS / f"settings{suffix}"] = INTRO["settings"][lang] + settings()
            made[DOCS / f"commands{suffix}"] = INTRO["commands"][lang] + commands()
    return made


def settings() -> str:
    text = ""
    for name, part in Settings.model_fields.items():
        if isinstance(part.annotation, type) and issubclass(part.annotation, BaseModel):
            text += f"\n## `[{name}]`\n\n{table(part.annotation)}"
    text += f"\n## `[[channels]]`\n\n{table(ChannelSettings)}"
    text += f"\n## `[[sources]]`\n\n{table(SourceSettings)}"
    return text + f"\n## `[sources.selectors]`\n\n{table(SelectorSettings)}"


def table(part: type[BaseModel]) -> str:
    rows = [
        f"| `{name}` | {default(field.default)} | {_(field.description or '')} |"
        for name, field in part.model_fields.items()
    ]
    return "\n".join(["|  |  |  |", "| --- | --- | --- |", *rows, ""])


def default(value: Any) -> str:
    if value is PydanticUndefined or value is None:
        return "—"
    if isinstance(value, tuple):
        return "`[]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value!s}`" if str(value) else '`""`'


def commands() -> str:
    import typer

    return described(typer.main.get_command(application()), "ribao", 2)


def described(command: Any, name: str, depth: int) -> str:
    """A heading, the help, its parameters, and the same for each command inside."""
    text = f"\n{'#' * depth} `{name}`\n\n{command.help or ''}\n"
    options = [option for option in command.params if option.name != "help"]
    if options:
        text += "\n" + "\n".join(["|  |  |", "| --- | --- |", *(row(option) for option in options), ""])
    for inner in getattr(command, "commands", {}).values():
        text += described(inner, f"{name} {inner.name}", depth + 1 if depth < 4 else depth)
    return text


def row(option: Any) -> str:
    names = (
        " ".join(f"`{spelling}`" for spelling in option.opts)
        if option.param_type_name == "option"
        else f"`{option.name.upper()}`"
    )
    return f"| {names} | {getattr(option, 'help', None) or ''} |"


def main() -> int:
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            print(
                f"{path.name} is not what the program says: run .venv/bin/python scripts/reference.py", file=sys.stderr
            )
        return 1 if stale else 0
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
