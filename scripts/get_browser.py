"""Finds the browser that the tests drive, or gets one: on PATH, else apt on Debian as root, else playwright's own.

Prints its path. Exit status 1, with one line on what to install, when there is none to be had.
"""

import os
import shutil
import subprocess
import sys

PATIENCE = 600  # seconds for one download
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def on_path() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


def of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None  # noqa: PTH110 - a plain check


def quietly(*command: str) -> bool:
    try:
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def from_apt() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    if quietly("apt-get", "update") and quietly("apt-get", "install", "-y", "chromium", "fonts-noto-cjk"):
        return on_path()
    return None


def main() -> int:
    path = on_path() or of_playwright() or from_apt()
    if path is None and quietly(sys.executable, "-m", "playwright", "install", "chromium"):
        path = of_playwright()
    if path is None:
        print(
            "make test needs a browser: install chromium (Debian: apt install chromium fonts-noto-cjk).",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
