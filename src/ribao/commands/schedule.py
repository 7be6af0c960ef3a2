"""Keeping a daily fresh: when to look again, and what to build. ``due`` is pure; ``keep_fresh`` is the loop around it."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ribao import pipeline
from ribao.commands.prune import prune_old
from ribao.edit.calendar import Plan, plan_first, plan_now
from ribao.pipeline import Acquired, Parts
from ribao.support.problem import Problem
from ribao.support.reasons import words
from ribao.types.reason import Code, Reason

LOOK = timedelta(minutes=1)  # how often the due sources are looked for
DRAFT = timedelta(minutes=5)  # a draft is rebuilt no more often than this
PRUNE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What one round leaves to the next: when a draft was built, when the store was pruned, news that waits."""

    draft_at: datetime | None = None
    pruned_at: datetime | None = None
    waiting: bool = False
    unrevised: bool = True  # articles came in since corrections were looked for; at the start nobody knows


def due(now: datetime, out: Collection[date], done: Done, cutoff: time, zone: ZoneInfo) -> tuple[Plan, ...]:
    """The editions to build now: today's once its cut-off has passed, and the draft that is open, when news waits.

    ``out``: dates whose edition is frozen. However late the cut-off is noticed (the machine slept, the clock was
    turned), an edition that is out is never built anew, and today's, when missing, is built once.
    """
    today = plan_now(now, None, cutoff, zone)
    plans = (today,) if today.frozen and today.day not in out else ()
    if not done.waiting or _within(DRAFT, done.draft_at, now):
        return plans
    if not today.frozen:
        return (*plans, today)
    following = today.day + timedelta(days=1)
    return (*plans, plan_now(now, following, cutoff, zone)) if today.as_of < now else plans


def _within(span: timedelta, before: datetime | None, now: datetime) -> bool:
    """A clock that was turned back does not hold things up: only a moment in the past counts as recent."""
    return before is not None and timedelta(0) <= now - before < span


async def keep_fresh(
    parts_now: Callable[[], Parts],
    busy: asyncio.Lock,
    after: Callable[[Parts, Acquired], Awaitable[None]],
    nudged: asyncio.Event | None = None,
) -> None:
    """Acquire, build, wait; for ever. ``busy`` is held while it works; ``after`` is called after each round.

    ``nudged``: set by whoever wants the next round now.

    A round that fails (a full disk, a locked database, a fault of ours) is told, once for each cause, and tried again
    a minute later: what is stored can be read all the while.
    """
    done, told = Done(), ""
    while True:
        async with busy:
            parts = parts_now()
            try:
                acquired = await pipeline.acquire(parts)
                done = await one_round(parts, _with_news(done) if acquired.read.read else done)
                await after(parts, acquired)
                trouble = ""
            except Exception as error:
                trouble = what_is_wrong(error)
                done = _with_news(done)
        if trouble not in ("", told):
            parts.progress.say(trouble)
        told = trouble
        await _wait(nudged)


async def _wait(nudged: asyncio.Event | None) -> None:
    if nudged is None:
        await asyncio.sleep(LOOK.total_seconds())
        return
    with suppress(TimeoutError):
        await asyncio.wait_for(nudged.wait(), LOOK.total_seconds())
    nudged.clear()


def _with_news(done: Done) -> Done:
    return replace(done, waiting=True, unrevised=True)


def what_is_wrong(error: Exception) -> str:
    """A problem in its own words; anything else with its traceback, which is what a report needs."""
    if isinstance(error, Problem):
        return "\n".join(text for text in (error.what, error.why, error.remedy) if text)
    reason = words(Reason(code=Code.INTERNAL, detail=f"{type(error).__name__}: {error}"[:500]))
    return "\n".join((reason.what, reason.why, reason.remedy, "".join(traceback.format_exception(error))))


async def one_round(parts: Parts, done: Done) -> Done:
    """Build what is due, follow corrections, keep house."""
    now, profile = parts.clock.now(), parts.settings.daily.profile
    if not parts.store.counts().get("articles", 0):
        return done
    keys = [key for key in parts.store.editions() if key.profile == profile]
    cutoff, zone = parts.settings.edition.cutoff, ZoneInfo(parts.settings.edition.timezone)
    out = {key.date for key in keys if key.revision > 0}
    plans = due(now, out, done, cutoff, zone) if keys else (plan_first(now, cutoff, zone),)
    for plan in plans:
        await pipeline.build(parts, plan)
        if not plan.frozen:
            done = replace(done, draft_at=now, waiting=False)
    if done.unrevised:
        await pipeline.revise(parts)
        done = replace(done, unrevised=False)
    if not _within(PRUNE, done.pruned_at, now):
        await asyncio.to_thread(prune_old, parts.store, parts.settings, now)
        done = replace(done, pruned_at=now)
    return done
