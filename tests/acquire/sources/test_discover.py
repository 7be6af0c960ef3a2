"""The feeds of a site, found from its page."""

import pytest

from ribao.acquire.sources.discover import discover, is_feed

URL = "https://example.com/blog/"
PAGE = """<html><head><base href="https://base.example/x/">
<link rel="stylesheet" href="a.css"><link rel="alternate" hreflang="en" href="/en">
<link rel="alternate" type="application/rss+xml" title="Comments &amp; replies" href="/comments/feed">
<link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" title="新闻 &amp; 评测" href="rss.xml">
<link rel="alternate" type="application/atom+xml" href="//cdn.example/atom">
<link rel="alternate home" type="application/json" href="/feed.json"><link rel="alternate" type="application/json" href="/api">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)"><link rel="alternate" type="application/rss+xml">
<link rel="alternate" type="application/rss+xml" href="rss.xml" title="again"></head><body></body></html>"""


def test_named_feeds_first_comments_after_guesses_last() -> None:
    found = discover(PAGE.encode(), "text/html", URL)
    assert found[:4] == [
        ("https://base.example/x/rss.xml", "新闻 & 评测"),
        ("https://cdn.example/atom", ""),
        ("https://base.example/feed.json", ""),
        ("https://base.example/comments/feed", "Comments & replies"),
    ]
    assert ("https://example.com/feed", "") in found[4:]
    assert len({address for address, _ in found}) == len(found)


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff", b"<html>", b"not a page", b"<div>" * 100_000, PAGE.encode("utf-16")]
)
def test_every_page_has_likely_places(body: bytes) -> None:
    addresses = [address for address, _ in discover(body, None, URL)]
    assert {"https://example.com/rss.xml", "https://example.com/atom.xml"} <= set(addresses)


def test_the_page_itself_is_not_offered() -> None:
    assert "https://example.com/feed" not in dict(discover(b"<html>", None, "https://example.com/feed"))


@pytest.mark.parametrize(
    "body",
    [
        "<rss version='2.0'>",
        "<?xml version='1.0'?>\n<!-- x --><feed xmlns='http://www.w3.org/2005/Atom'>",
        "<rdf:RDF xmlns='http://purl.org/rss/1.0/'>",
        '\ufeff{"version": "https://jsonfeed.org/version/1.1", "items": []}',
        "<?xml version='1.0' encoding='gb2312'?><?xml-stylesheet href='x'?><rss>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_feeds_are_told_by_their_content(body: str, encoding: str) -> None:
    assert is_feed(body.encode(encoding), "text/html")


@pytest.mark.parametrize(
    "body", ["", "<html><body>&lt;rss></body></html>", '{"items": []}', "<opml version='2.0'>", "<urlset>", "rss"]
)
def test_what_is_no_feed(body: str) -> None:
    assert not is_feed(body.encode(), "application/rss+xml")
