"""``ribao daily`` as a whole program: a real process, a real press on loopback, a real folder."""

import json
from pathlib import Path

import pytest

from tests import press
from tests.journeys.program import ribao

pytestmark = pytest.mark.slow


def daily(world: press.Press, cwd: Path, *more: str, at: str = press.AT.isoformat()) -> dict[str, object]:
    done = ribao("daily", "--at", at, "--sources", world.opml(), "--data", "data", "--json", *more, cwd=cwd)
    result: dict[str, object] = json.loads(done.stdout)
    return result


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_same_command_twice_and_on_a_fresh_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir(), other.mkdir()
    with press.running() as world:
        made = daily(world, one)
        first = tree(one / "data" / "site")
        asked = len(world.asked)
        daily(world, one)
        assert tree(one / "data" / "site") == first
        assert [path for path in world.asked[asked:] if path != "/opml.xml"] == []  # nothing is fetched twice
        daily(world, other)
        assert tree(other / "data" / "site") == first
    edition = json.loads(first["edition.json"])
    assert made["entries"] == sum(len(section["entries"]) for section in edition["sections"])
    assert 12 <= made["entries"] <= 40
    assert edition["counts"]["articles"] == 36
    assert edition["failed"] == []


def test_every_article_was_read_from_its_page_with_source_and_editor(tmp_path: Path) -> None:
    with press.running(outlets=2, entries=8) as world:
        daily(world, tmp_path)
    edition = json.loads((tmp_path / "data/site/edition.json").read_bytes())
    entries = [entry for section in edition["sections"] for entry in section["entries"]]
    rows = [row for entry in entries for row in entry["articles"]]
    assert {row["source"] for row in rows} == {"第1通讯社", "第2通讯社"}
    assert all(row["editor"].startswith("林某") for row in rows)
    assert all(entry["sentences"] for entry in entries)
    page = (tmp_path / "data/site/index.html").read_text(encoding="utf-8").replace("<wbr>", "")
    assert entries[0]["headline"] in page


def test_nothing_published_after_the_moment_enters(tmp_path: Path) -> None:
    with press.running(outlets=1, entries=12) as world:
        daily(world, tmp_path, at="2026-05-08T05:00:00+08:00")
    edition = json.loads((tmp_path / "data/site/edition.json").read_bytes())
    times = [r["published_at"] for s in edition["sections"] for e in s["entries"] for r in e["articles"]]
    assert times
    assert max(times) <= "2026-05-08T05:00:00+08:00"


def test_a_correction_enters_once_it_was_read_and_not_before(tmp_path: Path) -> None:
    """Going back to a moment before the correction shows what was known then, to the byte."""
    with press.running(outlets=1, entries=14) as world:
        source = f"[[sources]]\nid = 'o0'\nurl = '{world.base}/o0/feed.xml'\ntitle = '第1通讯社'\nevery_minutes = 30\n"
        (tmp_path / "ribao.toml").write_text(source, encoding="utf-8")
        known = at_moment("2026-05-08T07:00:00+08:00", tmp_path)
        told = press.headline(0, 0)
        said_anew(world, "/o0/feed.xml", f"<title>{told}</title>", f"<title>{told}（更正）</title>{UPDATED}")
        said_anew(world, "/o0/0.html", "公司今天说明，", "公司更正说明，")
        later = at_moment("2026-05-08T09:30:00+08:00", tmp_path)
        again = at_moment("2026-05-08T07:00:00+08:00", tmp_path)
    assert "公司更正说明" not in known["edition.json"].decode()
    assert "公司更正说明" in later["edition.json"].decode()
    assert again == known


UPDATED = '<updated xmlns="http://www.w3.org/2005/Atom">2026-05-08T09:00:00+08:00</updated>'


def at_moment(at: str, folder: Path) -> dict[str, bytes]:
    ribao("daily", "--at", at, "--data", "data", cwd=folder)
    return tree(folder / "data" / "site")


def said_anew(world: press.Press, path: str, old: str, new: str) -> None:
    kind, body, status = world.paths[path]
    assert old.encode() in body
    world.paths[path] = (kind, body.replace(old.encode(), new.encode()), status)


def test_a_source_that_fails_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    with press.running(outlets=3, entries=6) as world:
        world.paths["/o1/feed.xml"] = ("text/html", b"<html><body>moved</body></html>", 200)
        world.paths["/o2/3.html"] = ("application/pdf", b"%PDF-1.7 ...", 200)
        made = daily(world, tmp_path)
    edition = json.loads((tmp_path / "data/site/edition.json").read_bytes())
    assert len(made["failed"]) == 1
    assert edition["failed"][0]["code"] == "feed.not_a_feed"
    assert edition["counts"]["articles"] == 12


def test_nothing_acquired_and_nothing_stored_is_exit_1_with_each_reason(tmp_path: Path) -> None:
    with press.running(outlets=1, entries=2) as world:
        world.paths["/o0/feed.xml"] = ("text/plain", b"", 503)
        done = ribao(
            "daily", "--at", press.AT.isoformat(), "--sources", world.opml(), "--data", "d", cwd=tmp_path, expect=1
        )
    assert "第1通讯社" in done.stdout


def test_an_edition_is_built_from_what_is_stored_when_nothing_answers(tmp_path: Path) -> None:
    with press.running(outlets=2, entries=8) as world:
        daily(world, tmp_path, at="2026-05-08T06:00:00+08:00")
        for path in list(world.paths):
            if path.endswith("feed.xml"):
                world.paths[path] = ("text/plain", b"", 503)
        made = daily(world, tmp_path, at="2026-05-08T09:00:00+08:00")
    assert len(made["failed"]) == 2
    assert made["entries"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["daily", "--at", "yesterday"], "2026-03-06T07:30+08:00"),
        (["daily", "--at", "2026-03-06T07:30"], "时区"),
        (["daily", "--date", "2026-13-01"], "2026-03-06"),
        (["daily", "--date", "2999-01-01"], "--date"),
        (["daily", "--sources", "missing.opml"], "missing.opml"),
        (["nonsense"], "nonsense"),
        (["--config", "missing.toml", "daily"], "missing.toml"),
    ],
)
def test_usage_errors_say_what_to_do_and_exit_2(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = ribao(*arguments, cwd=tmp_path, expect=2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_settings_file_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "ribao.toml").write_text("[edition]\ncutoff = 7:00\n", encoding="utf-8")
    done = ribao("daily", cwd=tmp_path, expect=2)
    assert "2" in done.stderr
    assert "ribao.toml" in done.stderr
    (tmp_path / "ribao.toml").write_text("[edition]\nmax_storys = 30\n", encoding="utf-8")
    assert "max_stories" in ribao("daily", cwd=tmp_path, expect=2).stderr
