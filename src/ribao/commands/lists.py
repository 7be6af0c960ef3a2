"""``--sources``: the sources of one run, from a file or address of an OPML list, or the address of one feed."""

from pathlib import Path

from ribao.support.i18n import gettext as _
from ribao.support.net.port import Client, FetchFailed
from ribao.support.problem import Problem
from ribao.types.reason import Code, Reason
from ribao.types.source import Source


async def sources_of(given: str, client: Client) -> tuple[Source, ...]:
    """Raises Problem: exit status 2 for a list that cannot be used, 1 for an address that does not answer."""
    body, content_type = await _fetched(given, client) if "://" in given else (_read(given), None)
    from ribao.acquire.sources import discover, opml

    if "://" in given and discover.is_feed(body, content_type):
        return (opml.source_of(title=given, url=given),)
    sources = opml.parse(body)
    if not sources:
        raise Problem(
            _("{given} lists no sources.").format(given=given),
            _("It is neither an OPML list with feeds nor a feed."),
            _("Give an OPML 2.0 file whose outlines have xmlUrl, or a feed's own address."),
        )
    return sources


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Problem(
            _("The source list {path} cannot be read.").format(path=path),
            error.strerror or str(error),
            _("Check the path, or give an address that begins with https://."),
        ) from None


async def _fetched(url: str, client: Client) -> tuple[bytes, str | None]:
    from ribao.acquire.fetch import status_reason

    try:
        response = await client.get(url)
    except FetchFailed as failed:
        raise _not_fetched(url, failed.reason) from None
    reason = status_reason(response)
    if reason is not None:
        raise _not_fetched(url, reason)
    return response.body, response.header("content-type")


def _not_fetched(url: str, reason: Reason) -> Problem:
    from ribao.support.reasons import words_once

    said = words_once(reason)
    return Problem(
        _("The source list {url} could not be fetched: {what}").format(url=url, what=said.what),
        said.why,
        said.remedy,
        exit_code=2 if reason.code is Code.ADDRESS_REFUSED else 1,
    )
