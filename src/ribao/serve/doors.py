"""Doors: what the owner may do from the site's pages. A door that is None is shut, and its pages show no button."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ribao.serve.desk import Desk
from ribao.serve.keeping import Keep

Correct = Callable[[Sequence[str], bool], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Each runs in a thread, and may raise Problem, which the page tells the owner.

    ``correct(article ids, promotion or not)``: the owner says that marks are wrong. ``desk``: sources and settings.
    ``keep``: collections.
    """

    correct: Correct | None = None
    desk: Desk | None = None
    keep: Keep | None = None
