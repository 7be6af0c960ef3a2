"""Nothing under src/ knows the world by name, and the whole world can be called otherwise."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

import ribao
from ribao.sample import MOMENT, World, alternative_names, folder, load
from ribao.sample.server import answer_to
from ribao.sample.world import DOMAIN, whole_name

PACKAGE = Path(ribao.__file__).parent
TEXT = {".py", ".toml", ".po", ".j2", ".html", ".json", ".txt", ".tsv", ".csv", ".yaml", ".xml", ".css", ".js", ".md"}


@pytest.fixture(scope="module")
def other() -> World:
    return load(folder(), alternative_names(folder()))


def source_text() -> str:
    inside = [p for p in PACKAGE.rglob("*") if p.suffix in TEXT and "sample_world" not in p.parts]
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in sorted(inside))


def names_that_tell() -> list[str]:
    """All but model codes: two characters such as G3 may stand anywhere."""
    table = tomllib.loads((folder() / "names.toml").read_text(encoding="utf-8"))
    return [name for section, names in table.items() if section != "codes" for name in names]


def test_no_name_of_the_world_occurs_in_the_program() -> None:
    assert occurring(names_that_tell(), source_text()) == []


def occurring(names: Iterable[str], text: str) -> list[str]:
    """The names that stand in the text as whole words."""
    return [name for name in names if name in text and re.search(whole_name(name), text)]


def test_every_name_has_another_one() -> None:
    names = alternative_names(folder())
    assert len(names) >= 250
    assert not set(names) & set(names.values())


def test_renaming_leaves_no_old_name_and_no_other_difference(world: World, other: World) -> None:
    assert occurring(alternative_names(folder()), everything(other)) == []
    assert set(other.items) == set(world.items)
    assert [i.published for i in other.items.values()] == [i.published for i in world.items.values()]


def everything(world: World) -> str:
    versions = [f"{v.title} {v.body} {v.note}" for i in world.items.values() for v in i.versions]
    others = [f"{i.outlet} {i.author} {i.editor} {i.credit} {i.summary} {i.tags}" for i in world.items.values()]
    return "\n".join([*versions, *others, *(repr(o) for o in world.outlets.values())])


def test_a_renamed_world_is_served_under_its_new_names(world: World, other: World) -> None:
    assert not {o.host for o in other.outlets.values()} & {o.host for o in world.outlets.values()}
    for outlet in other.outlets.values():
        answer = answer_to(other, MOMENT, f"/{outlet.host}{outlet.feed}")
        assert (answer.status == 404) == (outlet.fault == "missing")
        assert DOMAIN in outlet.host
