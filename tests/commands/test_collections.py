"""``ribao collections``: what was saved is listed, shown, written to a file and read from one, here or in the running daily."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ribao.commands.collection_file import BATCH_BYTES
from ribao.support.store.sqlite import open_store
from ribao.types.collection import DEFAULT, Collection, Kept, KeptKind
from tests.commands.archive import ID, START, Tell, teller
from tests.commands.test_story_handover import newsroom

SAVED = Collection(id=DEFAULT, name="", made_at=START)
CHIPS = Collection(id="00c41b", name="芯片 与 存储", made_at=START + timedelta(hours=1), public=True)
ITEMS = [
    Kept(
        kind=KeptKind.CLAIM, ref="k1", at=START, headline="云岬折叠屏推迟", source="澜江通讯社", published_at=START,
        url="https://wire.example/fold", language="zh-Hans", statement="折叠屏推迟到六月", status="unverified",
        story="s1", edition="d/2026-05-08/r2/", articles=(ID["fold"], ID["hinge"]), note="等官方\n说法",
    ),
    Kept(kind=KeptKind.ARTICLE, ref=ID["loose"], at=START + timedelta(hours=2), headline="无人问津"),
]  # fmt: skip


@pytest.fixture
def ribao(folder: Path, capsys: pytest.CaptureFixture[str]) -> Tell:
    with closing(open_store(folder / "data")) as store:
        store.put_collection(SAVED)
        store.put_collection(CHIPS)
        store.keep(CHIPS.id, ITEMS)
    return teller("collections", folder, capsys)


def stored(folder: Path) -> dict[str, tuple[Kept, ...]]:
    """By the name of the collection."""
    with closing(open_store(folder / "data", read_only=True)) as store:
        return {one.name: store.kept(one.id) for one in store.collections()}


def test_the_list_and_what_is_in_one(ribao: Tell) -> None:
    assert ribao("list").splitlines() == ["saved       0  私有  我的收藏", "00c41b       2  公开  芯片 与 存储"]
    said = ribao("show", "芯片 与  存储")
    assert said == ribao("show", CHIPS.id)
    lines = said.splitlines()
    assert lines[0].endswith("article  无人问津")
    assert lines[1].endswith("claim    [unverified] 折叠屏推迟到六月")
    assert lines[2:] == ["    澜江通讯社 · https://wire.example/fold", "    等官方", "    说法"]


def test_exported_and_imported_it_is_the_same_but_private(folder: Path, ribao: Tell, tmp_path: Path) -> None:
    file = tmp_path / "chips.json"
    ribao("export", CHIPS.id, str(file))
    assert ribao("export", CHIPS.id) == file.read_text(encoding="utf-8")
    before = stored(folder)
    assert "新增 0 条，原有 2 条" in ribao("import", str(file))
    assert stored(folder) == before
    with closing(open_store(folder / "data")) as store:
        store.remove_collection(CHIPS.id)
    said = ribao("import", str(file))
    assert "新增 2 条，原有 0 条" in said
    assert "导出时是公开的" in said
    assert stored(folder) == before
    assert "00c41b       2  私有  芯片 与 存储" in ribao("list")
    assert "新增 2 条" in ribao("import", str(file), "--name", "另一个")
    assert stored(folder)["另一个"] == before[CHIPS.name]


@pytest.mark.parametrize("word", ["", "nothing", "../etc/passwd"])
def test_a_collection_that_there_is_not(ribao: Tell, word: str) -> None:
    assert "没有叫" in ribao("show", word, expect=2)
    assert "没有叫" in ribao("export", word, expect=2)


BAD: list[Any] = [
    "",
    "[]",
    "{",
    '{"ribao": "collection", "version": 2, "collection": {}, "items": []}',
    {"items": [{"kind": "person", "ref": "x", "at": "2026-05-08T00:00:00Z"}]},
    {"items": [{"kind": "story", "ref": "x", "at": "2026-05-08T00:00:00"}]},
    {"items": [{"kind": "story", "ref": "x" * 300, "at": "2026-05-08T00:00:00Z"}]},
    {"items": [{"kind": "story", "ref": "x", "at": "2026-05-08T00:00:00Z", "note": "n" * 10_001}]},
    {"items": [{"kind": "story", "ref": "x", "at": "2026-05-08T00:00:00Z", "edition": "d/../../"}]},
    {"collection": {"name": "x" * 81}},
]


@pytest.mark.parametrize("sent", BAD)
def test_what_is_no_exported_collection_is_refused_whole(folder: Path, ribao: Tell, tmp_path: Path, sent: Any) -> None:
    whole = {"ribao": "collection", "version": 1, "collection": {"name": "x"}, "items": []}
    file = tmp_path / "bad.json"
    file.write_text(sent if isinstance(sent, str) else json.dumps(whole | sent), encoding="utf-8")
    assert "不是导出的收藏夹" in ribao("import", str(file), expect=2)
    assert set(stored(folder)) == {"", CHIPS.name}


def test_a_file_that_is_not_there_and_one_with_traps_in_it(folder: Path, ribao: Tell, tmp_path: Path) -> None:
    assert "读不了" in ribao("import", str(tmp_path / "none.json"), expect=2)
    item = {
        "kind": "story", "ref": "s", "at": "2026-05-08T00:00:00Z", "headline": "a\u202eb\x07", "url": "javascript:alert(1)", "more": 1
    }  # fmt: skip
    made = {"ribao": "collection", "version": 1, "collection": {"id": "../x", "name": "x\x07"}, "items": [item, item]}
    file = tmp_path / "traps.json"
    file.write_text(json.dumps(made), encoding="utf-8")
    ribao("import", str(file))
    (one,) = stored(folder)["x"]
    assert (one.headline, one.url) == ("ab", "")
    assert "../" not in ribao("list")


@pytest.mark.slow
def test_a_running_daily_takes_thousands_in_and_shows_them(folder: Path, ribao: Tell, tmp_path: Path) -> None:
    many = [replace(ITEMS[1], ref=f"{n:x}", note="注" * 200) for n in range(3_000)]
    assert sum(len(json.dumps(one.note)) for one in many) > 3 * BATCH_BYTES
    with closing(open_store(folder / "data")) as store:
        store.keep(DEFAULT, many)
    file = tmp_path / "many.json"
    ribao("export", DEFAULT, str(file))
    with newsroom(folder):
        assert "新增 3,000 条" in ribao("import", str(file), "--name", "多")
        assert "3,000  私有  多" in ribao("list")
    assert len(stored(folder)["多"]) == 3_000
