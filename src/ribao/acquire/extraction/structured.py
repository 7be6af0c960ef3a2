"""What a page says about itself for machines: meta tags, JSON-LD (schema.org), microdata."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from ribao.acquire.extraction.paths import elements
from ribao.acquire.extraction.words import one_line

_ARTICLE_TYPES = re.compile(r"article|posting|report|newsitem", re.IGNORECASE)
_WITH_ITEMPROP = elements("//*[@itemprop]")
_MAX_NODES = 500
_MAX_SCRIPT = 200_000  # characters looked at in one script
# looked for first: most scripts of a page have none of them
_SCRIPT_WORDS = ("ubTime", "ubtime", "ub_time", "ubDate", "ubdate", "ub_date", "ublish", "ptime", "reateTime", "var ct")
_SCRIPTED = re.compile(
    r"""\b(?:pub(?:lish)?_?(?:time|date)|published_?(?:at|time|date)|ptime|article_?publish_?time|createTime|ct)["']?"""
    r"""\s{0,2}[:=]\s{0,2}["'](?P<value>(?:20\d\d[-/年.]\d{1,2}[-/月.][^"'<>]{1,24}|1\d{9}(?:\d{3})?))["']""",
    re.IGNORECASE,
)
_CDATA = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """``meta``: values by lower-case name or property. ``article``: the JSON-LD node of the article, or empty.

    ``items``: microdata values by ``itemprop``, lower case. ``scripted``: publication times named in scripts.
    ``title_tail``: the last part of the title tag, where sites put their name.
    """

    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    article: dict[str, Any] = field(default_factory=dict)
    scripted: tuple[str, ...] = ()
    title_tail: str = ""
    items: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        """The first meta value that is not empty, in the order of ``names``."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")

    def said(self, *names: str) -> str:
        """The first JSON-LD text under one of ``names``."""
        for name in names:
            for value in texts(self.article.get(name)):
                return value
        return ""


def collect(tree: HtmlElement) -> Structured:
    return Structured(
        meta=_meta(tree),
        article=_article(tree),
        items=_items(tree),
        scripted=tuple(_scripted(tree)),
        title_tail=_title_tail(tree),
    )


def texts(value: Any) -> Iterator[str]:
    """The texts in a JSON-LD value: itself, or the ``name`` of a node, or those of a list."""
    if isinstance(value, str):
        if line := one_line(value):
            yield line
    elif isinstance(value, dict):
        yield from texts(value.get("name"))
    elif isinstance(value, list):
        for part in value[:20]:
            yield from texts(part)


def _title_tail(tree: HtmlElement) -> str:
    title = next((element.text_content() for element in tree.iter("title")), "")
    parts = re.split(r"[_|｜丨–—-]", one_line(title))
    return parts[-1].strip() if len(parts) > 1 else ""


def _scripted(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        text = (script.text or "")[:_MAX_SCRIPT]
        if any(word in text for word in _SCRIPT_WORDS):
            yield from (match["value"] for match in _SCRIPTED.finditer(text))


def _meta(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        value = one_line(element.get("content"))
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            if value and (name := element.get(attribute)):
                found.setdefault(name.strip().lower(), []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _items(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in _WITH_ITEMPROP(tree):
        if element.tag == "meta":
            continue
        for name in element.get("itemprop").lower().split():
            if name in ("articlebody", "text", "description"):
                continue
            value = one_line(element.get("content") or element.get("datetime") or element.text_content())
            if value and len(value) < 300:
                found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _article(tree: HtmlElement) -> dict[str, Any]:
    """The node that speaks of this article: an article type first, else any node with a date and a headline."""
    nodes = list(_nodes(tree))
    for node in nodes:
        if _ARTICLE_TYPES.search(" ".join(texts(node.get("@type")))):
            return node
    return next((node for node in nodes if "datePublished" in node or "pubDate" in node), {})


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from _flat(_load(script.text or ""))


def _load(text: str) -> Any:
    text = _CDATA.sub("", text).strip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _flat(value: Any) -> Iterable[dict[str, Any]]:
    """The nodes of a JSON-LD document: itself, lists, ``@graph``, ``mainEntity``; breadth first, so no recursion."""
    waiting: list[Any] = [value]
    found: list[dict[str, Any]] = []
    while waiting and len(found) < _MAX_NODES:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value[:_MAX_NODES]
        elif isinstance(value, dict):
            found.append(value)
            waiting += [value[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in value]
    return found
