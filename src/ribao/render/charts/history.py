"""How sure a claim was, since when: a line that steps up and down between the shapes of its statuses."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from ribao.render.charts.svg import drawing, element
from ribao.types.attribution import Status

WIDTH, HEIGHT, MARGIN = 120.0, 34.0, 7.0
MOST_STEPS = 8
NEAREST = 13.0  # units between two shapes, however little time lies between them
_LEVEL = {Status.CONFIRMED: 0, Status.REPORTED: 1, Status.UNVERIFIED: 2, Status.FORECAST: 2, Status.DENIED: 3}
_STEP = (HEIGHT - 2 * MARGIN) / 3


def history(steps: Sequence[tuple[datetime, Status]], until: datetime, title: str) -> Markup:
    """``steps``: from each moment on the claim had that status, oldest first; it is drawn up to ``until``.

    Confirmed is highest, denied lowest. Of more than :data:`MOST_STEPS` the last are drawn. Nothing for no step.
    """
    shown = list(steps)[-MOST_STEPS:]
    if not shown:
        return Markup("")
    places = _places([at for at, _ in shown], max(until, shown[-1][0]))
    heights = [MARGIN + _STEP * _LEVEL[status] for _, status in shown]
    line = element("path", d=_line(places, heights), class_="line")
    shapes = [
        shape(status, x, y) for x, y, (_, status) in zip(places, heights, shown, strict=True)
    ]  # fmt: skip
    return drawing("steps", WIDTH, HEIGHT, title, line, *shapes)


def _places(moments: Sequence[datetime], until: datetime) -> list[float]:
    """By time, but so far apart that no shape hides another."""
    span = (until - moments[0]).total_seconds() or 1.0
    room = WIDTH - 2 * MARGIN
    found = [MARGIN + room * (at - moments[0]).total_seconds() / span for at in moments]
    for place in range(1, len(found)):
        found[place] = max(found[place], found[place - 1] + NEAREST)
    last = WIDTH - MARGIN
    for place in reversed(range(len(found))):
        found[place] = min(found[place], last)
        last = found[place] - NEAREST
    return found


def _line(places: Sequence[float], heights: Sequence[float]) -> str:
    """Level up to the next step, then straight up or down, and level to the end."""
    turns = "".join(f"H{x:.1f}V{y:.1f}" for x, y in zip(places[1:], heights[1:], strict=True))
    return f"M{places[0]:.1f} {heights[0]:.1f}{turns}H{WIDTH - 1:.1f}"


def shape(status: Status, x: float, y: float, size: float = 4.5) -> Markup:
    """A full, half or empty circle, a cross, a diamond: told apart without colour, as the words' icons are."""
    name = f"shape {status.value}"
    if status is Status.DENIED:
        s = size * 0.8
        cross = f"M{x - s:.2f} {y - s:.2f}l{2 * s:.2f} {2 * s:.2f}M{x + s:.2f} {y - s:.2f}l{-2 * s:.2f} {2 * s:.2f}"
        return element("path", d=cross, class_=f"{name} open")
    if status is Status.FORECAST:
        s = size * 1.1
        diamond = f"M{x:.2f} {y - s:.2f}l{s:.2f} {s:.2f}l{-s:.2f} {s:.2f}l{-s:.2f} {-s:.2f}z"
        return element("path", d=diamond, class_=f"{name} open")
    ring = element("circle", cx=x, cy=y, r=size - 0.5, class_="full" if status is Status.CONFIRMED else "open")
    if status is not Status.REPORTED:
        return element("g", ring, class_=name)
    half = element("path", d=f"M{x:.2f} {y - size:.2f}a{size} {size} 0 0 0 0 {2 * size}z", class_="full")
    return element("g", ring, half, class_=name)
