"""``ribao run`` as a user meets it: the site opens at once, the daily comes, commands are taken in, it stops when told."""

import json
import signal
import time
from pathlib import Path

import pytest

from tests import press
from tests.journeys.program import ribao, running

pytestmark = pytest.mark.slow


def settings(world: press.Press, outlets: int) -> str:
    rows = [
        f'[[sources]]\nid = "o{n}"\nurl = "{world.base}/o{n}/feed.xml"\ntitle = "第{n + 1}通讯社"\n'
        for n in range(outlets)
    ]
    # the entries of the press are of one day in 2026: a wide page age lets them be read on any later day
    return "[fetch]\npage_age_hours = 999999\n" + "\n".join(rows)


def test_the_site_opens_at_once_and_a_command_is_taken_in_and_it_stops_in_time(tmp_path: Path) -> None:
    with press.running(outlets=2, entries=8) as world:
        (tmp_path / "ribao.toml").write_text(settings(world, 2), encoding="utf-8")
        with running(tmp_path, "run", "--port", "0") as program:
            started = time.monotonic()
            assert "智能日报" in program.get()
            assert time.monotonic() - started < 30
            program.wait_for(lambda: "/o1/7.html" in world.asked)
            done = ribao("daily", "--at", press.AT.isoformat(), "--json", cwd=tmp_path)
            made = json.loads(done.stdout)
            assert made["entries"] > 3
            assert (tmp_path / "data/site/index.html").is_file()
            program.page_with("2026", f"d/{made['date']}/")
            assert "0.0 MB" in ribao("prune", cwd=tmp_path).stdout
            assert program.stop(signal.SIGTERM) == 0


def test_a_second_instance_is_refused_and_told_where_the_first_is(tmp_path: Path) -> None:
    with press.running(outlets=1, entries=2) as world:
        (tmp_path / "ribao.toml").write_text(settings(world, 1), encoding="utf-8")
        with running(tmp_path, "run", "--port", "0") as program:
            address = program.address()
            refused = ribao("run", "--port", "0", cwd=tmp_path, expect=2)
            assert address.rstrip("/") in refused.stderr
            assert program.stop(signal.SIGINT) == 0


def test_with_no_source_in_reach_each_reason_is_told_and_the_sample_opens(tmp_path: Path) -> None:
    with press.running(outlets=1, entries=2) as world:
        text = settings(world, 1) + '\n[[sources]]\nid = "gone"\nurl = "http://gone.invalid/feed"\ntitle = "不在的社"\n'
        world.paths["/o0/feed.xml"] = ("text/plain", b"", 503)
        (tmp_path / "ribao.toml").write_text(text, encoding="utf-8")
        with running(tmp_path, "run", "--port", "0") as program:
            page = program.page_with("样刊")
            assert "样刊" in page
            said = program.said
            assert "第1通讯社" in said
            assert "不在的社" in said
            assert program.stop() == 0


def test_a_source_added_while_it_runs_is_read_and_a_broken_file_changes_nothing(tmp_path: Path) -> None:
    with press.running(outlets=2, entries=3) as world:
        file = tmp_path / "ribao.toml"
        file.write_text(settings(world, 1), encoding="utf-8")
        with running(tmp_path, "run", "--port", "0") as program:
            program.wait_for(lambda: "/o0/2.html" in world.asked)
            file.write_text(settings(world, 2), encoding="utf-8")
            ribao("daily", "--at", press.AT.isoformat(), cwd=tmp_path)
            assert "/o1/2.html" in world.asked
            program.page_with("第2通讯社", "sources")
            file.write_text("[fetch\n", encoding="utf-8")
            assert "ribao.toml" in ribao("daily", cwd=tmp_path, expect=2).stderr
            assert "第2通讯社" in program.get("sources")


def test_the_first_start_writes_the_settings(tmp_path: Path) -> None:
    with running(tmp_path, "run", "--port", "0") as program:
        program.address()
        text = (tmp_path / "ribao.toml").read_text(encoding="utf-8")
        assert text.count("[[sources]]") >= 40
        assert program.stop() == 0
    assert "[[sources]]" in text


def test_a_taken_port_is_said_with_a_remedy(tmp_path: Path) -> None:
    with press.running(outlets=1, entries=1) as world:
        (tmp_path / "ribao.toml").write_text(settings(world, 1), encoding="utf-8")
        port = world.base.rsplit(":", 1)[1]
        refused = ribao("run", "--port", port, cwd=tmp_path, expect=2)
    assert port in refused.stderr
    assert "Traceback" not in refused.stderr


def test_serve_shows_what_is_stored_and_fetches_nothing(tmp_path: Path) -> None:
    with press.running(outlets=2, entries=8) as world:
        ribao("daily", "--at", press.AT.isoformat(), "--sources", world.opml(), cwd=tmp_path)
        asked = len(world.asked)
        with running(tmp_path, "serve", "--port", "0") as program:
            edition = json.loads(program.get("edition.json"))
            assert edition["date"] == "2026-05-08"
            assert len(world.asked) == asked
            assert program.stop() in (0, -signal.SIGTERM)
