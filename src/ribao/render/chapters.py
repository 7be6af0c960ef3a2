"""The chapters of a happening: when each was reported, and how much, as a drawing and in words. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from ribao.render import dates
from ribao.render.bundle import Around, Bundle, Elsewhere
from ribao.render.charts import timeline
from ribao.render.charts.timeline import Span, bin_hours, hours_of
from ribao.support.i18n import gettext as _
from ribao.types.edition import Entry

WORTH_DRAWING = 3  # reports of a story with one chapter
MOST_ROWS = 48  # of the table of hours
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """``other`` is None for the chapter at hand. ``later``: it began after the edition closed."""

    number: int
    at: datetime
    reports: int
    other: Elsewhere | None = None
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """``hours``: what one bar stands for; ``rows``: beginning and reports of each bar of this chapter that has any.

    ``more``: rows that are not told. ``begins``, ``ends``: of the drawing.
    """

    drawn: Markup
    chapters: tuple[Chapter, ...]
    hours: int
    rows: tuple[tuple[datetime, int], ...]
    more: int
    begins: datetime
    ends: datetime


def timeline_of(bundle: Bundle, entry: Entry) -> Timeline | None:
    """None for a story with one chapter of a few reports, of which the list of reports says as much."""
    around = bundle.around.get(entry.story, Around())
    times = tuple(sorted(row.published_at for row in entry.articles))
    others = [(one.times, one, False) for one in around.chapters] + [(one.times, one, True) for one in around.later]
    if not times or (not others and len(times) < WORTH_DRAWING):
        return None
    rows = sorted([*others, (times, None, False)], key=lambda row: (min(row[0]), max(row[0])))
    spans = [Span(number=n, times=found, here=other is None) for n, (found, other, _later) in enumerate(rows, 1)]
    hours = bin_hours(spans)
    mine = next(one for one in hours_of(spans, hours) if one.span.here)
    counted = [(_begin(mine.start + at, hours), count) for at, count in enumerate(mine.counts) if count]
    return Timeline(
        drawn=timeline(spans, _title(bundle, spans)),
        chapters=tuple(
            Chapter(number=n, at=min(found), reports=len(found), other=other, later=later)
            for n, (found, other, later) in enumerate(rows, 1)
        ),
        hours=hours,
        rows=tuple(counted[:MOST_ROWS]),
        more=max(0, len(counted) - MOST_ROWS),
        begins=min(spans[0].times),
        ends=max(max(span.times) for span in spans),
    )


def _begin(number: int, hours: int) -> datetime:
    return EPOCH + timedelta(hours=number * hours)


def _title(bundle: Bundle, spans: list[Span]) -> str:
    zone, year = ZoneInfo(bundle.edition.timezone), bundle.edition.date.year
    first, last = spans[0].times, max(max(span.times) for span in spans)
    values = {
        "n": sum(len(span.times) for span in spans),
        "chapters": len(spans),
        "from": dates.stamp(min(first), zone, year),
        "to": dates.stamp(last, zone, year),
    }
    if len(spans) == 1:
        return _("%(n)s reports from %(from)s to %(to)s, by the hour") % values
    return _("%(n)s reports in %(chapters)s chapters, from %(from)s to %(to)s") % values
