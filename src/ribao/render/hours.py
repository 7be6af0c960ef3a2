"""When the reports of an edition were published, hour by hour: what the day looked like. Pure."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from ribao.render import dates
from ribao.render.bundle import Bundle
from ribao.render.charts.bars import bars
from ribao.support.i18n import gettext as _

COVERED = 24  # hours of an edition
WORTH_DRAWING = 24  # reports; the hours of fewer say nothing
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """``begins``: of each hour that the edition covers, the first one first; ``reports``: how many in each."""

    begins: tuple[datetime, ...]
    reports: tuple[int, ...]

    @property
    def most(self) -> int:
        return max(self.reports)

    @property
    def busiest(self) -> datetime:
        return self.begins[self.reports.index(self.most)]

    def drawn(self, timezone: str) -> Markup:
        """As bars, in the time of that zone. The page says in words what most of it shows."""
        zone = ZoneInfo(timezone)
        labels = [
            _("%(hour)s: %(n)s") % {"hour": dates.stamp(begin, zone, begin.year), "n": reports}
            for begin, reports in zip(self.begins, self.reports, strict=True)
        ]
        return bars(self.reports, labels, title=_("Reports by the hour"))


def hours_of(bundle: Bundle) -> Hours | None:
    """None for so little news that its hours say nothing."""
    until = bundle.edition.as_of
    begins = tuple(until - AN_HOUR * (COVERED - hour) for hour in range(COVERED))
    articles = {one.id: one for s in bundle.edition.sections for entry in s.entries for one in entry.articles}
    hours = Counter((one.published_at - begins[0]) // AN_HOUR for one in articles.values() if one.published_at < until)
    reports = tuple(hours[hour] for hour in range(COVERED))
    return Hours(begins=begins, reports=reports) if sum(reports) >= WORTH_DRAWING else None
