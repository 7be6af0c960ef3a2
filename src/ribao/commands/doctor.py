"""``ribao doctor``: looks over what a daily stands on, and says for each finding what to do about it."""

import asyncio
import json
import locale
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ribao.settings import Settings
from ribao.support.clock import Clock
from ribao.support.i18n import gettext as _
from ribao.support.minds.trouble import Trouble
from ribao.support.net.port import Client, FetchFailed
from ribao.support.problem import Problem
from ribao.types.source import Source

MEGABYTE = 1024 * 1024
ENOUGH_ROOM = 1024 * MEGABYTE
HARDLY_ROOM = 100 * MEGABYTE
EARLIEST_YEAR = 2025  # this program is younger than any clock that shows an earlier one
ASKED_SOURCES = 4
PATIENCE_SECONDS = 8.0
CLOCK_SLACK_SECONDS = 300

Resolve = Callable[[str], Awaitable[bool]]


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``name`` is a fixed English word for scripts; ``what`` and ``remedy`` are in the reader's language."""

    name: str
    level: Level
    what: str
    remedy: str = ""


async def doctor(
    settings_path: Path | None,
    data_folder: Path,
    clock: Clock,
    say: Callable[[str], None],
    *,
    client: Client | None = None,
    as_json: bool = False,
) -> int:
    """Examine and report. Exit status 0, or 1 when a finding is bad. Without ``client`` the network is left out."""
    findings = await examine(settings_path, data_folder, clock, client)
    if as_json:
        say(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for line in lines_of(findings):
            say(line)
    return 1 if any(finding.level is Level.BAD for finding in findings) else 0


async def examine(
    settings_path: Path | None, data_folder: Path, clock: Clock, client: Client | None = None
) -> tuple[Finding, ...]:
    """Every finding, good ones too. Changes nothing but for one small file that is written and taken away again."""
    settings, configuration = _configuration(settings_path)
    local = (
        configuration,
        _python(),
        _sqlite(),
        _instance(data_folder),
        _writable(data_folder),
        _room(data_folder),
        _clock(clock),
        _zone(settings.edition.timezone, clock),
        _terminal(),
        _fonts(),
    )
    if client is None:
        return local
    reached = await network([row.source() for row in settings.sources], client, clock)
    return (*local, *reached, *await minds(settings, clock))


def lines_of(findings: Sequence[Finding]) -> list[str]:
    """For people: a mark, the finding, and its remedy on a line of its own."""
    marks = {Level.OK: "✓", Level.WARNING: "!", Level.BAD: "✗"}
    lines: list[str] = []
    for finding in findings:
        lines.append(f"{marks[finding.level]} {finding.what}")
        if finding.remedy:
            lines.append(f"    → {finding.remedy}")
    bad = sum(finding.level is Level.BAD for finding in findings)
    wary = sum(finding.level is Level.WARNING for finding in findings)
    lines.append(
        _("{bad} to mend, {wary} to know of.").format(bad=bad, wary=wary) if bad or wary else _("All is well.")
    )
    return lines


# -- configuration and programs --------------------------------------------------------------------------------------


def _configuration(path: Path | None) -> tuple[Settings, Finding]:
    from ribao.support.settings_file import default_sources, read

    try:
        settings = read(path)
    except Problem as problem:
        what = f"{problem.what} {problem.why}"
        return Settings(), Finding(name="configuration", level=Level.BAD, what=what, remedy=problem.remedy)
    if path is None:
        what = _("No settings file yet; the defaults apply.")
        remedy = _("`ribao run` writes one with {count} sources.").format(count=len(default_sources()))
        return settings, Finding(name="configuration", level=Level.OK, what=what, remedy=remedy)
    if not settings.sources:
        what = _("{file} names no sources.").format(file=path)
        remedy = _("Add one: ribao sources add ADDRESS")
        return settings, Finding(name="configuration", level=Level.WARNING, what=what, remedy=remedy)
    what = _("Settings: {file}, {count} sources").format(file=path, count=len(settings.sources))
    return settings, Finding(name="configuration", level=Level.OK, what=what)


def _python() -> Finding:
    """Always good: an older Python does not get as far as this (pip refuses it, and Makefile says so)."""
    return Finding(name="python", level=Level.OK, what=f"Python {platform.python_version()} ({sys.executable})")


def _sqlite(version: tuple[int, int, int] | None = None) -> Finding:
    from ribao.support.store.version import has_wal_hazard, sqlite_version

    found = version or sqlite_version()
    what = "SQLite " + ".".join(str(part) for part in found)
    if not has_wal_hazard(found):
        return Finding(name="sqlite", level=Level.OK, what=what)
    what = _(
        "{sqlite} (3.7.0 to 3.51.2 can damage a database that two connections write at once; Ribao writes through one connection under a lock, so it is not exposed)"
    ).format(sqlite=what)
    remedy = _("Do not write to the database with other programs while Ribao runs; 3.51.3 and newer are free of it.")
    return Finding(name="sqlite", level=Level.OK, what=what, remedy=remedy)


def _instance(data_folder: Path) -> Finding:
    from ribao.support.work.instance import running

    instance = running(data_folder)
    if instance is None:
        return Finding(name="instance", level=Level.OK, what=_("No other instance is running on this data folder."))
    where = instance.address or _("process {pid}").format(pid=instance.pid)
    what = _("An instance is running on this data folder: {where}").format(where=where)
    remedy = _("That is no fault: commands that write hand their work to it.")
    return Finding(name="instance", level=Level.OK, what=what, remedy=remedy)


# -- the data folder -------------------------------------------------------------------------------------------------


def _writable(data_folder: Path) -> Finding:
    there = _existing(data_folder)
    try:
        if not there.is_dir():
            raise NotADirectoryError(20, os.strerror(20))
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"ribao")
            file.flush()
    except OSError as error:
        what = _("The data folder {folder} cannot be written: {why}").format(folder=data_folder, why=error.strerror)
        remedy = _("Give it to the user that runs Ribao (chown, chmod), or name another with --data or store.folder.")
        return Finding(name="data", level=Level.BAD, what=what, remedy=remedy)
    return Finding(name="data", level=Level.OK, what=_("Data folder: {folder}").format(folder=data_folder))


