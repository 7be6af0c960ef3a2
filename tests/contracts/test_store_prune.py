"""Retention: what an edition cites stays; what is dropped does not come back as news."""

import os
from datetime import timedelta

from ribao.support.store.port import Reading, RobotsFile, Saved, Store
from ribao.types.annotation import Annotation
from tests.contracts.made import DAY, NOW, a_lead, a_page, a_reading, a_story, an_article, an_edition, later, show

AFTER = NOW + DAY


def read(store: Store, name: str, **fields: object) -> None:
    """A lead that was shown and read, with a page of its own."""
    lead = a_lead(name, **fields)
    show(store, lead)
    store.save_readings([a_reading(lead, a_page(os.urandom(50_000)))])


def test_the_old_goes_and_the_young_stays(store: Store) -> None:
    read(store, "old")
    read(store, "young", seen_at=NOW + 2 * DAY)
    pruned = store.prune(AFTER)
    # the young one's page was fetched long ago, but its article stands on it
    assert (pruned.articles, pruned.pages, pruned.leads) == (1, 1, 1)
    assert pruned.bytes_freed > 40_000
    assert store.article(a_lead("old").id) is None
    assert store.lead(a_lead("old").id) is None
    assert store.article(a_lead("young").id) is not None
    assert store.lead(a_lead("young").id) is not None
    counts = store.counts()
    assert (counts["articles"], counts["pages"], counts["leads"]) == (1, 1, 1)


def test_pruning_twice_drops_nothing_more(store: Store) -> None:
    read(store, "old")
    store.prune(AFTER)
    pruned = store.prune(AFTER)
    assert (pruned.articles, pruned.pages, pruned.leads) == (0, 0, 0)


def test_what_an_edition_cites_stays_with_all_its_revisions_and_pages(store: Store) -> None:
    lead = a_lead()
    show(store, lead)
    pages = [a_page(b"first"), a_page(b"second")]
    store.save_readings([a_reading(lead, pages[0])])
    store.save_readings([a_reading(lead, pages[1], revision=2, title="Corrected")])
    store.put_annotations([Annotation(article_id=lead.id, revision=2, maker="channel", version=1, value={})])
    store.put_stories([a_story("s", lead.id)], NOW)
    cited = store.article(lead.id)
    assert cited is not None
    store.put_edition(an_edition(cited, revision=1))
    assert store.prune(AFTER, max_bytes=1).articles == 0
    assert store.lead(lead.id) == lead
    assert len(store.revisions(lead.id)) == 2
    assert [store.page(page.sha256) for page in pages] == pages
    assert store.annotations([lead.id])
    assert store.story("s") is not None


def test_a_draft_holds_what_it_cites_until_it_is_replaced(store: Store) -> None:
    read(store, "old")
    article = store.article(a_lead("old").id)
    assert article is not None
    store.put_edition(an_edition(article))
    assert store.prune(AFTER).articles == 0
    store.put_edition(an_edition())
    assert store.prune(AFTER).articles == 1


def test_a_dropped_entry_that_its_feed_still_shows_is_not_news(store: Store) -> None:
    read(store, "old")
    store.prune(AFTER)
    lead = a_lead("old")
    assert show(store, lead) == Saved(known=1)
    assert show(store, later(lead, title="Corrected")) == Saved(known=1)
    assert show(store, a_lead("old", key="id:moved")) == Saved(known=1)
    assert store.work() == {"waiting": 0, "leased": 0, "done": 0, "quarantined": 0}
    assert store.claim_leads(NOW + 9 * DAY, 1) == ()


def test_nothing_is_thrown_away_unread(store: Store) -> None:
    show(store, a_lead("waiting"), a_lead("leased", published_at=NOW), a_lead("given-up"))
    store.claim_leads(NOW, 1)
    store.save_readings([Reading(lead_id=a_lead("given-up").id)])
    assert store.prune(AFTER).leads == 1
    assert store.work() == {"waiting": 1, "leased": 1, "done": 0, "quarantined": 0}


def test_an_article_that_waits_to_be_read_again_stays(store: Store) -> None:
    read(store, "old")
    show(store, later(a_lead("old"), title="Corrected"))
    assert store.prune(NOW + 9 * DAY).articles == 0
    assert store.article(a_lead("old").id) is not None


def test_annotations_and_empty_stories_go_with_their_articles(store: Store) -> None:
    read(store, "old")
    read(store, "young", seen_at=NOW + 2 * DAY)
    old, young = a_lead("old").id, a_lead("young").id
    store.put_annotations([Annotation(article_id=old, revision=1, maker="channel", version=1, value={})])
    store.put_stories([a_story("gone", old), a_story("kept", young)], NOW)
    store.prune(AFTER)
    assert store.annotations([old]) == {}
    assert store.story("gone") is None
    assert store.stories_of([old, young]) == {young: a_story("kept", young)}


def test_over_the_cap_the_oldest_uncited_pages_go_and_their_articles_stay(store: Store) -> None:
    pages = [a_page(os.urandom(200_000), fetched_at=NOW + timedelta(hours=n)) for n in range(6)]
    readings = [a_reading(a_lead(f"n{n}"), page) for n, page in enumerate(pages)]
    store.save_readings(readings)
    oldest = an_article(a_lead("n0"), pages[0])
    store.put_edition(an_edition(oldest, revision=1))
    size = store.counts()["bytes"]
    pruned = store.prune(NOW - DAY, max_bytes=size - 300_000)
    assert (pruned.articles, pruned.leads, pruned.pages) == (0, 0, 2)
    assert pruned.bytes_freed >= 300_000
    assert store.counts()["bytes"] <= size - 300_000
    assert [store.page(page.sha256) is not None for page in pages] == [True, False, False, True, True, True]
    assert store.counts()["articles"] == 6


def test_without_a_cap_no_page_goes_for_its_size(store: Store) -> None:
    store.save_readings([a_reading(page=a_page(os.urandom(100_000)))])
    assert store.prune(NOW - DAY).pages == 0


def test_old_robots_files_go(store: Store) -> None:
    for origin, moment in (("http://old", NOW), ("http://young", NOW + 2 * DAY)):
        store.put_robots(RobotsFile(origin=origin, fetched_at=moment, status=200, body=""))
    store.prune(AFTER)
    assert store.robots("http://old") is None
    assert store.robots("http://young") is not None


def test_counts_of_an_empty_store(store: Store) -> None:
    assert dict(store.counts(), bytes=0) == {
        "sources": 1,
        "leads": 0,
        "pages": 0,
        "articles": 0,
        "stories": 0,
        "editions": 0,
        "bytes": 0,
    }
