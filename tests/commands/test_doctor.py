"""ribao doctor: each thing that can be wrong is found, said plainly, and has a remedy."""

import io
import json
import os
import shutil
import sys
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from ribao.commands import doctor
from ribao.commands.doctor import Finding, Level
from ribao.support.clock import SystemClock, VirtualClock
from ribao.support.i18n import speaking
from ribao.support.net.port import FetchFailed
from ribao.support.net.scripted import ScriptedClient, answer
from ribao.support.settings_file import write_default
from ribao.support.work.instance import InstanceLock
from ribao.types.reason import Code, Reason
from ribao.types.source import Source

NOW = datetime(2026, 2, 25, 12, 0, tzinfo=UTC)
HOSTS = tuple(
    Source(id=name, url=f"https://{name}.example/feed", title=name.title()) for name in ("ant", "bee", "cat", "dog")
)


def one(findings: tuple[Finding, ...], name: str) -> Finding:
    return next(finding for finding in findings if finding.name == name)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def anywhere(host: str) -> bool:
    return True


async def nowhere(host: str) -> bool:
    return False


def refused() -> FetchFailed:
    return FetchFailed(Reason(code=Code.CONNECT_FAILED, detail="connection refused"))


@pytest.mark.anyio
async def test_a_sound_house_has_nothing_to_mend(tmp_path: Path) -> None:
    write_default(tmp_path / "ribao.toml", "en")
    with speaking("en"):
        findings = await doctor.examine(tmp_path / "ribao.toml", tmp_path / "data", SystemClock())
    names = {finding.name for finding in findings}
    assert names >= {
        *("configuration", "python", "sqlite", "instance", "data"),
        *("disk", "clock", "timezone", "terminal", "fonts"),
    }
    assert not [finding for finding in findings if finding.level is Level.BAD]
    assert not (tmp_path / "data").exists()
    assert names_in(tmp_path) == ["ribao.toml"]


@pytest.mark.anyio
async def test_a_broken_configuration_is_found_with_its_line_and_the_rest_is_still_examined(tmp_path: Path) -> None:
    (tmp_path / "ribao.toml").write_text("[fetch]\nconcurency = 3\n", encoding="utf-8")
    said: list[str] = []
    with speaking("en"):
        status = await doctor.doctor(tmp_path / "ribao.toml", tmp_path, SystemClock(), said.append)
    text = "\n".join(said)
    assert status == 1
    assert "line 2" in text
    assert "→ Did you mean concurrency?" in text
    assert "SQLite" in text


@pytest.mark.anyio
async def test_json_holds_the_same_findings(tmp_path: Path) -> None:
    said: list[str] = []
    status = await doctor.doctor(None, tmp_path, SystemClock(), said.append, as_json=True)
    (text,) = said
    findings = json.loads(text)
    assert status == 0
    assert {finding["level"] for finding in findings} <= {"ok", "warning", "bad"}
    assert all(finding["what"] for finding in findings)


