"""ribao sources: what an owner sees, over real HTTP on loopback and a real ribao.toml."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ribao.commands import sources
from ribao.settings import load
from ribao.support.clock import StillClock
from ribao.support.i18n import speaking
from ribao.support.net.port import Client
from ribao.support.problem import Problem
from ribao.support.settings_file import add_source, default_sources
from ribao.types.source import Selectors, Source, SourceKind, Tier
from tests.commands.conftest import Site

CLOCK = StillClock(datetime.fromisoformat("2026-05-08T07:00:00+08:00"))

NESTED = """<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>mine</title></head><body>
<outline text="科技"><outline text="中文"><outline type="rss" text="甲社" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/></outline>
<outline type="rss" text="乙社" xmlUrl="https://b.example/feed"/></outline>
<outline type="rss" text="甲社又来" xmlUrl="https://a.example/feed"/>
<outline type="rss" text="丙社" xmlUrl="https://c.example/feed"/>
</body></opml>"""


class Lines(list[str]):
    def __call__(self, line: str) -> None:
        self.append(line)

    @property
    def text(self) -> str:
        return "\n".join(self)


@pytest.fixture
def say() -> Lines:
    return Lines()


def kept(file: Path) -> list[Source]:
    return [row.source() for row in load(file).sources]


def body(file: Path) -> bytes:
    return file.read_bytes()


# -- add and remove --------------------------------------------------------------------------------------------------


@pytest.mark.anyio
async def test_a_home_page_gives_the_first_feed_that_really_reads(
    site: Site, client: Client, file: Path, say: Lines
) -> None:
    status = await sources.add(f"{site.base}/o0/", file, client, CLOCK, say, channels=("笔记本",), folder=("甲", "乙"))
    (source,) = kept(file)
    assert status == 0
    assert source.url == f"{site.base}/o0/feed.xml"
    assert (source.title, source.channels, source.folder) == ("第1通讯社", ("笔记本",), ("甲", "乙"))
    assert "/dead.xml" in site.asked
    assert f"{site.base}/o1/feed.xml" in say.text
    assert body(file).startswith(b"# mine\n")


@pytest.mark.anyio
async def test_a_feed_s_own_address_is_taken_as_it_is(site: Site, client: Client, file: Path, say: Lines) -> None:
    status = await sources.add(
        f"{site.base}/o1/feed.xml", file, client, CLOCK, say, source_id="mine", title="我的", tier=Tier.OFFICIAL
    )
    (source,) = kept(file)
    assert status == 0
    assert (source.id, source.title, source.tier) == ("mine", "我的", Tier.OFFICIAL)
    assert site.asked == ["/o1/feed.xml"]


@pytest.mark.anyio
async def test_what_is_there_already_is_not_written_twice(site: Site, client: Client, file: Path, say: Lines) -> None:
    await sources.add(f"{site.base}/o0/feed.xml", file, client, CLOCK, say)
    before = body(file)
    assert await sources.add(f"{site.base}/o0/", file, client, CLOCK, say) == 0
    assert body(file) == before
    assert kept(file)[0].id in say[-1]


@pytest.mark.anyio
async def test_two_feeds_of_one_name_get_two_ids(site: Site, client: Client, file: Path, say: Lines) -> None:
    for outlet in (0, 1):
        await sources.add(f"{site.base}/o{outlet}/feed.xml", file, client, CLOCK, say, title="Same Name")
    first, second = (source.id for source in kept(file))
    assert first != second


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("path", "said"),
    [("/plain", "No feed was found"), ("/missing", "404"), ("/broken.xml", "/broken.xml")],
)
async def test_an_address_without_a_feed_is_said_with_a_remedy_and_nothing_is_written(
    site: Site, client: Client, file: Path, say: Lines, path: str, said: str
) -> None:
    before = body(file)
    with speaking("en"), pytest.raises(Problem) as caught:
        await sources.add(site.base + path, file, client, CLOCK, say)
    assert caught.value.exit_code == 1
    assert said in caught.value.what + caught.value.why
    assert body(file) == before


SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{base}/o0/0.html</loc><news:news>
<news:publication_date>2026-05-08T03:00:00+08:00</news:publication_date><news:title>站点地图里的一条</news:title>
</news:news></url></urlset>"""


