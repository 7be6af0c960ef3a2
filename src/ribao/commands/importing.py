"""Taking over a list of sources: what is new is written in one edit, and each outline that is not has its reason."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ribao.serve.desk import Imported, LeftOut
from ribao.settings import FetchSettings, SourceSettings
from ribao.support import settings_file
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.types.reason import Reason
from ribao.types.source import Source


def import_list(body: bytes, name: str, path: Path) -> Imported:
    """The sources of the OPML list ``body`` (told as ``name``) into the settings file ``path``: all that can be, or none.

    An address that leads inside (hostile-input: no connection is opened) is left out with its reason. Raises Problem for
    a body without sources, and when the file cannot be written.
    """
    from ribao.acquire.sources import opml

    offered = opml.read(body)
    left_out = [LeftOut(title=one.title, url=one.url, why=what(one.reason)) for one in offered.skipped]
    if not offered.sources and not left_out:
        raise Problem(
            _("{file} holds no sources.").format(file=name),
            _("No outline in it has an xmlUrl."),
            _("Export the list as OPML from your feed reader once more."),
        )
    settings = settings_file.read(path)
    fit, unfit = _fit(offered.sources, settings.fetch)
    new, known = sorted_out(fit, [row.source() for row in settings.sources])
    settings_file.add_sources(path, new)
    cut = _("The list could not be read to its end: {why}").format(why=what(offered.reason)) if offered.reason else ""
    return Imported(added=tuple(new), known=tuple(known), left_out=(*left_out, *unfit), cut=cut)


def _fit(offered: Iterable[Source], fetch: FetchSettings) -> tuple[list[Source], list[LeftOut]]:
    from dataclasses import asdict

    from pydantic import ValidationError

    from ribao.support.net.guard import Guard
    from ribao.support.settings_problem import not_a_source

    guard = Guard(fetch.allow_private)
    fit: list[Source] = []
    unfit: list[LeftOut] = []
    for source in offered:
        refused = guard.check_url(source.url)
        why = what(refused) if refused else ""
        try:
            SourceSettings.model_validate(asdict(source))
        except ValidationError as error:
            why = why or not_a_source(error.errors(include_url=False)).why
        if why:
            unfit.append(LeftOut(title=source.title, url=source.url, why=why))
        else:
            fit.append(source)
    return fit, unfit


def sorted_out(offered: Iterable[Source], known: Sequence[Source]) -> tuple[list[Source], list[Source]]:
    """What is new (with an id that is free) and what is known by its address."""
    from ribao.acquire.sources import opml

    urls = {source.url for source in known}
    ids = {source.id for source in known}
    new: list[Source] = []
    doubles: list[Source] = []
    for source in offered:
        if source.url in urls:
            doubles.append(source)
            continue
        free = source if source.id not in ids else replace(source, id=opml.slug(source.title, source.url, ids))
        new.append(free)
        urls.add(free.url)
        ids.add(free.id)
    return new, doubles


def what(reason: Reason) -> str:
    from ribao.support.reasons import words

    said = words(reason)
    return _("{what}: {why}").format(what=said.what, why=said.why)
