"""Small charts as inline SVG: pure functions from numbers to safe markup, coloured by the style sheet's classes alone.

No chart carries a number that does not stand in text beside it: who cannot see the drawing misses nothing.
"""

from ribao.render.charts.bars import bars
from ribao.render.charts.history import history
from ribao.render.charts.timeline import timeline

__all__ = ["bars", "history", "timeline"]
