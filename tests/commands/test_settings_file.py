"""ribao.toml as its owner meets it: written, read with clear words, edited without losing a line."""

import os
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from ribao.settings import Settings
from ribao.support import settings_file
from ribao.support.i18n import speaking
from ribao.support.problem import Problem
from ribao.types.source import Selectors, Source, SourceKind

NEW = Source(
    id="new-one", url="https://new.example/feed", title="新来的“报”", folder=("甲", "乙"), channels=("笔记本",)
)

OWNERS = """\
# my daily
[edition]
max_stories = 25   # enough for breakfast

[[sources]]
id = "one"
url = "https://one.example/feed"
title = "One"

# the second is the best
[[sources]]
id = "two"
url = "https://two.example/list"
title = "Two"
kind = "page"

[sources.selectors]
item = "li"

# goodbye
[[sources]]
id = "three"
url = "https://three.example/feed"
title = "Three"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ribao.toml"
    path.write_text(OWNERS, encoding="utf-8")
    return path


def wrong(path: Path, text: str, lang: str = "en") -> Problem:
    path.write_text(text, encoding="utf-8")
    with speaking(lang), pytest.raises(Problem) as caught:
        settings_file.read(path)
    assert caught.value.exit_code == 2
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_file_reads_as_the_defaults_with_the_default_sources(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "new" / "ribao.toml"
    settings_file.write_default(path, lang)
    settings = settings_file.read(path)
    assert settings.model_dump(exclude={"sources"}) == Settings().model_dump(exclude={"sources"})
    assert tuple(row.source() for row in settings.sources) == settings_file.default_sources()


def test_each_line_of_the_first_file_that_is_a_default_says_the_true_default(tmp_path: Path) -> None:
    path = tmp_path / "ribao.toml"
    settings_file.write_default(path, "en")
    text, uncommented = re.subn(r"^# (?=\w+ = )", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    fields = sum(
        len(type(part.default).model_fields)
        for name, part in Settings.model_fields.items()
        if name not in ("channels", "sources")
    )
    assert uncommented == fields
    path.write_text(text, encoding="utf-8")
    assert settings_file.read(path).model_dump(exclude={"sources"}) == Settings().model_dump(exclude={"sources"})


def test_the_first_file_speaks_chinese_to_a_chinese_reader(tmp_path: Path) -> None:
    path = tmp_path / "ribao.toml"
    settings_file.write_default(path, "zh")
    remarks = re.findall(r"^# (?!\w+ = )(.*)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [line for line in remarks if not re.search(r"[一-鿿]", line)] == []


def test_a_file_that_is_there_is_not_written_over(file: Path) -> None:
    with pytest.raises(Problem):
        settings_file.write_default(file, "en")
    assert file.read_text(encoding="utf-8") == OWNERS


def test_adding_keeps_every_line_and_removing_gives_the_old_file_back(file: Path) -> None:
    settings_file.add_source(file, NEW)
    assert file.read_text(encoding="utf-8").startswith(OWNERS)
    assert settings_file.read(file).sources[-1].source() == NEW
    assert settings_file.remove_source(file, "new-one")
    assert file.read_text(encoding="utf-8") == OWNERS


def test_a_list_page_is_written_with_its_selectors(file: Path) -> None:
    page = replace(NEW, kind=SourceKind.PAGE, selectors=Selectors(item="li.news", time="time"))
    settings_file.add_source(file, page)
    assert settings_file.read(file).sources[-1].source() == page


def test_removing_takes_its_sub_table_along_and_no_comment(file: Path) -> None:
    assert settings_file.remove_source(file, "two")
    text = file.read_text(encoding="utf-8")
    assert [row.id for row in settings_file.read(file).sources] == ["one", "three"]
    assert "selectors" not in text
    for remark in ("# my daily", "# enough for breakfast", "# the second is the best", "# goodbye"):
        assert remark in text


def test_removing_what_is_not_there_changes_nothing(file: Path) -> None:
    assert not settings_file.remove_source(file, "four")
    assert file.read_text(encoding="utf-8") == OWNERS


def test_windows_line_ends_stay(file: Path) -> None:
    file.write_bytes(OWNERS.replace("\n", "\r\n").encode())
    settings_file.add_source(file, NEW)
    body = file.read_bytes()
    assert body.count(b"\n") == body.count(b"\r\n")
    assert settings_file.read(file).sources[-1].id == "new-one"


def test_sources_written_as_one_value_can_be_edited_too(file: Path) -> None:
    file.write_text('sources = [{id = "a", url = "https://a.example/", title = "A"}]\n', encoding="utf-8")
    settings_file.add_source(file, NEW)
    assert [row.id for row in settings_file.read(file).sources] == ["a", "new-one"]
    assert settings_file.remove_source(file, "a")
    assert [row.id for row in settings_file.read(file).sources] == ["new-one"]


def test_a_text_that_looks_like_tables_does_not_mislead_an_edit(file: Path) -> None:
    tricky = 'title = """\n[[sources]]\nid = "fake"\n"""\n'
    file.write_text(f"[daily]\n{tricky}\n" + OWNERS, encoding="utf-8")
    assert settings_file.remove_source(file, "one")
    left = tomllib.loads(file.read_text(encoding="utf-8"))
    assert left["daily"]["title"] == '[[sources]]\nid = "fake"\n'
    assert [row["id"] for row in left["sources"]] == ["two", "three"]


def test_an_id_that_is_taken_is_refused_and_nothing_is_written(file: Path) -> None:
    with pytest.raises(Problem):
        settings_file.add_sources(file, [NEW, replace(NEW, id="one", url="https://x.example/")])
    assert file.read_text(encoding="utf-8") == OWNERS


def test_permissions_and_links_stay(file: Path, tmp_path: Path) -> None:
    file.chmod(0o600)
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    settings_file.add_source(link, NEW)
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.toml", "ribao.toml"]


def test_a_folder_that_cannot_be_written_is_said_and_the_file_stays(file: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    file.parent.chmod(0o500)
    try:
        with pytest.raises(Problem):
            settings_file.add_source(file, NEW)
    finally:
        file.parent.chmod(0o700)
    assert file.read_text(encoding="utf-8") == OWNERS


def test_a_place_that_is_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with speaking("en"), pytest.raises(Problem) as caught:
        settings_file.write_default(tmp_path / "file" / "ribao.toml", "en")
    assert caught.value.what == "The settings file cannot be written."
    assert caught.value.exit_code == 2


@examples(max_examples=30, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_title_survives_the_way_into_the_file(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    path = tmp_path_factory.mktemp("t") / "ribao.toml"
    path.write_text(OWNERS, encoding="utf-8")
    settings_file.add_source(path, replace(NEW, title=title))
    assert settings_file.read(path).sources[-1].title == title


# -- what is wrong, in words -----------------------------------------------------------------------------------------


def test_bad_toml_is_told_with_line_and_column(file: Path) -> None:
    problem = wrong(file, "# fine\n[fetch]\nconcurrency = = 3\n")
    assert f"{file}, line 3, column 15" in problem.why
    assert "concurrency = = 3" in problem.why


def test_bad_toml_at_the_end_of_the_file(file: Path) -> None:
    assert "at the end" in wrong(file, 'title = """never closed').why


