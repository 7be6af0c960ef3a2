"""The newsstand over a real store: which edition is shown, and which others a reader can turn to."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from ribao.serve.store_newsstand import StoreNewsstand
from ribao.support.store.port import Store
from ribao.support.store.sqlite import open_store
from ribao.types.edition import Edition
from tests.render import invented

DAY = date(2026, 5, 8)


def edition(day: date, revision: int) -> Edition:
    return replace(invented.empty().edition, date=day, revision=revision)


def stand(store: Store) -> StoreNewsstand:
    return StoreNewsstand(
        store=store,
        profile="daily",
        title="智能日报",
        sources_now=dict,
        building_now=lambda: None,
        versions_now=dict,
    )


def test_a_revision_leads_to_the_ones_before_it_and_to_other_days(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        for day, revision in ((DAY - timedelta(days=1), 1), (DAY, 1), (DAY, 2), (DAY + timedelta(days=1), 0)):
            store.put_edition(edition(day, revision))
        desk = stand(store)
        newest = desk.edition(DAY)
        assert newest is not None
        bundle = desk.bundle(newest, "zh")
        assert bundle.before == (("1", "d/2026-05-08/r1/"),)
        assert [day for day, _ in bundle.earlier] == ["2026-05-09", "2026-05-07"]
        first = desk.edition(DAY, 1)
        assert first is not None
        assert desk.bundle(first, "zh").before == ()
        # tomorrow's draft is no reader's first page while today's is fresh
        assert desk.latest() == newest