@pytest.mark.anyio
async def test_a_news_sitemap_is_taken_as_one(site: Site, client: Client, file: Path, say: Lines) -> None:
    site.paths["/news.xml"] = ("application/xml", SITEMAP.format(base=site.base).encode())
    await sources.try_address(f"{site.base}/news.xml", client, CLOCK, say)
    assert "2026-05-08 03:00  站点地图里的一条" in say.text
    await sources.add(f"{site.base}/news.xml", file, client, CLOCK, say, source_id="map")
    source = load(file).sources[-1].source()
    assert (source.kind, source.url) == (SourceKind.SITEMAP, f"{site.base}/news.xml")


@pytest.mark.anyio
@pytest.mark.parametrize(("given", "said"), [({"source_id": "Bad Id"}, "a-z"), ({"channels": ("手机",)}, "智能手机")])
async def test_a_source_that_could_not_be_read_again_is_not_written(
    site: Site, client: Client, file: Path, say: Lines, given: dict[str, Any], said: str
) -> None:
    before = load(file).sources
    with pytest.raises(Problem) as caught:
        await sources.add(f"{site.base}/o0/feed.xml", file, client, CLOCK, say, **given)
    assert said in caught.value.why
    assert caught.value.exit_code == 2
    assert load(file).sources == before


@pytest.mark.anyio
async def test_an_address_given_by_hand_is_not_said_to_be_asked_again(
    site: Site, client: Client, file: Path, say: Lines
) -> None:
    with speaking("en"), pytest.raises(Problem) as caught:
        await sources.add("http://127.0.0.1:1/", file, client, CLOCK, say)
    assert caught.value.remedy == "Check the address, or try again later."


