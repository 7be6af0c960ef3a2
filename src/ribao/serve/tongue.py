"""Which language a reader gets: the path's, else the one asked for, else the browser's, else the daily's. No cookie."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from ribao.render.html import OWN_NAMES
from ribao.support.i18n import LANGUAGES, normalise, speaking


class ReaderLanguage:
    """Whatever a handler says, it says in its reader's language, not in that of the terminal the server began in."""

    def __init__(self, app: ASGIApp, default: Callable[[], str]) -> None:
        self._app = app
        self._default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        default = self._default()
        with speaking(language_of(Request(scope), default) if scope["type"] == "http" else default):
            await self._app(scope, receive, send)


def language_of(request: Request, default: str) -> str:
    fixed = prefix_of(request) or request.query_params.get("lang", "")
    if fixed in LANGUAGES:
        return fixed
    return _preferred(request.headers.get("accept-language", "")) or default


def prefix_of(request: Request) -> str:
    """The language that the path names, if it does."""
    return str(request.scope.get("state", {}).get("language", ""))


def others(here: str, language: str, prefix: str) -> tuple[tuple[str, str, str], ...]:
    """(tag, name, relative address) of the same page in each other language. ``here`` has no prefix."""
    up = "../" * (here.count("/") + (1 if prefix else 0))
    return tuple((tag, OWN_NAMES[tag], f"{up}{tag}/{here}") for tag in LANGUAGES if tag != language)


def _preferred(header: str) -> str:
    """The best of our languages in an Accept-Language header (RFC 9110 section 12.5.4); empty when it names none."""
    best, found = 0.0, ""
    for offer in header.split(",")[:20]:
        tag, _, quality = offer.strip().partition(";")
        weight = _weight(quality)
        ours = tag.split("-")[0].lower() in LANGUAGES
        if ours and weight > best:
            best, found = weight, normalise(tag)
    return found


def _weight(quality: str) -> float:
    name, _, value = quality.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name == "q" else 0.0
    except ValueError:
        return 0.0
