"""Whatever is put in whatever order: an article is in one story, and no id that was ever shown is lost."""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.support.store.memory import MemoryStore
from ribao.support.store.port import Store
from ribao.support.store.sqlite import open_store
from tests.contracts.made import MINUTE, NOW, a_story

numbers = count()
ARTICLES = 8
STORIES = 5

# a step gives some articles to stories; what the clusterer then puts is every story that got one, as it is now
steps = st.lists(
    st.dictionaries(st.integers(0, ARTICLES - 1), st.integers(0, STORIES - 1), min_size=1, max_size=5),
    min_size=1,
    max_size=7,
)
World = Mapping[str, str]  # story id by article id


@pytest.fixture(scope="module")
def both(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """One of each for all examples: every example brings ids of its own."""
    folder = tmp_path_factory.mktemp("identity") / "data"
    shutil.copytree(empty_database, folder)
    stores = MemoryStore(), open_store(folder)
    yield stores
    stores[1].close()


def members(world: World) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for article, story in sorted(world.items()):
        found.setdefault(story, []).append(article)
    return found


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(given_to=steps)
def test_no_article_is_in_two_stories_and_no_id_is_lost(
    both: tuple[Store, Store], given_to: list[dict[int, int]]
) -> None:
    example = f"{next(numbers):04}"
    world: dict[str, str] = {}
    lived: dict[str, list[str]] = {}  # the articles of each id ever shown, when it last lived
    for step, gifts in enumerate(given_to):
        moved = {f"{example}a{article}": f"{example}s{story}" for article, story in gifts.items()}
        world |= moved
        now = members(world)
        put = [a_story(story, *now[story]) for story in sorted(set(moved.values()))]
        for store in both:
            store.put_stories(put, NOW + step * MINUTE)
        lived |= now
        for store in both:
            look(store, world, lived)
    memory, sqlite = both
    for story in lived:
        assert memory.story_now(story) == sqlite.story_now(story)
        assert memory.story_changes(story) == sqlite.story_changes(story)


def look(store: Store, world: World, lived: Mapping[str, list[str]]) -> None:
    assert {article: story.id for article, story in store.stories_of(world).items()} == world
    now = members(world)
    for story_id, former in lived.items():
        found = store.story_now(story_id)
        assert found is not None
        assert sorted(member.article_id for member in found.members) == now[found.id]
        assert (store.story(story_id) == found) is (story_id in now)
        held = Counter(world[article] for article in former)
        assert held[found.id] == max(held.values()) or found.id == story_id
