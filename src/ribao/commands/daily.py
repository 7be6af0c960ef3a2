"""``ribao daily``: acquire what is due, build one edition, export it, say where it is."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ribao import pipeline
from ribao.app import House, clock_at, house, opened
from ribao.commands import site_folder
from ribao.edit.calendar import Plan, TooEarly, plan_at, plan_first, plan_now
from ribao.pipeline import Parts
from ribao.support import i18n, loop
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.progress import Progress, Silent
from ribao.types.edition import Edition
from ribao.types.reason import Reason
from ribao.types.source import Source

BUILT, NOTHING = 0, 1
OPTION = "--export"  # names another folder


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyOptions:
    """``export`` and ``sources`` as given: a path is absolute before it is handed to another process."""

    day: date | None = None
    at: datetime | None = None
    sources: str | None = None
    data: Path | None = None
    export: Path | None = None
    as_json: bool = False

    def message(self) -> dict[str, Any]:
        """JSON-shaped, for the running instance; the working folder of the caller is worked in."""
        return {
            "day": self.day.isoformat() if self.day else None,
            "at": self.at.isoformat() if self.at else None,
            "sources": _absolute(self.sources) if self.sources else None,
            "export": str(self.export.resolve()) if self.export else None,
            "as_json": self.as_json,
        }

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> "DailyOptions":
        return cls(
            day=date.fromisoformat(message["day"]) if message.get("day") else None,
            at=datetime.fromisoformat(message["at"]) if message.get("at") else None,
            sources=message.get("sources"),
            export=Path(message["export"]) if message.get("export") else None,
            as_json=bool(message.get("as_json")),
        )


def _absolute(sources: str) -> str:
    return sources if "://" in sources else str(Path(sources).resolve())


def build_daily(config: Path | None, options: DailyOptions) -> int:
    """The whole command. Exit status: 0 built, 1 nothing acquired and nothing stored, 2 usage or configuration."""
    from ribao.commands.handover import hand_over
    from ribao.support.rich_progress import for_stream
    from ribao.support.work.instance import InstanceLock, running

    home = house(config, options.data)
    progress: Progress = Silent() if options.as_json else for_stream()
    instance = running(home.data)
    if instance is not None:
        return hand_over(instance, "daily", options.message(), progress, print)
    with InstanceLock(home.data).acquire("", ""):
        return loop.run(_alone(home, options, progress))


async def _alone(home: House, options: DailyOptions, progress: Progress) -> int:
    async with opened(home, sources=home.sources, clock=clock_at(options.at), progress=progress) as parts:
        return await daily(parts, home.data, options, print)


async def daily(parts: Parts, data: Path, options: DailyOptions, say: Callable[[str], None]) -> int:
    """Acquire, build, export within ``parts``; the answer goes to ``say``, progress to the parts' own port."""
    from ribao.commands.lists import sources_of

    parts = replace(parts, clock=clock_at(options.at)) if options.at else parts
    folder = options.export or data / "site"
    site_folder.check(folder, OPTION)
    if options.sources:
        chosen = await sources_of(options.sources, parts.client)
        parts = replace(parts, sources={source.id: source for source in chosen})
    plan = plan_of(parts, options)
    acquired = await pipeline.acquire(parts)
    if not acquired.anything and not parts.store.counts().get("articles", 0):
        say(nothing_came(acquired.refreshed.failed, parts.sources, options.as_json))
        return NOTHING
    edition = await pipeline.build(parts, plan)
    await asyncio.to_thread(export, parts, edition, folder)
    say(report(edition, folder, options.as_json))
    return BUILT


def plan_of(parts: Parts, options: DailyOptions) -> Plan:
    zone, cutoff = ZoneInfo(parts.settings.edition.timezone), parts.settings.edition.cutoff
    now = parts.clock.now()
    try:
        if options.at is not None:
            return plan_at(options.at, options.day, cutoff, zone)
        if options.day is None and not parts.store.editions():
            return plan_first(now, cutoff, zone)
        return plan_now(now, options.day, cutoff, zone)
    except TooEarly as early:
        raise Problem(
            _("There can be no edition of {day} yet.").format(day=early),
            _("It covers the 24 hours before its cut-off, and they have not begun."),
            _("Leave out --date, or name an earlier day."),
        ) from None


def export(parts: Parts, edition: Edition, folder: Path) -> None:
    """Write the site of ``edition`` into ``folder``; equal editions give equal bytes. Raises Problem."""
    from ribao.render.gather import gather
    from ribao.render.site import site
    from ribao.support.files import write_tree

    bundle = gather(
        parts.store, edition, parts.sources, title=parts.settings.daily.title, language=parts.language, things=True
    )
    with i18n.speaking(parts.language):
        try:
            write_tree(folder, site(bundle))
        except OSError as error:
            raise site_folder.not_written(folder, error, OPTION, exit_code=1) from error


def report(edition: Edition, folder: Path, as_json: bool) -> str:
    entries = sum(len(section.entries) for section in edition.sections)
    index = folder / "index.html"
    if as_json:
        row = {
            "date": edition.date.isoformat(),
            "profile": edition.profile,
            "revision": edition.revision,
            "as_of": edition.as_of.isoformat(),
            "entries": entries,
            "counts": dict(edition.counts),
            "failed": [failed.id for failed in edition.failed],
            "site": str(folder),
            "edition": str(folder / "edition.json"),
        }
        return json.dumps(row, ensure_ascii=False)
    state = _("draft") if edition.revision == 0 else _("revision {n}").format(n=edition.revision)
    told = _("The edition of {day} ({state}): {entries} stories.")
    told = _("The edition of {day} ({state}): one story.") if entries == 1 else told
    head = told.format(day=edition.date, state=state, entries=entries)
    return f"{head}\n{index}"


def nothing_came(failed: Mapping[str, Reason], sources: Mapping[str, Source], as_json: bool) -> str:
    """Why there is no edition: each source with its reason and what to do."""
    if as_json:
        rows = {name: asdict(reason) for name, reason in sorted(failed.items())}
        return json.dumps({"edition": None, "failed": rows}, ensure_ascii=False)
    if not sources:
        return _(
            "No sources are set. `ribao run` starts a list; `ribao sources add ADDRESS` adds one; --sources takes others."
        )
    lines = [_("No source could be read, and nothing is stored yet.")]
    for code in sorted({reason.code for reason in failed.values()}):
        alike = {name: reason for name, reason in sorted(failed.items()) if reason.code == code}
        lines += _told_once(alike, sources)
    return "\n".join(lines)


def _told_once(alike: Mapping[str, Reason], sources: Mapping[str, Source]) -> list[str]:
    """Sources that failed for one reason: the reason, what to do, and which they are. One alone gets its detail."""
    from ribao.support.reasons import words

    first = next(iter(alike.values()))
    said = words(first if len(alike) == 1 else Reason(code=first.code))
    names = [sources[name].title if name in sources else name for name in alike]
    lines = [
        _("  {what}: {why}").format(what=said.what, why=said.why),
        *([f"      → {said.remedy}"] if said.remedy else []),
    ]
    which = _("{count} sources: {names}").format(count=len(names), names=_(", ").join(names)) if names[1:] else names[0]
    return [*lines, f"      {which}"]
