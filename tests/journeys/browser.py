"""A real Chromium for the journeys, found on PATH or as playwright's own; nothing is downloaded here."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def find(own: str = "") -> str:
    """Path of the browser: on PATH, else playwright's ``own``. Raises LookupError with what to install when there is none."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    if own and Path(own).exists():
        return own
    raise LookupError("the journeys need Chromium: install it (Debian: apt install chromium fonts-noto-cjk)")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=find(playwright.chromium.executable_path), args=list(ARGUMENTS)
        )
        try:
            yield opened
        finally:
            opened.close()
