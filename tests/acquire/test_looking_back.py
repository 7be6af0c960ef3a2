"""``--at`` in the past, with feeds of today: what they date later is later news, not news without a date."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ribao.acquire.article import make_article
from ribao.acquire.refresh import refresh
from ribao.support.clock import Clock, StillClock
from ribao.support.progress import Silent
from ribao.types.lead import Lead
from tests.support.net.server import reply

from .conftest import START, House, rss

BACK = timedelta(days=40)


async def lead_at(house: House, clock: Clock) -> Lead:
    source = house.add()
    house.server.routes["/feed"] = reply(rss("one"))
    await refresh(house.store, house.client, clock, house.settings, [source], Silent())
    (work,) = house.store.claim_leads(clock.now(), 1)
    return work.lead


@pytest.mark.anyio
async def test_an_entry_of_today_keeps_its_date_when_the_clock_is_set_back(house: House) -> None:
    clock = StillClock(START - BACK, today=START)
    lead = await lead_at(house, clock)
    assert lead.published_at == START - timedelta(hours=1)
    article, _ = make_article(lead, None, None, "", now=clock.now(), latest=clock.latest())
    assert (article.published_at, article.dated) == (START - timedelta(hours=1), "feed")


@pytest.mark.anyio
async def test_a_date_far_ahead_of_the_real_time_is_no_date(house: House) -> None:
    clock = StillClock(START - BACK)
    lead = await lead_at(house, clock)
    assert lead.published_at is None
    given = replace(lead, published_at=START)
    article, _ = make_article(given, None, None, "", now=clock.now(), latest=clock.latest())
    assert (article.published_at, article.dated) == (START - BACK, "seen")
