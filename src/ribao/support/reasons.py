"""Words for reasons: what happened, why, and what to do next; once per code, in each language.

A new :class:`~ribao.types.reason.Code` gets its three sentences here and their Chinese in ``locale/zh_CN/reasons.po``.
"""

from dataclasses import dataclass, replace

from ribao.support.i18n import N_, gettext
from ribao.types.reason import Code, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """In the reader's language. ``what`` is short enough for a table; the others are sentences."""

    what: str
    why: str
    remedy: str


def words(reason: Reason) -> Words:
    """The words of ``reason.code`` in the current language; the technical detail is appended to the why."""
    what, why, remedy = MESSAGES[reason.code]
    told = gettext(why)
    if reason.detail:
        told = gettext("%(why)s (%(detail)s)") % {"why": told, "detail": reason.detail}
    return Words(what=gettext(what), why=told, remedy=gettext(remedy))


def words_once(reason: Reason) -> Words:
    """The same for an address that somebody gave by hand: nothing asks it again by itself."""
    said = words(reason)
    by_itself = MESSAGES[reason.code][2] in (_LATER, _CHECK_ADDRESS)
    return replace(said, remedy=gettext("Check the address, or try again later.")) if by_itself else said


_LATER = N_("Nothing: it is asked again later.")
_OPEN_ORIGINAL = N_("Read it at its source: the link is with the headline.")
_CHECK_ADDRESS = N_("Check the address with: ribao sources check")

