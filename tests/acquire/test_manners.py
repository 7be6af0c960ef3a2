"""fetching.md, row by row, over a real server that logs what it is asked, under a virtual wall clock.

E12, E13, E15, E18, E27 and E32 are arithmetic and stand in test_due.py; E23–E25 and E33 of the client itself also in
tests/support/net. E31 (WebSub) is not built.
"""

import asyncio
import itertools
from datetime import timedelta

import pytest

from ribao.acquire.fetch import PageFetcher, revive
from ribao.acquire.health import health
from ribao.acquire.moves import undo_move
from ribao.acquire.pace import Pace
from ribao.acquire.refresh import make_pace
from ribao.acquire.robots import Robots
from ribao.support.clock import SystemClock
from ribao.support.net.optout import reservation
from ribao.support.net.port import FetchFailed
from ribao.types.reason import Code
from ribao.types.source import Selectors, SourceKind
from tests.support.net.server import Asked, redirect, reply, running

from .conftest import House, rss

pytestmark = pytest.mark.anyio

FEED = rss("one", "two")
ETAG = {"ETag": '"1"'}


def conditional(body: bytes, etag: str, **headers: str) -> object:
    """A server that answers 304 to its ETag."""

    def answer(asked: Asked) -> bytes:
        if asked.header("if-none-match") == etag:
            return reply(b"", 304, {"ETag": etag, **headers})
        return reply(body, 200, {"ETag": etag, **headers})

    return answer


