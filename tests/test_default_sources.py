"""The list of sources that a new daily starts with."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ribao.support.settings_file import DEFAULT_SOURCES, default_sources
from ribao.types.channel import CHANNELS
from ribao.types.source import Tier

DOCS = Path(__file__).parent.parent / "docs" / "reference"


def test_there_are_forty_and_more_in_both_languages() -> None:
    languages = Counter(source.language.split("-")[0] for source in default_sources())
    assert languages.total() >= 40
    assert min(languages["zh"], languages["en"]) >= 15
    assert set(languages) == {"zh", "en"}


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_has_three_sources_of_its_own(channel: str) -> None:
    assert sum(channel in source.channels for source in default_sources()) >= 3


def test_every_source_says_all_that_the_issue_asks() -> None:
    for source in default_sources():
        assert source.channels, source.id
        assert set(source.channels) <= set(CHANNELS), source.id
        assert source.site, source.id
        assert source.folder, source.id
    assert {source.tier for source in default_sources()} == set(Tier)


def test_addresses_are_https_and_none_stands_twice() -> None:
    sources = default_sources()
    for address in (address for source in sources for address in (source.url, source.site)):
        parts = urlsplit(address)
        assert parts.scheme == "https", address
        assert parts.hostname is not None, address
        assert "." in parts.hostname, address
    for values in ([s.url for s in sources], [s.id for s in sources], [s.title for s in sources]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_no_address_goes_through_a_third_party() -> None:
    """A bridge may change what it passes on, or stop: only the publishers' own feeds (hnrss.org is named in the docs)."""
    text = DEFAULT_SOURCES.read_text(encoding="utf-8")
    assert not re.search(r"rsshub|feedburner|news\.google\.com|wechat2rss|anyfeeder", text)


@pytest.mark.parametrize("page", ["sources.md", "sources.en.md"])
def test_the_reference_counts_them_rightly(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    counted = Counter(channel for source in default_sources() for channel in source.channels)
    told = {name: int(count) for name, count in re.findall(r"^\| (\S+) \| (\d+) \|", text, flags=re.MULTILINE)}
    assert told == dict(counted)
