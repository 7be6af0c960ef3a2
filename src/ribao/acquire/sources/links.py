"""Addresses: absolute http(s) ones out of whatever a document writes, and one form of each to compare by."""

import re
from operator import methodcaller
from urllib.parse import urljoin, urlsplit

LONGEST = 4000  # characters; longer ones are no addresses
_BREAKS = str.maketrans("", "", "\t\r\n")  # the WHATWG URL parser drops these, so java\tscript: is javascript:
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

# parameters that say where a reader came from, not what is read
_TRACKING = re.compile(
    r"(?:utm_[^=]*|spm|scm|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|_hs(?:enc|mi)|igshid|ref_src|"
    r"share_(?:from|source|medium|token)|from_rss|cmpid|ncid|at_(?:medium|campaign))(?:=|\Z)",
    re.IGNORECASE,
)
_ANY_TRACKING = re.compile(rf"(?:\A|&){_TRACKING.pattern}|&&|\A&|&\Z", re.IGNORECASE)


def absolute(link: str, base: str) -> str:
    """``link`` as an absolute http or https address; empty for every other scheme and for what is no address."""
    if (
        link.startswith(("https://", "http://"))
        and link.isprintable()
        and " " not in link
        and "[" not in link
        and "///" not in link[:9]
        and 9 < len(link) < LONGEST
    ):
        return link
    link = link.strip().translate(_BREAKS)
    if not link or len(link) > LONGEST or _CONTROL.search(link):
        return ""
    try:
        joined = urljoin(base, link.replace(" ", "%20"))
    except ValueError:
        return ""
    return joined if _has_host(joined) else ""


_starts_as_web = methodcaller("startswith", ("https://", "http://"))


def absolutes(links: list[str], base: str) -> list[str]:
    """:func:`absolute` of many: one look tells whether all are plain, as they are in nearly every document."""
    together = "|".join(links)
    if (
        together.isprintable()
        and " " not in together
        and "[" not in together
        and "///" not in together
        and all(map(_starts_as_web, links))
        and min(map(len, links), default=0) > 9
        and max(map(len, links)) < LONGEST
    ):
        return links
    return [absolute(link, base) for link in links]


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def join_base(base: str, given: str) -> str:
    """The base address inside an element with ``xml:base``; ``base`` itself when the given one is unusable."""
    return absolute(given, base) or base


def same(address: str) -> str:
    """One form for all spellings of an address: no scheme, no ``www.``, no anchor, no tracking parameters.

    Only for comparing: it is not an address to fetch.
    """
    rest = address.partition("://")[2]
    if "?" in rest or "#" in rest:
        rest = _without_query_of_readers(rest)
    host, slash, path = rest.partition("/")
    host = host.lower().removeprefix("www.")
    if ":" in host:
        host = host.removesuffix(":80").removesuffix(":443")
    return (host + slash + path).rstrip("/")


def _without_query_of_readers(rest: str) -> str:
    path, _, fragment = rest.partition("#")
    if "?" in path:
        path = _without_tracking(path)
    # on one-page sites the fragment is the path
    return f"{path}#{fragment}" if fragment[:1] in ("/", "!") else path


def _without_tracking(path: str) -> str:
    before, _, query = path.partition("?")
    if query and not _ANY_TRACKING.search(query):
        return path
    kept = "&".join(part for part in query.split("&") if part and not _TRACKING.match(part))
    return f"{before}?{kept}" if kept else before
