"""Every kind of page that the site has, as addresses of a running sample daily, for those who judge pages."""

import re
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlencode

from ribao.serve.newsstand import Building, Stage
from ribao.serve.site import make_site
from ribao.serve.store_newsstand import StoreNewsstand
from tests.journeys.site import serving
from tests.render import thing_world as world
from tests.serve.stand import Stand

FIXED = {
    "front": "",
    "things": "t/",
    "archive": "archive",
    "corrections": "corrections",
    "search, nothing asked": "search",
    "search, found": "search?q=%E6%89%8B%E6%9C%BA",
    "search, nothing found": "search?q=qqqqxyzzy",
    "sources": "sources",
    "settings": "settings",
    "collections": "collections",
    "work": "-/work",
    "versions": "-/versions",
    "enter": "-/enter",
    "feeds": "feeds",
    "offline": "offline.html",
    "trouble": "nowhere/at/all",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """``root``: address of the site, to which a language may be added; ``path``: from there to the page."""

    name: str
    root: str
    path: str


def here_too() -> Iterator[Sequence[Kind]]:
    """Pages that a sample daily does not have, as long as the iterator is held: two products compared, a first build."""
    stages = (Stage(name="读取来源", done=12, total=61), Stage(name="读文章", done=3))
    building = Stand(under_way=Building(stages=stages, said=("已读 12 个来源",)))
    compare = "t/compare?" + urlencode({"a": world.PHONE["id"], "b": world.RIVAL["id"]})
    with serving(make_site(building)) as first, serving(make_site(_things())) as things:
        yield (Kind("building", first, ""), Kind("compare", things, compare), Kind("product", things, _PHONE))


_PHONE = f"t/{quote(world.PHONE['id'])}"


def _things() -> StoreNewsstand:
    return StoreNewsstand(
        store=world.store(),
        profile="daily",
        title="智能日报",
        sources_now=lambda: world.SOURCES,
        building_now=lambda: None,
        versions_now=dict,
    )


def kinds(address: str) -> Sequence[Kind]:
    return [Kind(name, address, path) for name, path in every(address).items()]


@cache
def every(address: str) -> Mapping[str, str]:
    """Name of the kind → path from the root of a language. What the daily at ``address`` does not have is left out."""
    front = _text(address)
    channel = _first(r"d/[\d-]+/c/[a-z]+\.html", front)
    about = _first(r"d/[\d-]+/about\.html", front)
    day = about.removesuffix("about.html")
    told = [day + path for path in dict.fromkeys(re.findall(r"s/[0-9a-z]+\.html", front))]
    story = max(told, key=lambda path: len(_text(address + path)))
    article = day + _first(r"a/[0-9a-z]+\.html", _text(address + story))
    why = "-/why/" + story.rpartition("/")[2].removesuffix(".html")
    things = list(
        dict.fromkeys(
            re.findall(r'href="(?:\.\./t/)?((?:person|organisation|product)-[^"?#/]+)"', _text(address + "t/"))
        )
    )
    named = {f"thing, {kind}": f"t/{one}" for one in reversed(things) for kind in [one.partition("-")[0]]}
    found = {"channel": channel, "story": story, "story, short": told[-1], "article": article, "about": about}
    return {**FIXED, **found, "why": why, **named}


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[0]


def _text(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        text: str = answer.read().decode("utf-8")
    return text
