"""The address guard: which addresses may be fetched. Two checks, because a name says nothing about where it leads.

:meth:`Guard.check_url` looks at what is written (scheme, user@, numeric hosts in all their disguises) and opens no
connection; :meth:`Guard.check_address` looks at the number that a name resolved to, just before it is connected to.
The table is our own: ``ipaddress.is_global`` calls NAT64, 6to4 and site-local addresses fit to fetch, which lead inside.
Ranges: IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates).
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from ribao.types.reason import Code, Reason

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

REFUSED_V4: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this host"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "carrier-grade NAT"),
    ("127.0.0.0/8", "loopback"),
    ("168.63.129.16/32", "cloud host"),  # Azure's metadata answers here, on an otherwise public range
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "protocol assignments"),
    ("192.0.2.0/24", "documentation"),
    ("192.88.99.0/24", "6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
)
REFUSED_V6: tuple[tuple[str, str], ...] = (
    ("2001::/23", "protocol assignments"),  # Teredo, ORCHID, benchmarking
    ("2001:db8::/32", "documentation"),
    ("2002::/16", "6to4"),
    ("3fff::/20", "documentation"),
)
_V4 = tuple((IPv4Network(text), name) for text, name in REFUSED_V4)
_V6 = tuple((IPv6Network(text), name) for text, name in REFUSED_V6)
_GLOBAL_V6 = IPv6Network("2000::/3")  # all that IANA has given out; everything else (fc00::, fe80::, fec0::) is inside
_NAT64 = IPv6Network("64:ff9b::/96")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")


class Guard:
    """``allow_private`` opens ranges on purpose. Methods return None when the address is fit, else the reason."""

    def __init__(self, allow_private: Sequence[Network] = ()) -> None:
        self._open = tuple(allow_private)

    def check_url(self, url: str) -> Reason | None:
        """What is written: scheme, form, and the host where it is a number or a local name. Opens no connection."""
        try:
            address = literal_of(url)
        except ValueError as error:
            return _refuse(f"{error}: {url[:200]}")
        return None if address is None else self.check_address(address)

    def check_address(self, address: Address | str) -> Reason | None:
        """The number a name led to, or that stood in the address itself."""
        try:
            number = ip_address(address) if isinstance(address, str) else address
        except ValueError:
            return _refuse(f"not an address: {str(address)[:100]}")
        kind = "" if self.opened(number) else kind_of(number)
        return _refuse(f"{number} ({kind})") if kind else None

    def opened(self, address: Address) -> bool:
        """Is it in a range that the owner opened?"""
        inner = unwrapped(address)
        return any(number in network for network in self._open for number in (address, inner))

    def opened_url(self, url: str) -> bool:
        """Does the address name, by number, a host in a range that the owner opened?"""
        try:
            address = literal_of(url)
        except ValueError:
            return False
        return address is not None and self.opened(address)


def host_of(url: str) -> str:
    """The host that a client would connect to: lower case, full-width and circled digits made plain, no final dot.

    Raises ValueError (its message says why) for anything but a plain http or https address.
    """
    if _FORBIDDEN.search(url):
        raise ValueError("control character, space or backslash")
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https"):
        raise ValueError("not http or https")
    if "@" in parts.netloc:
        raise ValueError("user name in the address")
    if "%" in parts.netloc:
        raise ValueError("percent sign in the host")
    if parts.port == 0:  # the property itself raises ValueError above 65535
        raise ValueError("port 0")
    host = unicodedata.normalize("NFKC", parts.hostname or "").replace("。", ".").lower().rstrip(".")
    if not host or re.search(r"[\s/?#@\\%]", host):
        raise ValueError("no usable host")
    return host


@lru_cache(maxsize=4096)  # asked for pace, and again for each hop
def literal_of(url: str) -> Address | None:
    """The address that the host of ``url`` is a spelling of; None when it is a name. Raises ValueError as above."""
    host = host_of(url)
    if host == "localhost" or host.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    if ":" in host:
        return IPv6Address(host)  # urlsplit has checked what stands in brackets
    labels = host.split(".")
    if not _NUMBER.fullmatch(labels[-1]):
        return None
    number = _inet_aton(labels)
    if number is None:
        raise ValueError("a number that is no address")
    return IPv4Address(number)


def unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv4-mapped or NAT64 one; else the address itself."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def kind_of(address: Address) -> str:
    """Why the address leads inside, in a word; empty when it is public."""
    inner = unwrapped(address)
    if isinstance(inner, IPv4Address):
        return next((name for network, name in _V4 if inner in network), "")
    if inner.scope_id or inner not in _GLOBAL_V6:
        return "loopback" if inner.is_loopback else "not public"
    return next((name for network, name in _V6 if inner in network), "")


def _inet_aton(labels: list[str]) -> int | None:
    """``127.1``, ``0177.0.0.1``, ``0x7f.1``, ``2130706433`` as the C library reads them (and so every client)."""
    if len(labels) > 4 or not all(_NUMBER.fullmatch(label) for label in labels):
        return None
    try:
        *first, last = (_c_number(label) for label in labels)
    except ValueError:
        return None
    if any(part > 255 for part in first) or last >= 256 ** (4 - len(first)):
        return None
    return sum(part << (24 - 8 * place) for place, part in enumerate(first)) + last


def _c_number(label: str) -> int:
    if len(label) > 20:
        raise ValueError("too long")
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8) if label.startswith("0") and len(label) > 1 else int(label)


def _refuse(detail: str) -> Reason:
    return Reason(code=Code.ADDRESS_REFUSED, detail=detail)
