"""The daily's own feed in each format, as a feed reader meets it."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import feedparser
import pytest

from ribao.render.bundle import Bundle, Corrected
from ribao.render.feeds.document import MOST_ITEMS, Format
from ribao.render.feeds.documents import Publisher, edition_feed
from ribao.render.feeds.exported import feed_files
from ribao.render.feeds.told import Told, told
from ribao.render.feeds.write import write
from ribao.types.annotation import Annotation
from tests.render import invented, ledger
from tests.render.feeds.valid import items, valid

ADDRESS = "https://daily.example/"
FOLDER = "d/2026-05-08/"


def feed(bundle: Bundle, form: Format, address: str = ADDRESS) -> bytes:
    return write(
        edition_feed(Publisher(title=bundle.title, language=bundle.language, site=address), told(bundle)), form
    )


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["", ADDRESS])
def test_it_is_valid_and_has_each_story_once(language: str, address: str, form: Format) -> None:
    made = feed(invented.bundle(language), form, address)
    valid(made, form)
    read = items(made, form)
    assert len(read) == len(invented.NEWS)
    assert len({one.id for one in read}) == len(invented.NEWS)
    assert [one.title for one in read] == [row[4] for row in invented.NEWS]


@pytest.mark.parametrize("form", Format)
def test_an_item_has_its_digest_with_its_sources(form: Format) -> None:
    first = items(feed(invented.bundle(), form), form)[0]
    assert first.link == f"{ADDRESS}{FOLDER}s/000000000000abc0.html"
    for sentence in invented.NEWS[0][5]:
        assert sentence in first.html
        assert sentence in first.text
    assert 'href="https://lanjiang.example/0"' in first.html
    assert first.published == invented.CLOSE - timedelta(minutes=55)
    assert first.updated >= first.published
    assert first.authors == ["澜江日报"]
    assert "智能手机" in first.tags


@pytest.mark.parametrize("form", Format)
def test_without_an_address_of_its_own_it_links_to_the_article(form: Format) -> None:
    assert items(feed(invented.bundle(), form, ""), form)[0].link == "https://lanjiang.example/0"


@pytest.mark.parametrize("form", Format)
def test_a_rumour_keeps_its_hedge(form: Format) -> None:
    hedge = "未经证实："
    first = items(feed(ledger.bundle(hedge=hedge), form), form)[0]
    assert first.title == hedge + invented.NEWS[0][4]
    assert "本报所加" in first.html
    assert "本报所加" in first.text


@pytest.mark.parametrize("form", Format)
def test_promotion_is_marked(form: Format) -> None:
    bundle = invented.bundle()
    name = bundle.edition.sections[0].entries[1].articles[0].id
    mark = Annotation(article_id=name, revision=1, maker="promotion", version=1, value={"promo": True, "spans": []})
    marked = replace(bundle, annotations={name: {"promotion": mark}})
    read = items(feed(marked, form), form)
    assert [one.title.startswith("推广") for one in read[:3]] == [False, True, False]
    assert "推广" in read[1].tags
    assert "推广" in read[1].html


@pytest.mark.parametrize("form", Format)
def test_a_correction_is_an_updated_item_with_the_note_first(form: Format) -> None:
    bundle = invented.bundle(revision=2)
    at = bundle.edition.made_at + timedelta(hours=3)
    put_right = replace(bundle, corrected={"000000000000abc0": Corrected(revision=2, at=at)})
    before, after = (items(feed(one, form), form) for one in (bundle, put_right))
    assert after[0].id == before[0].id
    assert after[0].updated == at > before[0].updated
    assert re.sub(r"<[^>]+>", "", after[0].html).startswith("更正")
    assert after[0].text.startswith("更正")
    assert after[1:] == before[1:]


@pytest.mark.parametrize("form", Format)
def test_an_empty_edition_is_a_feed_too_and_always_the_same(form: Format) -> None:
    assert feed(invented.empty(), form) == feed(invented.empty(), form)
    valid(feed(invented.empty(), form), form)


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "&lt;script&gt;",
        "]]>",
        "坏\x08字\ufffe符\ud800",
        "\u202egnp.exe\u2066",
        "长" * 3000,
        "a\r\nb\x85c",
        "\U0001f4a9" * 200,
    ],
)
def test_hostile_titles_are_text(title: str, form: Format) -> None:
    bundle = invented.with_headline(title)
    made = feed(bundle, form)
    valid(made, form)
    assert b"<script" not in made or form is Format.JSON
    first = items(made, form)[0]
    assert "<script" not in first.html
    assert len(first.title) < 400
    assert not set(first.title) & set("\x08\ufffe\u202e\u2066\ud800\x85")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil", "http://[", "", "ftp://x.example/"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    bundle = invented.bundle()
    changed = ledger.with_entry(
        bundle, lambda entry: replace(entry, articles=(replace(entry.articles[0], url=address), *entry.articles[1:]))
    )
    for form in Format:
        for site in ("", ADDRESS):
            made = feed(changed, form, site)
            valid(made, form)
            assert not address or address.encode() not in made


def test_the_address_of_a_sources_feed_is_not_told() -> None:
    bundle = invented.bundle()
    keyed = {name: replace(one, url="https://news.example/feed?key=SECRET") for name, one in bundle.sources.items()}
    for form in Format:
        assert b"SECRET" not in feed(replace(bundle, sources=keyed), form)


def test_ten_thousand_items_are_bounded() -> None:
    bundle = invented.bundle()
    first = told(bundle).shown[0]
    many = tuple(replace(first, item=replace(first.item, id=f"urn:ribao:story:{n:016x}")) for n in range(10_000))
    publisher = Publisher(title="x", language="zh", site=ADDRESS)
    document = edition_feed(publisher, Told(edition=bundle.edition, shown=many))
    for form in Format:
        made = write(document, form)
        assert len(items(made, form)) == MOST_ITEMS
        assert len(made) < 2_000_000


def test_an_export_has_the_daily_and_each_channel_in_each_format() -> None:
    bundle = invented.bundle()
    files = dict(feed_files(bundle, ("智能手机", "热点资讯")))
    assert sorted(files) == sorted(
        f"{stem}.{form}" for stem in ("feed", "c/phones", "c/hot") for form in ("xml", "atom", "json")
    )
    for path, body in files.items():
        valid(body, Format(path.rpartition(".")[2]))
    assert len(items(files["c/hot.atom"], Format.ATOM)) == 3


def test_feeds_tell_when_the_edition_was_made() -> None:
    made = partial(feed, invented.bundle())
    rss, atom = (feedparser.parse(made(form)).feed for form in (Format.RSS, Format.ATOM))
    assert rss.updated == "Thu, 07 May 2026 23:03:00 +0000"
    assert atom.updated == "2026-05-07T23:03:00Z"
    told_by: dict[str, Any] = json.loads(made(Format.JSON))
    assert told_by["feed_url"] == f"{ADDRESS}feed.json"
    links = {one.rel: one.href for one in atom.links}
    assert links == {"self": f"{ADDRESS}feed.atom", "alternate": ADDRESS}
