"""A fault of ours in one article costs neither that article's headline nor any other article."""

from dataclasses import dataclass
from typing import Any

import pytest

from ribao.acquire.extract import extract
from ribao.acquire.fetch import PageFetcher
from ribao.acquire.pace import Pace
from ribao.acquire.reading import Reader
from ribao.acquire.robots import Robots
from ribao.support.progress import Silent
from ribao.types.reason import Code
from tests import press
from tests.support.net.server import reply

from .conftest import START, House, rss

pytestmark = pytest.mark.anyio


@dataclass(slots=True)
class Faulty:
    """A pool that works in this process and has a bug that one page brings to light."""

    async def run(self, function: Any, *arguments: Any, wall_seconds: float, **options: Any) -> Any:
        if function is extract and b"bug" in arguments[0]:
            raise RecursionError("too deep for us")
        return function(*arguments, **options)


def page(outlet: int, more: bytes = b"") -> bytes:
    return reply(press.page("", outlet, 0, START) + more)


async def test_a_bug_that_one_page_brings_to_light_is_told_beside_its_article(house: House) -> None:
    source = house.add()
    body = rss("good", "bug").replace(b"https://news.example/", house.server.url("/").encode())
    house.server.routes |= {"/feed": reply(body), "/good": page(0), "/bug": page(1, b"<!-- bug -->")}
    await house.poll()
    pace = Pace(house.clock, pause_seconds=0.0, private_pause_seconds=0.0, allow_private=())
    reader = Reader(
        store=house.store,
        pages=PageFetcher(house.client, Robots(house.store, house.client, pace, house.clock), pace),
        pool=Faulty(),  # type: ignore[arg-type]
        clock=house.clock,
        settings=house.settings,
        sources={source.id: source},
        progress=Silent(),
    )
    report = await reader.run()
    assert (report.read, report.whole, report.short) == (2, 1, {Code.INTERNAL: 1})
    now = house.clock.now()
    articles = {article.title: article for article in house.store.articles(now.replace(year=2025), now)}
    assert articles["bug"].reason is not None
    assert "RecursionError: too deep for us" in articles["bug"].reason.detail
    assert articles["good"].reason is None
