"""Site rules: what is known about single sites and widespread publishing systems, as data in ``site_rules/*.toml``.

A file names the hosts it speaks of and CSS selectors, tried in order, for the parts of an article; a file without
hosts speaks of every page (publishing systems). How to write one: ``docs/reference/extraction.md``.
"""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from ribao.acquire.extraction.words import one_line

FOLDER = Path(__file__).resolve().parent.parent / "site_rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """CSS selectors by what they pick. ``drop`` takes elements out of the body; ``hosts`` match with their subdomains."""

    hosts: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    editor: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


NO_RULE = Rule()


def load(folder: Path = FOLDER) -> tuple[Rule, ...]:
    """All rules of a folder, by file name. Raises ValueError for an unknown field or a selector that does not parse."""
    found: list[Rule] = []
    for path in sorted(folder.glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("site", [])
        found += [_rule(table, path.name) for table in tables]
    return tuple(found)


def _rule(table: dict[str, list[str]], name: str) -> Rule:
    known = {field.name for field in fields(Rule)}
    if unknown := set(table) - known:
        raise ValueError(f"{name}: unknown fields {sorted(unknown)}")
    rule = Rule(**{key: tuple(values) for key, values in table.items()})
    for key in known - {"hosts"}:
        for selector in getattr(rule, key):
            try:
                _compiled(selector)
            except Exception as error:
                raise ValueError(f"{name}: {selector!r}: {error}") from error
    return rule


@cache
def _table() -> tuple[dict[str, Rule], tuple[Rule, ...]]:
    rules = load()
    by_host = {host: rule for rule in rules for host in rule.hosts}
    return by_host, tuple(rule for rule in rules if not rule.hosts)


def rule_for(tree: HtmlElement, url: str) -> Rule:
    """The rule of the page's host, :data:`NO_RULE` when there is none."""
    by_host, _systems = _table()
    host = _host(url) or _linked_host(tree)
    while host:
        if host in by_host:
            return by_host[host]
        host = host.partition(".")[2]
    return NO_RULE


def systems() -> tuple[Rule, ...]:
    """The rules of publishing systems, which may fit any page."""
    return _table()[1]


def pick(tree: HtmlElement, selectors: Sequence[str]) -> HtmlElement | None:
    """The first element that the first fitting selector finds."""
    for selector in selectors:
        if found := _find(selector, tree):
            return found[0]
    return None


def pick_only(tree: HtmlElement, selectors: Sequence[str]) -> HtmlElement | None:
    """The element of the first selector that finds exactly one."""
    for selector in selectors:
        if len(found := _find(selector, tree)) == 1:
            return found[0]
    return None


def pick_all(tree: HtmlElement, selectors: Sequence[str]) -> list[HtmlElement]:
    """All elements found, selector by selector."""
    return [element for selector in selectors for element in _find(selector, tree)]


def pick_text(tree: HtmlElement, selectors: Sequence[str]) -> str:
    """The text of the first element found that has any: its ``content`` or ``datetime`` attribute, or what it shows."""
    for element in pick_all(tree, selectors):
        if text := one_line(element.get("content") or element.get("datetime") or element.text_content()):
            return text
    return ""


def _find(selector: str, tree: HtmlElement) -> list[HtmlElement]:
    return cast(list[HtmlElement], _compiled(selector)(tree))


@lru_cache(maxsize=2048)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _linked_host(tree: HtmlElement) -> str:
    """The host of a saved page without an address: what most of its links point to, if that is clear."""
    hosts = Counter(filter(None, (_host(link.get("href", "")) for link in tree.iter("a"))))
    domains: Counter[str] = Counter()
    for host, count in hosts.items():
        domains[".".join(host.split(".")[-3:])] += count
        domains[".".join(host.split(".")[-2:])] += count
    top = domains.most_common(1)
    return top[0][0] if top and top[0][1] * 2 > sum(hosts.values()) else ""
