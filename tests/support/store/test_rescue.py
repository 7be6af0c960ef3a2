"""What is readable of a damaged database is saved, and nothing that is not true."""

import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from ribao.support.problem import Problem
from ribao.support.store import faults
from ribao.support.store.rescue import rescue
from ribao.support.store.sqlite import open_store
from ribao.support.work.instance import InstanceLock
from ribao.types.article import Article
from ribao.types.collection import Collection, Kept, KeptKind
from ribao.types.lead import Lead
from ribao.types.ruling import Ruling
from ribao.types.thing import Mention, Thing, ThingKind
from tests.contracts.made import NOW, a_lead, a_source, a_story, an_article, an_edition
from tests.support.store.migrating import make_first
from tests.support.store.test_faults import behead, cut, filled, scribble


@pytest.mark.parametrize("damage", [cut, scribble])
def test_what_is_readable_is_saved_and_what_is_not_true_is_not(data: Path, file: Path, damage: object) -> None:
    filled(data)
    damage(file)  # type: ignore[operator]
    damaged = file.read_bytes()
    saved = rescue(data)
    store = open_store(data)
    assert [source.id for source in store.sources()] == ["alpha"]
    leads = [a_lead(str(n)) for n in range(60)]
    found = [store.lead(lead.id) for lead in leads]
    assert [lead for lead in found if lead] == [lead for lead in leads if lead in found]
    articles = store.articles_by_id(lead.id for lead in leads)
    assert saved["articles"] == len(articles) >= 5
    whole = [store.page(article.page_sha256) for article in articles.values()]
    assert all(page is None or sha256(page.body).hexdigest() == page.sha256 for page in whole)
    assert saved["pages"] >= 5
    assert store.work() == {
        "waiting": saved["leads"] - found_with(articles, found),
        "leased": 0,
        "done": found_with(articles, found),
        "quarantined": 0,
    }
    store.put_sources([a_source(), a_source("beta")])
    assert set(store.states()) == {"alpha", "beta"}
    store.close()
    assert (data / "damaged-1" / "ribao.db").read_bytes() == damaged


def found_with(articles: dict[str, Article], found: list[Lead | None]) -> int:
    """Leads whose article was saved, too; the others are read again."""
    return sum(lead is not None and lead.id in articles for lead in found)


@pytest.mark.slow
def test_of_a_sound_database_everything_is_saved(data: Path) -> None:
    filled(data)
    store = open_store(data)
    store.put_stories([a_story("was", a_lead("1").id)], NOW)
    store.put_stories([a_story("s", a_lead("1").id)], NOW)
    ruling = Ruling(id="r", at=NOW, verb="merge", together=True, one=("a",), other=("b",))
    store.put_rulings([ruling])
    firm, other = (Thing(id=id_, kind=ThingKind.ORGANISATION, name=id_, aliases=("云岬",)) for id_ in ("o-1", "o-2"))
    store.put_mentions([a_lead("1").id], [Mention(thing=one, article_id=a_lead("1").id) for one in (firm, other)])
    store.join_things({"o-2": "o-1"})
    named = store.thing("o-2")
    changes = store.story_changes("s")
    edition = an_edition(an_article("1"), revision=1)
    store.put_edition(edition)
    saved = Collection(id="c", name="芯片", made_at=NOW)
    store.put_collection(saved)
    store.keep("c", [Kept(kind=KeptKind.ARTICLE, ref="a", at=NOW, headline="News", articles=("a",), note="看")])
    kept = store.kept("c")
    before = dict(store.counts(), bytes=0)
    store.close()
    rescue(data)
    store = open_store(data)
    assert dict(store.counts(), bytes=0) == before
    assert store.edition(edition.date, "daily") == edition
    assert (store.collections(), store.kept("c")) == ((saved,), kept)
    assert store.stories_of([a_lead("1").id])
    assert store.story_now("was") == store.story("s")
    assert store.story_changes("s") == changes != ()
    assert store.rulings() == (ruling,)
    assert named is not None
    assert store.thing("o-2") == named
    assert [one.id for one in store.things_called(["云岬"])] == ["o-1"]
    assert store.prune(edition.made_at.replace(year=2030)).articles == 59  # its citations hold as before
    store.close()


def test_a_database_of_an_older_program_is_saved_as_one_of_this(tmp_path: Path) -> None:
    make_first(tmp_path / "data")
    rescue(tmp_path / "data")
    store = open_store(tmp_path / "data")
    assert dict(store.counts(), bytes=0) == {
        "sources": 1, "leads": 3, "pages": 2, "articles": 2, "stories": 1, "editions": 1, "bytes": 0
    }  # fmt: skip
    assert len(store.timeline("s1")) == 1
    store.close()


def test_a_running_instance_is_not_disturbed(data: Path) -> None:
    with InstanceLock(data).acquire(), pytest.raises(Problem):
        rescue(data)


@pytest.mark.slow
def test_a_file_of_which_nothing_can_be_read_is_left_and_told(data: Path, file: Path) -> None:
    filled(data)
    behead(file)
    before = file.read_bytes()
    command = [sys.executable, "-m", "ribao.support.store.rescue", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "file is not a database" in done.stderr
    assert file.read_bytes() == before
    with pytest.raises(faults.Damaged):
        open_store(data)


@pytest.mark.slow
def test_what_was_saved_outlives_its_collection(data: Path, file: Path) -> None:
    filled(data)
    store = open_store(data)
    store.put_collection(Collection(id="c", name="芯片", made_at=NOW))
    store.keep("c", [Kept(kind=KeptKind.ARTICLE, ref="a", at=NOW, headline="News")])
    store.close()
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("UPDATE collections SET doc = 'x'")
    database.close()
    rescue(data)
    store = open_store(data)
    assert [one.name for one in store.collections()] == ["c"]
    assert [one.headline for one in store.kept("c")] == ["News"]
    store.close()
