"""Why something did not work: a code that is translated when it is shown, and the technical detail as it was met.

A reason is stored beside the source, lead or article that it is about. What happened, why, and what to do next is
written once per code in :mod:`ribao.support.reasons`, in each language; a test fails for a code without words.
"""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """What went wrong, in the field's terms. A new code needs its words in ``support/reasons.py``."""

    # reaching an address
    ADDRESS_REFUSED = "address.refused"  # private, loopback, unusable scheme ... (hostile-input.md 1-15)
    DNS_FAILED = "net.dns"
    CONNECT_FAILED = "net.connect"
    TLS_FAILED = "net.tls"
    TIMED_OUT = "net.timeout"
    BODY_CUT = "net.cut"  # the connection ended inside the body
    BODY_TOO_LARGE = "net.too_large"
    BAD_CODING = "net.coding"  # gzip, br or zstd that does not decode
    REDIRECT_LOOP = "net.redirect_loop"
    REDIRECT_REFUSED = "net.redirect_refused"  # https to http, or to a refused address
    HTTP_CLIENT_ERROR = "http.4xx"
    HTTP_NOT_FOUND = "http.404"
    HTTP_GONE = "http.410"
    HTTP_TOO_MANY = "http.429"
    HTTP_SERVER_ERROR = "http.5xx"
    ROBOTS_DENIED = "robots.denied"
    ROBOTS_UNREACHABLE = "robots.unreachable"
    # reading a feed
    NOT_A_FEED = "feed.not_a_feed"  # HTML or something else where a feed was expected
    FEED_EMPTY = "feed.empty"
    FEED_BROKEN = "feed.broken"  # not well-formed and beyond repair
    FEED_TOO_MANY_ENTRIES = "feed.too_many_entries"
    FEED_CUT_SHORT = "feed.cut_short"  # truncated: what stood before the cut was kept
    NOTHING_SELECTED = "page.nothing_selected"  # the CSS selectors of a page source found no item
    SILENT = "feed.silent"  # nothing new for three times its usual gap
    # reading an article
    NO_ADDRESS = "article.no_address"
    PAGE_NOT_HTML = "article.not_html"  # PDF, video, picture ...
    PAGE_TOO_DEEP = "article.too_deep"
    PAGE_TOO_LARGE = "article.too_large"
    PAGE_WALL_LOGIN = "article.wall_login"
    PAGE_WALL_CAPTCHA = "article.wall_captcha"
    PAGE_WALL_COOKIE = "article.wall_cookie"
    PAGE_NO_TEXT = "article.no_text"
    WORKER_DIED = "article.worker_died"  # the extraction process crashed or reached a limit
    QUARANTINED = "work.quarantined"  # given up after three tries
    # our own house
    DISK_FULL = "store.full"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """``detail`` is free technical text (a status line, an exception's words), never translated, at most 500 characters."""

    code: Code
    detail: str = ""
