"""What makes the site an application that reads without a network: its manifest, its worker, the list of what it keeps."""

import hashlib
import json
from collections.abc import Hashable, Iterator
from pathlib import Path

from ribao.render.bundle import Bundle
from ribao.render.html import HTML_LANG, environment, frame_of, in_its_language, page
from ribao.render.place import ICON, INDEX, SCRIPT, STYLE, Place, channel_path, story_path
from ribao.render.static_files import version
from ribao.support.i18n import gettext as _

MANIFEST = "manifest.webmanifest"
WORKER = "sw.js"
KEPT = "offline.json"
OFFLINE = "offline.html"
FIRST = "static/first.js"
MOST_PAGES = 150  # of an edition that a device keeps
PAPER = "#fdfcf9"  # as in 10-base.css
_WORKERS = Path(__file__).parent / "static" / "worker"


def manifest(title: str, lang: str, start: str) -> bytes:
    """Web application manifest (W3C), in the reader's language; ``start``: the first page, as seen from the manifest."""
    icons = [
        {"src": ICON, "sizes": "any", "type": "image/svg+xml"},
        *({"src": f"static/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)),
        {"src": "static/icon-maskable.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    told = {
        "name": title,
        "short_name": title,
        "description": _("A news daily whose every sentence names its source"),
        "lang": HTML_LANG[lang],
        "start_url": start,
        "scope": "./",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def worker(retired: bool = False) -> bytes:
    """The service worker; or the one that takes its place, forgets what was kept, and itself."""
    return (_WORKERS / ("retire.js" if retired else "sw.js")).read_bytes()


def kept(bundle: Bundle, home: str, base: str = "", state: Hashable = ()) -> bytes:
    """What a device keeps of an edition. Addresses count from the site's root.

    ``home``: the site's first page; ``base``: folder of the edition's pages. ``state``: whatever else its pages hang
    on; equal states mean that nothing has to be fetched anew.
    """
    files = [f"{name}?{version()}" for name in (STYLE, SCRIPT, FIRST)]
    needed = [home or "./", OFFLINE, ICON, MANIFEST, *files]
    edition = bundle.edition
    hung = (version(), edition.made_at, edition.as_of, bundle.language, state)
    told = {
        "edition": f"{edition.date}.{edition.revision}",
        "state": hashlib.sha256(repr(hung).encode("utf-8", "replace")).hexdigest()[:16],
        "needed": needed,
        "pages": list(_pages(bundle, home, base))[:MOST_PAGES],
    }
    return json.dumps(told, indent=0).encode()


def _pages(bundle: Bundle, home: str, base: str) -> Iterator[str]:
    if base:
        yield base + home
    yield from (base + channel_path(name) for name in bundle.edition.channels)
    for section in bundle.edition.sections:
        yield from (base + story_path(entry.story) for entry in section.entries)


@in_its_language
def offline_page(bundle: Bundle, place: Place) -> bytes:
    return page(environment(), "offline.html", frame_of(bundle), place)


@in_its_language
def installing_files(bundle: Bundle) -> tuple[tuple[str, bytes], ...]:
    """Those of an export."""
    return (
        (MANIFEST, manifest(bundle.title, bundle.language, INDEX)),
        (WORKER, worker()),
        (OFFLINE, offline_page(bundle, Place(here=OFFLINE))),
        (KEPT, kept(bundle, INDEX)),
    )
