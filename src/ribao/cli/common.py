"""What several commands share: where the settings are, and how dates and moments are written."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem


@dataclass(slots=True)
class Common:
    """What is said before the command's name."""

    config: Path | None = None


def date_of(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem(_("--date {text!r} is no date.").format(text=text), "", _("Write it as 2026-03-06.")) from None


def moment_of(text: str | None) -> datetime | None:
    """RFC 3339, with its zone."""
    if text is None:
        return None
    remedy = _("Write it as 2026-03-06T07:30+08:00.")
    try:
        moment = datetime.fromisoformat(text.strip().upper())
    except ValueError:
        raise Problem(_("--at {text!r} is no moment.").format(text=text), "", remedy) from None
    if moment.tzinfo is None:
        raise Problem(_("--at {text!r} has no time zone.").format(text=text), "", remedy)
    return moment
