"""What other programs read in the head of a page: schema.org's words, the one address, the feeds, the preview."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ribao.render import site
from ribao.render.bundle import Bundle, Corrected
from ribao.render.place import Place
from tests.render import invented, ledger, walk

STORY = "000000000000abc0"
DAY = "d/2026-05-08/"
SITE = "https://news.example/daily/"


def page(bundle: Bundle, here: str = f"{DAY}s/{STORY}.html", base: str = DAY, **more: Any) -> bytes:
    made = site.story(bundle, STORY, Place(here=here, base=base, served=True, **more))
    assert made is not None
    return made


def structured(body: bytes) -> dict[str, Any]:
    (found,) = walk.tree(body).xpath("//script[@type='application/ld+json']/text()")
    made: dict[str, Any] = json.loads(found)
    return made


def meta(body: bytes, name: str) -> str:
    return str(walk.tree(body).xpath(f"string(//meta[@property='{name}' or @name='{name}']/@content)"))


def test_a_story_is_a_news_article_with_what_it_rests_on() -> None:
    told = structured(page(invented.bundle(), site=SITE))
    assert told["@type"] == "NewsArticle"
    assert told["headline"] == invented.NEWS[0][4]
    assert told["mainEntityOfPage"] == f"{SITE}{DAY}s/{STORY}.html"
    assert told["publisher"]["name"] == "智能日报"
    assert [one["url"] for one in told["citation"]] == ["https://lanjiang.example/0"]
    assert "https://lanjiang.example/0" in [one["url"] for one in told["isBasedOn"]]
    assert told["datePublished"] == "2026-05-07T22:05:00Z" <= told["dateModified"]
    assert "correction" not in told


def test_a_correction_is_told_with_its_time() -> None:
    bundle = invented.bundle("en", revision=2)
    at = bundle.edition.made_at + timedelta(hours=3)
    told = structured(page(replace(bundle, corrected={STORY: Corrected(revision=2, at=at)})))
    assert told["correction"]["@type"] == "CorrectionComment"
    assert "Correction" in told["correction"]["text"]
    assert told["correction"]["datePublished"] == told["dateModified"] == "2026-05-08T02:03:00Z"


@pytest.mark.parametrize(
    "title", ["</script><script>alert(1)</script>", "<!--<script>", "a\u2028b", "\u202ex\ud800\x00", "长" * 3000]
)
def test_nothing_ends_the_element_from_within(title: str) -> None:
    body = page(invented.with_headline(title))
    assert len(structured(body)["headline"]) <= 112
    assert b"alert(1)</script>" not in body
    assert not walk.tree(body).xpath("//script[contains(text(), 'alert') and not(@type)]")


def test_a_rumour_is_hedged_wherever_the_head_tells_it() -> None:
    hedge, own = "未经证实：", invented.NEWS[0][4]
    body = page(ledger.bundle(hedge=hedge))
    assert structured(body)["headline"] == meta(body, "og:title") == hedge + own
    head = walk.tree(body).xpath("//head")[0]
    told = [text for one in head.iter() for text in (one.text, *one.attrib.values()) if text and own in text]
    assert told
    assert all(text.count(own) == text.count(hedge + own) for text in told)


@pytest.mark.parametrize(
    ("here", "base", "prefix", "meant"),
    [
        ("", DAY, "", SITE),
        (f"{DAY}s/{STORY}.html", DAY, "en/", f"{SITE}en/{DAY}s/{STORY}.html"),
        (f"{DAY}r1/s/{STORY}.html", f"{DAY}r1/", "", f"{SITE}{DAY}s/{STORY}.html"),
        ("sources", DAY, "", f"{SITE}sources"),
    ],
)
def test_a_page_has_one_address(here: str, base: str, prefix: str, meant: str) -> None:
    assert Place(here=here, base=base, served=True, site=SITE, prefix=prefix).canonical == meant


def test_where_the_sites_address_is_not_known_there_is_no_canonical_one_and_pictures_are_relative() -> None:
    body = page(invented.bundle())
    assert walk.tree(body).xpath("//link[@rel='canonical'] | //meta[@property='og:url']") == []
    assert meta(body, "og:image").startswith(f"../../../og/{STORY}.png")


def test_a_page_names_its_own_feeds_and_the_dailys() -> None:
    tree = walk.tree(page(invented.bundle()))
    kinds = ("application/rss+xml", "application/atom+xml", "application/feed+json")
    for kind, form in zip(kinds, ("xml", "atom", "json"), strict=True):
        found = tree.xpath(f"//link[@rel='alternate'][@type='{kind}']/@href")
        assert found == [f"../../../s/{STORY}.{form}", f"../../../feed.{form}"]


def test_an_export_names_only_feeds_that_it_has() -> None:
    made = dict(site.site(invented.bundle()))
    for path, body in made.items():
        if path.endswith(".html"):
            for address in walk.tree(body).xpath("//link[@rel='alternate' or @rel='canonical']/@href"):
                found = walk.inside(path, address)
                assert found is not None
                assert found[0] in made, (path, address)
            assert not walk.tree(body).xpath("//meta[@property='og:image']")
