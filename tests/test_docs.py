"""The documentation says what the program does: nothing undocumented, no page in one language only, no dead link."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ribao import consulting
from ribao.support.minds.text import LEAD, MOST_CHARACTERS
from ribao.types.reason import Code

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def test_every_setting_and_command_is_documented() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/reference.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_page_is_in_both_languages() -> None:
    names = {path.relative_to(DOCS).as_posix() for path in PAGES}
    chinese = {name for name in names if not name.endswith(".en.md")}
    assert {name.removesuffix(".md") + ".en.md" for name in chinese} == names - chinese


def test_every_page_is_in_a_table_of_contents() -> None:
    contents = (DOCS / "index.md").read_text(encoding="utf-8") + (DOCS / "index.en.md").read_text(encoding="utf-8")
    listed = set(contents.split())
    names = {path.relative_to(DOCS).as_posix().removesuffix(".md") for path in PAGES} - {"index"}
    assert sorted(names - listed) == []


@pytest.mark.parametrize("path", [*PAGES, ROOT / "README.md", ROOT / "ARCHITECTURE.md"], ids=str)
def test_links_lead_somewhere(path: Path) -> None:
    targets = [
        link
        for link in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8")))
        if "://" not in link and "mailto:" not in link
    ]
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize(
    ("name", "minutes", "letters"), [("", "{} 分钟", "{} 字"), (".en", "{} minutes", "{} characters")]
)
def test_the_page_on_embedder_and_judge_says_how_long_they_are_asked_and_what_is_sent(
    name: str, minutes: str, letters: str
) -> None:
    text = (DOCS / f"howto/embedder-and-judge{name}.md").read_text(encoding="utf-8")
    assert minutes.format(round(consulting.MOST_SECONDS / 60)) in text
    assert letters.format(LEAD) in text
    assert letters.format(MOST_CHARACTERS) in text.replace(",", "")


def test_no_lock_file_names_a_registry() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        assert "--index" not in text, path.name
        assert text.count("--hash=sha256:") > text.count("=="), path.name


def test_every_reason_code_has_a_distinct_value() -> None:
    assert len({code.value for code in Code}) == len(Code)


@pytest.mark.slow
def test_the_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", DOCS, tmp_path / "html"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
