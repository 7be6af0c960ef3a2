"""Well-formed feeds: our fast path, feedparser on the same bytes, and lxml's bare parse as the limit.

Generated feeds, short entries (title, link, guid, date, a line of description) and full-text ones (author, categories
and some four kilobytes of HTML more), in RSS and Atom. CPU seconds of one process, the best of several rounds taken in
turn; the quick ones read the feeds so often in a round that all rounds take about as long, so that a busy machine hurts
all three alike.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any
from xml.etree import ElementTree

from bench.measurement import Measurement

FEEDS, ENTRIES = 20, 50
NOW = datetime(2026, 3, 1, tzinfo=UTC)
URL = "https://news.example/feed.xml"
AIM = "at least 25 times feedparser"

_NAMESPACES = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
_PARAGRAPH = (
    '<p>这家公司在<a href="https://news.example/tag/phones?from=body&amp;n=1">发布会</a>上说，新款手机将于下周开售，'
    "<strong>售价</strong>与上一代相同。The new model goes on sale next week, at the price of the last one, "
    'the maker said.</p>\n<figure><img src="https://img.example/2026/a.jpg" alt="a phone" width="800"/></figure>\n'
)


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    """One measurement a kind of feed against feedparser, one against lxml's bare parse."""
    rounds = 10 if options.full else 4
    for name, full, atom in (("short", False, False), ("short Atom", False, True), ("full-text", True, False)):
        yield from _measured(name, [_feed(number, full, atom) for number in range(FEEDS)], rounds)
    yield from _tree_builders(rounds)


def _measured(name: str, feeds: list[bytes], rounds: int) -> Iterator[Measurement]:
    import feedparser
    from lxml import etree

    from ribao.acquire.sources import fast

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    ours, theirs, bare = _entries_a_second(
        feeds,
        rounds,
        (20, lambda body: fast.read(body, URL, NOW, 10_000)),
        (1, lambda body: feedparser.parse(body)),
        (50, lambda body: etree.fromstring(body, parser)),
    )
    unit = "entries/s"
    yield Measurement(
        name=f"feed parsing, {name}",
        value=ours,
        unit=unit,
        peer="feedparser",
        peer_value=theirs,
        ratio=ours / theirs,
        aim=AIM,
    )
    yield Measurement(
        name=f"feed parsing, {name}, of the limit",
        value=ours,
        unit=unit,
        peer="lxml's bare parse",
        peer_value=bare,
        ratio=ours / bare,
    )


def _tree_builders(rounds: int) -> Iterator[Measurement]:
    """Why ElementTree: parse, then look at each child's tag and text once."""
    from lxml import etree

    for name, full in (("short", False), ("full-text", True)):
        feeds = [_feed(number, full, False) for number in range(FEEDS)]
        expat, libxml2 = _entries_a_second(
            feeds,
            rounds,
            (20, lambda body: _looked_at(ElementTree.fromstring(body))),
            (20, lambda body: _looked_at(etree.fromstring(body))),
        )
        yield Measurement(
            name=f"tree built and looked at, {name}, ElementTree",
            value=expat,
            unit="entries/s",
            peer="lxml",
            peer_value=libxml2,
            ratio=expat / libxml2,
        )


def _looked_at(root: Any) -> list[dict[str, str]]:
    return [{child.tag: child.text for child in item} for item in root[0]]


def _entries_a_second(feeds: list[bytes], rounds: int, *readers: tuple[int, Callable[[bytes], object]]) -> list[float]:
    best = [float("inf")] * len(readers)
    for _ in range(rounds):
        for at, (times, read) in enumerate(readers):
            best[at] = min(best[at], _seconds(read, feeds * times) / times)
    return [round(len(feeds) * ENTRIES / seconds) for seconds in best]


def _seconds(read: Callable[[bytes], object], feeds: list[bytes]) -> float:
    started = time.process_time()
    for body in feeds:
        read(body)
    return time.process_time() - started


def _feed(number: int, full: bool, atom: bool) -> bytes:
    make = _atom_entry if atom else _rss_item
    entries = "\n".join(make(number * ENTRIES + at, full) for at in range(ENTRIES))
    if atom:
        text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>新闻</title><id>urn:x</id>{entries}</feed>'
    else:
        text = f'<rss version="2.0" {_NAMESPACES}><channel><title>新闻</title><link>https://news.example/</link>{entries}</channel></rss>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def _rss_item(number: int, full: bool) -> str:
    more = (
        f"<dc:creator><![CDATA[记者 {number % 7}]]></dc:creator><category>手机</category><category>芯片</category>"
        f"<content:encoded><![CDATA[{_PARAGRAPH * 8}]]></content:encoded>"
    )
    return (
        f"<item><title>{_title(number)}</title><link>https://news.example/2026/{number}.html</link>"
        f'<guid isPermaLink="false">news-{number}</guid><pubDate>{format_datetime(_moment(number))}</pubDate>'
        f"<description>{_line(number)}</description>{more if full else ''}</item>"
    )


def _atom_entry(number: int, full: bool) -> str:
    return (
        f'<entry><title>{_title(number)}</title><link href="https://news.example/2026/{number}.html"/>'
        f"<id>urn:news:{number}</id><updated>{_moment(number).isoformat()}</updated>"
        f'<summary type="html">{_line(number)}</summary></entry>'
    )


def _title(number: int) -> str:
    return escape(f"新款手机发布 {number}: a new phone & its chip")


def _line(number: int) -> str:
    return escape(f"第 {number} 条新闻的一句话摘要, and a line of description in plain words for whoever reads it.")


def _moment(number: int) -> datetime:
    return (NOW - timedelta(minutes=17 * number)).astimezone(datetime.strptime("+0800", "%z").tzinfo)
