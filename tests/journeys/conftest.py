"""Shared by the journeys: one browser, and pages that remember what they asked for and complained of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ribao.render.bundle import Bundle
from ribao.render.site import site
from tests.journeys import browser as chromium


@dataclass
class Watch:
    """What a page did: addresses it asked for, console errors, dialogs, exceptions."""

    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append("a dialog opened"), dialog.dismiss()))


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """One a module, not one a session: as long as it is open, no async test can run in this thread."""
    with chromium.browser() as opened:
        yield opened


Open = Callable[..., tuple[Page, Watch]]


@pytest.fixture
def open_page(chrome: Browser) -> Iterator[Open]:
    """``open_page(address, width=..., **context)``: a page in a context of its own, and what it did."""
    contexts = []

    def opening(address: str, width: int = 1440, height: int = 900, **options: Any) -> tuple[Page, Watch]:
        context = chrome.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)
        contexts.append(context)
        page, watched = context.new_page(), Watch()
        watched.watch(page)
        page.goto(address)
        return page, watched

    yield opening
    for context in contexts:
        context.close()


def export(bundle: Bundle, folder: Path) -> str:
    """Writes the site into ``folder``; the address of its front page."""
    for name, body in site(bundle):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    return (folder / "index.html").as_uri()
