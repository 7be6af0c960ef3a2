"""An entry is recognised at the next poll, whatever its feed changes meanwhile; what is new is never taken for known."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.acquire.sources.document import Document, Entry
from ribao.acquire.sources.identity import identify, leads
from ribao.types.lead import Lead
from ribao.types.source import Source

SEEN = datetime(2026, 2, 25, 12, tzinfo=UTC)
SOURCE = Source(id="example", url="https://example.com/feed", title="Example")


def _leads(*entries: Entry) -> tuple[Lead, ...]:
    return leads(SOURCE, Document(format="rss", entries=entries), SEEN)


def _is_known(before: Entry, after: Entry) -> bool:
    (key, alt), (next_key, next_alt) = identify([before])[0], identify([after])[0]
    return key == next_key or alt == next_alt


def _entry(guid: str = "g1", url: str = "https://example.com/a", title: str = "A title", **values: object) -> Entry:
    return Entry(guid=guid, url=url, title=title, **values)  # type: ignore[arg-type]


def test_a_lead_carries_its_entry_and_an_id_of_its_source_and_key() -> None:
    entry = _entry(
        published_at=SEEN, summary="s", content="c", author="Ann", categories=("x",), picture="https://e.example/p"
    )
    (lead,) = _leads(entry)
    assert lead.id == sha256(f"example\n{lead.key}".encode()).hexdigest()[:16]
    assert (lead.source_id, lead.seen_at, lead.url, lead.title) == ("example", SEEN, entry.url, entry.title)
    assert (lead.published_at, lead.summary, lead.content) == (SEEN, "s", "c")
    assert (lead.author, lead.categories, lead.picture) == ("Ann", ("x",), "https://e.example/p")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_entry(), _entry(title="An edited title")),
        (_entry(), _entry(guid="another id")),
        (_entry(), _entry(guid="")),
        (_entry(), _entry(url="https://example.com/moved", title="Edited too")),
        (_entry(guid=""), _entry(guid="", title="An edited title")),
        (
            _entry(guid=""),
            _entry(guid="", url="http://www.example.com/a?utm_source=rss&utm_medium=x#top", title="Edited"),
        ),
        (
            _entry(guid="", url="https://e.example/?id=1"),
            _entry(guid="", url="http://e.example/?id=1&spm=2.3", title="x"),
        ),
        (
            _entry(guid="http://example.com/a"),
            _entry(guid="https://example.com/a/", title="x", url="https://example.com/b"),
        ),
        (_entry(guid="1", title="新品 发布"), _entry(guid="2", title="新品发布")),
        (_entry(guid="1", title="ＡＩ News"), _entry(guid="2", title="ai news")),
        (_entry(guid="", url=""), _entry(guid="", url="")),
        (_entry(guid="", url="", published_at=SEEN), _entry(guid="", url="", published_at=SEEN, summary="more")),
    ],
)
def test_known_again(before: Entry, after: Entry) -> None:
    assert _is_known(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_entry(), _entry(guid="g2", title="Other news")),
        (_entry(guid="", url="https://e.example/?id=1"), _entry(guid="", url="https://e.example/?id=2")),
        (_entry(guid="", url="https://e.example/#/1"), _entry(guid="", url="https://e.example/#/2", title="B")),
        (
            _entry(guid="", url="", title="Weekly", published_at=SEEN),
            _entry(guid="", url="", title="Weekly", published_at=SEEN + timedelta(7)),
        ),
        (_entry(guid="", url="", title="", summary="one"), _entry(guid="", url="", title="", summary="two")),
        (_entry(guid="", url="https://e.example/Case"), _entry(guid="", url="https://e.example/case")),
    ],
)
def test_not_known(before: Entry, after: Entry) -> None:
    assert not _is_known(before, after)


def test_an_id_that_several_entries_share_names_none_of_them() -> None:
    entries = [_entry(guid="same", url=f"https://example.com/{n}", title=f"News {n}") for n in range(5)]
    assert len(_leads(*entries)) == 5
    assert all(key.startswith("link:") for key, _ in identify(entries))


def test_ids_and_links_that_are_all_the_same_leave_the_titles() -> None:
    entries = [_entry(guid="same", url="https://example.com/", title=f"News {n}") for n in range(5)]
    assert len(_leads(*entries)) == 5


def test_an_entry_whose_id_was_its_own_and_is_now_shared_is_still_known() -> None:
    first = _entry(guid="same", url="https://example.com/1", title="One")
    (_, alt), (_, later_alt) = identify([first])[0], identify([first, _entry(guid="same", title="Two")])[0]
    assert alt == later_alt


def test_the_same_entry_twice_is_one_lead() -> None:
    twice = (_entry(), _entry(summary="again"), _entry(guid="changed"), _entry(url="http://example.com/a?utm_source=x"))
    (lead,) = _leads(*twice)
    assert lead.summary == ""


def test_a_hundred_thousand_equal_ids_with_one_link_and_title_are_one_lead() -> None:
    assert len(_leads(*[_entry()] * 100_000)) == 1


def test_ids_of_any_size_give_keys_of_moderate_size() -> None:
    (lead,) = _leads(_entry(guid="x" * 1_000_000))
    assert len(lead.key) < 400
    assert len(_leads(_entry(guid="x" * 1000 + "1", title="a"), _entry(guid="x" * 1000 + "2", title="b"))) == 2


texts = st.text("ab ?&=#/新é", max_size=6)


@settings(max_examples=50)
@given(st.lists(st.builds(Entry, guid=texts, url=texts.map("https://e.example/{}".format), title=texts), max_size=8))
def test_the_same_document_gives_the_same_keys_and_leads_have_distinct_ids(entries: list[Entry]) -> None:
    assert identify(entries) == identify(entries)
    found = _leads(*entries)
    assert len({lead.id for lead in found}) == len(found)
    assert len({lead.alt_key for lead in found}) == len(found)


def test_a_lead_is_a_whole_and_frozen_one() -> None:
    (lead,) = _leads(_entry(summary="s"))
    assert lead == Lead(**{name: getattr(lead, name) for name in Lead.__slots__})
    assert (type(lead), lead.summary, lead.seen_at) == (Lead, "s", SEEN)
    with pytest.raises(FrozenInstanceError):
        lead.title = "other"  # type: ignore[misc]
