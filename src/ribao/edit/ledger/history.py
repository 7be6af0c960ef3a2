"""History: how sure a claim has been since when. Dated, never overwritten; today's status is where it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ribao.edit.ledger.holding import Held
from ribao.edit.ledger.material import Material, newest, told_at
from ribao.edit.ledger.said import SURE
from ribao.support.folding import bare
from ribao.types.attribution import Status
from ribao.types.claim import ClaimChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``held`` is heard at ``at``, or, with ``over``, taken back then."""

    at: datetime
    held: Held
    over: bool = False


def history(holders: Sequence[Held], material: Material) -> tuple[ClaimChange, ...]:
    """Changes of status, and each denial of what is told as sure by another. At least one for at least one holder."""
    changes: list[ClaimChange] = []
    standing: list[Held] = []
    before: Status | None = None
    for event in _events(holders, material):
        if event.over:
            standing = [one for one in standing if one is not event.held] or standing
        else:
            standing.append(event.held)
        now = status(standing)
        if now is not before:
            changes.append(_change(event, now))
        elif event.held.holder.status is Status.DENIED and not event.over and now is not Status.DENIED:
            changes.append(_change(event, Status.DENIED))
        before = now
    return tuple(changes)


def today(holders: Sequence[Held]) -> Status:
    """Of what is not taken back; where all is, of what there was."""
    ordered = sorted(holders, key=_order)
    return status([one for one in ordered if one.holder.gone != "corrected"] or ordered)


def _change(event: Event, now: Status) -> ClaimChange:
    holder = event.held.holder
    return ClaimChange(at=event.at, status=now, article_id=holder.article_id, speaker=holder.speaker)


def _events(holders: Sequence[Held], material: Material) -> list[Event]:
    heard = [Event(at=one.holder.at, held=one) for one in sorted(holders, key=_order)]
    over = [
        Event(at=max(one.holder.at, _corrected_at(one, material)), held=one, over=True)
        for one in holders
        if one.holder.gone == "corrected"
    ]
    return sorted([*heard, *over], key=lambda event: (event.at, event.over))  # stable: the order of the heard stays


def _corrected_at(one: Held, material: Material) -> datetime:
    return told_at(material, newest(material.revisions[one.holder.article_id]))


def _order(one: Held) -> tuple[object, ...]:
    """By time; of one moment the surest first, and denials last, so that it shows what they deny."""
    denied = one.holder.status is Status.DENIED
    return (one.holder.at, denied, -SURE[one.holder.status], one.holder.article_id, one.holder.span)


def status(ordered: Sequence[Held]) -> Status:
    """The best that holders in order of time make of a claim.

    Who is concerned may deny it, and only who is concerned makes it sure again. Where one concerned party confirms and
    another denies, it stays confirmed and disputed. Somebody else's denial alone decides only where nobody affirms.
    """
    found: Status | None = None
    final = False  # denied by who is concerned
    for at, one in enumerate(ordered):
        now = one.holder.status
        if now is Status.DENIED:
            if one.rule and not (found is Status.CONFIRMED and _by_another(one, ordered[:at])):
                found, final = now, True
            found = found or now
        elif found is None or (found is Status.DENIED and (now is Status.CONFIRMED or not final)):
            found, final = now, False
        elif found is not Status.DENIED:
            found = max(found, now, key=lambda status: SURE[status])
    return found or Status.UNVERIFIED


def _by_another(one: Held, before: Sequence[Held]) -> bool:
    """Whether somebody else than the one who denies now had confirmed it."""
    speaker = bare(one.holder.speaker)
    return any(b.holder.status is Status.CONFIRMED and bare(b.holder.speaker) != speaker for b in before)
