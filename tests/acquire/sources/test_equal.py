"""The fast path and feedparser give the same values for the same well-formed feed."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html

from ribao.acquire.sources import fast, odd
from ribao.acquire.sources.document import Document, Entry
from tests.acquire.sources.generated import feeds
from tests.examples import many

NOW = datetime(2026, 2, 25, 12, tzinfo=UTC)
URL = "https://example.com/blog/feed.xml"


def _normal(markup: str) -> str:
    """HTML as a browser would see it: attributes and escapes may be written in several ways."""
    return html.tostring(html.fromstring(f"<div>{markup}</div>"), encoding="unicode") if markup else ""


def _comparable(entry: Entry) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(entry, name) for name in Entry.__slots__}
    return {**values, "summary": _normal(entry.summary), "content": _normal(entry.content)}


def _head(document: Document) -> tuple[object, ...]:
    return document.format, document.title, document.site, document.language, dict(document.hints)


_quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.slow
@given(feeds)
@settings(max_examples=many(40), deadline=None, suppress_health_check=_quiet)
def test_both_paths_read_a_well_formed_feed_alike(feed: str) -> None:
    _alike(feed)


@pytest.mark.slow
@pytest.mark.timeout(300)
@given(feeds)
@settings(max_examples=many(500), deadline=None, suppress_health_check=_quiet)
def test_both_paths_read_many_well_formed_feeds_alike(feed: str) -> None:
    _alike(feed)


def _alike(feed: str) -> None:
    ours = fast.read(feed.encode(), URL, NOW, 100)
    theirs = odd.read(feed, URL, NOW, 100)
    assert [_comparable(entry) for entry in ours.entries] == [_comparable(entry) for entry in theirs.entries]
    assert _head(ours) == _head(theirs)
