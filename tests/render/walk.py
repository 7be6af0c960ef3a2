"""Reads an exported site as a browser would: elements, ids, and every address with where it leads."""

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement

_OWN_SCRIPT = re.compile(r"(?:\.\./)*static/(?:first|ribao)\.js\?[0-9a-f]{12}")
_FOLLOWED = {"href", "src", "srcset", "action", "formaction", "data", "poster", "background"}


@lru_cache(maxsize=700)
def tree(page: bytes) -> HtmlElement:
    return html.document_fromstring(page.decode("utf-8"))


def scripts(page: bytes) -> list[HtmlElement]:
    """Those that are not our own two files; data for search engines (JSON-LD) is none."""
    found = tree(page).xpath("//script[not(@type='application/ld+json')]")
    return [one for one in found if one.text or not _OWN_SCRIPT.fullmatch(one.get("src", ""))]


def ids(page: bytes) -> list[str]:
    return [str(one) for one in tree(page).xpath("//@id")]


def addresses(page: bytes) -> Iterator[tuple[str, str]]:
    """(tag, address) of everything that a browser may follow or load."""
    for element in tree(page).iter("*"):
        for attribute in _FOLLOWED.intersection(element.keys()):
            yield element.tag, element.get(attribute)


def inside(path: str, address: str) -> tuple[str, str] | None:
    """(path in the site, fragment) of a relative address on the page at ``path``; None for an absolute one."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
    return target, parts.fragment
