"""Collecting garbage less often, where many values without cycles are made at once.

CPython looks for cycles after every 700 new containers, and among all of them every so often. A refresh makes some
hundred thousand frozen values that refer in one direction only; looking for cycles among them costs a fifth of its
time (``python -m bench --only refresh``) and finds none.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (50_000, 20, 100)


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Process-wide within the block; the thresholds of before hold again after it."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
