"""World: the outlets and items of the sample edition, read from a folder of plain text files.

``world.toml`` lists the outlets; ``items/*.md`` hold the items: TOML front matter between ``+++`` lines, then the body
in a small markup (:mod:`ribao.sample.body`). docs/reference/sample.md tells every key.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import ribao
from ribao.types.source import Selectors, Source, SourceKind, Tier

MOMENT = datetime(2026, 5, 7, 23, 30, tzinfo=UTC)  # 07:30 on 8 May in Shanghai: half an hour after the cut-off
DOMAIN = "sample.invalid"  # RFC 2606: a name that no one can ever own

FRONT_MATTER = re.compile(r"^\+\+\+$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """``fault``: "" or how its feed fails: "cut" (truncated), "missing" (404) or "empty".

    ``claimed_charset`` is what the Content-Type header says of pages, right or wrong; empty: it says nothing.
    """

    id: str
    title: str
    language: str
    format: str  # rss, rss091, rdf, atom, json, sitemap, list
    page: str  # the template of its pages
    tier: str = "original"
    channels: tuple[str, ...] = ()
    feed: str = "/feed.xml"
    path: str = "/{id}.html"  # {id} {y} {m} {d} {ext}
    feed_text: str = "summary"  # none, summary, full
    charset: str = "utf-8"
    claimed_charset: str = "utf-8"
    offset_hours: float = 8  # its clock, ahead of UTC
    fault: str = ""
    robots: str = ""
    slogan: str = ""
    short_links: bool = False  # the feed links to /go/ID, which redirects
    selectors: Mapping[str, str] = field(default_factory=dict)
    hot: tuple[str, ...] = ()  # headlines in its side column
    comments: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        return f"{self.id}.{DOMAIN}"

    @property
    def site(self) -> str:
        return f"http://{self.host}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What an item's page says from ``at`` on."""

    at: datetime
    title: str
    body: str
    note: str = ""  # what a correction says about itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``access``: "open", "wall" (a login wall), "pdf" or "shell" (a page that is empty without scripts)."""

    id: str
    outlet: str
    versions: tuple[Version, ...]
    author: str = ""
    editor: str = ""
    credit: str = ""  # 来源, as the page names it
    summary: str = ""  # of the feed; empty: the first paragraph
    access: str = "open"
    tags: tuple[str, ...] = ()

    @property
    def published(self) -> datetime:
        return self.versions[0].at

    def as_of(self, at: datetime) -> Version | None:
        """The version that the page showed at that moment; None before it was published."""
        shown = [version for version in self.versions if version.at <= at]
        return shown[-1] if shown else None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    folder: Path
    notice: Mapping[str, str]  # language -> "all of this is invented"
    outlets: Mapping[str, Outlet]
    items: Mapping[str, Item]

    def items_of(self, outlet: Outlet, at: datetime) -> tuple[Item, ...]:
        """What the outlet has published by then, newest first."""
        mine = [i for i in self.items.values() if i.outlet == outlet.id and i.published <= at]
        return tuple(sorted(mine, key=lambda i: (i.published, i.id), reverse=True))


def folder() -> Path:
    """Where the world lies: inside the installed package, else at the repository's root."""
    package = Path(ribao.__file__).parent
    inside = package / "sample_world"
    return inside if inside.is_dir() else package.parents[1] / "sample"


def load(where: Path, names: Mapping[str, str] | None = None) -> World:
    """Read the world; with ``names`` (old -> new) everything in it is called otherwise. Item ids stay."""
    swap = renamer(names or {})
    table = tomllib.loads(swap((where / "world.toml").read_text(encoding="utf-8")))
    outlets = {row["id"]: Outlet(**_tuples(row)) for row in table["outlet"]}
    items: dict[str, Item] = {}
    for path in sorted((where / "items").glob("*.md")):
        _read_items(swap(path.read_text(encoding="utf-8")), items)
    return World(folder=where, notice=table["notice"], outlets=outlets, items=items)


def alternative_names(where: Path) -> dict[str, str]:
    """Every name of the world with another invented one, from ``names.toml``; all its sections together."""
    table = tomllib.loads((where / "names.toml").read_text(encoding="utf-8"))
    return {old: new for section in table.values() for old, new in section.items()}


def renamer(names: Mapping[str, str]) -> Callable[[str], str]:
    """A function that swaps whole names in a text, the longest first, each once."""
    if not names:
        return lambda text: text
    ordered = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(whole_name(name) for name in ordered))
    return lambda text: pattern.sub(lambda found: names[found.group()], text)


def whole_name(name: str) -> str:
    """A pattern that finds a Latin name only where it is no part of a longer word."""
    before = r"(?<![A-Za-z0-9])" if re.match(r"[A-Za-z0-9]", name) else ""
    after = r"(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]$", name) else ""
    return before + re.escape(name) + after


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _read_items(text: str, items: dict[str, Item]) -> None:
    parts = FRONT_MATTER.split(text)
    for front, body in zip(parts[1::2], parts[2::2], strict=True):
        _add(tomllib.loads(front), body.strip(), items)


def _add(row: dict[str, Any], body: str, items: dict[str, Item]) -> None:
    """``revises`` adds a version to an item; ``text_of`` takes the first text of another, own text appended."""
    version = Version(at=row.pop("at"), title=row.pop("title"), body=body, note=row.pop("note", ""))
    if "revises" in row:
        old = items[row["revises"]]
        items[old.id] = replace(old, versions=(*old.versions, version))
        return
    if "text_of" in row:
        borrowed = items[row.pop("text_of")].versions[0].body
        version = replace(version, body=f"{borrowed}\n\n{body}".strip())
    if row["id"] in items:
        raise ValueError(f"two items are called {row['id']}")
    items[row["id"]] = Item(versions=(version,), **_tuples(row))


def address(world: World, item: Item) -> str:
    """Where the item's page is; the same whatever port serves it."""
    outlet = world.outlets[item.outlet]
    local = _local(outlet, item.published)
    ext = "pdf" if item.access == "pdf" else "html"
    path = outlet.path.format(id=item.id, y=local.year, m=f"{local.month:02}", d=f"{local.day:02}", ext=ext)
    return outlet.site.rstrip("/") + path


def _local(outlet: Outlet, moment: datetime) -> datetime:
    return moment.astimezone(timezone(timedelta(hours=outlet.offset_hours)))


def addresses(world: World) -> dict[str, str]:
    """Page address -> item id: how a test finds an article's item again."""
    found = {address(world, item): item.id for item in world.items.values()}
    for item in world.items.values():
        outlet = world.outlets[item.outlet]
        if outlet.short_links:
            found[f"{outlet.site}go/{item.id}"] = item.id
    return found


def sources(world: World) -> tuple[Source, ...]:
    """The outlets as sources, under their invented hosts; reach them through :class:`ribao.sample.SampleClient`."""
    return tuple(_source(outlet) for outlet in world.outlets.values())


KINDS = {"sitemap": SourceKind.SITEMAP, "list": SourceKind.PAGE}


def _source(outlet: Outlet) -> Source:
    return Source(
        id=outlet.id,
        url=outlet.site.rstrip("/") + outlet.feed,
        title=outlet.title,
        kind=KINDS.get(outlet.format, SourceKind.FEED),
        site=outlet.site,
        language=outlet.language,
        tier=Tier(outlet.tier),
        channels=outlet.channels,
        selectors=Selectors(**outlet.selectors) if outlet.selectors else None,
    )
