"""Opt-outs from text and data mining that an answer itself states (fetching.md E30).

Reading the page is allowed; giving its text to a language model is not. Known forms: the TDM Reservation Protocol
(W3C community group report, header and meta element) and Content-Usage (IETF draft aipref-attach).
"""

import re
from collections.abc import Iterable

_META = re.compile(
    rb"<meta\b(?=[^>]*\bname\s*=\s*[\"']?tdm-reservation\b)(?=[^>]*\bcontent\s*=\s*[\"']?\s*1\b)[^>]*>", re.IGNORECASE
)
_HEAD = 64 * 1024  # bytes of the page in which its meta elements are looked for
_DENIED = re.compile(r"\b(?:bots|ai|train-ai|ai-train|train-genai|ai-output|ai-input|ai-use)\s*=\s*n\b", re.IGNORECASE)


def reservation(headers: Iterable[tuple[str, str]], body: bytes = b"") -> str:
    """The words of the reservation, to be shown as the reason; empty when there is none.

    ``headers`` are (lower-case name, value) rows, as of a Response or a Page; ``body`` the page's bytes, if HTML.
    """
    for name, value in headers:
        if name == "tdm-reservation" and value.strip() == "1":
            return "tdm-reservation: 1"
        if name == "content-usage" and _DENIED.search(value):
            return f"content-usage: {value.strip()[:200]}"
    return 'meta tdm-reservation="1"' if _META.search(body[:_HEAD]) else ""
