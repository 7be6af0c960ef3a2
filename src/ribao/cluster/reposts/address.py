"""Addresses: which ones lead to the same article."""

import re

_NOISE = re.compile(r"^[a-z]+://(?:www\.|m\.)?|#.*$|[?&](?:utm_[^&]*|from=[^&]*|spm=[^&]*)|/+$")


def same_address(url: str) -> str:
    """An address without what does not change the page; empty for a home page, which is nobody's article."""
    bare_url = _NOISE.sub("", _NOISE.sub("", url))
    return bare_url if "/" in bare_url else ""
