"""``ribao search`` over a real data folder."""

import json
from pathlib import Path

import pytest

from ribao.cli.main import run
from ribao.support.store.port import Reading
from ribao.support.store.sqlite import open_store
from tests.contracts.made import a_lead, a_source, an_article


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store = open_store(tmp_path / "data")
    store.put_sources([a_source(title="阿尔法报")])
    lead = a_lead(title="云岬折叠屏推迟到六月")
    store.save_readings([Reading(lead_id=lead.id, article=an_article(lead, source_name=""))])
    store.close()
    return tmp_path / "data"


def test_what_is_found_is_told_with_source_time_and_address(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "zh", "search", "--data", str(data), "折叠屏", "来源:阿尔法"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "云岬折叠屏推迟到六月",
        "  阿尔法报  2026-01-15 15:50  https://alpha.example/one",
    ]
    assert run(["search", "--data", str(data), "--json", "折叠屏"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "云岬折叠屏推迟到六月"


def test_nothing_found_is_said_and_is_exit_status_one(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "en", "search", "--data", str(data), "nothing"]) == 1
    assert "Nothing was found." in capsys.readouterr().out
    assert run(["search", "--data", str(data), "--json", "nothing"]) == 1
    assert capsys.readouterr().out == ""