def _room(data_folder: Path) -> Finding:
    free = shutil.disk_usage(_existing(data_folder)).free
    what = _("Free on its disk: {megabytes} MB").format(megabytes=f"{free // MEGABYTE:,}")
    remedy = _("Free some space, run `ribao prune`, or set store.max_megabytes and store.keep_days.")
    if free < HARDLY_ROOM:
        return Finding(name="disk", level=Level.BAD, what=what, remedy=remedy)
    if free < ENOUGH_ROOM:
        return Finding(name="disk", level=Level.WARNING, what=what, remedy=remedy)
    return Finding(name="disk", level=Level.OK, what=what)


def _existing(path: Path) -> Path:
    """The path itself, or the nearest folder above it that is there (the data folder is made at the first run)."""
    path = path.resolve()
    while not path.exists():
        path = path.parent
    return path


# -- time ------------------------------------------------------------------------------------------------------------


def _clock(clock: Clock) -> Finding:
    now, before = clock.now(), clock.monotonic()
    what = _("Clock: {now} UTC").format(now=f"{now:%Y-%m-%d %H:%M:%S}")
    remedy = _("Set the clock, and let NTP keep it (timedatectl set-ntp true): editions and certificates hang on it.")
    if now.year < EARLIEST_YEAR:
        return Finding(name="clock", level=Level.BAD, what=what, remedy=remedy)
    if clock.monotonic() < before:
        what = _("The monotonic clock runs backwards.")
        return Finding(
            name="clock", level=Level.BAD, what=what, remedy=_("Restart the machine, or leave this emulator.")
        )
    return Finding(name="clock", level=Level.OK, what=what)


def _zone(name: str, clock: Clock) -> Finding:
    try:
        there = clock.now().astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError):
        what = _("The time zone {name} is not known on this machine.").format(name=name)
        remedy = _("Install the package tzdata (pip install tzdata), or correct edition.timezone.")
        return Finding(name="timezone", level=Level.BAD, what=what, remedy=remedy)
    here = clock.now().astimezone()
    what = _("Editions go by {name} (now {there}); this machine by {zone} (now {here}).").format(
        name=name, there=f"{there:%H:%M}", zone=here.tzname(), here=f"{here:%H:%M}"
    )
    return Finding(name="timezone", level=Level.OK, what=what)


# -- what people see -------------------------------------------------------------------------------------------------