async def test_e1_the_first_fetch_is_one_plain_get(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(FEED, headers=ETAG)
    report = await house.poll()
    assert [asked.method for asked in house.server.log] == ["GET"]
    asked = house.server.log[0]
    assert (asked.header("if-none-match"), asked.header("if-modified-since")) == (None, None)
    assert (report.asked, report.fresh, report.new) == (1, 1, 2)


async def test_e2_validators_go_back_byte_for_byte(house: House) -> None:
    house.add()
    odd = {"ETag": 'W/"a\\"b, c"', "Last-Modified": "some time in January"}
    house.server.routes["/feed"] = reply(FEED, headers=odd)
    await house.poll()
    await house.poll_after(hours=5)
    asked = house.server.log[1]
    assert (asked.header("if-none-match"), asked.header("if-modified-since")) == tuple(odd.values())


@pytest.mark.parametrize(
    ("offered", "sent"),
    [
        ({"ETag": '"x"'}, {"if-none-match"}),
        ({"Last-Modified": "Thu, 15 Jan 2026 07:00:00 GMT"}, {"if-modified-since"}),
        ({}, set()),
    ],
)
async def test_e3_only_validators_that_were_offered(house: House, offered: dict[str, str], sent: set[str]) -> None:
    house.add()
    house.server.routes["/feed"] = reply(FEED, headers=offered)
    await house.poll()
    await house.poll_after(days=2)
    names = {name.lower() for name, _ in house.server.log[1].headers}
    assert {name for name in names if name.startswith("if-")} == sent


async def test_e4_a_304_changes_nothing_but_the_state(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(FEED, headers=ETAG)
    await house.poll()
    house.server.routes["/feed"] = reply(b"", 503)
    await house.poll_after(hours=5)
    assert house.state().failures == 1
    house.server.routes["/feed"] = reply(b"", 304, {"ETag": '"2"', "Cache-Control": "max-age=36000"})
    report = await house.poll_after(hours=5)
    assert (report.unchanged, report.new, report.changed, house.store.counts()["leads"]) == (1, 0, 0, 2)
    state = house.state()
    assert (state.failures, state.reason, state.etag, state.entries) == (0, None, '"2"', 2)
    assert house.due_in() == timedelta(hours=10)


async def test_e5_the_same_body_with_new_validators(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(FEED, headers=ETAG)
    await house.poll()
    house.server.routes["/feed"] = reply(FEED, headers={"ETag": '"2"'})
    report = await house.poll_after(hours=5)
    assert (report.unchanged, house.state().etag) == (1, '"2"')


async def test_e6_a_200_that_does_not_parse_keeps_what_was_good(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(FEED, headers=ETAG)
    await house.poll()
    house.server.routes["/feed"] = reply(b"<html><body>Sorry</body></html>", headers={"ETag": '"bad"'})
    report = await house.poll_after(hours=5)
    assert report.failed["feed"].code is Code.NOT_A_FEED
    assert (house.store.counts()["leads"], house.state().entries, house.state().etag) == (2, 2, None)
    await house.poll_after(hours=5)
    assert house.server.log[2].header("if-none-match") is None


async def test_e7_a_validator_that_disappears_is_forgotten(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(FEED, headers={**ETAG, "Last-Modified": "x"})
    await house.poll()
    house.server.routes["/feed"] = reply(rss("three"), headers=ETAG)
    await house.poll_after(hours=5)
    await house.poll_after(hours=5)
    assert (house.server.log[2].header("if-none-match"), house.server.log[2].header("if-modified-since")) == (
        '"1"',
        None,
    )


async def test_e8_validators_do_not_follow_to_another_address(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = house.server.routes["/other"] = reply(FEED, headers=ETAG)
    await house.poll()
    house.add(url=house.server.url("/other"))
    await house.poll_after(hours=5)
    asked = house.server.asked("/other")[0]
    assert asked.header("if-none-match") is None


async def test_e9_restarts_ask_nothing_twice(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = conditional(FEED, '"1"')
    for _ in range(10):
        await house.poll_after(seconds=30)
    assert len(house.server.log) == 1
    await house.poll_after(minutes=54)
    assert len(house.server.log) == 1
    await house.poll_after(minutes=2)
    assert len(house.server.log) == 2


async def test_e10_without_validators_once_a_day(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(FEED)
    for _ in range(49):
        await house.poll()
        house.clock.advance(1800)
    assert len(house.server.log) == 2


async def test_e10_the_owner_may_want_it_more_often(house: House) -> None:
    house.add(every_minutes=30)
    house.server.routes["/feed"] = reply(FEED)
    await house.poll()
    await house.poll_after(minutes=31)
    assert len(house.server.log) == 2


@pytest.mark.parametrize(
    ("header", "hours"),
    [
        ("max-age=18000", 5),
        ("public, MAX-AGE=18000, must-revalidate", 5),
        ("max-age=864000", 24),
        ("max-age=0", 1),
        ("no-cache, max-age=18000", 1),
        ("max-age=nonsense", 1),
    ],
)
async def test_e11_max_age_after_200_and_304(house: House, header: str, hours: int) -> None:
    house.add()
    house.server.routes["/feed"] = conditional(FEED, '"1"', **{"Cache-Control": header})
    await house.poll()
    assert house.due_in() == timedelta(hours=hours)
    report = await house.poll_after(hours=hours)
    assert report.unchanged == 1
    assert house.due_in() >= timedelta(hours=hours)


async def test_e11_age_is_taken_off(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(FEED, headers={**ETAG, "Cache-Control": "max-age=18000", "Age": "7200"})
    await house.poll()
    assert house.due_in() == timedelta(hours=3)


@pytest.mark.parametrize("status", [429, 503])
async def test_e14_retry_after_is_obeyed(house: House, status: int) -> None:
    house.add()
    house.server.routes["/feed"] = reply(b"", status, {"Retry-After": "20000"})
    report = await house.poll()
    assert (report.failed["feed"].code, house.due_in()) == (
        Code.HTTP_TOO_MANY if status == 429 else Code.HTTP_SERVER_ERROR,
        timedelta(seconds=20000),
    )
    await house.poll_after(seconds=19_000)
    assert len(house.server.log) == 1


async def test_e14_without_retry_after_an_hour_at_least_and_growing(house: House) -> None:
    house.add(every_minutes=5)
    house.server.routes["/feed"] = reply(b"", 429)
    waits = []
    for _ in range(8):
        await house.poll()
        waits.append(house.due_in())
        house.clock.advance(waits[-1].total_seconds())
    assert min(waits) >= timedelta(hours=1)
    assert waits[-1] > waits[0]
    assert max(waits) <= timedelta(hours=24)


async def test_e16_one_sources_retry_after_is_its_own(house: House) -> None:
    """There are no proxies or credentials a user; what one source was told holds for it alone."""
    house.add("/a")
    house.add("/b")
    house.server.routes["/a"] = reply(b"", 429, {"Retry-After": "600000"})
    house.server.routes["/b"] = reply(FEED, headers=ETAG)
    await house.poll()
    await house.poll_after(hours=5)
    assert (len(house.server.asked("/a")), len(house.server.asked("/b"))) == (1, 2)


async def test_e17_410_stops_until_the_owner_revives_it(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(b"", 410)
    report = await house.poll()
    assert report.failed["feed"].code is Code.HTTP_GONE
    told = health(house.state(), house.clock.now())
    assert told is not None
    assert told.code is Code.HTTP_GONE
    await house.poll_after(days=400)
    await house.poll(force=True)
    assert len(house.server.log) == 1
    house.server.routes["/feed"] = reply(FEED)
    house.store.save_states([revive(house.state())])
    assert (await house.poll()).new == 2


@pytest.mark.parametrize("status", [404, 500, 502])
async def test_e18_backs_off_to_a_day_and_heals_by_itself(house: House, status: int) -> None:
    house.add()
    house.server.routes["/feed"] = reply(b"", status)
    waits = []
    for _ in range(12):
        await house.poll()
        waits.append(house.due_in())
        assert health(house.state(), house.clock.now()) is not None
        house.clock.advance(waits[-1].total_seconds())
    assert timedelta(hours=1) <= waits[0] < waits[3] < timedelta(hours=24)
    assert timedelta(hours=18) < waits[-1] <= timedelta(hours=24)
    house.server.routes["/feed"] = reply(FEED)
    assert (await house.poll()).new == 2
    assert (house.state().failures, house.state().reason) == (0, None)


async def test_e19_a_permanent_move_is_believed_after_three_sightings_in_a_week(house: House) -> None:
    house.add(every_minutes=60)
    house.server.routes["/feed"] = redirect("/new", 301)
    house.server.routes["/new"] = conditional(FEED, '"1"')
    for days in (0, 3):
        await house.poll_after(days=days)
    assert house.state().url == house.server.url("/feed")
    await house.poll_after(days=3.9)
    assert house.state().url == house.server.url("/feed")  # three sightings, but not yet seven days
    await house.poll_after(days=0.2)
    assert house.state().url == house.server.url("/new")
    asked_before = len(house.server.asked("/feed"))
    await house.poll_after(hours=2)
    assert len(house.server.asked("/feed")) == asked_before
    undone = undo_move(house.state())
    assert (undone.url, undone.etag) == (house.server.url("/feed"), None)


async def test_e20_a_temporary_hop_changes_nothing(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = redirect("/a", 301)
    house.server.routes["/a"] = redirect("/new", 302)
    house.server.routes["/new"] = conditional(FEED, '"1"')
    for _ in range(5):
        await house.poll_after(days=4)
    assert (house.state().url, house.state().moved_to) == (house.server.url("/feed"), None)


async def test_e21_a_move_to_something_that_is_no_feed(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = redirect("/new", 301)
    house.server.routes["/new"] = reply(b"<html><body>Welcome to our new site</body></html>")
    for _ in range(5):
        report = await house.poll_after(days=4)
    assert report.failed["feed"].code is Code.NOT_A_FEED
    assert (house.state().url, house.state().moved_to) == (house.server.url("/feed"), None)


async def test_e22_a_loop_is_told_and_the_others_go_on(house: House) -> None:
    house.add("/loop")
    house.add("/feed")
    house.server.routes["/loop"] = redirect("/loop2")
    house.server.routes["/loop2"] = redirect("/loop")
    house.server.routes["/feed"] = reply(FEED)
    report = await house.poll()
    assert {name: reason.code for name, reason in report.failed.items()} == {"loop": Code.REDIRECT_LOOP}
    assert report.new == 2


async def test_e23_and_e24_who_we_say_we_are(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(FEED, headers={**ETAG, "Set-Cookie": "a=b"})
    await house.poll()
    await house.poll_after(hours=5)
    for asked in house.server.log:
        agent = asked.header("user-agent") or ""
        assert agent.startswith("Ribao/")
        assert agent.endswith(" (+mailto:owner@example.org)")
        assert "application/rss+xml" in (asked.header("accept") or "")
        assert "application/atom+xml" in (asked.header("accept") or "")
        assert (asked.header("referer"), asked.header("cookie"), asked.path) == (None, None, "/feed")


async def test_e25_the_same_entries_from_every_coding(house: House) -> None:
    import gzip

    import brotli
    import zstandard

    codings = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.compress}
    for name, encode in codings.items():
        house.add(f"/{name}")
        house.server.routes[f"/{name}"] = reply(encode(FEED), headers={"Content-Encoding": name})
    house.add("/wrong")
    house.server.routes["/wrong"] = reply(FEED, headers={"Content-Encoding": "br"})
    report = await house.poll()
    assert (report.fresh, report.new) == (3, 6)
    assert {name: reason.code for name, reason in report.failed.items()} == {"wrong": Code.BAD_CODING}
    assert set(house.server.log[0].header("accept-encoding").split(", ")) == set(codings)  # type: ignore[union-attr]


async def test_e26_one_at_a_time_and_a_pause_apart_on_one_host(house: House) -> None:
    """The pause is a tenth here; the pace is measured on the monotonic clock, which is real in this test."""
    starts: list[float] = []

    async def busy(asked: Asked, writer: asyncio.StreamWriter) -> None:
        starts.append(asyncio.get_running_loop().time())
        await asyncio.sleep(0.02)
        writer.write(reply(b"x"))

    house.server.routes["/"] = busy
    pace = Pace(SystemClock(), pause_seconds=0.1)

    async def one() -> None:
        async with pace.turn(house.server.url()):
            await house.client.get(house.server.url())

    await asyncio.gather(*(one() for _ in range(4)))
    gaps = [after - before for before, after in itertools.pairwise(starts)]
    assert house.server.most_at_once == 1
    assert min(gaps) >= 0.1


async def test_e26_opened_ranges_have_no_pace_unless_set(house: House) -> None:
    async def busy(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.05)
        writer.write(reply(b"x"))

    house.server.routes["/"] = busy
    free = make_pace(SystemClock(), house.settings.fetch)

    async def one() -> None:
        async with free.turn(house.server.url()):
            await house.client.get(house.server.url())

    await asyncio.gather(*(one() for _ in range(8)))
    assert house.server.most_at_once > 4


async def test_e28_no_favicon_is_asked_for(house: House) -> None:
    """Nothing shows favicons yet, so "at most weekly" is never."""
    house.add()
    house.server.routes["/feed"] = reply(FEED, headers=ETAG)
    for _ in range(3):
        await house.poll_after(days=8)
    assert {asked.path for asked in house.server.log} == {"/feed"}


def pages(house: House) -> PageFetcher:
    pace = make_pace(house.clock, house.settings.fetch)
    return PageFetcher(house.client, Robots(house.store, house.client, pace, house.clock), pace)


async def test_e29_robots_txt_is_asked_once_and_kept_a_day(house: House) -> None:
    house.server.routes["/robots.txt"] = reply(b"User-agent: *\nDisallow: /private\n")
    house.server.routes["/a"] = house.server.routes["/private/b"] = reply(
        b"<html>", headers={"Content-Type": "text/html"}
    )
    fetcher = pages(house)
    await asyncio.gather(*(fetcher.get(house.server.url("/a")) for _ in range(5)))
    with pytest.raises(FetchFailed) as caught:
        await fetcher.get(house.server.url("/private/b"))
    assert caught.value.reason.code is Code.ROBOTS_DENIED
    assert (len(house.server.asked("/robots.txt")), len(house.server.asked("/private/b"))) == (1, 0)
    house.clock.advance(23 * 3600)
    await pages(house).get(house.server.url("/a"))  # another run: the file comes from the store
    assert len(house.server.asked("/robots.txt")) == 1
    house.clock.advance(2 * 3600)
    await pages(house).get(house.server.url("/a"))
    assert len(house.server.asked("/robots.txt")) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
async def test_e29_4xx_allows(house: House, status: int) -> None:
    house.server.routes["/robots.txt"] = reply(b"User-agent: *\nDisallow: /\n", status)
    house.server.routes["/a"] = reply(b"<html>")
    assert (await pages(house).get(house.server.url("/a"))).body == b"<html>"


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_e29_429_and_5xx_deny_for_a_while(house: House, status: int) -> None:
    house.server.routes["/robots.txt"] = reply(b"", status)
    house.server.routes["/a"] = reply(b"<html>")
    with pytest.raises(FetchFailed) as caught:
        await pages(house).get(house.server.url("/a"))
    assert caught.value.reason.code is Code.ROBOTS_UNREACHABLE
    assert house.server.asked("/a") == []
    house.server.routes["/robots.txt"] = reply(b"")
    house.clock.advance(2 * 3600)
    assert (await pages(house).get(house.server.url("/a"))).status == 200


async def test_e29_a_network_error_denies(house: House) -> None:
    async def hang_up(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.close()

    house.server.routes["/robots.txt"] = hang_up
    house.server.routes["/a"] = reply(b"<html>")
    with pytest.raises(FetchFailed) as caught:
        await pages(house).get(house.server.url("/a"))
    assert caught.value.reason.code is Code.ROBOTS_UNREACHABLE
    assert house.server.asked("/a") == []


async def test_e29_list_pages_are_pages_too(house: House) -> None:
    house.add("/list", kind=SourceKind.PAGE, selectors=Selectors(item="li"))
    house.server.routes["/robots.txt"] = reply(b"User-agent: Ribao\nDisallow: /list\n")
    house.server.routes["/list"] = reply(b"<ul><li><a href='/1'>One</a></li></ul>")
    report = await house.poll()
    assert report.failed["list"].code is Code.ROBOTS_DENIED
    assert house.server.asked("/list") == []


@pytest.mark.parametrize(
    ("headers", "body", "reserved"),
    [
        ([("tdm-reservation", "1")], b"", True),
        ([("tdm-reservation", "0")], b"", False),
        ([("content-usage", "train-ai=n, search=y")], b"", True),
        ([("content-usage", "train-ai=y")], b"", False),
        ([], b'<head><meta content="1" name="tdm-reservation"></head>', True),
        ([], b'<head><meta name="description" content="1 tdm-reservation"></head>', False),
        ([], b"", False),
    ],
)
async def test_e30_an_opt_out_is_recognised(headers: list[tuple[str, str]], body: bytes, reserved: bool) -> None:
    assert bool(reservation(headers, body)) is reserved


async def test_e30_a_feed_that_opts_out_is_read_and_the_opt_out_noted(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(FEED, headers={"TDM-Reservation": "1"})
    assert (await house.poll()).new == 2
    assert house.state().hints["reservation"] == "tdm-reservation: 1"


async def test_e33_a_partial_body_is_never_taken_as_complete(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = reply(FEED, headers=ETAG)
    await house.poll()

    async def half(asked: Asked, writer: asyncio.StreamWriter) -> None:
        whole = reply(rss("three", "four", "five"), headers={"ETag": '"2"'})
        writer.write(whole[:-200])
        await writer.drain()
        writer.close()

    house.server.routes["/feed"] = half
    report = await house.poll_after(hours=5)
    assert report.failed["feed"].code is Code.BODY_CUT
    assert (house.store.counts()["leads"], house.state().etag) == (2, '"1"')


async def test_e34_hammering_refresh_is_one_fetch_in_five_minutes(house: House) -> None:
    house.add()
    house.server.routes["/feed"] = conditional(FEED, '"1"')
    for _ in range(20):
        await house.poll_after(force=True, seconds=14)
    assert len(house.server.log) == 1
    await house.poll_after(force=True, seconds=40)
    assert len(house.server.log) == 2


async def test_other_hosts_are_not_held_up_by_a_paced_one(house: House) -> None:
    async with running("127.0.0.2") as other:
        paced = Pace(SystemClock(), pause_seconds=0.3)
        house.server.routes["/"] = other.routes["/"] = reply(b"x")

        async def one(url: str) -> float:
            async with paced.turn(url):
                await house.client.get(url)
            return asyncio.get_running_loop().time()

        begun = asyncio.get_running_loop().time()
        mine = [one(house.server.url()) for _ in range(3)]
        ends = await asyncio.gather(*mine, one(other.url("/", "127.0.0.2")))
    assert ends[3] - begun < 0.3 < ends[2] - begun
