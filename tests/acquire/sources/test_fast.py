"""The fast path's own promises: real entries, in document order, whatever their shapes."""

import pickle
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from ribao.acquire.sources import fast, odd
from ribao.acquire.sources.document import Entry

NOW = datetime(2026, 2, 25, 12, tzinfo=UTC)
URL = "https://example.com/feed"


def _read(items: str) -> tuple[Entry, ...]:
    return fast.read(f"<rss><channel>{items}</channel></rss>".encode(), URL, NOW, 100).entries


def test_entries_are_what_the_class_itself_would_make() -> None:
    (entry,) = _read(
        "<item><title>t</title><link>/a</link><guid isPermaLink='false'>g</guid><category>c</category></item>"
    )
    built = Entry(guid="g", url="https://example.com/a", title="t", categories=("c",))
    assert entry == built
    assert hash(entry) == hash(built)
    assert type(entry) is Entry
    assert pickle.loads(pickle.dumps(entry)) == built
    with pytest.raises(FrozenInstanceError):
        entry.title = "other"  # type: ignore[misc]


def test_order_is_kept_among_many_shapes() -> None:
    shapes = ("<title>{0}</title><link>/{0}</link>", "<link>/{0}</link><title>{0}</title>", "<title>{0}</title>")
    items = "".join(f"<item>{shapes[n % 3].format(n)}</item>" for n in range(30))
    entries = _read(items)
    assert [entry.title for entry in entries] == [str(n) for n in range(30)]
    assert entries[1].url == "https://example.com/1"
    assert entries[2].url == ""


def test_one_odd_value_in_a_column_does_not_touch_its_neighbours() -> None:
    titles = ("plain", "a &lt;b&gt;c&lt;/b&gt;", "two  spaces", "<![CDATA[&amp;]]>", "x" * 1200, "")
    links = ("https://e.example/1", "/2", " https://e.example/3 ", "javascript:x", "", "https://[::1")
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link></item>" for title, link in zip(titles, links, strict=True)
    )
    entries = _read(items)
    assert [entry.title for entry in entries] == ["plain", "a c", "two spaces", "&", "x" * 1000, ""]
    assert [entry.url for entry in entries] == [
        "https://e.example/1",
        "https://example.com/2",
        "https://e.example/3",
        "",
        "",
        "",
    ]


def test_the_slow_reader_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(odd.read)) is odd.read
    document = odd.read("<rss><channel><item><title>a</title></channel></rss>", URL, NOW, 5)
    assert pickle.loads(pickle.dumps(document)).entries[0].title == "a"
