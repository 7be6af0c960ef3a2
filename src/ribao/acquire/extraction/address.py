"""Addresses that a page names: its own canonical one, pictures, the next part."""

from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

from ribao.acquire.extraction.structured import Structured


def canonical(tree: HtmlElement, structured: Structured, url: str) -> str:
    """The page's word for its own address, believed only for a deeper page of the same registrable site."""
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    for candidate in (*links, structured.first("og:url"), structured.said("url", "@id")):
        address = absolute(candidate, url)
        if address and urlsplit(address).path.strip("/") and (not url or same_site(address, url)):
            return urlunsplit(urlsplit(address)._replace(fragment=""))
    return ""


def absolute(candidate: str | None, url: str) -> str:
    """``candidate`` joined to the page's address if that gives an http(s) address of a sane length, else empty."""
    candidate = (candidate or "").strip()
    if not candidate.strip("/") or len(candidate) > 2000:
        return ""
    try:
        address = urljoin(url, candidate)
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    clean = not any(char.isspace() or ord(char) < 32 for char in address)
    return address if parts.scheme in ("http", "https") and host and clean else ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one registrable domain."""
    return bool(site(one)) and site(one) == site(other)


def site(url: str) -> str:
    """The registrable domain (public suffix and one label), the bare host where there is none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""
    from tld import get_tld

    found = get_tld(f"http://{host}/", as_object=True, fail_silently=True)
    return getattr(found, "fld", "") or host
