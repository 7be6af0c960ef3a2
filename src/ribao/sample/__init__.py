"""The sample edition's world (样刊): invented outlets, served on loopback, fetched the real way.

The world itself is data: ``sample/`` at the repository's root, ``ribao/sample_world`` in an installed wheel. Nothing
here knows any of its names. A run of the sample edition looks like this::

    world = load(folder())
    with serve(world, MOMENT) as base:
        client = SampleClient(real_client, base)  # real_client must allow 127.0.0.0/8
        acquire(sources(world), client, StillClock(MOMENT))
"""

from ribao.sample.client import SampleClient
from ribao.sample.server import serve
from ribao.sample.world import MOMENT, World, addresses, alternative_names, folder, load, sources

__all__ = [
    "MOMENT",
    "SampleClient",
    "World",
    "addresses",
    "alternative_names",
    "folder",
    "load",
    "serve",
    "sources",
]
