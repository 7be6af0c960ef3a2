"""Finding the feed of an address: the address itself, or what its page names; and the id and title it gets."""

import re
from urllib.parse import urlsplit

from ribao.commands.asking import Answer, ask, fetch, read
from ribao.support.clock import Clock
from ribao.support.i18n import gettext as _
from ribao.support.net.port import Client, Response
from ribao.support.problem import Problem
from ribao.types.reason import Reason
from ribao.types.source import Source


async def feed_at(url: str, client: Client, clock: Clock) -> tuple[Answer, list[tuple[str, str]]]:
    """The first feed of ``url`` that really reads, and the others that its page names. Raises Problem when none does."""
    from ribao.acquire.sources.discover import discover, is_feed

    got = await fetch(url, client)
    if isinstance(got, Reason):
        raise problem_of(_("{url} cannot be fetched.").format(url=url), got)
    if is_feed(got.body, got.header("content-type")):
        return _readable(url, got, clock), []
    offered = discover(got.body, got.header("content-type"), got.url)
    last: Reason | None = None
    for found, _title in offered:
        answer = await ask(Source(id="new", url=found, title=found), client, clock)
        if answer.document is not None:
            return answer, [other for other in offered if other[0] != found]
        last = answer.reason
    if last is not None:
        raise problem_of(_("The feeds that {url} names cannot be read.").format(url=url), last)
    raise Problem(
        _("No feed was found at {url}.").format(url=url),
        _("The page names none, and none of the usual addresses has one."),
        _('A list page can be a source too: ribao sources try {url} --item "CSS selector"').format(url=url),
        exit_code=1,
    )


def _readable(url: str, response: Response, clock: Clock) -> Answer:
    answer = read(Source(id="new", url=url, title=url), response, clock)
    if answer.document is None:
        raise problem_of(_("The feed at {url} cannot be read.").format(url=url), answer.reason)
    return answer


def problem_of(what: str, reason: Reason | None) -> Problem:
    if reason is None:
        return Problem(what, exit_code=1)
    from ribao.support.reasons import words

    said = words(reason)
    return Problem(f"{what} {said.what}", said.why, said.remedy, exit_code=1)


def with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def described(answer: Answer, address: str) -> Source:
    """What the feed says of itself."""
    document = answer.document
    assert document is not None
    home = document.site or "{0.scheme}://{0.netloc}/".format(urlsplit(with_scheme(address)))
    title = document.title or urlsplit(answer.url).hostname or answer.url
    return Source(id="new", url=answer.url, title=title, site=home, language=document.language)


def slug(source: Source) -> str:
    """``The Verge`` → ``the-verge``; a title without Latin letters gives way to the host: ``www.ithome.com`` → ``ithome``."""
    words = re.findall(r"[a-z0-9]+", source.title.lower()) if source.title.isascii() else []
    if words and len("-".join(words)) <= 40:
        return "-".join(words)
    host = (urlsplit(source.site or source.url).hostname or "source").removeprefix("www.")
    if re.fullmatch(r"[0-9.:]+", host) or "." not in host:
        return re.sub(r"[^a-z0-9]+", "-", host).strip("-") or "source"
    return re.sub(r"[^a-z0-9]+", "-", host.rsplit(".", 1)[0]).strip("-") or "source"


def free_id(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