MESSAGES: dict[Code, tuple[str, str, str]] = {
    Code.ADDRESS_REFUSED: (
        N_("Address refused"),
        N_("It points into a private network, or is not a plain web address, so no connection was opened."),
        N_("If you meant it, open its range with fetch.allow_private in ribao.toml."),
    ),
    Code.DNS_FAILED: (
        N_("Host name not found"),
        N_("No address is known for the host name, or the name server did not answer."),
        N_("Check the spelling of the address and your network."),
    ),
    Code.CONNECT_FAILED: (
        N_("No connection"),
        N_("The server did not accept a connection."),
        _LATER,
    ),
    Code.TLS_FAILED: (
        N_("Not a secure connection"),
        N_("The server's certificate is not valid for its name, has expired, or cannot be checked."),
        N_("Check this computer's clock and certificates; otherwise the site has to repair it."),
    ),
    Code.TIMED_OUT: (
        N_("Took too long"),
        N_("The server did not finish its answer within the time allowed."),
        _LATER,
    ),
    Code.BODY_CUT: (
        N_("Answer broken off"),
        N_("The connection ended before the whole answer had come."),
        _LATER,
    ),
    Code.BODY_TOO_LARGE: (
        N_("Answer too large"),
        N_("The answer is larger than what is read of one address."),
        N_("If you trust the source, raise fetch.max_bytes in ribao.toml."),
    ),
    Code.BAD_CODING: (
        N_("Answer cannot be unpacked"),
        N_("The answer is compressed in a way that does not unpack, or unpacks without end."),
        _LATER,
    ),
    Code.REDIRECT_LOOP: (
        N_("Redirected in circles"),
        N_("The address redirects too often, or back to itself."),
        _CHECK_ADDRESS,
    ),
    Code.REDIRECT_REFUSED: (
        N_("Redirect refused"),
        N_("The address redirects to one that is not safe to follow."),
        _CHECK_ADDRESS,
    ),
    Code.HTTP_CLIENT_ERROR: (
        N_("Request refused by the site"),
        N_("The site does not answer this request: it may want a login, or not want programs."),
        N_("Open the address in a browser; look for another feed of this site."),
    ),
    Code.HTTP_NOT_FOUND: (
        N_("Page not found"),
        N_("The site says that there is nothing at this address (404)."),
        _CHECK_ADDRESS,
    ),
    Code.HTTP_GONE: (
        N_("Gone for good"),
        N_("The site says that this address was removed on purpose (410). It is not asked any more."),
        N_("Remove the source, or give it a new address."),
    ),
    Code.HTTP_TOO_MANY: (
        N_("Asked too often"),
        N_("The site wants fewer requests (429). It is left alone for as long as it asks."),
        N_("If this goes on, give the source a longer every_minutes."),
    ),
    Code.HTTP_SERVER_ERROR: (
        N_("Error on the site's side"),
        N_("The site itself reports a failure (5xx)."),
        _LATER,
    ),
    Code.ROBOTS_DENIED: (
        N_("Not allowed by robots.txt"),
        N_("The site does not want this page to be read by programs, and that is respected."),
        _OPEN_ORIGINAL,
    ),
    Code.ROBOTS_UNREACHABLE: (
        N_("robots.txt cannot be read"),
        N_("The site did not say what may be read, so its pages are left alone for now."),
        _LATER,
    ),
    Code.NOT_A_FEED: (
        N_("Not a feed"),
        N_("There is something else at the address, most often a web page."),
        N_("Add the site's page address instead; its feeds are then looked for: ribao sources add"),
    ),
    Code.FEED_EMPTY: (
        N_("Empty feed"),
        N_("The answer holds nothing: it is empty, or a feed without an entry."),
        _LATER,
    ),
    Code.FEED_BROKEN: (
        N_("Broken feed"),
        N_("The feed is not well-formed, and nothing in it could be saved."),
        _LATER,
    ),
    Code.FEED_TOO_MANY_ENTRIES: (
        N_("Too many entries"),
        N_("Only the newest entries were taken; the feed has more than fetch.max_entries."),
        N_("If you want them all, raise fetch.max_entries in ribao.toml."),
    ),
    Code.FEED_CUT_SHORT: (
        N_("Feed cut short"),
        N_("The feed ends in the middle; the entries before that were kept."),
        _LATER,
    ),
    Code.NOTHING_SELECTED: (
        N_("Nothing found on the list page"),
        N_("The CSS selectors of this source match nothing: the page may have been redesigned."),
        N_("Try new selectors with: ribao sources try"),
    ),
    Code.SILENT: (
        N_("Silent for long"),
        N_("It answers, but nothing new has come for three times as long as usual."),
        N_("See whether the site has moved its feed."),
    ),
    Code.NO_ADDRESS: (
        N_("No link"),
        N_("The entry names no page to read."),
        N_("Nothing: its headline and summary are shown."),
    ),
    Code.PAGE_NOT_HTML: (
        N_("Not a web page"),
        N_("The link leads to a PDF, a video, a picture or another file."),
        _OPEN_ORIGINAL,
    ),
    Code.PAGE_TOO_DEEP: (
        N_("Page nested too deep"),
        N_("The page nests its elements so deeply that reading it would lose text, so it was not read."),
        _OPEN_ORIGINAL,
    ),
    Code.PAGE_TOO_LARGE: (
        N_("Page too large"),
        N_("The page is larger than what is read of one article."),
        _OPEN_ORIGINAL,
    ),
    Code.PAGE_WALL_LOGIN: (
        N_("Behind a login"),
        N_("The site shows this article to its subscribers or members only."),
        _OPEN_ORIGINAL,
    ),
    Code.PAGE_WALL_CAPTCHA: (
        N_("Behind a captcha"),
        N_("The site wants to see a person before it shows the article."),
        _OPEN_ORIGINAL,
    ),
    Code.PAGE_WALL_COOKIE: (
        N_("Behind a cookie notice"),
        N_("The site shows its cookie notice instead of the article."),
        _OPEN_ORIGINAL,
    ),
    Code.PAGE_NO_TEXT: (
        N_("No text found"),
        N_("The page was read, but no article text was found in it."),
        _OPEN_ORIGINAL,
    ),
    Code.WORKER_DIED: (
        N_("Reading was stopped"),
        N_("The page made the reading process crash, or reach its limit of time or memory."),
        _OPEN_ORIGINAL,
    ),
    Code.QUARANTINED: (
        N_("Put aside"),
        N_("It failed three times and is not tried again by itself."),
        N_("Read it at its source; it does not hold up anything else."),
    ),
    Code.DISK_FULL: (
        N_("Disk full"),
        N_("There was no room to store it."),
        N_("Make room on the disk, or run: ribao prune"),
    ),
    Code.INTERNAL: (
        N_("Error in this program"),
        N_("Something went wrong that should not have; everything else went on."),
        N_("Please report it with the detail given here."),
    ),
}
