"""The world through the whole program: acquired, read, grouped and edited, as a sample edition is."""

import asyncio
from datetime import time
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ribao import pipeline
from ribao.app import House, opened
from ribao.commands.sample import sample_house
from ribao.edit.calendar import plan_at
from ribao.sample import MOMENT, SampleClient, World, addresses, alternative_names, folder, load, serve, sources
from ribao.settings import Settings
from ribao.support.clock import StillClock
from ribao.types.channel import CHANNELS, OTHER
from ribao.types.edition import Edition
from ribao.types.reason import Code

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


async def built(world: World, data: Path) -> Edition:
    home = sample_house(House(settings=Settings(), file=None, data=data))
    with serve(world, MOMENT) as base:
        async with opened(
            home, sources=sources(world), clock=StillClock(MOMENT), through=partial(SampleClient, base=base)
        ) as parts:
            await pipeline.acquire(parts)
            await pipeline.revise(parts)
            plan = plan_at(MOMENT, None, time(7), ZoneInfo("Asia/Shanghai"))
            return await pipeline.build(parts, plan, sample=True)


@pytest.fixture(scope="module")
def edition(world: World, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return asyncio.run(built(world, tmp_path_factory.mktemp("first")))


def stories_in(edition: Edition, world: World) -> set[tuple[str, tuple[str, ...]]]:
    """(channel, item ids) of each entry: what a reader sees folded together."""
    item = addresses(world)
    entries = [(section.channel, entry) for section in edition.sections for entry in section.entries]
    return {(channel, tuple(sorted(item[a.url] for a in entry.articles))) for channel, entry in entries}


def test_every_channel_has_news(edition: Edition) -> None:
    assert {section.channel for section in edition.sections} >= {*CHANNELS, OTHER}
    assert edition.sample


def test_sources_that_fail_are_named_with_their_reason(world: World, edition: Edition) -> None:
    faults = {o.id: o.fault for o in world.outlets.values()}
    failed = {faults[f.id]: f.reason.code for f in edition.failed}
    assert failed["cut"] is Code.FEED_CUT_SHORT
    assert failed["missing"] is Code.HTTP_NOT_FOUND
    assert "" not in failed, "an outlet without a fault does not fail"


def test_the_same_world_on_another_port_gives_the_same_edition(world: World, edition: Edition, tmp_path: Path) -> None:
    assert asyncio.run(built(world, tmp_path)) == edition


def test_a_renamed_world_gives_the_same_stories(world: World, edition: Edition, tmp_path: Path) -> None:
    """Other names are other numbers to a learned likeness: one doubtful article may tip. If names decided, many would."""
    other = load(folder(), alternative_names(folder()))
    here, there = stories_in(edition, world), stories_in(asyncio.run(built(other, tmp_path)), other)
    assert {channel for channel, _ in here} == {channel for channel, _ in there}
    differing = {item for _, items in here - there for item in items} ^ {
        item for _, items in there - here for item in items
    }
    assert len(here - there) <= 1
    assert len(differing) <= 1
