"""Runs the site on an address of this machine, in the caller's event loop."""

import asyncio
import errno
import socket
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem

GRACE_SECONDS = 5  # for open requests when the server is told to stop
CLOSING = "ribao.closing"  # in a request's scope: a function that says whether the server is about to stop


async def serve(app: ASGIApp, host: str, port: int, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve until cancelled or interrupted; ``ready`` is called once with the site's address, such as http://127.0.0.1:8600/.

    ``port`` 0 takes a free one. Raises Problem when the address cannot be listened on.
    """
    import uvicorn

    from ribao.serve.protocol import protocol

    listening = _listen(host, port)

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        scope[CLOSING] = lambda: server.should_exit  # what streams ends by itself then, and nobody waits for it
        await app(scope, receive, send)

    # proxy_headers would let any client on this machine say that it is another: commands trust the address
    config = uvicorn.Config(
        answering,
        http=protocol(),
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has a flag, no event
            await asyncio.sleep(0.01)
        if server.started:
            ready(_address(listening))
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await asyncio.wait([serving])
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        where = f"{host}:{port}"
        if error.errno == errno.EADDRINUSE:
            raise Problem(
                _("The site cannot be opened on %(where)s") % {"where": where},
                _("Another program, or another Ribao, uses this port."),
                _("Close it, or choose another port: server.port in ribao.toml, or RIBAO_SERVER__PORT."),
            ) from error
        raise Problem(
            _("The site cannot be opened on %(where)s") % {"where": where},
            error.strerror or str(error),
            _("Choose another address: server.host and server.port in ribao.toml."),
        ) from error


def _address(listening: socket.socket) -> str:
    """As a browser on this machine would write it."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"
