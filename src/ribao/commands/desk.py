"""The owner's desk over a running newsroom: what the pages for sources and settings do.

Each call runs in a thread. What is written goes to ``ribao.toml``, as an editor or ``ribao sources`` would write it, and
the newsroom takes it up from there: there is one way, and one truth.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ribao.app import check_filters, client_of
from ribao.commands.asking import Answer, asker_of
from ribao.commands.finding import described, feed_at, with_scheme
from ribao.commands.importing import import_list
from ribao.serve.desk import Headline, Imported, Listed, Look, NewSource, Sheet
from ribao.serve.rooms.settings import FIELDS
from ribao.settings import Settings
from ribao.support import loop, settings_edit, settings_file
from ribao.support.clock import Clock
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.settings_edit import ChannelRow
from ribao.support.settings_problem import variable_of
from ribao.support.store.port import Store
from ribao.types.source import Source, SourceState

SHOWN = 8  # newest headlines of a feed that is looked at
LONGEST_ADDRESS = 2000
LOOK_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnersDesk:
    """``listed``: the sources as the newsroom has them now; ``taken_up`` is called after each change of the file, and
    ``nudge`` when something shall be asked at once.
    """

    file: Path
    store: Store
    clock: Clock
    listed: Callable[[], Mapping[str, Source]]
    taken_up: Callable[[], None]
    nudge: Callable[[], None]

    # -- sources -----------------------------------------------------------------------------------------------------

    def sources(self) -> tuple[Listed, ...]:
        from ribao.acquire.health import health

        states, now = self.store.states(), self.clock.now()
        rows = sorted(self.listed().items())
        return tuple(
            Listed(source=source, state=state, reason=health(state, now) if state else None)
            for name, source in rows
            for state in [states.get(name)]
        )

    def channels(self) -> tuple[str, ...]:
        return settings_file.read(self.file).daily_channels.names

    def look_at(self, address: str) -> Look:
        if not address or len(address) > LONGEST_ADDRESS:
            raise Problem(_("This is no address."), "", _("Paste one such as https://news.example/ from your browser."))
        settings = settings_file.read(self.file)
        answer, others = loop.run(_looked(with_scheme(address), settings, self.clock))
        document, found = answer.document, described(answer, address)
        assert document is not None
        known = [row for row in settings.sources if row.url in (answer.url, answer.source.url)]
        headlines = tuple(Headline(title=one.title or "", at=one.published_at) for one in document.entries[:SHOWN])
        return Look(
            found=found,
            entries=len(document.entries),
            headlines=headlines,
            others=tuple(others),
            known=known[0].id if known else "",
        )

    def add(self, new: NewSource) -> Source:
        from ribao.acquire.sources import opml
        from ribao.commands.finding import problem_of
        from ribao.support.net.guard import Guard

        self._writable()
        settings = settings_file.read(self.file)
        refused = Guard(settings.fetch.allow_private).check_url(new.url)
        if refused is not None:
            raise problem_of(_("{url} cannot be a source.").format(url=new.url), refused)
        double = next((row for row in settings.sources if row.url == new.url), None)
        if double is not None:
            raise Problem(_("{url} is there already, as {id}.").format(url=new.url, id=double.id))
        source = Source(
            id=opml.slug(new.title, new.url, {row.id for row in settings.sources}),
            url=new.url,
            title=new.title,
            kind=new.kind,
            site=new.site if new.site.startswith(("http://", "https://")) else "",
            language=new.language,
            channels=new.channels,
            folder=(new.folder,) if new.folder else (),
        )
        settings_file.add_source(self.file, source)
        self.taken_up()
        return source

    def remove(self, source_id: str) -> Source:
        source = self._source(source_id)
        settings_file.remove_source(self.file, source.id)
        self.taken_up()
        return source

    def pause(self, source_id: str, paused: bool) -> Source:
        source = self._source(source_id)
        settings_file.change_source(self.file, source.id, "paused", True if paused else None)
        self.taken_up()
        return replace(source, paused=paused)

    def retry(self, source_id: str) -> Source:
        from ribao.acquire.fetch import revive

        source, state = self._state(source_id)
        self.store.save_states([revive(state)])
        self.nudge()
        return source

    def undo_move(self, source_id: str) -> Source:
        from ribao.acquire.moves import undo_move

        source, state = self._state(source_id)
        self.store.save_states([undo_move(state)])
        self.nudge()
        return source

    def import_opml(self, body: bytes) -> Imported:
        self._writable()
        if not body:
            raise Problem(
                _("There was no list in the form."), "", _("Choose a file, or paste its text, and send it again.")
            )
        imported = import_list(body, _("The list"), self.file)
        self.taken_up()
        return imported

    def export_opml(self) -> bytes:
        from ribao.acquire.sources import opml

        settings = settings_file.read(self.file)
        return opml.render([row.source() for row in settings.sources], settings.daily.title)

    def _source(self, source_id: str) -> Source:
        self._writable()
        rows = settings_file.read(self.file).sources
        found = next((row.source() for row in rows if row.id == source_id), None)
        if found is None:
            raise Problem(_("There is no source {id}.").format(id=source_id[:80]), "", _("Load the list anew."))
        return found

    def _state(self, source_id: str) -> tuple[Source, SourceState]:
        source, state = self._source(source_id), self.store.states().get(source_id)
        if state is None:
            raise Problem(_("{title} was not asked yet.").format(title=source.title), "", _("Wait a minute."))
        return source, state

    def _writable(self) -> None:
        """Raises Problem where the environment gives the list: what is written to the file would count for nothing."""
        variable = variable_of(("sources",))
        if variable:
            raise Problem(
                _("The list of sources is set by the environment variable {name}.").format(name=variable),
                _("It goes before the file."),
                _("Change it there, or remove it and start Ribao anew."),
            )

    # -- settings ----------------------------------------------------------------------------------------------------

    def settings(self) -> Sheet:
        seen, settings = settings_edit.fingerprint(self.file), settings_file.read(self.file)
        names = [*FIELDS, ("channels", "")]
        return Sheet(
            file=self.file.name,
            seen=seen,
            values={(table, key): getattr(getattr(settings, table), key) for table, key in FIELDS},
            channels=tuple(row.model_dump(mode="json") for row in settings.channels),
            fixed={(table, key): variable_of((table, key) if key else (table,)) for table, key in names},
        )

    def change_settings(self, seen: str, values: Mapping[tuple[str, str], Any], channels: Sequence[ChannelRow]) -> None:
        """Only what differs from what is in effect is written: a default that nobody changed stays a default."""
        sheet = self.settings()
        fixed = [name for name, variable in sheet.fixed.items() if variable]
        wanted = {
            name: value
            for name, value in values.items()
            if name not in fixed and _plain(value) != _plain(sheet.values[name])
        }
        rows = [] if ("channels", "") in fixed else channels
        settings_edit.change(self.file, seen, wanted, rows, fit=_fit)
        self.taken_up()


def _fit(settings: Settings) -> None:
    """Raises Problem for what each setting allows alone, and all together do not."""
    check_filters(settings)
    if settings.edition.min_stories > settings.edition.max_stories:
        raise Problem(
            _("A setting is wrong."),
            _("The fewest stories are more than the most."),
            _("Make the first number the smaller one."),
        )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


async def _looked(url: str, settings: Settings, clock: Clock) -> tuple[Answer, list[tuple[str, str]]]:
    """With a client of its own, in this thread's own loop: a page that is slow to parse holds up no reader."""
    import asyncio

    async with client_of(settings) as client:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await feed_at(url, asker_of(settings, client, clock))
        except TimeoutError:
            raise Problem(
                _("{url} took too long.").format(url=url),
                _("Its feed was not found within {seconds:.0f} seconds.").format(seconds=LOOK_SECONDS),
                _("Paste the address of the feed itself."),
            ) from None
