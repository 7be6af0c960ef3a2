"""The way back after something was done: a path of this site, and nothing else."""

import re
from urllib.parse import quote

_HERE = re.compile(r"[\w./~%-]{0,300}")


def back(sent: str) -> str:
    """``sent`` as a path below the site's root; empty for whatever could lead elsewhere."""
    inside = _HERE.fullmatch(sent) and not sent.startswith("/") and ".." not in sent and "//" not in sent
    return quote(sent, safe="/~%") if inside else ""