@pytest.mark.anyio
async def test_the_first_source_of_a_newcomer_brings_the_default_file_along(
    site: Site, client: Client, tmp_path: Path, say: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await sources.add(f"{site.base}/o0/feed.xml", None, client, CLOCK, say)
    found = kept(tmp_path / "ribao.toml")
    assert found[:-1] == list(default_sources())
    assert found[-1].url == f"{site.base}/o0/feed.xml"


def test_a_source_is_removed_by_id_or_by_address(file: Path, say: Lines) -> None:
    add_source(file, Source(id="one", url="https://one.example/feed", title="One"))
    add_source(file, Source(id="two", url="https://two.example/feed", title="Two"))
    assert sources.remove("one", file, say) == 0
    assert sources.remove("https://two.example/feed", file, say) == 0
    assert kept(file) == []


def test_removing_what_is_not_there_names_the_nearest(file: Path, say: Lines) -> None:
    add_source(file, Source(id="engadget", url="https://one.example/feed", title="One"))
    with speaking("en"), pytest.raises(Problem) as caught:
        sources.remove("endgadget", file, say)
    assert caught.value.remedy == "Did you mean engadget?"
    assert caught.value.exit_code == 2


# -- list and check --------------------------------------------------------------------------------------------------


def test_a_newcomer_is_shown_what_the_daily_will_start_with(say: Lines) -> None:
    assert sources.list_sources(None, say) == 0
    assert all(source.url in say.text for source in default_sources())


def test_the_list_as_json(file: Path, say: Lines) -> None:
    add_source(file, Source(id="one", url="https://one.example/feed", title="一", folder=("甲",)))
    sources.list_sources(file, say, as_json=True)
    (row,) = json.loads(say.text)
    assert (row["id"], row["title"], row["folder"], row["kind"]) == ("one", "一", ["甲"], "feed")


async def checked(site: Site, client: Client, file: Path, say: Lines, *, as_json: bool = False) -> int:
    add_source(file, Source(id="good", url=f"{site.base}/o0/feed.xml", title="Good"))
    add_source(file, Source(id="gone", url=f"{site.base}/missing.xml", title="Gone"))
    add_source(file, Source(id="odd", url=f"{site.base}/plain", title="Odd"))
    with speaking("en"):
        return await sources.check(file, client, CLOCK, say, as_json=as_json)


@pytest.mark.anyio
async def test_check_says_how_each_source_is_and_why_not(site: Site, client: Client, file: Path, say: Lines) -> None:
    status = await checked(site, client, file, say)
    rows = {line.split()[1]: line for line in say if line[0] in "✓✗"}
    assert status == 0
    assert "5 entries, newest 2026-05-08 06:10" in rows["good"]
    assert rows["gone"].startswith("✗")
    assert rows["odd"].startswith("✗")
    assert "→" in say.text
    assert say[-1] == "1 of 3 sources answer."
    assert sorted(site.asked) == ["/missing.xml", "/o0/feed.xml", "/plain"]


@pytest.mark.anyio
async def test_check_as_json(site: Site, client: Client, file: Path, say: Lines) -> None:
    await checked(site, client, file, say, as_json=True)
    rows = {row["id"]: row for row in json.loads(say.text)}
    assert rows["good"]["reachable"]
    assert rows["good"]["entries"] == 5
    assert datetime.fromisoformat(rows["good"]["newest"]) == datetime.fromisoformat("2026-05-08T06:10+08:00")
    assert rows["gone"]["reason"] == "http.404"
    assert rows["odd"]["reason"] == "feed.not_a_feed"


@pytest.mark.anyio
async def test_check_fails_when_no_source_answers(site: Site, client: Client, file: Path, say: Lines) -> None:
    add_source(file, Source(id="gone", url=f"{site.base}/missing.xml", title="Gone"))
    assert await sources.check(file, client, CLOCK, say) == 1


@pytest.mark.anyio
async def test_check_tells_a_feed_that_has_fallen_silent(site: Site, client: Client, file: Path, say: Lines) -> None:
    add_source(file, Source(id="good", url=f"{site.base}/o0/feed.xml", title="Good"))
    later = StillClock(datetime.fromisoformat("2026-07-08T07:00:00+08:00"))
    with speaking("en"):
        await sources.check(file, client, later, say)
    assert "nothing new for 61 days" in say.text


@pytest.mark.anyio
async def test_check_of_some_asks_no_others(site: Site, client: Client, file: Path, say: Lines) -> None:
    add_source(file, Source(id="good", url=f"{site.base}/o0/feed.xml", title="Good"))
    add_source(file, Source(id="other", url=f"{site.base}/o1/feed.xml", title="Other"))
    await sources.check(file, client, CLOCK, say, only=("other",))
    assert site.asked == ["/o1/feed.xml"]
    with pytest.raises(Problem):
        await sources.check(file, client, CLOCK, say, only=("othr",))


# -- try -------------------------------------------------------------------------------------------------------------


@pytest.mark.anyio
async def test_try_shows_what_selectors_pick_from_a_list_page(
    site: Site, client: Client, file: Path, say: Lines
) -> None:
    selectors = Selectors(item="ul.news > li", time="time")
    assert (
        await sources.try_address(f"{site.base}/list", client, CLOCK, say, settings_path=file, selectors=selectors) == 0
    )
    assert "2026-05-08 06:00  第一条" in say.text
    assert f"{site.base}/o0/1.html" in say.text


@pytest.mark.anyio
async def test_try_of_selectors_that_pick_nothing(site: Site, client: Client, file: Path, say: Lines) -> None:
    with pytest.raises(Problem) as caught:
        await sources.try_address(
            f"{site.base}/list", client, CLOCK, say, settings_path=file, selectors=Selectors(item="div.none")
        )
    assert caught.value.exit_code == 1
    assert caught.value.remedy


@pytest.mark.anyio
async def test_try_of_a_page_that_robots_txt_closes(site: Site, client: Client, file: Path, say: Lines) -> None:
    site.paths["/robots.txt"] = ("text/plain", b"User-agent: *\nDisallow: /list\n")
    with pytest.raises(Problem):
        await sources.try_address(
            f"{site.base}/list", client, CLOCK, say, settings_path=file, selectors=Selectors(item="li")
        )
    assert "/list" not in site.asked


@pytest.mark.anyio
async def test_try_of_a_home_page_shows_its_feed(site: Site, client: Client, file: Path, say: Lines) -> None:
    await sources.try_address(f"{site.base}/o0/", client, CLOCK, say, settings_path=file, as_json=True)
    items = json.loads(say.text)
    assert len(items) == 5
    assert items[0]["url"].startswith(site.base)


# -- OPML ------------------------------------------------------------------------------------------------------------


def test_import_keeps_folders_and_names_what_is_there_already(file: Path, tmp_path: Path, say: Lines) -> None:
    add_source(file, Source(id="c", url="https://c.example/feed", title="丙"))
    (tmp_path / "my.opml").write_text(NESTED, encoding="utf-8")
    with speaking("en"):
        assert sources.import_opml(tmp_path / "my.opml", file, say) == 0
    found = {source.url: source for source in kept(file)}
    assert found["https://a.example/feed"].folder == ("科技", "中文")
    assert found["https://b.example/feed"].folder == ("科技",)
    assert len(found) == 3
    assert "there already: 丙社 https://c.example/feed" in say.text
    assert say[-1] == "2 sources added, 2 were there already."


def test_outlines_that_are_no_web_addresses_are_named_and_the_rest_is_taken(
    file: Path, tmp_path: Path, say: Lines
) -> None:
    text = NESTED.replace("https://c.example/feed", "file:///etc/passwd")
    (tmp_path / "my.opml").write_text(text, encoding="utf-8")
    with speaking("en"):
        sources.import_opml(tmp_path / "my.opml", file, say)
    assert len(kept(file)) == 2
    assert "left out: 丙社" in say.text


def test_what_is_exported_comes_back_the_same(file: Path, tmp_path: Path, say: Lines) -> None:
    for n, folder in enumerate([("甲", "乙"), ("甲",), ()]):
        add_source(file, Source(id=f"s{n}", url=f"https://{n}.example/feed?a=1&b=2", title=f"<{n}>", folder=folder))
    sources.export_opml(file, say, to=tmp_path / "out.opml")
    other = tmp_path / "other.toml"
    other.write_text("", encoding="utf-8")
    sources.import_opml(tmp_path / "out.opml", other, say)
    assert {(s.url, s.title, s.folder) for s in kept(other)} == {(s.url, s.title, s.folder) for s in kept(file)}


def test_export_to_the_terminal_is_opml_and_nothing_else(say: Lines) -> None:
    sources.export_opml(None, say)
    assert say.text.lstrip().startswith("<?xml")
    assert all(source.title.split("&")[0] in say.text for source in default_sources())


@pytest.mark.parametrize("given", [b"<opml><body/></opml>", b"hello", b""])
def test_a_file_without_sources_is_refused(file: Path, tmp_path: Path, say: Lines, given: bytes) -> None:
    (tmp_path / "my.opml").write_bytes(given)
    before = body(file)
    with pytest.raises(Problem) as caught:
        sources.import_opml(tmp_path / "my.opml", file, say)
    assert caught.value.exit_code == 2
    assert body(file) == before


def test_a_page_source_is_kept_by_kind(file: Path) -> None:
    page = Source(
        id="p", url="https://p.example/", title="P", kind=SourceKind.PAGE, selectors=Selectors(item="li", title="h2")
    )
    add_source(file, page)
    assert kept(file) == [page]
