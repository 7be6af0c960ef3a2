"""``ribao sources list|add|remove|check|try|import|export``: the owner's list of sources, in ``ribao.toml``.

Each command is a plain function: it gets what it needs, says its lines through ``say``, and returns the exit status.
What a person has to mend is raised as :class:`~ribao.support.problem.Problem`.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ribao.commands.asking import Answer, asker_of
from ribao.commands.finding import described, feed_at, problem_of, with_scheme
from ribao.commands.importing import import_list, what
from ribao.settings import FILE_NAME
from ribao.support import settings_file
from ribao.support.clock import Clock
from ribao.support.i18n import gettext as _
from ribao.support.i18n import language
from ribao.support.net.port import Client
from ribao.support.problem import Problem
from ribao.types.source import Selectors, Source, SourceKind, Tier

if TYPE_CHECKING:
    from ribao.acquire.sources.document import Document, Entry

Say = Callable[[str], None]

MOST_SHOWN = 20
SILENT_DAYS = 30


def list_sources(settings_path: Path | None, say: Say, *, as_json: bool = False) -> int:
    """Every source by folder. Without a settings file: those that the first ``ribao run`` writes."""
    sources = _sources(settings_path)
    if as_json:
        say(_json([_row(source) for source in sources]))
        return 0
    if settings_path is None:
        say(_("No settings file yet. `ribao run` starts with these {count} sources:").format(count=len(sources)))
    folder: tuple[str, ...] | None = None
    for source in sources:
        if source.folder != folder:
            folder = source.folder
            say(" / ".join(folder) or _("(no folder)"))
        say(f"  {source.id:<24} {source.title}  {source.url}")
    return 0


async def add(
    address: str,
    settings_path: Path | None,
    client: Client,
    clock: Clock,
    say: Say,
    *,
    source_id: str = "",
    title: str = "",
    tier: Tier = Tier.ORIGINAL,
    channels: Sequence[str] = (),
    folder: Sequence[str] = (),
) -> int:
    """Find the feed of a site's or feed's ``address`` and write it to ``ribao.toml``.

    Raises Problem: exit status 1 when the address does not answer or has no feed, 2 when the file cannot be edited.
    """
    from ribao.acquire.sources import opml

    path = _editable(settings_path, say)
    known = _sources(path)
    asker = asker_of(settings_file.read(path), client, clock)
    chosen, others = await feed_at(with_scheme(address), asker)
    double = next((source for source in known if source.url in (chosen.url, chosen.source.url)), None)
    if double is not None:
        say(_("{url} is there already, as {id}.").format(url=double.url, id=double.id))
        return 0
    source = described(chosen, address)
    source = replace(source, title=title or source.title, tier=tier, channels=tuple(channels), folder=tuple(folder))
    source = replace(source, id=source_id or opml.slug(source.title, source.url, {row.id for row in known}))
    settings_file.add_source(path, source)
    entries = len(chosen.document.entries) if chosen.document else 0
    say(_("Added {id}: {title}, {url} ({entries} entries)").format(**_row(source), entries=entries))
    for url, name in others:
        say(_("  also found there: {url} {title}").format(url=url, title=name).rstrip())
    return 0


def remove(source_id: str, settings_path: Path | None, say: Say) -> int:
    """Take a source out, by its id or its address. What was read from it stays."""
    path = _editable(settings_path, say)
    known = _sources(path)
    row = next((source for source in known if source_id in (source.id, source.url)), None)
    if row is None:
        raise Problem(
            _("There is no source {id}.").format(id=source_id), str(path), _near(source_id, [s.id for s in known])
        )
    settings_file.remove_source(path, row.id)
    say(_("Removed {id}: {title}. Its articles stay until they are old.").format(id=row.id, title=row.title))
    return 0


async def check(
    settings_path: Path | None,
    client: Client,
    clock: Clock,
    say: Say,
    *,
    only: Sequence[str] = (),
    as_json: bool = False,
) -> int:
    """Ask each source once (or those of the ids in ``only``) and tell how it is. Stores nothing.

    Hosts are asked side by side, the sources of one host one after another. Exit status 1 when none answers.
    """
    settings = settings_file.read(settings_path)
    sources = _picked(_sources(settings_path), only)
    zone = ZoneInfo(settings.edition.timezone)
    answers: list[Answer] = []

    asker = asker_of(settings, client, clock)

    async def one(source: Source) -> None:
        answer = await asker.ask(source)
        answers.append(answer)
        if not as_json:
            _tell(answer, clock.now(), zone, say)

    await asyncio.gather(*(one(source) for source in sources))
    good = sum(answer.reason is None for answer in answers)
    if as_json:
        say(_json([_health(answer) for answer in sorted(answers, key=lambda answer: answer.source.id)]))
    else:
        say(_("{good} of {all} sources answer.").format(good=good, all=len(answers)))
    return 0 if good or not answers else 1


async def try_address(
    address: str,
    client: Client,
    clock: Clock,
    say: Say,
    *,
    settings_path: Path | None = None,
    selectors: Selectors | None = None,
    as_json: bool = False,
) -> int:
    """Show the items that a feed, or a list page read by ``selectors``, would give. Stores nothing.

    Raises Problem with exit status 1 when there are none.
    """
    url = with_scheme(address)
    settings = settings_file.read(settings_path)
    asker = asker_of(settings, client, clock)
    if selectors is None:
        answer, _others = await feed_at(url, asker)
    else:
        answer = await asker.ask(Source(id="try", url=url, title=url, kind=SourceKind.PAGE, selectors=selectors))
    if answer.document is None:
        raise problem_of(_("{url} gives no items.").format(url=url), answer.reason)
    if as_json:
        say(_json([_item(entry) for entry in answer.document.entries]))
        return 0
    _show(answer, answer.document, ZoneInfo(settings.edition.timezone), say)
    return 0


def import_opml(given: Path, settings_path: Path | None, say: Say) -> int:
    """Take the sources of an OPML file over, folders and all. Those that are there already are named and left out."""
    try:
        body = given.read_bytes()
    except OSError as error:
        raise Problem(
            _("{file} cannot be read.").format(file=given), error.strerror or str(error), _("Check the path.")
        ) from error
    imported = import_list(body, str(given), _editable(settings_path, say))
    for source in imported.known:
        say(_("  there already: {title} {url}").format(title=source.title, url=source.url))
    for outline in imported.left_out:
        say(_("  left out: {title} ({why})").format(title=outline.title, why=outline.why))
    if imported.cut:
        say("  " + imported.cut)
    say(
        _("{new} sources added, {skipped} were there already.").format(
            new=len(imported.added), skipped=len(imported.known)
        )
    )
    return 0


def export_opml(settings_path: Path | None, say: Say, *, to: Path | None = None, title: str = "") -> int:
    """The list as OPML 2.0, to a file or to the terminal."""
    from ribao.acquire.sources import opml
    from ribao.support.files import write_atomically

    sources = _sources(settings_path)
    body = opml.render(sources, title or settings_file.read(settings_path).daily.title)
    if to is None:
        say(body.decode("utf-8"))
        return 0
    try:
        write_atomically(to, body)
    except OSError as error:
        raise Problem(
            _("{file} cannot be written.").format(file=to), error.strerror or str(error), _("Name another file.")
        ) from error
    say(_("{count} sources written to {file}").format(count=len(sources), file=to))
    return 0


# -- the settings file -----------------------------------------------------------------------------------------------


def _sources(path: Path | None) -> tuple[Source, ...]:
    if path is None:
        return settings_file.default_sources()
    return tuple(row.source() for row in settings_file.read(path).sources)


def _editable(path: Path | None, say: Say) -> Path:
    """The file to edit. Where there is none, the one that ``ribao run`` would write is written now."""
    file = path or Path(FILE_NAME)
    if not file.exists():
        settings_file.write_default(file, language())
        say(_("Wrote {file} with the default sources.").format(file=file))
    return file


def _picked(sources: tuple[Source, ...], only: Sequence[str]) -> tuple[Source, ...]:
    ids = [source.id for source in sources]
    for wanted in only:
        if wanted not in ids:
            raise Problem(_("There is no source {id}.").format(id=wanted), "", _near(wanted, ids))
    return tuple(source for source in sources if not only or source.id in only)


def _near(wanted: str, ids: Iterable[str]) -> str:
    import difflib

    close = difflib.get_close_matches(wanted, list(ids), n=1)
    if close:
        return _("Did you mean {name}?").format(name=close[0])
    return _("`ribao sources list` shows the ids.")


# -- telling ---------------------------------------------------------------------------------------------------------


def _tell(answer: Answer, now: datetime, zone: ZoneInfo, say: Say) -> None:
    source = answer.source
    if answer.document is not None:
        say(f"✓ {source.id:<24} {_state(answer.document, now, zone)}")
        if answer.url != source.url:
            say(_("    → moved for good to {url}; correct it in ribao.toml").format(url=answer.url))
    elif answer.reason is not None:
        from ribao.support.reasons import words

        say(f"✗ {source.id:<24} {what(answer.reason)}")
        remedy = words(answer.reason).remedy
        if remedy:
            say(f"    → {remedy}")


def _state(document: "Document", now: datetime, zone: ZoneInfo) -> str:
    newest = _newest(document)
    count = len(document.entries)
    if newest is None:
        return _("{count} entries, undated").format(count=count)
    said = _("{count} entries, newest {time}").format(count=count, time=f"{newest.astimezone(zone):%Y-%m-%d %H:%M}")
    days = (now - newest).days
    return said + (_(" (nothing new for {days} days)").format(days=days) if days > SILENT_DAYS else "")


def _newest(document: "Document") -> datetime | None:
    return max((entry.published_at for entry in document.entries if entry.published_at), default=None)


def _health(answer: Answer) -> dict[str, Any]:
    newest = _newest(answer.document) if answer.document else None
    return {
        "id": answer.source.id,
        "url": answer.source.url,
        "moved_to": answer.url if answer.url != answer.source.url else None,
        "reachable": answer.reason is None,
        "entries": len(answer.document.entries) if answer.document else 0,
        "newest": newest.isoformat() if newest else None,
        "reason": answer.reason.code.value if answer.reason else None,
        "detail": answer.reason.detail if answer.reason else None,
    }


def _show(answer: Answer, document: "Document", zone: ZoneInfo, say: Say) -> None:
    say(f"{document.title or answer.url} ({document.format}) {answer.url}")
    for entry in document.entries[:MOST_SHOWN]:
        when = f"{entry.published_at.astimezone(zone):%Y-%m-%d %H:%M}" if entry.published_at else _("undated")
        title = entry.title or _("(no title)")
        say(f"  {when}  {title}")
        say(f"      {entry.url}")
    if len(document.entries) > MOST_SHOWN:
        say(_("… and {count} more").format(count=len(document.entries) - MOST_SHOWN))


def _item(entry: "Entry") -> dict[str, Any]:
    return {
        "title": entry.title,
        "url": entry.url,
        "published_at": entry.published_at.isoformat() if entry.published_at else None,
        "author": entry.author,
        "summary": entry.summary,
    }


def _row(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "kind": source.kind.value,
        "site": source.site,
        "language": source.language,
        "tier": source.tier.value,
        "channels": list(source.channels),
        "folder": list(source.folder),
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
