"""The page that says why a story is what it is, over a real database; and where old addresses lead."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ribao.cluster.naming import story_id
from ribao.serve.site import make_site
from ribao.serve.store_newsstand import StoreNewsstand
from ribao.support.store.port import Store
from ribao.support.store.sqlite import open_store
from ribao.types.ruling import Ruling
from ribao.types.story import Member, Story
from tests.commands.archive import ARTICLES, FOLD, ID, QUAKE, SOURCES, START, a_story, edition_of, fill, stories
from tests.render import walk

LATER = START + timedelta(hours=9)
PORT = story_id(ID["port"])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    fill(tmp_path, edition_of("quake", "fold"))
    with closing(open_store(tmp_path)) as opened:
        yield opened


@pytest.fixture
def client(store: Store) -> TestClient:
    stand = StoreNewsstand(
        store=store,
        profile="daily",
        title="智能日报",
        sources_now=lambda: {source.id: source for source in SOURCES},
        building_now=lambda: None,
        versions_now=dict,
    )
    return TestClient(make_site(stand), headers={"accept-language": "zh"}, follow_redirects=False)


def merge(store: Store) -> None:
    """The earthquake takes the telephone in."""
    quake, fold = stories()
    rest = tuple(replace(member, evidence=member.evidence or {"ruling": "r1"}) for member in fold.members)
    store.put_stories([replace(quake, members=quake.members + rest)], LATER, by="owner")
    one, other = ([m.article_id for m in story.members] for story in (quake, fold))
    rule = Ruling(id="r1", at=LATER, verb="merge", together=True, one=tuple(one), other=tuple(other))
    store.put_rulings([rule])


def test_each_report_says_what_joined_it(client: TestClient) -> None:
    page = client.get(f"/-/why/{QUAKE}").text
    assert "第一篇报道，这条新闻由它开始。" in page
    assert "与第 1 篇最接近，相似度 64%。共有的词：“青石港”。" in page
    assert "与第 1 篇正文相同。" in page
    assert "2 家独立信源" in page
    assert "转载自第 1 篇（100% 相同）" in page
    assert "recency" in page
    english = client.get(f"/en/-/why/{QUAKE}").text
    assert "It repeats the text of report 1." in english
    assert "2 independent sources" in english


def test_what_strangers_wrote_is_text_and_nothing_else(client: TestClient, store: Store) -> None:
    evil = {
        "words": ["<script>alert(1)</script>", "\u202etfel"],
        "judge": {"same": True, "confidence": "much", "reason": "<img src=x onerror=alert(1)>", "model": '"><b>'},
        "with": "<i>",
        "<u>": "<s>",
    }
    told = a_story(Member(article_id=ID["fold"]), Member(article_id=ID["hinge"], evidence=evil))
    store.put_stories([told], LATER)
    page = client.get(f"/-/why/{FOLD}").text
    assert not walk.scripts(page.encode())
    for tag in ("<script>", "<img", "<b>", "<i>", "<u>", "<s>", "\u202e"):
        assert tag not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;折叠屏&lt;/b&gt;延期" in page


def test_a_merged_story_is_found_under_its_old_address(client: TestClient, store: Store) -> None:
    merge(store)
    for prefix in ("", "/en"):
        answer = client.get(f"{prefix}/-/why/{FOLD}")
        assert answer.status_code == 301
        assert answer.headers["location"] == QUAKE
        assert answer.headers["cache-control"] == "no-cache"
    page = client.get(f"/-/why/{FOLD}", follow_redirects=True).text
    assert f"{FOLD} 并入 {QUAKE}（2 篇报道）（手工）" in page
    assert "手工归入（裁定 r1）。" in page
    assert "4 篇报道与 2 篇报道是同一条新闻" in page


def test_the_printed_page_of_a_story_that_was_merged_later_stays(client: TestClient, store: Store) -> None:
    merge(store)
    assert client.get(f"/d/2026-01-15/s/{FOLD}.html").status_code == 200
    assert client.get(f"/s/{FOLD}.html").status_code == 307


def test_a_story_page_that_a_draft_no_longer_has_leads_to_the_living_one(client: TestClient, store: Store) -> None:
    store.put_stories([a_story(Member(article_id=ID["port"]))], LATER)
    quake = store.story(QUAKE)
    assert quake
    store.put_stories([replace(quake, members=(*quake.members, Member(article_id=ID["port"])))], LATER)
    for path, target in ((f"/s/{PORT}.html", f"{QUAKE}.html"), (f"/d/2026-01-15/s/{PORT}.html", f"{QUAKE}.html")):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (301, target)
        assert "青石港近海地震" in client.get(path, follow_redirects=True).text


def test_a_story_that_only_another_day_tells_is_found_there(client: TestClient, store: Store) -> None:
    other = replace(edition_of("fold"), date=edition_of().date + timedelta(days=1))
    store.put_edition(other)
    store.put_stories([a_story(Member(article_id=ID["port"]))], LATER)
    quake = store.story(QUAKE)
    assert quake
    store.put_stories([replace(quake, members=(*quake.members, Member(article_id=ID["port"])))], LATER)
    answer = client.get(f"/en/d/{other.date}/s/{PORT}.html", follow_redirects=True)
    assert str(answer.url).endswith(f"/en/d/2026-01-15/s/{QUAKE}.html")


def test_a_story_that_no_edition_tells_has_its_page(client: TestClient, store: Store) -> None:
    store.put_stories([a_story(Member(article_id=ID["loose"]))], LATER)
    page = client.get(f"/-/why/{story_id(ID['loose'])}")
    assert page.status_code == 200
    assert "无人问津" in page.text


def test_chapters_lead_to_each_other(client: TestClient, store: Store) -> None:
    store.put_stories([replace(stories()[1], follows=QUAKE)], LATER)
    page = client.get(f"/-/why/{QUAKE}").text
    assert "前后进展" in page
    assert f'href="../../-/why/{FOLD}"' in page
    assert f'href="../../-/why/{QUAKE}"' in client.get(f"/-/why/{FOLD}").text


def test_a_story_of_thousands_is_shown_in_part(client: TestClient, store: Store) -> None:
    quake = stories()[0]
    many = tuple(Member(article_id=f"none{n}", evidence={"same_headline": ID["quake"]}) for n in range(3000))
    store.put_stories([replace(quake, members=quake.members + many)], LATER)
    page = client.get(f"/-/why/{QUAKE}").text
    assert "3004 篇报道" in page
    assert "这里只列出前 500 篇" in page
    assert len(page) < 400_000


@pytest.mark.parametrize("path", ["/-/why/none", "/-/why/%2e%2e", "/-/why/%00", "/-/why/" + "9" * 5000, "/s/none.html"])
def test_what_is_no_story_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_story_that_is_no_longer_stored_keeps_its_rank(client: TestClient, store: Store) -> None:
    gone = Story(id="s-gone", members=(), first_seen=START, last_seen=START)
    entry = edition_of("quake").sections[0].entries[0]
    base = edition_of()
    section = replace(base.sections[0], entries=(replace(entry, story=gone.id),))
    store.put_edition(replace(base, date=base.date + timedelta(days=2), sections=(section,)))
    page = client.get(f"/-/why/{gone.id}").text
    assert "归并过程的记录已不再保存。" in page
    assert "recency" in page
    assert ARTICLES["quake"].title in page
