"""Half a character (a lone surrogate, which JSON may escape) goes harmlessly through the daily and through the lab."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ribao import pipeline
from ribao.annotate.makers import versions
from ribao.cli.main import run
from ribao.settings import Settings
from ribao.support.clock import StillClock
from ribao.support.progress import Silent
from ribao.support.store.sqlite import open_store
from ribao.types.annotation import Annotation
from ribao.types.attribution import attribution_of
from tests.contracts.made import NOW, a_lead, a_reading, a_source, show
from tests.test_things import InThisProcess

TITLE = "云雀科技\ud800回应离职传闻"
TEXT = "云雀科技表示，乔一苇\ud800将于月底离职。"
WHOLE = "云雀科技表示，乔一苇\ufffd将于月底离职。"
SAID = ("云雀科技", "表示", WHOLE[7:-1])


def lab(command: str, folder: Path, row: dict[str, Any], expect: int = 0) -> str:
    """What the command writes of that one row."""
    given, told = folder / "given.jsonl", folder / "told"
    given.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert run(["--lang", "en", "lab", command, str(given), "-o", str(told)]) == expect
    return told.read_text(encoding="utf-8") if expect == 0 else ""


async def daily(folder: Path) -> dict[str, Annotation]:
    """What the daily annotates of an article in the store."""
    source, lead = a_source(), a_lead()
    with closing(open_store(folder)) as store:
        store.put_sources([source])
        show(store, lead)
        store.save_readings([a_reading(lead, title=TITLE, paragraphs=(TEXT,), summary=TEXT)])
        parts = pipeline.Parts(
            store=store,
            client=None,  # type: ignore[arg-type]
            pool=InThisProcess(),  # type: ignore[arg-type]
            clock=StillClock(NOW),
            settings=Settings(),
            sources={source.id: source},
            progress=Silent(),
        )
        await pipeline.annotate(parts, tuple(store.articles_by_id([lead.id]).values()))
        return dict(store.annotations([lead.id])[lead.id])


@pytest.mark.anyio
async def test_through_the_daily(tmp_path: Path) -> None:
    found = await daily(tmp_path)
    assert found.keys() == versions().keys()
    rows = [attribution_of(one) for one in found["attribution"].value["attributions"]]
    (said,) = [one for one in rows if one.where == "text"]
    assert (WHOLE[slice(*said.source or ())], WHOLE[slice(*said.cue or ())], WHOLE[slice(*said.content)]) == SAID


def test_through_lab_attributions(tmp_path: Path) -> None:
    for row in ({"text": TEXT}, {"sentences": [{"text": TEXT}]}):
        told = json.loads(lab("attributions", tmp_path, {"doc": "\ud800", "title": TITLE, **row}))
        (sentence,) = told["sentences"]
        (said,) = sentence["attributions"]
        assert sentence["text"] == WHOLE
        assert (said["source"], said["cue"], said["content"]) == SAID


def test_through_lab_claims(tmp_path: Path) -> None:
    row = {"id": "1\ud800", "title": TITLE, "text": TEXT, "source": "s\ud800", "published_at": "2031-03-03T09:00:00Z"}
    claims = json.loads(lab("claims", tmp_path, row))["claims"]
    assert WHOLE in [holder["quote"] for claim in claims for holder in claim["holders"]]


def test_through_lab_labels(tmp_path: Path) -> None:
    row = {"id": "1", "source": "s\ud800", "t": "2031-03-03T09:00:00Z", "url": "", "title": TITLE, "summary": TEXT}
    labels = json.loads(lab("labels", tmp_path, row))
    assert labels["1"]["channels"]


def test_a_text_with_what_json_has_no_form_for_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lab("attributions", tmp_path, {"text": TEXT, "score": float("nan")}, expect=2)
    assert "line 1" in capsys.readouterr().err
