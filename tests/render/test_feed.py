"""feed.xml as a feed reader meets it."""

import feedparser
import pytest

from ribao.render.feed import feed
from tests.render import invented

ADDRESS = "https://daily.example/"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["", ADDRESS])
def test_it_parses_without_complaint(language: str, address: str) -> None:
    read = feedparser.parse(feed(invented.bundle(language), address, "d/2026-05-08/"))
    assert not read.bozo
    assert read.feed.title == "智能日报"
    assert len(read.entries) == len(invented.NEWS)
    assert len({entry.id for entry in read.entries}) == len(invented.NEWS)


def test_an_item_has_its_digest_with_its_sources() -> None:
    first = feedparser.parse(feed(invented.bundle(), ADDRESS, "d/2026-05-08/")).entries[0]
    assert first.title == invented.NEWS[0][4]
    assert first.link == f"{ADDRESS}d/2026-05-08/s/000000000000abc0.html"
    for sentence in invented.NEWS[0][5]:
        assert sentence in first.summary
    assert 'href="https://lanjiang.example/0"' in first.summary
    assert first.published == "Thu, 07 May 2026 22:05:00 +0000"


def test_without_an_address_of_its_own_it_links_to_the_article() -> None:
    assert feedparser.parse(feed(invented.bundle())).entries[0].link == "https://lanjiang.example/0"


def test_an_empty_edition_is_a_feed_too_and_always_the_same() -> None:
    assert feed(invented.empty()) == feed(invented.empty())
    assert not feedparser.parse(feed(invented.empty())).bozo


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "&lt;script&gt;", "]]>", "坏\x08字\ufffe符\ud800"])
def test_hostile_titles_are_text(title: str) -> None:
    made = feed(invented.with_headline(title))
    read = feedparser.parse(made)
    assert not read.bozo
    assert b"<script" not in made
