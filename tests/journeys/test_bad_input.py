"""Every bad input that a feed or page can be, in one world beside healthy sources: a clear reason, and no other harm.

Two worlds, two moments: an undisturbed run, and the same sources with forty bad ones beside them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from ribao.support import i18n
from ribao.support.reasons import words
from ribao.support.store.sqlite import open_store
from ribao.types.article import Article
from ribao.types.reason import Code, Reason
from ribao.types.source import SourceState
from tests import press
from tests.journeys import hostile
from tests.journeys.program import ribao, running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

LATER = press.AT + timedelta(minutes=135)


@dataclass(slots=True)
class Run:
    """What one ``ribao daily`` left behind."""

    edition: Mapping[str, Any]
    states: Mapping[str, SourceState]
    articles: tuple[Article, ...]
    folder: Path
    said: str

    def of(self, source: str) -> list[Article]:
        return [article for article in self.articles if article.source_id == source]


@dataclass(slots=True)
class Ground:
    """The undisturbed runs (``calm``) and those among bad sources (``rough``), at the two moments."""

    calm: list[Run]
    rough: list[Run]
    world: hostile.World


def run(folder: Path, at: str) -> Run:
    done = ribao("daily", "--at", at, cwd=folder, more=hostile.SETTINGS)
    store = open_store(folder / "data", read_only=True)
    try:
        found = store.articles(press.AT.replace(year=1900), press.AT.replace(year=3000))
        states = store.states()
    finally:
        store.close()
    edition = json.loads((folder / "data/site/edition.json").read_bytes())
    return Run(edition=edition, states=states, articles=found, folder=folder, said=done.stdout + done.stderr)


def runs(folder: Path, rows: Mapping[str, str]) -> list[Run]:
    folder.mkdir()
    (folder / "ribao.toml").write_text(hostile.tables(rows), encoding="utf-8")
    return [run(folder, moment.isoformat()) for moment in (press.AT, LATER)]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    base = tmp_path_factory.mktemp("ground")
    with hostile.hostile() as world:
        calm = runs(base / "calm", world.healthy())
        rough = runs(base / "rough", world.healthy() | {name: url for name, (url, _) in world.sources().items()})
        yield Ground(calm=calm, rough=rough, world=world)


def told(reason: Reason) -> tuple[str, str]:
    """What happened and what to do, as a Chinese reader is told it."""
    with i18n.speaking("zh"):
        said = words(reason)
    assert not said.what.isascii()
    assert not said.remedy.isascii()
    return said.what, said.remedy


def entries(run: Run, sources: set[str]) -> dict[str, Any]:
    """Entries that only these sources tell, by story."""
    own = {article.id for article in run.articles if article.source_id in sources}
    rows = [entry for section in run.edition["sections"] for entry in section["entries"]]
    return {row["story"]: row for row in rows if own.issuperset(article["id"] for article in row["articles"])}


@pytest.mark.parametrize("moment", [0, 1])
def test_each_bad_source_says_why_and_only_those(ground: Ground, moment: int) -> None:
    expected = {name: (bad.code, bad.at_last)[moment] for name, (_, bad) in ground.world.sources().items()}
    found = {row["id"]: row["code"] for row in ground.rough[moment].edition["failed"]}
    assert found == {name: code.value for name, code in expected.items() if code is not None}
    assert ground.calm[moment].edition["failed"] == []


@pytest.mark.parametrize("moment", [0, 1])
def test_what_can_be_kept_is_kept_and_nothing_doubled(ground: Ground, moment: int) -> None:
    expected = {name: bad.kept for name, (_, bad) in ground.world.sources().items()}
    assert {name: len(ground.rough[moment].of(name)) for name in expected} == expected


@pytest.mark.parametrize("moment", [0, 1])
def test_the_healthy_sources_are_as_in_an_undisturbed_run(ground: Ground, moment: int) -> None:
    calm, rough = ground.calm[moment], ground.rough[moment]
    for name in ground.world.healthy():
        assert rough.of(name) == calm.of(name)
        assert [article.reason for article in calm.of(name)] == [None] * hostile.EACH
    own = set(hostile.OWN)
    undisturbed = entries(calm, own)
    assert len(undisturbed) == len(hostile.OWN) * hostile.EACH
    disturbed = entries(rough, own)
    assert {story: disturbed.get(story) for story in undisturbed} == undisturbed


def test_every_bad_page_says_why_beside_its_article_and_keeps_the_headline(ground: Ground) -> None:
    found = {article.url: article for article in ground.rough[0].of("pages")}
    for n, (name, link) in enumerate(ground.world.links().items()):
        article = found[link]
        assert article.reason is not None, name
        assert (name, article.reason.code) == (name, ground.world.pages[name].code)
        assert article.title == hostile.headline(n)
        assert article.paragraphs
        told(article.reason)
    assert ground.world.server.asked("/pages/denied") == []
    assert ground.world.silent.asked("/page") == []


def test_a_reader_of_the_site_is_told_in_chinese_and_what_to_do(ground: Ground) -> None:
    run = ground.rough[1]
    site = run.folder / "data/site"
    front = unescape((site / "index.html").read_text(encoding="utf-8"))
    for row in run.edition["failed"]:
        assert row["title"] in front
        assert told(Reason(code=Code(row["code"])))[0] in front
    reasons = {article.id: article.reason for article in run.of("pages") if article.reason}
    shown = [site / "a" / f"{name}.html" for name in reasons if (site / "a" / f"{name}.html").is_file()]
    assert len(shown) == len(ground.world.pages)
    for page in shown:
        text = unescape(page.read_text(encoding="utf-8"))
        assert all(part in text for part in told(reasons[page.stem]))


def test_the_owner_finds_reason_and_remedy_on_the_sources_page(ground: Ground) -> None:
    run = ground.rough[1]
    with running(run.folder, "serve", "--port", "0") as program:
        page = unescape(program.get("sources"))
        program.stop()
    for name, state in run.states.items():
        if state.reason is None:
            continue
        row = page.partition(f">{name}</span>")[2].partition("</tr>")[0]
        assert row, name
        assert all(part in row for part in told(state.reason)), name


def test_nothing_of_a_monster_reaches_the_site(ground: Ground) -> None:
    titles = [article.title for article in ground.rough[1].articles]
    assert max(map(len, titles)) <= 1000
    pages = list((ground.rough[1].folder / "data/site").rglob("*.html"))
    assert pages
    assert max(page.stat().st_size for page in pages) < 1_000_000
    assert "root:" not in "".join(titles)


def test_characters_are_right_whatever_the_label_says_and_links_and_times_are_mended(ground: Ground) -> None:
    run = ground.rough[0]
    assert {a.title for a in run.of("wrong-charset")} == {hostile.words("gbk", n) for n in range(3)}
    assert {a.url for a in run.of("relative")} == {ground.world.server.url(f"/feeds/pages/{n}.html") for n in range(3)}
    assert [article.reason for article in run.of("relative")] == [None] * 3
    assert {(a.dated, a.published_at) for a in run.of("no-dates")} == {("seen", press.AT)}
    for article in run.of("absurd-dates"):
        assert article.published_at <= press.AT + timedelta(days=1)


def test_who_wants_to_be_left_alone_is(ground: Ground) -> None:
    server = ground.world.server
    assert len(server.asked("/feeds/gone")) == 1  # a 410 is final
    assert len(server.asked("/feeds/changing-ids")) == 2
    assert len(server.asked("/feeds/too-many")) <= 2
