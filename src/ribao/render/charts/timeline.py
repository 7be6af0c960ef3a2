"""The chapters of a happening on one line: bars for the reports of each hour, a dotted line where nothing was written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from markupsafe import Markup

from ribao.render.charts.svg import drawing, element

WIDTH, HEIGHT, LINE = 480.0, 68.0, 50.0  # LINE: where the bars stand
MOST_BINS = 96
GAP = 4  # bins that a pause between chapters takes, however long it was
HOURS = (1, 2, 3, 6, 12, 24, 48, 168, 720, 8760, 87600)
WIDEST = 10.0  # units of a bar: three reports are no wall
TOP = 4  # reports of a bar as high as the chart, at least: one report is no peak


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A chapter: when its reports appeared, at least one. ``here``: it is the one at hand. ``number``: from 1."""

    number: int
    times: tuple[datetime, ...]
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What is drawn of a chapter: reports in each bin, ``start`` the beginning of the first (its number since 1970)."""

    span: Span
    start: int
    counts: tuple[int, ...]


def bin_hours(spans: Sequence[Span]) -> int:
    """Hours that one bar stands for, so that all chapters together are at most :data:`MOST_BINS` bars wide."""
    for hours in HOURS:
        if sum(_length(span, hours) for span in spans) + GAP * (len(spans) - 1) <= MOST_BINS:
            return hours
    return HOURS[-1]


def hours_of(spans: Sequence[Span], hours: int) -> tuple[Hours, ...]:
    made = []
    for span in spans:
        counts = Counter(_bin(at, hours) for at in span.times)
        start = min(counts)
        rows = tuple(counts[start + at] for at in range(min(_length(span, hours), MOST_BINS)))
        made.append(Hours(span=span, start=start, counts=rows))
    return tuple(made)


def timeline(spans: Sequence[Span], title: str) -> Markup:
    """Nothing for no chapter. Their numbers stand below the line, where there is more than one."""
    if not spans:
        return Markup("")
    rows = hours_of(spans, bin_hours(spans))
    wide = sum(len(row.counts) for row in rows) + GAP * (len(rows) - 1)
    step = WIDTH / wide
    top = max(TOP, *(max(row.counts) for row in rows))
    drawn: list[Markup] = []
    begins: list[float] = []
    x = 0.0
    for row in rows:
        begins.append(x)
        drawn += _chapter(row, x, step, top, numbered=len(rows) > 1)
        x += (len(row.counts) + GAP) * step
    pauses = [
        element("path", d=f"M{x + len(row.counts) * step:.2f} {LINE}H{after:.2f}", class_="pause")
        for row, (x, after) in zip(rows, pairwise(begins), strict=False)
    ]
    high = HEIGHT if len(rows) > 1 else LINE + 6
    return drawing("timeline", WIDTH, high, title, *pauses, *drawn)


def _chapter(row: Hours, x: float, step: float, top: int, *, numbered: bool) -> list[Markup]:
    end = x + len(row.counts) * step
    thick = min(WIDEST, step * 0.8)
    found = [
        element("path", d=f"M{x:.2f} {LINE}H{end:.2f}", class_="base"),
        element("path", d=_ticks(row, x, step), class_="ticks"),
    ]
    name = "bar here" if row.span.here else "bar"
    for at, count in enumerate(row.counts):
        if count:
            tall = max(3.0, (LINE - 4) * count / top)
            found.append(
                element(
                    "rect", x=x + (at + 0.5) * step - thick / 2, y=LINE - tall, width=thick, height=tall, class_=name
                )
            )
    if numbered:
        found.append(
            element(
                "text", str(row.span.number), x=(x + end) / 2, y=HEIGHT - 1, class_="here" if row.span.here else "no"
            )
        )
    return found


def _ticks(row: Hours, x: float, step: float) -> str:
    return "".join(f"M{x + at * step:.2f} {LINE}v3" for at in range(len(row.counts) + 1))


def _length(span: Span, hours: int) -> int:
    return _bin(max(span.times), hours) - _bin(min(span.times), hours) + 1


def _bin(at: datetime, hours: int) -> int:
    return int(at.timestamp() // (3600 * hours))
