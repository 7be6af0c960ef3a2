"""Doors: what the owner may do from the site's pages. A door that is None is shut, and its pages show no button."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Correct = Callable[[Sequence[str], bool], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Each runs in a thread, and may raise Problem, which the page tells the owner.

    ``correct(article ids, promotion or not)``: the owner says that marks are wrong.
    """

    correct: Correct | None = None
