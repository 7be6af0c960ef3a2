"""The owner's corrections of marks: one an article, kept for good."""

from dataclasses import replace

from ribao.support.store.port import Store
from ribao.types.correction import Correction
from tests.contracts.made import DAY, MINUTE, NOW

NEWS = Correction(article_id="b", at=NOW, promo=False)
PHONE = Correction(article_id="a", at=NOW, channel="智能手机")
ADVERT = Correction(article_id="c", at=NOW - MINUTE, promo=True, channel="自家频道")


def test_corrections_by_time_then_article(store: Store) -> None:
    store.put_corrections([NEWS, PHONE, ADVERT])
    assert store.corrections() == (ADVERT, PHONE, NEWS)


def test_the_last_word_on_an_article_counts_and_may_be_taken_back(store: Store) -> None:
    store.put_corrections([NEWS])
    changed = replace(NEWS, at=NOW + MINUTE, promo=True)
    store.put_corrections([changed])
    assert store.corrections() == (changed,)
    assert store.remove_correction("b")
    assert not store.remove_correction("b")
    assert store.corrections() == ()


def test_no_pruning_loses_a_correction(store: Store) -> None:
    store.put_corrections([NEWS])
    store.prune(NOW + 999 * DAY, max_bytes=1)
    assert store.corrections() == (NEWS,)
