"""Editions: exactly one a date, profile and revision."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ribao.support.store.port import EditionKey, Store
from ribao.types.edition import FailedSource
from ribao.types.reason import Code, Reason
from tests.contracts.made import DAY, MINUTE, NOW, an_article, an_edition

TODAY = date(2026, 1, 15)


def test_an_edition_comes_back_whole(store: Store) -> None:
    edition = an_edition(
        an_article("a"),
        an_article("b"),
        revision=1,
        failed=(FailedSource(id="beta", title="乙报", reason=Reason(code=Code.DNS_FAILED, detail="no such host")),),
        sample=True,
        note="更正",
    )
    store.put_edition(edition)
    assert store.edition(TODAY, "daily") == edition
    assert store.edition(TODAY, "daily", 1) == edition
    assert store.edition(TODAY, "daily", 2) is None
    assert store.edition(TODAY, "weekly") is None
    assert store.edition(TODAY + timedelta(days=1), "daily") is None


def test_a_draft_replaces_the_draft(store: Store) -> None:
    store.put_edition(an_edition(an_article("a")))
    newer = an_edition(an_article("a"), an_article("b"), as_of=NOW + MINUTE)
    store.put_edition(newer)
    assert store.edition(TODAY, "daily") == newer
    assert store.counts()["editions"] == 1


def test_the_draft_goes_when_the_edition_comes(store: Store) -> None:
    store.put_edition(an_edition(an_article("a")))
    store.put_edition(an_edition(an_article("b"), profile="weekly"))
    store.put_edition(an_edition(an_article("a"), revision=1))
    assert store.edition(TODAY, "daily", 0) is None
    assert store.edition(TODAY, "weekly") == an_edition(an_article("b"), profile="weekly")


def test_a_draft_is_shown_only_when_nothing_is_frozen(store: Store) -> None:
    frozen = an_edition(an_article("a"), revision=1)
    store.put_edition(frozen)
    store.put_edition(an_edition(an_article("b"), as_of=NOW + DAY))
    assert store.edition(TODAY, "daily") == frozen


def test_a_correction_is_a_revision_and_the_first_stays(store: Store) -> None:
    first, second = an_edition(an_article("a"), revision=1), an_edition(an_article("b"), revision=2, note="更正")
    store.put_edition(first)
    store.put_edition(second)
    assert store.edition(TODAY, "daily") == second
    assert store.edition(TODAY, "daily", 1) == first


def test_the_same_edition_again_is_no_conflict_and_another_one_is(store: Store) -> None:
    """A commit that failed may be durable: the one who tries again must not be refused."""
    edition = an_edition(an_article("a"), revision=1)
    store.put_edition(edition)
    store.put_edition(edition)
    with pytest.raises(ValueError, match="another edition"):
        store.put_edition(replace(edition, note="other"))
    assert store.edition(TODAY, "daily") == edition


def test_as_of_finds_the_edition_that_covers_up_to_that_moment(store: Store) -> None:
    noon = NOW + 240 * MINUTE
    for edition in (
        an_edition(revision=1, as_of=NOW),
        an_edition(revision=2, as_of=noon),
        an_edition(revision=3, as_of=noon, note="更正"),
    ):
        store.put_edition(edition)
    found = store.edition_as_of(TODAY, "daily", noon)
    assert found is not None
    assert found.revision == 3
    assert store.edition_as_of(TODAY, "daily", NOW) == an_edition(revision=1, as_of=NOW)
    assert store.edition_as_of(TODAY, "daily", NOW + MINUTE) is None


def test_as_of_finds_a_draft_too(store: Store) -> None:
    store.put_edition(an_edition(revision=0, as_of=NOW))
    assert store.edition_as_of(TODAY, "daily", NOW) == an_edition(revision=0, as_of=NOW)


def test_editions_are_listed_newest_date_then_profile_then_newest_revision(store: Store) -> None:
    yesterday = TODAY - timedelta(days=1)
    for edition in (
        an_edition(date=yesterday, revision=1),
        an_edition(revision=1),
        an_edition(revision=2, sample=True),
        an_edition(profile="brief"),
    ):
        store.put_edition(edition)
    keys = store.editions()
    assert [(key.date, key.profile, key.revision) for key in keys] == [
        (TODAY, "brief", 0),
        (TODAY, "daily", 2),
        (TODAY, "daily", 1),
        (yesterday, "daily", 1),
    ]
    assert keys[1] == EditionKey(date=TODAY, profile="daily", revision=2, as_of=NOW, made_at=NOW, sample=True)
