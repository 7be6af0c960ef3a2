"""Whether a feed is valid, and what it tells, whatever its format."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
from lxml import etree

from ribao.render.feeds.document import Format
from ribao.render.feeds.json_feed import VERSION

ATOM = {"a": "http://www.w3.org/2005/Atom"}
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@dataclass(frozen=True)
class Read:
    id: str
    title: str
    link: str
    html: str
    text: str
    published: datetime
    updated: datetime
    authors: list[str]
    tags: list[str]


def valid(body: bytes, form: Format) -> None:
    if form is Format.JSON:
        _json(body)
        return
    assert not feedparser.parse(body).bozo
    tree = etree.fromstring(body)
    if form is Format.ATOM:
        _atom(tree)
    else:
        _rss(tree)


@cache
def schema() -> Any:
    return etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))


def _atom(tree: Any) -> None:
    """RFC 4287: its grammar, and the rules that its text adds."""
    schema().assertValid(tree)
    ids = tree.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(set(ids)) == len(ids)
    for entry in tree.xpath("a:entry", namespaces=ATOM):
        assert entry.xpath("a:link[@rel='alternate'] | a:content", namespaces=ATOM)
        assert entry.xpath("a:author | ../a:author", namespaces=ATOM)
        assert len(entry.xpath("a:link[@rel='alternate']", namespaces=ATOM)) <= 1


def _rss(tree: Any) -> None:
    """rssboard.org/rss-specification, and its profile."""
    assert (tree.tag, tree.get("version")) == ("rss", "2.0")
    (channel,) = tree
    for name in ("title", "link", "description"):
        assert len(channel.findall(name)) == 1
        assert channel.findtext(name)
    guids = [one.text for one in channel.findall("item/guid")]
    assert len(set(guids)) == len(guids) == len(channel.findall("item"))
    for item in channel.findall("item"):
        assert item.findtext("title")
        assert len(item.findall("link")) <= 1
        assert [one.get("isPermaLink") for one in item.findall("guid")] == ["false"]
        assert all(one.get("url", "").startswith("http") for one in item.findall("source"))


def _json(body: bytes) -> None:
    """jsonfeed.org/version/1.1."""
    made = json.loads(body)
    assert made["version"] == VERSION
    assert isinstance(made["title"], str)
    assert isinstance(made["items"], list)
    known = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
    assert set(made) <= known
    for name in ("home_page_url", "feed_url"):
        assert made.get(name, "http").startswith("http")
    ids = [one["id"] for one in made["items"]]
    assert len(set(ids)) == len(ids)
    for one in made["items"]:
        assert isinstance(one["id"], str)
        assert "content_html" in one or "content_text" in one
        assert all(isinstance(value, (str, list)) for value in one.values())
        assert all(one.get(name, "http").startswith("http") for name in ("url", "external_url"))
        assert all(set(author) <= {"name", "url", "avatar"} and author for author in one.get("authors", []))
        assert all(datetime.fromisoformat(one[name]).tzinfo for name in ("date_published", "date_modified"))


def items(body: bytes, form: Format) -> list[Read]:
    if form is Format.JSON:
        return [_of_json(one) for one in json.loads(body)["items"]]
    tree = etree.fromstring(body)
    if form is Format.ATOM:
        return [_of_atom(one) for one in tree.findall("{*}entry")]
    entries = feedparser.parse(body).entries
    return [_of_rss(one, entry) for one, entry in zip(tree.iter("item"), entries, strict=True)]


def _of_json(one: dict[str, Any]) -> Read:
    return Read(
        one["id"],
        one.get("title", ""),
        one.get("url", ""),
        one["content_html"],
        one.get("summary", ""),
        datetime.fromisoformat(one["date_published"]),
        datetime.fromisoformat(one["date_modified"]),
        [author["name"] for author in one.get("authors", [])],
        one.get("tags", []),
    )


def _of_atom(one: Any) -> Read:
    links = one.xpath("a:link[@rel='alternate']/@href", namespaces=ATOM)
    return Read(
        one.findtext("{*}id"),
        one.findtext("{*}title") or "",
        links[0] if links else "",
        one.findtext("{*}content") or "",
        one.findtext("{*}summary") or "",
        datetime.fromisoformat(one.findtext("{*}published")),
        datetime.fromisoformat(one.findtext("{*}updated")),
        one.xpath("a:author/a:name/text()", namespaces=ATOM),
        one.xpath("a:category/@term", namespaces=ATOM),
    )


def _of_rss(one: Any, entry: Any) -> Read:
    published = datetime(*entry.published_parsed[:6], tzinfo=UTC)
    updated = one.findtext("{http://www.w3.org/2005/Atom}updated")
    return Read(
        one.findtext("guid"),
        one.findtext("title"),
        one.findtext("link") or "",
        one.findtext(CONTENT) or one.findtext("description") or "",
        one.findtext("description") or "",
        published,
        datetime.fromisoformat(updated) if updated else published,
        [author.text for author in one.findall("{http://purl.org/dc/elements/1.1/}creator")],
        [tag.text for tag in one.findall("category")],
    )
