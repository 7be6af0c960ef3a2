"""The whole daily as files: complete, linked, in each language, and nothing of the owner's in it."""

import json
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from ribao.render.bundle import Bundle
from ribao.render.whole.desk import Face
from ribao.render.whole.lists import is_public
from ribao.render.whole.site import whole_site
from ribao.types.reason import Code, Reason
from ribao.types.source import Source, SourceState
from tests.render import invented, walk
from tests.serve.stand import Stand

ADDRESS = "https://news.example/daily/"
OUTSIDE = Source(id="out", url="https://lanjiang.example/feed?key=geheim", title="澜江日报")
INSIDE = Source(id="in", url="http://192.168.1.7:8080/feed", title="家里的来源")
BROKEN = Reason(code=Code.HTTP_NOT_FOUND)


def on(days_ago: int, revision: int = 1, note: str = "") -> Bundle:
    bundle = invented.bundle(revision=revision)
    moved = timedelta(days=days_ago)
    one = bundle.edition
    few = tuple(replace(section, entries=section.entries[:1]) for section in one.sections[:3])
    changed = replace(
        one, sections=few, date=one.date - moved, as_of=one.as_of - moved, made_at=one.made_at - moved, note=note
    )
    return replace(bundle, edition=changed)


def stand() -> Stand:
    states = [SourceState(source_id=one.id, url=one.url, reason=BROKEN) for one in (OUTSIDE, INSIDE)]
    bundles = [on(0, 2, "数字写错了。"), on(0), on(30)]
    return Stand(bundles, listed=((OUTSIDE, states[0]), (INSIDE, states[1])))


@cache
def files(address: str = "", language: str = "zh") -> dict[str, bytes]:
    return dict(whole_site(stand(), Face(title="智能日报", language=language, address=address)))


def pages(made: dict[str, bytes]) -> dict[str, bytes]:
    return {path: body for path, body in made.items() if path.endswith(".html")}


@pytest.mark.slow
def test_every_link_leads_to_a_file_and_every_page_is_linked() -> None:
    made = files()
    reached = {"index.html"}
    for path, body in pages(made).items():
        for tag, address in walk.addresses(body):
            target = walk.inside(path, address)
            if target is None:
                assert tag == "a", f"{path} loads {address}"
                continue
            file, fragment = target
            assert file.split("?")[0] in made, f"{path} → {address}"
            if fragment:
                assert fragment in walk.ids(made[file]), f"{path} → {address}"
            reached.add(file)
    unlinked = {path for path in pages(made) if path not in reached and not path.endswith("offline.html")}
    # the addresses that feeds and older exports lead to show what the edition's own pages show
    assert {path.removeprefix("en/").removeprefix("zh-tw/").split("/")[0] for path in unlinked} <= {"c", "about.html"}


@pytest.mark.slow
def test_each_edition_is_there_and_a_corrected_day_in_each_revision() -> None:
    made = files()
    for prefix in ("", "en/", "zh-tw/"):
        for folder in ("d/2026-05-08/", "d/2026-05-08/r1/", "d/2026-05-08/r2/", "d/2026-04-08/"):
            assert prefix + folder + "index.html" in made
        assert {
            prefix + name for name in ("archive.html", "archive/2026-05.html", "archive/2026-04.html")
        } <= made.keys()
    assert "数字写错了。" in made["corrections.html"].decode()
    assert json.loads(made["edition.json"])["revision"] == 2


@pytest.mark.slow
def test_the_daily_s_own_language_stands_at_the_root() -> None:
    made = files(language="en")
    assert walk.tree(made["index.html"]).get("lang") == "en"
    assert walk.tree(made["zh/index.html"]).get("lang") == "zh-Hans"
    assert "en/index.html" not in made
    here = walk.tree(made["zh/d/2026-05-08/c/phones.html"]).xpath("//*[@class='languages']//a/@href")
    assert set(here) == {
        "../../../../zh-tw/d/2026-05-08/c/phones.html",
        "../../../../d/2026-05-08/c/phones.html",
    }


@pytest.mark.slow
def test_nothing_in_it_is_for_the_owner() -> None:
    for path, body in pages(files()).items():
        tree = walk.tree(body)
        assert {form.get("action").rpartition("/")[2] for form in tree.xpath("//form")} == {"search.html"}, path
        assert not tree.xpath("//form[@method='post']"), path
        assert "/-/" not in " ".join(tree.xpath("//@href")), path


@pytest.mark.slow
def test_a_source_inside_is_named_and_no_more_is_told_of_it() -> None:
    body = files()["sources.html"].decode()
    assert "https://lanjiang.example/" in body
    assert "geheim" not in body
    assert "192.168" not in body
    rows = {row.xpath("string(th)"): row for row in walk.tree(body.encode()).xpath("//tbody/tr")}
    assert "不存在" in rows["澜江日报"].text_content()
    assert rows["家里的来源"].text_content().strip() == "家里的来源"


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://news.example/feed", True),
        ("http://localhost/feed", False),
        ("https://owner:key@news.example/feed", False),
        ("http://10.0.0.3/feed", False),
        ("http://[fd00::1]/", False),
        ("http://nas/feed", False),
        ("http://nas.local./feed", False),
        ("http://[bad", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_what_is_public(url: str, public: bool) -> None:
    assert is_public(url) is public


@pytest.mark.slow
def test_without_an_address_nothing_claims_one() -> None:
    made = files()
    assert not {"robots.txt", "sitemap.xml", "feeds.opml"} & made.keys()
    assert not any(path.startswith("og/") for path in made)
    assert "canonical" not in made["index.html"].decode()
    assert {"feed.xml", "feed.atom", "feed.json", "c/phones.xml", "en/feed.atom"} <= made.keys()


@pytest.mark.slow
def test_with_an_address_maps_pictures_and_canonical_addresses_name_it() -> None:
    made = files(ADDRESS)
    assert f"Sitemap: {ADDRESS}sitemap.xml" in made["robots.txt"].decode()
    tree = walk.tree(made["en/d/2026-05-08/r1/index.html"])
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{ADDRESS}en/d/2026-05-08/"]
    others = dict(zip(*(tree.xpath(f"//link[@hreflang]/@{name}") for name in ("hreflang", "href")), strict=True))
    assert others == {"zh": f"{ADDRESS}d/2026-05-08/r1/", "zh-tw": f"{ADDRESS}zh-tw/d/2026-05-08/r1/"}
    for body in pages(made).values():
        for address in walk.tree(body).xpath("//meta[@property='og:image']/@content"):
            assert address.removeprefix(ADDRESS).partition("?")[0] in made
    for name in [path for path in made if path.endswith(".xml") and "sitemap-" in path]:
        for address in walk.tree(b"<html>" + made[name].split(b"?>", 1)[1] + b"</html>").xpath("//loc/text()"):
            file = str(address).removeprefix(ADDRESS)
            assert (file + "index.html" if file.endswith("/") or not file else file) in made, address


@pytest.mark.slow
def test_a_second_export_is_the_same_and_draws_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(ADDRESS)
    monkeypatch.setattr("ribao.render.whole.cards.png", lambda card: pytest.fail(f"drawn again: {card}"))
    face = Face(title="智能日报", language="zh", address=ADDRESS)
    assert dict(whole_site(stand(), face, before.get)) == before


def test_of_nothing_nothing_is_made() -> None:
    assert list(whole_site(Stand(), Face(title="智能日报", language="zh"))) == []