def _terminal() -> Finding:
    encoding = getattr(sys.stdout, "encoding", None) or locale.getpreferredencoding(False)
    what = _("Terminal encoding: {encoding}").format(encoding=encoding)
    if "utf" in encoding.lower() or "18030" in encoding:
        return Finding(name="terminal", level=Level.OK, what=what)
    remedy = _("Chinese may come out broken. Set LANG=zh_CN.UTF-8 or C.UTF-8, or PYTHONUTF8=1.")
    return Finding(name="terminal", level=Level.WARNING, what=what, remedy=remedy)


def _fonts(program: str = "fc-list") -> Finding:
    """Fonts matter to a browser on this machine only; readers elsewhere use their own."""
    found = shutil.which(program)
    if found is None:
        what = _("Chinese fonts: not looked for (there is no fc-list here); only a browser on this machine needs them.")
        return Finding(name="fonts", level=Level.OK, what=what)
    try:
        answer = subprocess.run([found, ":lang=zh-cn", "family"], capture_output=True, timeout=20, check=False)
        families = sorted({line.split(b",")[0] for line in answer.stdout.splitlines() if line.strip()})
    except (OSError, subprocess.TimeoutExpired):
        families = []
    if families:
        what = _("Chinese fonts: {count}, such as {name}").format(
            count=len(families), name=families[0].decode("utf-8", "replace").strip()
        )
        return Finding(name="fonts", level=Level.OK, what=what)
    what = _("No Chinese font is installed: a browser on this machine would show boxes.")
    remedy = _("Install one (Debian, Ubuntu: apt install fonts-noto-cjk). Readers on other machines use their own.")
    return Finding(name="fonts", level=Level.WARNING, what=what, remedy=remedy)


# -- language models -------------------------------------------------------------------------------------------------


async def minds(settings: Settings, clock: Clock) -> tuple[Finding, ...]:
    """The embedder and the judge, each asked once where the settings name it. Never bad: all works without them."""
    found = []
    if settings.embedder.url:
        found.append(await _embedder(settings, clock))
    if settings.judge.url:
        found.append(await _judge(settings, clock))
    return tuple(found)


async def _embedder(settings: Settings, clock: Clock) -> Finding:
    from ribao.support.minds.opened import open_embedder

    troubles: list[Trouble] = []
    began = clock.monotonic()
    async with open_embedder(settings.embedder, troubles.append, store=None, clock=clock) as embedder:
        vectors = await embedder.embed(["智能日报", "A news daily"]) if embedder else None
    if vectors is None or not vectors.answered.all():
        return _not_of_use("embedder", troubles)
    what = _("Embedder: {model}, {dimension} numbers a text, {seconds:.1f} s").format(
        model=vectors.model, dimension=vectors.dimension, seconds=clock.monotonic() - began
    )
    return Finding(name="embedder", level=Level.OK, what=what)


async def _judge(settings: Settings, clock: Clock) -> Finding:
    from ribao.support.minds.opened import open_judge
    from ribao.support.minds.port import Pair

    troubles: list[Trouble] = []
    once = settings.judge.model_copy(update={"most_pairs": 1})
    pair = Pair(one="公司甲宣布收购公司乙", other="Company A announces it will acquire Company B")
    began = clock.monotonic()
    async with open_judge(once, troubles.append, store=None, clock=clock) as judge:
        verdict = (await judge.same([pair]))[0] if judge else None
    if verdict is None:
        return _not_of_use("judge", troubles)
    what = _("Judge: {model}, {seconds:.1f} s").format(model=verdict.model, seconds=clock.monotonic() - began)
    if verdict.same:
        return Finding(name="judge", level=Level.OK, what=what)
    remedy = _("It took one story in two languages for two stories: a larger model judges better.")
    return Finding(name="judge", level=Level.WARNING, what=what, remedy=remedy)


def _not_of_use(name: str, troubles: Sequence[Trouble]) -> Finding:
    what = troubles[0].what if troubles else _("No answer from the {name}.").format(name=name)
    without = _("Until then the daily is made without it.")
    remedy = f"{troubles[0].remedy} {without}" if troubles else without
    return Finding(name=name, level=Level.WARNING, what=what, remedy=remedy.strip())


# -- the network -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What one source's host gave: a name that resolves, an HTTP status (0: none), why not, and its clock."""

    source: Source
    resolved: bool
    status: int = 0
    why: str = ""
    date: str = ""


