"""What every request passes: the language prefix is taken off its path, and every answer carries the security headers."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ribao.support.i18n import LANGUAGES

SECURITY = {
    # only our own script files run, never one in a page: whatever an article manages to bring in stays text
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; worker-src 'self'; manifest-src 'self'; connect-src 'self'; "
        "object-src 'none'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


class LanguagePrefix:
    """``/en/c/audio.html`` is ``/c/audio.html`` in English. Links are relative, so a reader stays in their language."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = _without_prefix(scope)
        await self._app(scope, receive, send)


def _without_prefix(scope: Scope) -> Scope:
    for language in LANGUAGES:
        prefix = f"/{language}/"
        if scope["path"].startswith(prefix):
            path = scope["path"][len(prefix) - 1 :]
            raw = scope.get("raw_path") or b""
            state = {**scope.get("state", {}), "language": language}
            return {**scope, "path": path, "raw_path": raw[len(prefix) - 1 :], "state": state}
    return scope
