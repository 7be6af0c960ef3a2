"""The sample edition (样刊): the bundled world, read the real way over loopback, at its own fixed moments."""

from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from ribao import pipeline
from ribao.app import House, opened
from ribao.edit.calendar import plan_at
from ribao.settings import EditionSettings, FetchSettings
from ribao.support.clock import StillClock
from ribao.support.progress import Progress
from ribao.types.edition import Edition
from ribao.types.source import Source

FOLDER = "sample"
PROFILE = "sample"


def sample_house(home: House) -> House:
    """Of the owner's settings the masthead, the language and the worker limits; sources and mute words are the world's."""
    changed = {
        "daily": home.settings.daily.model_copy(update={"profile": PROFILE}),
        "edition": EditionSettings(),
        # all its hosts are one loopback server of our own: nobody is spared by a pause
        "fetch": FetchSettings.model_validate({"allow_private": ["127.0.0.0/8"], "host_pause_seconds": 0}),
        "sources": (),
    }
    return House(settings=home.settings.model_copy(update=changed), file=None, data=home.data / FOLDER)


def sample_sources() -> tuple[Source, ...]:
    from ribao.sample import folder, load, sources

    return sources(load(folder()))


async def build_sample(home: House, progress: Progress) -> Edition:
    """Both days of the world into ``home`` (a :func:`sample_house`); quick when they are there. Returns the second."""
    from ribao.sample import MOMENT, SampleClient, folder, load, serve, sources

    world = load(folder())
    edition = None
    for moment in (MOMENT - timedelta(days=1), MOMENT):
        with serve(world, moment) as base:
            async with opened(
                home,
                sources=sources(world),
                clock=StillClock(moment),
                progress=progress,
                through=partial(SampleClient, base=base),
            ) as parts:
                await pipeline.acquire(parts)
                await pipeline.revise(parts)
                plan = plan_at(moment, None, home.settings.edition.cutoff, ZoneInfo(home.settings.edition.timezone))
                edition = await pipeline.build(parts, plan, sample=True)
    assert edition is not None
    return edition
