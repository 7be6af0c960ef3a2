"""The wire between a command and the running instance: a POST over loopback, answered line by line (JSON lines)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

PATH = "/-/command"
TOKEN_HEADER = "x-ribao-token"


class CommandRefused(Exception):
    """The instance could not be reached, or did not accept the command."""


def stream_command(address: str, token: str, name: str, arguments: Mapping[str, Any]) -> Iterator[str]:
    """The answer's lines as they come. ``address`` is http://HOST:PORT as the instance lock names it."""
    import httpx2

    body = json.dumps({"name": name, "arguments": dict(arguments)}).encode()
    headers = {TOKEN_HEADER: token, "content-type": "application/json"}
    # a build may be silent for long, so only the connection has a time-out; no proxy: the address is our own loopback
    timeout = httpx2.Timeout(None, connect=5.0)
    try:
        with (
            httpx2.Client(timeout=timeout, trust_env=False) as client,
            client.stream("POST", address.rstrip("/") + PATH, content=body, headers=headers) as response,
        ):
            if response.status_code != 200:
                raise CommandRefused(f"HTTP {response.status_code}")
            yield from (line for line in response.iter_lines() if line)
    except httpx2.HTTPError as error:
        raise CommandRefused(str(error)) from error
