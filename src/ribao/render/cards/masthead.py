"""The masthead 智能日报 as strokes of our own, for machines without any Chinese font.

Each character stands in a square of 100 × 100; a stroke is a line through points, drawn with a round brush.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Stroke = Sequence[tuple[int, int]]
CHARACTERS: Mapping[str, Sequence[Stroke]] = {
    "智": (
        ((20, 6), (8, 20)),
        ((15, 14), (46, 14)),
        ((4, 30), (50, 30)),
        ((28, 14), (28, 30), (20, 44), (4, 52)),
        ((30, 34), (48, 50)),
        ((58, 12), (92, 12), (92, 46), (58, 46), (58, 12)),
        ((24, 58), (78, 58), (78, 96), (24, 96), (24, 58)),
        ((24, 77), (78, 77)),
    ),
    "能": (
        ((26, 4), (10, 26), (42, 22)),
        ((34, 10), (48, 30)),
        ((12, 38), (12, 80), (6, 96)),
        ((12, 38), (44, 38), (44, 94), (34, 94)),
        ((12, 56), (44, 56)),
        ((12, 74), (44, 74)),
        ((62, 4), (62, 40), (92, 40), (94, 30)),
        ((90, 10), (62, 22)),
        ((62, 50), (62, 92), (94, 92), (96, 80)),
        ((90, 56), (62, 70)),
    ),
    "日": (
        ((20, 8), (80, 8), (80, 94), (20, 94), (20, 8)),
        ((20, 50), (80, 50)),
    ),
    "报": (
        ((4, 24), (42, 24)),
        ((24, 4), (24, 92), (12, 86)),
        ((4, 62), (42, 48)),
        ((54, 96), (54, 8), (90, 8), (90, 32), (80, 32)),
        ((54, 46), (90, 46), (82, 68), (64, 94)),
        ((66, 58), (76, 76), (96, 96)),
    ),
}  # fmt: skip
NAME = "智能日报"
_SPACE = 0.28  # of a character's width between two of them


def width(text: str, size: int) -> int:
    return round(len(text) * size + (len(text) - 1) * size * _SPACE)


def draw(pen: Any, left: int, top: int, size: int, ink: str, text: str = NAME) -> None:
    """``pen``: a Pillow ImageDraw; ``size``: pixels of a character's side. ``text`` has no other characters than NAME."""
    brush = max(2, round(size * 0.075))
    for number, character in enumerate(text):
        start = left + number * size * (1 + _SPACE)
        for stroke in CHARACTERS[character]:
            points = [(start + x * size / 100, top + y * size / 100) for x, y in stroke]
            pen.line(points, fill=ink, width=brush, joint="curve")
            for x, y in (points[0], points[-1]):
                pen.ellipse((x - brush / 2, y - brush / 2, x + brush / 2, y + brush / 2), fill=ink)
