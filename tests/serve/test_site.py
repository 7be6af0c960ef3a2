"""The reading site as a client of it meets it, without a network."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import feedparser
import pytest
from starlette.testclient import TestClient

from ribao.serve.newsstand import Building, Stage, Work
from ribao.serve.site import make_site
from ribao.support.store.port import Quarantined
from ribao.types.lead import Lead
from ribao.types.reason import Code, Reason
from ribao.types.source import SourceState
from tests.render import invented
from tests.serve.stand import Stand

STORY = "000000000000abc0"
ARTICLE = "0000000000000000"
DAY = "/d/2026-05-08"
CHINESE = {"accept-language": "zh-CN,zh;q=0.9"}


@pytest.fixture
def stand() -> Stand:
    return Stand([invented.bundle()])


@pytest.fixture
def client(stand: Stand) -> TestClient:
    return TestClient(make_site(stand), headers=CHINESE, follow_redirects=False)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"{DAY}/",
        f"{DAY}/r1/",
        f"{DAY}/c/audio.html",
        f"{DAY}/s/{STORY}.html",
        f"{DAY}/a/{ARTICLE}.html",
        f"{DAY}/about.html",
        "/sources",
        "/-/work",
        "/-/versions",
        f"/-/why/{STORY}",
    ],
)
def test_every_page_is_there_in_both_languages_with_its_guards(client: TestClient, path: str) -> None:
    for prefix, lang in (("", "zh-Hans"), ("/zh", "zh-Hans"), ("/en", "en")):
        answer = client.get(prefix + path)
        assert answer.status_code == 200
        assert f'<html lang="{lang}">' in answer.text
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert client.head(prefix + path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/d/0000-00-00/",
        "/d/9999-12-31/",
        "/d/2026-13-45/",
        "/d/2026-05-09/",
        "/d/yesterday/",
        f"{DAY}/r7/",
        f"{DAY}/r99999999999999999999/",
        f"{DAY}/s/ffff.html",
        f"{DAY}/s/%00.html",
        f"{DAY}/a/..%2f..%2fetc%2fpasswd.html",
        f"{DAY}/c/nothing.html",
        "/static/../site.py",
        "/static/..%2f..%2fsite.py",
        "/static/%ff%fe",
        "/-/why/none",
        "/s/none.html",
        "/en/none",
        "/d/" + "9" * 20000 + "/",
    ],
)
def test_garbage_is_not_found_and_said_so_in_the_readers_language(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "text/html" in answer.headers["content-type"]
    assert ("This page is not here" if path.startswith("/en/") else "没有这个页面") in answer.text
    assert "frame-ancestors" in answer.headers["content-security-policy"]


def test_the_error_page_finds_its_style_from_any_depth(client: TestClient) -> None:
    assert 'href="../../../static/ribao.css?' in client.get("/no/such/place/x").text.replace("&#47;", "/")


def test_a_page_that_is_not_there_is_of_the_sample_too(stand: Stand) -> None:
    stand.bundles[0] = invented.bundle(sample=True)
    client = TestClient(make_site(stand), headers=CHINESE)
    for path in ("/nowhere", f"{DAY}/s/none.html", "/en/nowhere", "/sources", "/-/work"):
        page = client.get(path).text
        assert ("Sample edition" if path.startswith("/en/") else "样刊") in page
    assert 'href="../../../d/2026-05-08/c/audio.html"' in client.get(f"{DAY}/s/none.html").text


def test_yesterdays_page_leads_on_as_soon_as_there_is_a_next(client: TestClient, stand: Stand) -> None:
    old = stand.bundles[0]
    assert 'rel="next"' not in client.get(f"{DAY}/").text
    stand.bundles[0] = replace(old, earlier=(("2026-05-09", "d/2026-05-09/"),))
    stand.bundles.insert(0, replace(old, edition=replace(old.edition, date=date(2026, 5, 9))))
    assert 'rel="next"' in client.get(f"{DAY}/").text


def test_a_page_that_did_not_change_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/")
    again = client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/", headers={"if-none-match": '"other"'}).status_code == 200


def test_a_redraft_is_seen_at_once(client: TestClient, stand: Stand) -> None:
    before = client.get("/").headers["etag"]
    edition = stand.bundles[0].edition
    stand.bundles[0] = replace(stand.bundles[0], edition=replace(edition, revision=2, note="改正了一处数字"))
    after = client.get("/")
    assert after.headers["etag"] != before
    assert "改正了一处数字" in after.text


def test_pages_are_packed_for_those_who_take_it(client: TestClient) -> None:
    plain = client.get("/", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream("GET", "/", headers={"accept-encoding": "gzip, br"}) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(packed.iter_raw())) == plain.content
    assert "content-encoding" not in client.get("/", headers={"accept-encoding": "gzip;q=0"}).headers


@pytest.mark.parametrize(
    ("accepted", "asked", "expected"),
    [
        ("zh-TW,zh;q=0.8", "", "zh-Hant"),
        ("en-US,en;q=0.9,zh;q=0.5", "", "en"),
        ("fr-FR", "", "zh-Hans"),
        ("en", "?lang=zh", "zh-Hans"),
        ("zh", "?lang=en", "en"),
        ("zh", "?lang=" + "x" * 50000, "zh-Hans"),
        ("zh;q=abc,en;q=0.1", "", "en"),
    ],
)
def test_the_language_follows_the_reader(client: TestClient, accepted: str, asked: str, expected: str) -> None:
    answer = client.get("/" + asked, headers={"accept-language": accepted})
    assert f'<html lang="{expected}">' in answer.text


def test_the_switch_leads_to_the_same_page_in_the_other_language(client: TestClient) -> None:
    page = client.get(f"{DAY}/s/{STORY}.html").text
    assert f'href="../../../en/d/2026-05-08/s/{STORY}.html"' in page
    english = client.get(f"/en{DAY}/s/{STORY}.html").text
    assert f'href="../../../../zh/d/2026-05-08/s/{STORY}.html"' in english


def test_before_the_first_edition_the_page_shows_the_build(client: TestClient, stand: Stand) -> None:
    stand.bundles.clear()
    stand.under_way = Building(stages=(Stage(name="读取来源", done=12, total=61),), said=("已读 12 个来源",))
    answer = client.get("/")
    page = answer.text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page  # with scripts, it goes on by itself
    assert "读取来源" in page
    assert "12 / 61" in page
    assert client.get("/feed.xml").status_code == 404
    stand.under_way = None
    assert "还没有日报" in client.get("/").text


def test_the_feed_links_to_the_pages_of_this_site(client: TestClient) -> None:
    feed = feedparser.parse(client.get("/feed.xml", headers={"host": "news.example:8080"}).content)
    assert not feed.bozo
    assert feed.entries[0].link == f"http://news.example:8080/d/2026-05-08/s/{STORY}.html"
    hostile = client.get("/feed.xml", headers={"host": 'x"><script>alert(1)</script>'})
    assert "alert" not in hostile.text


def test_the_edition_as_data(client: TestClient) -> None:
    edition = json.loads(client.get("/edition.json").content)
    assert edition["date"] == "2026-05-08"
    assert client.get(f"{DAY}/edition.json").content == client.get("/edition.json").content
    assert client.get("/edition-1.schema.json").status_code == 200


def test_addresses_of_a_static_export_lead_to_the_latest_edition(client: TestClient) -> None:
    for path in (f"/s/{STORY}.html", f"/a/{ARTICLE}.html", "/c/audio.html", "/about.html"):
        answer = client.get(path)
        assert answer.status_code == 307
        assert client.get(path, follow_redirects=True).status_code == 200
        assert not answer.headers["location"].startswith("/")
    assert client.get(DAY, follow_redirects=True).status_code == 200
    assert '<html lang="en">' in client.get("/en", follow_redirects=True).text


def test_no_address_sends_a_reader_to_another_site(client: TestClient) -> None:
    for path in ("//evil.example", "/\\evil.example", "/%2F%2Fevil.example", "/d//evil.example", "/c///evil.example"):
        assert client.get("http://testserver" + path).headers.get("location", "").find("evil") == -1


def test_sources_tell_what_is_wrong_and_what_to_do(client: TestClient, stand: Stand) -> None:
    source = invented.sources()["bandao"]
    now = datetime(2026, 5, 8, tzinfo=UTC)
    bad = SourceState(source_id="bandao", url=source.url, reason=Reason(code=Code.HTTP_TOO_MANY, detail="429"))
    good = SourceState(source_id="bandao", url=source.url, succeeded_at=now, changed_at=now, entries=20)
    stand.listed = ((source, bad), (source, good), (source, None))
    page = client.get("/sources").text
    for expected in ("访问过于频繁", "every_minutes", "正常", "尚未读取"):
        assert expected in page


def test_work_lists_what_was_put_aside(client: TestClient, stand: Stand) -> None:
    lead = Lead(
        id="1",
        source_id="bandao",
        key="k",
        alt_key="a",
        url="javascript:alert(1)",
        title="<b>坏页</b>",
        seen_at=invented.CLOSE,
    )
    reason = Reason(code=Code.WORKER_DIED, detail="signal 9")
    stand.pending = Work(counts={"waiting": 1234}, quarantined=(Quarantined(lead=lead, reason=reason, attempts=3),))
    page = client.get("/-/work").text
    assert "1,234" in page
    assert "signal 9" in page
    assert "&lt;b&gt;坏页" in page
    assert "javascript:" not in page


def test_why_shows_each_term_and_each_join(client: TestClient) -> None:
    page = client.get(f"/-/why/{STORY}").text
    assert "independent" in page
    assert "71%" in page
    assert "“折叠屏”、“推迟”" in page


def test_an_earlier_revision_stays_where_it_was(stand: Stand) -> None:
    first = stand.bundles[0]
    stand.bundles.insert(0, replace(first, edition=replace(first.edition, revision=2, note="更正")))
    client = TestClient(make_site(stand), headers=CHINESE)
    assert "第 2 版" in client.get(f"{DAY}/").text
    assert "第 2 版" not in client.get(f"{DAY}/r1/").text
    assert "第 2 版" not in client.get(f"{DAY}/r1/s/{STORY}.html").text
    assert "这是当天的第 1 版" in client.get(f"{DAY}/r1/s/{STORY}.html").text


def test_an_unforeseen_error_is_a_page_too(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    client = TestClient(make_site(stand), headers=CHINESE, raise_server_exceptions=False)
    monkeypatch.setattr(stand, "work", lambda: 1 / 0)
    answer = client.get("/-/work")
    assert answer.status_code == 500
    assert "程序出错了" in answer.text
    assert "frame-ancestors" in answer.headers["content-security-policy"]
    assert "ZeroDivision" not in answer.text


def test_reading_changes_nothing(client: TestClient) -> None:
    for path in ("/", f"{DAY}/", "/sources"):
        assert client.post(path).status_code == 405
        assert client.delete(path).status_code == 405
