"""Accessibility: axe-core finds nothing to complain of, on any kind of page.

All languages, colours and widths meet on each page only when TEST_QUALITY is set (``make quality``).
"""

import json
import os
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.quality.pages import Kind

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
WAYS = (
    ("", "light", PHONE),
    ("en/", "dark", DESKTOP),
    ("", "dark", DESKTOP),
    ("en/", "light", DESKTOP),
    ("en/", "dark", PHONE),
    ("", "light", DESKTOP),
    ("", "dark", PHONE),
    ("en/", "light", PHONE),
)
PAIRS = 2  # of WAYS: each language, each colour, each width once
ASKED = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@pytest.mark.parametrize("way", WAYS[: None if os.environ.get("TEST_QUALITY") else PAIRS], ids=str)
def test_axe_finds_nothing(pages: Sequence[Kind], chrome: Browser, way: tuple[str, Any, Any]) -> None:
    prefix, colours, size = way
    context = chrome.new_context(viewport=size, color_scheme=colours, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for kind in pages:
        page.goto(f"{kind.root}{prefix}{kind.path}")
        said = complaints(page)
        if said:
            found[kind.name] = said
    context.close()
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)


def complaints(page: Page) -> list[str]:
    """Rule, place and what is wrong there, of each violation."""
    page.evaluate(_axe())
    done = page.evaluate("asked => axe.run(document, asked)", ASKED)
    return [
        f"{rule['id']}: {' '.join(node['target'])}: {' '.join(node['failureSummary'].split())}"
        for rule in done["violations"]
        for node in rule["nodes"][:4]
    ]


def _axe() -> str:
    return Path(str(resources.files("axe_playwright_python") / "axe.min.js")).read_text(encoding="utf-8")
