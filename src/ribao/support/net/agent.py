"""How we introduce ourselves: the same words to everyone, no browser disguise, and a way to reach the owner."""

import re
from functools import cache
from importlib import metadata

ROBOT = "Ribao"  # the token that robots.txt names


def user_agent(contact: str = "") -> str:
    """``Ribao/0.1 (+https://example.org/about)``; ``contact`` is ``fetch.contact`` of the settings."""
    clean = re.sub(r"[^\x21-\x7e]|[()]", "", contact)  # a header is one line of plain ASCII
    return f"{ROBOT}/{_version()} (+{clean or 'no contact given'})"


@cache
def _version() -> str:
    try:
        full = metadata.version("ribao")
    except metadata.PackageNotFoundError:
        full = "0.0"
    return ".".join(full.split(".")[:2])