def test_an_unknown_setting_is_told_with_the_nearest_known_one(file: Path) -> None:
    problem = wrong(file, "\n[fetch]\nconcurency = 3\n")
    assert f"{file}, line 3" in problem.why
    assert problem.remedy == "Did you mean concurrency?"


def test_a_setting_in_the_wrong_table_is_sent_to_the_right_one(file: Path) -> None:
    assert wrong(file, 'cutoff = "08:00"\n').remedy == "Did you mean [edition] cutoff?"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[fetch]\nconcurrency = "many"\n', 2, "whole number"),
        ("[edition]\n\nmax_stories = 9999\n", 3, "at most 500"),
        ('[edition]\ntimezone = "Mars/Olympus"\n', 2, "Asia/Shanghai"),
        ('[fetch]\nallow_private = ["300.0.0.0/8"]\n', 2, "127.0.0.0/8"),
        ('[[sources]]\nid = "Ab c"\nurl = "https://x/"\ntitle = "t"\n', 2, "a-z"),
        ('[[sources]]\nid = "a"\nurl = "https://x/"\ntitle = "t"\nkind = "fed"\n', 5, "'feed', 'sitemap' or 'page'"),
        ('[[sources]]\nid = "a"\nurl = "https://x/"\n', 1, "missing"),
        ('[[sources]]\nid = "a"\nurl = "https://x/"\ntitle = "t"\nkind = "page"\n', 1, "[sources.selectors]"),
        ('[[sources]]\nid = "a"\nurl = "https://x/"\ntitle = "t"\nchannels = ["手机"]\n', 5, "智能手机"),
        ('[edition.channel_mute]\n"手机" = ["a"]\n', 1, "智能手机"),
        ('[daily]\nlanguage = "fr"\n', 2, "zh, zh-tw, en"),
        ("sources = 3\n", 1, "square brackets"),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_what_it_must_be(file: Path, text: str, line: int, said: str) -> None:
    problem = wrong(file, text)
    assert f"{file}, line {line}:" in problem.why
    assert said in problem.why


def test_the_second_of_two_sources_of_one_id_is_named(file: Path) -> None:
    row = '[[sources]]\nid = "a"\nurl = "https://x/"\ntitle = "t"\n'
    problem = wrong(file, row + row)
    assert problem.what == "Two sources have the id a."
    assert problem.why == f"{file}, line 6"


def test_chinese_readers_are_told_in_chinese(file: Path) -> None:
    problem = wrong(file, "[fetch]\nconcurency = 3\n", "zh")
    assert problem.why == f"{file} 第 2 行: fetch.concurency: 没有这项设置"
    assert problem.remedy == "是不是想写 concurrency？"


def test_many_mistakes_are_counted_rather_than_poured_out(file: Path) -> None:
    problem = wrong(file, "[fetch]\n" + "".join(f"nonsense{number} = 1\n" for number in range(9)))
    assert problem.why.count("\n") == 5
    assert "4 more" in problem.why


def test_a_file_in_another_encoding_is_told_so(file: Path) -> None:
    file.write_bytes("[daily]\ntitle = '早报'\n".encode("gbk"))
    with speaking("en"), pytest.raises(Problem) as caught:
        settings_file.read(file)
    assert caught.value.why == f"{file}, line 2"
    assert "UTF-8" in caught.value.remedy


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(Problem) as caught:
            settings_file.read(path)
        assert str(path) in caught.value.why


def test_a_wrong_environment_variable_is_blamed_and_not_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIBAO_FETCH__CONCURRENCY", "many")
    problem = wrong(file, OWNERS)
    assert "environment variable RIBAO_FETCH__CONCURRENCY" in problem.why


def test_an_environment_variable_that_is_no_json_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIBAO_FETCH", "{")
    with speaking("en"), pytest.raises(Problem) as caught:
        settings_file.read(None)
    assert "fetch" in caught.value.why
