"""What the sample world promises: how much of it there is, and that nothing in it is missing or double."""

from collections import Counter
from datetime import datetime, timedelta

from ribao.sample import MOMENT, World, addresses, sources
from ribao.sample.body import plain
from ribao.sample.world import DOMAIN
from ribao.types.channel import CHANNELS, OTHER
from ribao.types.source import SourceKind

DAY = timedelta(days=1)
CUTOFF = MOMENT - timedelta(minutes=30)


def published_between(world: World, start: datetime, end: datetime) -> list[str]:
    return [item.id for item in world.items.values() if start < item.published <= end]


def test_there_is_enough_to_read_on_both_days(world: World) -> None:
    assert len(published_between(world, CUTOFF - DAY, CUTOFF)) >= 120
    assert len(published_between(world, CUTOFF - 2 * DAY, CUTOFF - DAY)) >= 20
    assert len(world.outlets) >= 20


def test_something_happens_after_the_moment(world: World) -> None:
    assert any(item.published > MOMENT for item in world.items.values())
    assert any(version.at > MOMENT for item in world.items.values() for version in item.versions[1:])


def test_every_language_script_and_form_of_feed_occurs(world: World) -> None:
    outlets = world.outlets.values()
    assert {o.language for o in outlets} == {"zh-Hans", "zh-Hant", "en"}
    assert {o.format for o in outlets} == {"rss", "rss091", "rdf", "atom", "json", "sitemap", "list"}
    assert {o.charset for o in outlets} == {"utf-8", "gbk", "big5"}
    assert {o.fault for o in outlets} == {"", "cut", "missing", "empty"}
    assert len({o.page for o in outlets}) >= 8


def test_each_item_belongs_to_an_outlet_and_has_its_own_address(world: World) -> None:
    assert {item.outlet for item in world.items.values()} <= set(world.outlets)
    assert set(addresses(world).values()) == set(world.items)
    pages = Counter(addresses(world).values())
    short = {i.id for i in world.items.values() if world.outlets[i.outlet].short_links}
    assert {item for item, count in pages.items() if count == 2} == short


def test_versions_of_an_item_are_in_order(world: World) -> None:
    for item in world.items.values():
        times = [version.at for version in item.versions]
        assert times == sorted(times), item.id


def test_readable_items_have_a_body_of_real_length(world: World) -> None:
    lengths = [len("".join(plain(i.versions[0].body))) for i in world.items.values() if i.access == "open"]
    assert min(lengths) >= 45
    assert sum(length >= 150 for length in lengths) >= 100


def test_sources_tell_what_a_reader_of_them_needs(world: World) -> None:
    made = sources(world)
    assert len({source.id for source in made}) == len(made) == len(world.outlets)
    assert all(f".{DOMAIN}/" in source.url for source in made)
    assert all(set(source.channels) <= {*CHANNELS, OTHER} and source.channels for source in made)
    assert all((source.kind is SourceKind.PAGE) == (source.selectors is not None) for source in made)
    assert {source.tier for source in made} == {"official", "original", "aggregator"}
