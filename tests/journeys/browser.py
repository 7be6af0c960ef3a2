"""A real Chromium for the journeys, found on PATH; nothing is downloaded here."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# no sandbox: containers have none to give. The rest keeps the browser from calling home, which would blur "no request".
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
)


def find() -> str:
    """Path of the browser. Raises LookupError with what to install when there is none."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise LookupError("the journeys need Chromium: install it (Debian: apt install chromium fonts-noto-cjk)")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find(), args=list(ARGUMENTS))
        try:
            yield opened
        finally:
            opened.close()
