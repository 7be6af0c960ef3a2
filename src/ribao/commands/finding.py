"""Finding the feed of an address: the address itself, or what its page names; and what the feed says of itself."""

from urllib.parse import urlsplit

from ribao.commands.asking import Answer, Asker
from ribao.support.i18n import gettext as _
from ribao.support.net.port import Response
from ribao.support.problem import Problem
from ribao.types.reason import Code, Reason
from ribao.types.source import Source, SourceKind

# what a guessed address says when there simply is no feed; of an address that the page names it is a fault
_NOTHING_THERE = (Code.HTTP_NOT_FOUND, Code.HTTP_GONE, Code.HTTP_CLIENT_ERROR, Code.NOT_A_FEED, Code.FEED_BROKEN)


async def feed_at(url: str, asker: Asker) -> tuple[Answer, list[tuple[str, str]]]:
    """The first feed of ``url`` that really reads, and the others that its page names. Raises Problem when none does.

    The address of a news sitemap gives that.
    """
    from ribao.acquire.sources.discover import discover, is_feed, is_sitemap

    got = await asker.fetch(url)
    if isinstance(got, Reason):
        raise problem_of(_("{url} cannot be fetched.").format(url=url), got)
    content_type = got.header("content-type")
    if is_feed(got.body, content_type):
        return _readable(url, got, asker, SourceKind.FEED), []
    if is_sitemap(got.body, content_type):
        return _readable(url, got, asker, SourceKind.SITEMAP), []
    return await _first(url, discover(got.body, content_type, got.url), asker)


async def _first(url: str, offered: list[tuple[str, str]], asker: Asker) -> tuple[Answer, list[tuple[str, str]]]:
    """``offered`` holds guesses too; they have no title, are no faults when they fail, and no alternatives."""
    fault: Reason | None = None
    for address, title in offered:
        answer = await asker.ask(Source(id="new", url=address, title=address))
        if answer.document is not None:
            return answer, [other for other in offered if other[1] and other[0] != address]
        if answer.reason is not None and (title or answer.reason.code not in _NOTHING_THERE):
            fault = fault or answer.reason
    if fault is not None:
        raise problem_of(_("The feeds that {url} names cannot be read.").format(url=url), fault)
    raise Problem(
        _("No feed was found at {url}.").format(url=url),
        _("The page names none, and none of the usual addresses has one."),
        _('A list page can be a source too: ribao sources try {url} --item "CSS selector"').format(url=url),
        exit_code=1,
    )


def _readable(url: str, response: Response, asker: Asker, kind: SourceKind) -> Answer:
    answer = asker.read(Source(id="new", url=url, title=url, kind=kind), response)
    if answer.document is None:
        raise problem_of(_("The feed at {url} cannot be read.").format(url=url), answer.reason)
    return answer


def problem_of(what: str, reason: Reason | None) -> Problem:
    """Exit status 1: the command was right, the other side gave nothing."""
    if reason is None:
        return Problem(what, exit_code=1)
    from ribao.support.reasons import words_once

    said = words_once(reason)
    return Problem(f"{what} {said.what}", said.why, said.remedy, exit_code=1)


def with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def described(answer: Answer, address: str) -> Source:
    """What the feed says of itself."""
    document = answer.document
    assert document is not None
    home = document.site or "{0.scheme}://{0.netloc}/".format(urlsplit(with_scheme(address)))
    title = document.title or urlsplit(answer.url).hostname or answer.url
    kind = answer.source.kind
    return Source(id="new", url=answer.url, title=title, kind=kind, site=home, language=document.language)