async def network(
    sources: Sequence[Source],
    client: Client,
    clock: Clock,
    *,
    resolve: Resolve | None = None,
    patience: float = PATIENCE_SECONDS,
) -> tuple[Finding, ...]:
    """Ask a few sources of different hosts, all at once. An answer of any status shows that the way is open."""
    from ribao.support.settings_file import default_sources

    asked = _some_of(sources or default_sources())
    probes = await asyncio.gather(*(_probe(source, client, resolve or _resolves, patience) for source in asked))
    reached = _reached(probes)
    skew = _skew(probes, clock)
    return (reached,) if skew is None else (reached, skew)


def _some_of(sources: Sequence[Source]) -> list[Source]:
    """A few of different hosts, spread over the list, so that one blocked region does not decide."""
    by_host = {urlsplit(source.url).hostname: source for source in reversed(sources)}
    different = sorted(by_host.values(), key=lambda source: source.id)
    step = max(1, len(different) // ASKED_SOURCES)
    return different[::step][:ASKED_SOURCES]


async def _probe(source: Source, client: Client, resolve: Resolve, patience: float) -> Probe:
    host = urlsplit(source.url).hostname or ""
    try:
        async with asyncio.timeout(patience):
            if not await resolve(host):
                return Probe(source=source, resolved=False, why=_("the name {host} is not found").format(host=host))
            response = await client.get(source.url)
    except FetchFailed as failed:
        return Probe(source=source, resolved=True, why=_why(failed))
    except TimeoutError:
        return Probe(source=source, resolved=True, why=_("no answer in {seconds:g} s").format(seconds=patience))
    return Probe(source=source, resolved=True, status=response.status, date=response.header("date") or "")


def _why(failed: FetchFailed) -> str:
    from ribao.support.reasons import words

    return f"{words(failed.reason).what} {failed.reason.detail}".strip()


async def _resolves(host: str) -> bool:
    try:
        return bool(await asyncio.get_running_loop().getaddrinfo(host, None))
    except OSError:
        return False


def _reached(probes: Sequence[Probe]) -> Finding:
    failed = [probe for probe in probes if not probe.status]
    told = "; ".join(f"{probe.source.title}: {probe.why}" for probe in failed)
    if not failed:
        names = ", ".join(probe.source.title for probe in probes)
        return Finding(name="network", level=Level.OK, what=_("Network: {names} answer.").format(names=names))
    if len(failed) < len(probes):
        what = _("Network: {count} of {all} sources that were tried do not answer. {told}").format(
            count=len(failed), all=len(probes), told=told
        )
        remedy = _(
            "Look at each with `ribao sources check`; some sites are closed to some regions, and the others go on."
        )
        return Finding(name="network", level=Level.WARNING, what=what, remedy=remedy)
    if not any(probe.resolved for probe in probes):
        what = _("Offline: no host name can be looked up.")
        remedy = _("Connect the network, or mend DNS (/etc/resolv.conf). `ribao run --sample` works without a network.")
    else:
        what = _("Offline: no source answers. {told}").format(told=told)
        remedy = _("Look at the firewall. `ribao run --sample` works without a network.")
    return Finding(name="network", level=Level.BAD, what=what, remedy=f"{remedy} {_about_proxies()}".strip())


def _about_proxies() -> str:
    names = [
        name
        for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
        if os.environ.get(name) or os.environ.get(name.lower())
    ]
    if not names:
        return ""
    return _("{names} is set, but Ribao asks its sources directly and uses no proxy.").format(names=", ".join(names))


def _skew(probes: Sequence[Probe], clock: Clock) -> Finding | None:
    """The clock against that of the servers, which is the only other one at hand."""
    offsets = sorted(filter(None, (_offset(probe.date, clock.now()) for probe in probes)), key=abs)
    if not offsets or abs(offsets[0]) <= CLOCK_SLACK_SECONDS:
        return None
    what = _("This machine's clock differs from the servers' by {minutes} minutes.").format(
        minutes=round(abs(offsets[0]) / 60)
    )
    remedy = _("Set the clock, and let NTP keep it (timedatectl set-ntp true): editions and certificates hang on it.")
    return Finding(name="clock-skew", level=Level.WARNING, what=what, remedy=remedy)


def _offset(date: str, now: datetime) -> float | None:
    try:
        return (parsedate_to_datetime(date) - now).total_seconds() if date else None
    except (ValueError, TypeError):
        return None
