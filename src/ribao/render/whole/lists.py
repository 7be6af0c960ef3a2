"""The pages outside the editions: archive, corrections, sources, things, the search and the list of feeds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ribao.render.archive_pages import Corrected, archive_values
from ribao.render.bundle import Bundle, ThingFacts
from ribao.render.calendar import Issue, month_name
from ribao.render.feeds.document import Format
from ribao.render.feeds.opml import Shelf
from ribao.render.feeds.write import NAMES
from ribao.render.place import FEEDS, THINGS, thing_path
from ribao.render.text import web_address
from ribao.render.thing_list import groups
from ribao.render.thing_pages import thing_values, words
from ribao.render.whole.tree import CORRECTIONS, SEARCH, SOURCES, Made, Tree
from ribao.support.i18n import speaking
from ribao.support.reasons import words as reason_words
from ribao.support.store.port import Named
from ribao.types.source import Source, SourceState

_LOCAL = (".local", ".localhost", ".lan", ".internal", ".home", ".home.arpa", ".onion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A source as everybody may see it. ``state``: None where its address is nobody's business, or it was never asked."""

    source: Source
    home: str
    state: SourceState | None


def archive_files(tree: Tree, bundle: Bundle, issues: Sequence[Issue]) -> Iterator[Made]:
    """``issues``: one a day, newest first. The newest month stands under ``archive``, and by its own name."""
    names = [month_name(issue.day) for issue in issues]
    shown = [("archive", names[0]), *((f"archive/{name}", name) for name in dict.fromkeys(names))]
    for here, name in shown:
        of_month = [issue for issue in issues if month_name(issue.day) == name]
        yield tree.page("archive.html", here, bundle, **archive_values(name, of_month, names))


def corrections_file(tree: Tree, bundle: Bundle, made: Sequence[Corrected]) -> Made:
    return tree.page("corrections.html", CORRECTIONS, bundle, made=made)


def sources_file(tree: Tree, bundle: Bundle, rows: Iterable[Listed]) -> Made:
    return tree.page("outlets.html", SOURCES, bundle, listed=rows, words=reason_words)


def listed(rows: Iterable[tuple[Source, SourceState | None]]) -> tuple[Listed, ...]:
    found = sorted(rows, key=lambda row: (row[0].title, row[0].id))
    return tuple(
        Listed(source=one, home=home_of(one), state=state if is_public(one.url) else None) for one, state in found
    )


def home_of(source: Source) -> str:
    """The site of a source where everybody may know it; never the address of its feed, which may hold a key."""
    site = web_address(source.site)
    if site and is_public(site) and not urlsplit(site).query:
        return site
    parts = urlsplit(web_address(source.url))
    return f"{parts.scheme}://{parts.netloc}/" if is_public(source.url) else ""


def is_public(url: str) -> bool:
    """Nothing in it names a person, a machine of the owner's or a network inside."""
    from ribao.support.net.guard import Guard

    try:
        parts = urlsplit(web_address(url))
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    local = "." not in host or host.endswith(_LOCAL)
    return bool(host) and not local and not parts.username and Guard().check_url(url) is None


def thing_file(tree: Tree, bundle: Bundle, thing_id: str, facts: ThingFacts) -> Made:
    with speaking(tree.language):
        return tree.page("thing.html", thing_path(thing_id), bundle, **thing_values(facts))


def things_file(tree: Tree, bundle: Bundle, named: Mapping[str, Named]) -> Made:
    """All of them, those that most articles of the editions name first."""
    ranked = sorted(named.values(), key=lambda one: (-one.articles, one.thing.id))
    with speaking(tree.language):
        values: dict[str, Any] = {**words(), "groups": groups(ranked, most=len(ranked)), "chosen": None}
        return tree.page("things.html", THINGS, bundle, recent=False, **values)


def search_file(tree: Tree, bundle: Bundle) -> Made:
    """``index``: where the index lies, from the page: there is one for all languages, at the root."""
    return tree.page("lookup.html", SEARCH, bundle, index="../" * tree.prefix.count("/") + "search/")


def feeds_file(tree: Tree, bundle: Bundle, shelves: Sequence[Shelf]) -> Made:
    return tree.page("feeds.html", FEEDS, bundle, shelves=shelves, forms=list(Format), names=NAMES)