@pytest.mark.anyio
async def test_every_finding_that_is_not_good_has_a_remedy_in_each_language(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for lang in ("zh", "en"):
        with speaking(lang):
            found = (
                *await doctor.examine(None, tmp_path / "file", VirtualClock(at=datetime(1970, 1, 1, tzinfo=UTC))),
                *await doctor.network(HOSTS, ScriptedClient(script={}), VirtualClock(at=NOW), resolve=nowhere),
                doctor._zone("Mars/Olympus", VirtualClock(at=NOW)),
            )
        troubles = [finding for finding in found if finding.level is not Level.OK]
        assert {"data", "clock", "network", "timezone"} <= {finding.name for finding in troubles}
        assert all(finding.remedy for finding in troubles)
        assert all(finding.remedy.isascii() is (lang == "en") for finding in troubles)


def test_the_wal_fault_is_named_for_the_versions_that_have_it() -> None:
    with speaking("en"):
        assert "3.7.0 to 3.51.2" in doctor._sqlite((3, 40, 1)).what
        assert "3.7.0 to 3.51.2" in doctor._sqlite((3, 51, 2)).what
        assert doctor._sqlite((3, 51, 3)).what == "SQLite 3.51.3"
        assert doctor._sqlite((3, 51, 3)).remedy == ""


def test_a_running_instance_is_told_with_its_address(tmp_path: Path) -> None:
    with speaking("en"), InstanceLock(tmp_path).acquire("http://127.0.0.1:8600", "secret-token"):
        finding = doctor._instance(tmp_path)
    assert "http://127.0.0.1:8600" in finding.what
    assert "secret-token" not in finding.what + finding.remedy
    with speaking("en"):
        assert "No other instance" in doctor._instance(tmp_path).what


def test_a_data_folder_that_is_read_only(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    tmp_path.chmod(0o500)
    try:
        assert doctor._writable(tmp_path).level is Level.BAD
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(("free_megabytes", "level"), [(50, Level.BAD), (500, Level.WARNING), (5000, Level.OK)])
def test_a_disk_that_is_nearly_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_megabytes: int, level: Level
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=free_megabytes * doctor.MEGABYTE)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    assert doctor._room(tmp_path / "data").level is level


def test_a_terminal_without_unicode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert doctor._terminal().level is Level.WARNING
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert doctor._terminal().level is Level.OK


@pytest.mark.parametrize(("answers", "level"), [("", Level.WARNING), ("Noto Sans CJK SC,思源黑体\n", Level.OK)])
def test_chinese_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: str, level: Level) -> None:
    program = tmp_path / "fc-list"
    program.write_text(f"#!/bin/sh\nprintf '{answers}'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert doctor._fonts().level is level
    program.unlink()
    assert doctor._fonts().level is Level.OK


# -- the network -----------------------------------------------------------------------------------------------------


@pytest.mark.anyio
async def test_sources_that_answer_are_enough_whatever_they_say() -> None:
    client = ScriptedClient(script={source.url: answer(source.url, status=404) for source in HOSTS})
    (finding,) = await doctor.network(HOSTS, client, VirtualClock(at=NOW), resolve=anywhere)
    assert finding.level is Level.OK


@pytest.mark.anyio
async def test_one_that_does_not_answer_is_named_and_is_no_catastrophe() -> None:
    script = {source.url: answer(source.url) for source in HOSTS[1:]}
    with speaking("en"):
        (finding,) = await doctor.network(
            HOSTS, ScriptedClient(script={**script, HOSTS[0].url: refused()}), VirtualClock(at=NOW), resolve=anywhere
        )
    assert finding.level is Level.WARNING
    assert "1 of 4" in finding.what
    assert "Ant" in finding.what


@pytest.mark.anyio
async def test_offline_is_said_plainly_and_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    client = ScriptedClient(script={source.url: refused() for source in HOSTS})
    with speaking("en"):
        (no_names,) = await doctor.network(HOSTS, client, VirtualClock(at=NOW), resolve=nowhere)
        (no_way,) = await doctor.network(HOSTS, client, VirtualClock(at=NOW), resolve=anywhere)
        monkeypatch.setenv("https_proxy", "http://127.0.0.1:3128")
        (behind_proxy,) = await doctor.network(HOSTS, client, VirtualClock(at=NOW), resolve=anywhere)
    assert no_names.what == "Offline: no host name can be looked up."
    assert no_way.what.startswith("Offline: no source answers.")
    assert "connection refused" in no_way.what
    assert "ribao run --sample" in no_way.remedy
    assert "proxy" not in no_way.remedy
    assert "HTTPS_PROXY is set" in behind_proxy.remedy


@pytest.mark.anyio
async def test_a_name_server_that_never_answers_does_not_hold_it_up() -> None:
    async def asleep(host: str) -> bool:
        import anyio

        await anyio.sleep_forever()
        return True

    findings = await doctor.network(
        HOSTS, ScriptedClient(script={}), VirtualClock(at=NOW), resolve=asleep, patience=0.05
    )
    assert findings[0].level is Level.BAD


@pytest.mark.anyio
async def test_a_clock_that_differs_from_the_servers_is_found() -> None:
    headers = {"Date": format_datetime(datetime(2026, 2, 25, 13, 30, tzinfo=UTC), usegmt=True)}
    client = ScriptedClient(script={source.url: answer(source.url, headers=headers) for source in HOSTS})
    with speaking("en"):
        findings = await doctor.network(HOSTS, client, VirtualClock(at=NOW), resolve=anywhere)
    assert "90 minutes" in one(findings, "clock-skew").what


@pytest.mark.anyio
async def test_few_are_asked_each_of_another_host() -> None:
    many = [Source(id=f"s{n}", url=f"https://h{n % 30}.example/{n}", title="t") for n in range(90)]
    client = ScriptedClient(script={})
    await doctor.network(many, client, VirtualClock(at=NOW), resolve=anywhere)
    hosts = [request.url.split("/")[2] for request in client.requests]
    assert len(hosts) == len(set(hosts)) == doctor.ASKED_SOURCES
