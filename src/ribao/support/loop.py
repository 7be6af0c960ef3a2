"""Running a coroutine to its end on the quickest event loop there is: uvloop's, where it is installed, else asyncio's.

A thousand feeds cost a tenth less processor time on it (``make bench ARGS="--only refresh"``).
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """As :func:`asyncio.run`."""
    try:
        from uvloop import new_event_loop
    except ImportError:  # Windows, PyPy
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(work)
