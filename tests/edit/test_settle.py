from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ribao.edit.settle import settle
from ribao.types.edition import Edition

MOMENT = datetime(2026, 5, 8, 23, tzinfo=UTC)
FRESH = Edition(
    date=date(2026, 5, 9),
    profile="daily",
    revision=0,
    made_at=MOMENT,
    as_of=MOMENT,
    timezone="Asia/Shanghai",
    sections=(),
    counts={"articles": 3},
)
LATER = replace(FRESH, made_at=MOMENT + timedelta(hours=1))
OTHER = replace(LATER, counts={"articles": 4})


def frozen(fresh: Edition, newest: Edition | None = None, same: Edition | None = None) -> tuple[int, bool]:
    settled = settle(fresh, frozen=True, newest=newest, same_moment=same)
    return settled.edition.revision, settled.write


def test_the_first_after_the_cutoff_is_revision_1_whether_or_not_there_was_a_draft() -> None:
    assert frozen(FRESH) == (1, True)
    assert frozen(LATER, newest=FRESH, same=FRESH) == (1, True)


def test_saying_the_same_again_is_the_stored_edition_with_its_own_time() -> None:
    first = replace(FRESH, revision=1)
    settled = settle(LATER, frozen=True, newest=first, same_moment=first)
    assert settled.edition is first
    assert not settled.write


def test_a_change_after_the_cutoff_is_a_numbered_revision() -> None:
    first = replace(FRESH, revision=1)
    assert frozen(OTHER, newest=first, same=first) == (2, True)
    third = replace(FRESH, revision=3)
    assert frozen(replace(OTHER, as_of=MOMENT + timedelta(hours=2)), newest=third) == (4, True)


def test_an_older_moment_asked_for_again_is_the_revision_it_had() -> None:
    first, second = replace(FRESH, revision=1), replace(OTHER, revision=2, as_of=MOMENT + timedelta(hours=2))
    assert settle(FRESH, frozen=True, newest=second, same_moment=first).edition is first


def test_a_draft_is_replaced_until_it_says_the_same() -> None:
    settled = settle(OTHER, frozen=False, newest=FRESH, same_moment=FRESH)
    assert (settled.edition.revision, settled.write) == (0, True)
    assert settle(LATER, frozen=False, newest=FRESH, same_moment=FRESH).edition is FRESH


def test_a_draft_never_disturbs_a_final_edition() -> None:
    final = replace(OTHER, revision=1)
    settled = settle(FRESH, frozen=False, newest=final, same_moment=None)
    assert (settled.edition.revision, settled.write) == (0, False)
