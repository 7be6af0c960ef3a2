"""The owner's pages for sources and settings: a real file, a real store, a real site on loopback that is looked at."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient

from ribao.commands.desk import OwnersDesk
from ribao.serve.approach import Gate
from ribao.serve.doors import Doors
from ribao.serve.site import make_site
from ribao.settings import ServerSettings, load
from ribao.support.clock import StillClock
from ribao.support.owner_key import OwnerKey
from ribao.support.store.port import Store
from ribao.support.store.sqlite import open_store
from ribao.types.reason import Code, Reason
from ribao.types.source import Source, SourceState
from tests.commands.conftest import Site
from tests.serve.stand import Stand

NOW = datetime.fromisoformat("2026-05-08T07:00:00+08:00")
OURS = {"sec-fetch-site": "same-origin"}
DEAD = 'id = "dead"\nurl = "http://127.0.0.1:1/feed"\ntitle = "死社"\n'


@dataclass
class House:
    file: Path
    store: Store
    client: TestClient
    nudges: list[str]

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers=headers)

    def post(self, path: str, **sent: Any) -> Response:
        return self.client.post(path, data=sent, headers=OURS)

    @property
    def sources(self) -> list[Source]:
        return [row.source() for row in load(self.file).sources]


@pytest.fixture
def house(tmp_path: Path, file: Path) -> Iterator[House]:
    file.write_text(file.read_text(encoding="utf-8") + "\n[[sources]]\n" + DEAD, encoding="utf-8")
    store, nudges = open_store(tmp_path / "data"), list[str]()
    desk = OwnersDesk(
        file=file,
        store=store,
        clock=StillClock(NOW),
        listed=lambda: {row.id: row.source() for row in load(file).sources},
        taken_up=lambda: nudges.append("file"),
        nudge=lambda: nudges.append("ask"),
    )
    gate = Gate(server=ServerSettings, key=OwnerKey(tmp_path / "data"))
    app = make_site(Stand(), doors=Doors(desk=desk), gate=gate)
    client = TestClient(app, base_url="http://127.0.0.1:8600", client=("127.0.0.1", 5000), follow_redirects=False)
    client.headers["accept-language"] = "zh"
    yield House(file, store, client, nudges)
    store.close()


def form_of(page: str, action: str) -> dict[str, Any]:
    """What a browser would send of that form."""
    form = next(one for one in html.fromstring(page).forms if (one.action or "").endswith(action))
    return dict(form.form_values())


def words(page: str) -> str:
    return " ".join(html.fromstring(page).xpath("//main")[0].text_content().split())


# -- adding ----------------------------------------------------------------------------------------------------------


def test_a_pasted_address_is_looked_at_shown_and_added_in_two_clicks(house: House, site: Site) -> None:
    before = house.file.read_text(encoding="utf-8")
    looked = house.post("/sources/look", address=f" {site.base}/o0/ ")
    assert looked.status_code == 200
    assert "新闻0-0" in looked.text
    assert "另一个" in looked.text
    assert house.file.read_text(encoding="utf-8") == before
    sent = form_of(looked.text, "sources/add") | {"title": "我的社", "channel": ["笔记本", "热点资讯"]}
    added = house.post("/sources/add", **sent)
    assert (added.status_code, added.headers["location"].partition("?")[0]) == (303, "../sources")
    new = house.sources[-1]
    assert (new.title, new.url, new.channels) == ("我的社", f"{site.base}/o0/feed.xml", ("笔记本", "热点资讯"))
    assert house.file.read_text(encoding="utf-8").startswith(before.rstrip())
    assert house.nudges == ["file"]
    assert "已添加：我的社" in words(house.get("/" + added.headers["location"].removeprefix("../")).text)
    assert "已经在名单里" in house.post("/sources/look", address=f"{site.base}/o0/feed.xml").text


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://169.254.169.254/latest", "内部网络"),
        ("http://10.0.0.1/feed", "内部网络"),
        ("http://0x0a.1/", "内部网络"),
        ("file:///etc/passwd", "内部网络"),
        ("http://user@example.com/", "内部网络"),
        ("", "网址"),
        ("x" * 3000, "网址"),
        ("http://127.0.0.1:1/feed", "连"),
    ],
)
def test_what_may_not_or_cannot_be_fetched_is_told_with_its_reason(house: House, address: str, why: str) -> None:
    answer = house.post("/sources/look", address=address)
    told = html.fromstring(answer.text).xpath("//*[@role='alert']")[0].text_content()
    assert answer.status_code == 422
    assert why in told
    assert len(told.split("\n")) > 2
    assert len(house.sources) == 1


def test_an_address_put_into_the_form_by_hand_is_checked_again(house: House) -> None:
    refused = house.post("/sources/add", url="http://10.1.1.1/feed", title="内")
    assert refused.status_code == 422
    assert form_of(refused.text, "sources/add")["title"] == "内"
    assert house.post("/sources/add", url="http://x.example/f", title="甲", channel="没有这个").status_code == 422
    assert house.post("/sources/add", url="http://x.example/f", title="甲", role="admin").status_code == 400  # row 31
    assert house.post("/sources/add", url="http://x.example/f", title="甲", kind="evil").status_code == 400
    assert len(house.sources) == 1


# -- the list --------------------------------------------------------------------------------------------------------


def known(house: House, **values: Any) -> None:
    house.store.put_sources(house.sources)
    state = SourceState(source_id="dead", url="http://127.0.0.1:1/feed", asked_at=NOW, due_at=NOW + timedelta(days=1))
    house.store.save_states([replace(state, **values)])


def test_a_source_is_paused_resumed_and_removed(house: House) -> None:
    assert house.post("/sources/pause", source="dead").status_code == 303
    assert house.sources[0].paused
    assert "已暂停" in words(house.get("/sources").text)
    assert house.post("/sources/resume", source="dead").status_code == 303
    assert not house.sources[0].paused
    assert house.post("/sources/remove", source="dead").status_code == 303
    assert house.sources == []
    assert house.post("/sources/remove", source="dead").status_code == 422


def test_one_that_was_gone_for_good_is_asked_again_at_once(house: House) -> None:
    known(house, stopped=True, reason=Reason(code=Code.HTTP_GONE))
    assert "现在重试" in house.get("/sources").text
    assert house.post("/sources/retry", source="dead").status_code == 303
    state = house.store.states()["dead"]
    assert (state.stopped, state.due_at, state.reason) == (False, None, None)
    assert house.nudges == ["ask"]


def test_a_move_is_undone(house: House) -> None:
    known(house, url="http://new.example/feed", moved_from="http://127.0.0.1:1/feed")
    assert "http://new.example/feed" in house.get("/sources").text
    assert house.post("/sources/undo", source="dead").status_code == 303
    state = house.store.states()["dead"]
    assert (state.url, state.moved_from) == ("http://127.0.0.1:1/feed", "http://new.example/feed")


def test_a_source_that_fell_silent_is_said_to_be_so(house: House) -> None:
    known(house, changed_at=NOW - timedelta(days=9), usual_gap_minutes=60.0, succeeded_at=NOW)
    assert "9 d" in words(house.get("/sources").text)


def test_the_first_page_of_an_empty_house_says_what_failed_and_what_to_do(house: House) -> None:
    known(house, reason=Reason(code=Code.CONNECT_FAILED), failures=1)
    page = house.get("/").text
    assert "死社" in words(page)
    links = html.fromstring(page).xpath("//section[contains(@class,'steps')]//@href")
    assert links == ["sources", "sources#opml", "settings#channels"]
    far = house.get("/", host="daily.example").text
    assert "死社" in far
    assert "settings#channels" not in far


# -- lists -----------------------------------------------------------------------------------------------------------


def upload(house: House, body: bytes) -> Response:
    return house.client.post("/sources/import", files={"file": ("a.opml", body)}, data={"text": ""}, headers=OURS)


def opml(*urls: str) -> bytes:
    rows = "".join(f'<outline text="n{number}" xmlUrl="{url}"/>' for number, url in enumerate(urls))
    return f'<opml version="2.0"><body>{rows}</body></opml>'.encode()


def test_a_list_is_taken_over_and_what_is_left_out_has_its_reason(house: House) -> None:
    urls = ["https://a.example/f", "http://192.168.1.1/f", "https://a.example/f", "ftp://x/y", "https://b.example/f"]
    answer = upload(house, opml(*urls, "http://127.0.0.1:1/feed"))
    told = words(answer.text)
    assert [one.url for one in house.sources[1:]] == ["https://a.example/f", "https://b.example/f"]
    assert "192.168.1.1" in told
    assert "ftp://x/y" in told
    assert "添加了 2 个来源" in told
    saved = house.get("/sources.opml")
    assert saved.text.count("xmlUrl") == 3
    again = house.client.post("/sources/import", files={"text": (None, saved.content)}, headers=OURS)
    assert "添加了 0 个来源" in words(again.text)


@pytest.mark.slow
def test_ten_thousand_internal_addresses_are_refused_each_and_ten_thousand_good_ones_come(house: House) -> None:
    inside = [f"http://10.{n // 250}.{n % 250}.1/feed" for n in range(10_000)]
    answer = upload(house, opml(*inside))
    assert answer.status_code == 200
    assert "10,000" in words(answer.text)
    assert len(answer.content) < 200_000
    assert len(house.sources) == 1
    assert upload(house, opml(*(f"https://h{n}.example/f" for n in range(10_000)))).status_code == 200
    assert len(house.sources) == 10_001


@pytest.mark.parametrize("body", [b"", b"no list", b"<opml/>", opml("https://a.example/f")[:-30], b"\xff\xfe" * 50])
def test_a_list_that_cannot_be_used_is_told(house: House, body: bytes) -> None:
    answer = upload(house, body)
    assert html.fromstring(answer.text).xpath("//*[contains(@class,'outcome')]")
    assert answer.status_code in (200, 422)


def test_a_huge_list_is_refused(house: House) -> None:
    assert upload(house, b"x" * 9_000_000).status_code == 413


# -- settings --------------------------------------------------------------------------------------------------------


def test_settings_are_written_back_and_nothing_else_in_the_file_changes(house: House) -> None:
    before = house.file.read_text(encoding="utf-8")
    sent = form_of(house.get("/settings").text, "settings")
    sent |= {
        "daily.title": "晨报",
        "edition.cutoff": "06:30",
        "edition.mute": "彩票\r\n 星座 \r\n",
        "edition.max_stories": "30",
    }
    sent |= {"channels.0.name": "机器人", "channels.0.words": "人形机器人\r\n机器狗"}
    assert house.post("/settings", **sent).status_code == 303
    now = load(house.file)
    assert (now.daily.title, now.edition.cutoff.hour, now.edition.mute) == ("晨报", 6, ("彩票", "星座"))
    assert now.channels[0].words == ("人形机器人", "机器狗")
    assert now.edition.min_stories == 12
    after = house.file.read_text(encoding="utf-8")
    assert "min_stories" not in after
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    again = form_of(house.get("/settings?done=saved").text, "settings")
    assert again["edition.mute"].split() == ["彩票", "星座"]
    assert house.post("/settings", **again).status_code == 303
    assert house.file.read_text(encoding="utf-8") == after


def test_what_an_editor_changed_meanwhile_is_not_undone_by_a_field_that_nobody_touched(house: House) -> None:
    sent = form_of(house.get("/settings").text, "settings") | {"daily.title": "页面上的"}
    text = '[edition]\nmute = ["编辑器里的"]\n' + house.file.read_text(encoding="utf-8")
    channel = '\n[[channels]]\nname = "新频道"\nwords = ["新词"]\n'
    house.file.write_text(text + channel, encoding="utf-8")
    shown = form_of(house.post("/settings", **sent).text, "settings")
    assert house.post("/settings", **shown).status_code == 303
    now = load(house.file)
    assert (now.daily.title, now.edition.mute, now.channels[0].name) == ("页面上的", ("编辑器里的",), "新频道")


def test_a_file_that_was_edited_meanwhile_is_not_written_over_and_both_are_shown(house: House) -> None:
    sent = form_of(house.get("/settings").text, "settings") | {"daily.title": "页面上的"}
    edited = '[daily]\ntitle = "编辑器里的"\n' + house.file.read_text(encoding="utf-8")
    house.file.write_text(edited, encoding="utf-8")
    answer = house.post("/settings", **sent)
    assert answer.status_code == 422
    assert house.file.read_text(encoding="utf-8") == edited
    assert "编辑器里的" in words(answer.text)
    shown = form_of(answer.text, "settings")
    assert shown["daily.title"] == "页面上的"
    assert house.post("/settings", **shown).status_code == 303
    assert load(house.file).daily.title == "页面上的"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("edition.timezone", "Mars/Olympus"),
        ("edition.max_stories", "many"),
        ("edition.min_stories", "400"),
        ("edition.cutoff", "25:00"),
        ("edition.mute", "/(/"),
        ("server.address", "javascript:alert(1)"),
        ("daily.language", "fr"),
        ("channels.0.name", "头条"),
    ],
)
def test_what_is_not_valid_is_told_and_the_owners_words_stay_in_the_form(house: House, field: str, value: str) -> None:
    before = house.file.read_bytes()
    sent = form_of(house.get("/settings").text, "settings") | {field: value}
    answer = house.post("/settings", **sent)
    assert answer.status_code == 422
    assert html.fromstring(answer.text).xpath("//*[@role='alert']")
    assert house.file.read_bytes() == before
    if field != "daily.language":
        assert form_of(answer.text, "settings")[field].strip() == value


def test_what_the_environment_sets_is_shown_as_fixed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIBAO_EDITION__MAX_STORIES", "33")
    page = html.fromstring(house.get("/settings").text)
    field = page.xpath("//input[@name='edition.max_stories']")[0]
    assert (field.get("value"), "disabled" in field.attrib) == ("33", True)
    assert "RIBAO_EDITION__MAX_STORIES" in page.text_content()
    sent = form_of(house.get("/settings").text, "settings")
    assert house.post("/settings", **sent, **{"edition.max_stories": "44"}).status_code == 303
    assert "max_stories" not in house.file.read_text(encoding="utf-8")


def test_a_field_that_the_form_does_not_have_is_refused(house: House) -> None:
    sent = form_of(house.get("/settings").text, "settings")
    assert house.post("/settings", **sent, role="admin").status_code == 400
    assert house.post("/settings", **sent, **{"judge.url": "http://x/"}).status_code == 400


def test_a_file_that_is_broken_is_told_on_the_page(house: House) -> None:
    house.file.write_text("[daily\n", encoding="utf-8")
    assert "ribao.toml" in words(house.get("/settings").text)


def test_no_secret_reaches_a_page_or_the_file(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '[judge]\nurl = "http://127.0.0.1:9/v1"\nmodel = "m"\nkey_env = "MY_KEY"\n' + house.file.read_text("utf-8")
    house.file.write_text(text, encoding="utf-8")
    monkeypatch.setitem(os.environ, "MY_KEY", "sk-very-secret")
    token = OwnerKey(house.file.parent / "data").token()
    pages = [house.get(path).text for path in ("/settings", "/sources", "/-/enter", "/-/versions", "/-/work", "/")]
    sent = form_of(pages[0], "settings") | {"daily.title": "甲"}
    house.post("/settings", **sent)
    for text in (*pages, house.file.read_text(encoding="utf-8")):
        assert "sk-very-secret" not in text
        assert token not in text


# -- who may ---------------------------------------------------------------------------------------------------------

WRITING = ("look", "add", "import", "remove", "pause", "resume", "retry", "undo")


def test_another_origin_and_another_reader_change_nothing(house: House) -> None:
    """Row 30."""
    sent = {
        "source": "dead",
        "address": "http://x.example/",
        "url": "http://x.example/f",
        "title": "x",
        "daily.title": "x",
    }
    before = house.file.read_bytes()
    strangers = ({"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}, {}, {**OURS, "host": "d.example"})
    for path in (*(f"/sources/{name}" for name in WRITING), "/settings", "/-/leave"):
        for headers in strangers:
            assert house.client.post(path, data=sent, headers=headers).status_code == 403
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH"):
            assert house.client.request(method, path, params=sent).status_code in (200, 303, 404, 405)
    assert house.file.read_bytes() == before
    assert house.nudges == []


def test_a_reader_sees_the_list_and_no_form_and_not_the_settings(house: House) -> None:
    page = house.get("/sources", host="daily.example")
    assert "死社" in page.text
    assert not [one for one in html.fromstring(page.text).forms if one.method == "POST"]
    assert house.get("/settings", host="daily.example").status_code == 403
    assert house.get("/sources.opml", host="daily.example").status_code == 403


def test_the_owners_pages_are_kept_nowhere_and_framed_nowhere(house: House) -> None:
    """Row 40."""
    for path in ("/sources", "/settings", "/-/enter", "/sources.opml"):
        headers = house.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    ["/static/..%2f..%2fribao.toml", "/static/%2e%2e/ribao.toml", "/sources/..%2fsettings", "/sources/%2e%2e%2f%2e%2e"],
)
def test_no_path_leads_out_of_the_house(house: House, path: str) -> None:
    """Row 39."""
    answer = house.get(path)
    assert answer.status_code in (303, 403, 404)
    assert "allow_private" not in answer.text


@pytest.mark.parametrize(
    "title", ["<script>window.ran=1</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "长" * 200]
)
def test_a_feed_that_names_itself_badly_stays_text(house: House, site: Site, title: str) -> None:
    """Row 23."""
    from xml.sax.saxutils import escape

    feed = f"<rss version='2.0'><channel><title>{escape(escape(title))}</title><item><title>{escape(escape(title))}</title><link>{site.base}/1</link></item></channel></rss>"
    site.paths["/bad.xml"] = ("application/rss+xml", feed.encode())
    looked = house.post("/sources/look", address=f"{site.base}/bad.xml")
    page = html.fromstring(looked.text)
    assert looked.status_code == 200
    assert not page.xpath("//main//script | //main//img")
    house.post("/sources/add", **form_of(looked.text, "sources/add"))
    assert not html.fromstring(house.get("/sources").text).xpath("//main//script | //main//img")
