"""Bars that stand on a line: how much, hour by hour."""

from collections.abc import Sequence
from math import isfinite

from markupsafe import Markup

from ribao.render.charts.svg import drawing, element

MOST_BARS = 240
LEAST_HEIGHT = 1.5  # units of what is not nothing: one article among hundreds is still seen


def bars(
    values: Sequence[float],
    labels: Sequence[str] = (),
    *,
    title: str,
    marked: frozenset[int] = frozenset(),
    width: float = 240.0,
    height: float = 36.0,
) -> Markup:
    """One bar a value, the highest as high as the chart; what is negative or no number stands as nothing.

    ``labels``: what a pointer over each bar says, as far as there are any. ``marked``: positions of bars that are set
    off (class ``now``). ``title`` tells the chart in words. Only the last :data:`MOST_BARS` are drawn.
    """
    given = [value if isfinite(value) and value > 0 else 0.0 for value in values]
    first = max(0, len(given) - MOST_BARS)
    shown = given[first:]
    step, top = width / max(1, len(shown)), max(shown, default=0.0) or 1.0
    drawn = [
        _bar(at * step, step, height, value / top, labels[first + at : first + at + 1], first + at in marked)
        for at, value in enumerate(shown)
        if value
    ]
    base = element("path", d=f"M0 {height - 0.5}H{width}", class_="base")
    return drawing("bars", width, height, title, base, *drawn)


def _bar(x: float, step: float, height: float, share: float, label: Sequence[str], marked: bool) -> Markup:
    tall = max(LEAST_HEIGHT, share * (height - 1))
    gap = min(1.5, step * 0.2)
    said = [element("title", one) for one in label]
    return element(
        "rect", *said, x=x + gap / 2, y=height - 1 - tall, width=step - gap, height=tall, class_="bar now" if marked else "bar"
    )  # fmt: skip
