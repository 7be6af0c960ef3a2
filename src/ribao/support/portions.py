"""A long sequence in portions: what came of one is of use, whatever becomes of the next."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def portions(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """``size`` of them at a time, in their order; the last may be shorter."""
    return (items[start : start + size] for start in range(0, len(items), size))
