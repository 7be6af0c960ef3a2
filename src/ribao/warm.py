"""What the worker processes are forked with: importing this loads the libraries and their tables, once for all workers.

Each of these would otherwise be loaded by each worker at its first call, in memory of its own: the segmenter's
dictionary and the extraction libraries. Imported by the nursery only (``support/farm``).
"""

import ctypes
import gc
from contextlib import suppress

from ribao.acquire.extract import extract
from ribao.annotate import makers
from ribao.annotate.words import tokens
from ribao.cluster import stories

PAGE = b"<html lang='en'><body><article><h1>A page</h1><p>%s</p></article></body></html>" % (
    b"Some words to read. " * 40
)


def warm() -> None:
    extract(PAGE, content_type="text/html; charset=utf-8", url="http://warm.invalid/")
    tokens("\u4eca\u5929\u7684\u65b0\u95fb")
    gc.collect()
    # what loading left free goes back to the system before it is multiplied
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


__all__ = ["makers", "stories", "warm"]

warm()
