"""What an answer's headers say about when to come back: Cache-Control, Age, Expires, Retry-After (RFC 9111, 9110)."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ribao.support.net.port import Response

DAY = 86_400.0
MAX_FRESH = DAY
MIN_RETRY, MAX_RETRY = 3_600.0, 7 * DAY


def fresh_seconds(answer: Response, now: datetime) -> float:
    """How long the answer stays fresh, 0 to a day; 0 when it does not say (max-age=0, no-cache, Expires: 0, nothing).

    ``Expires`` counts from the answer's own ``Date``, so that a server's wrong clock does no harm.
    """
    directives = _directives(answer.header("cache-control") or "")
    if "no-cache" in directives or "no-store" in directives:
        return 0.0
    if "max-age" in directives:
        age = _seconds(answer.header("age") or "") or 0.0
        return _clamp((_seconds(directives["max-age"]) or 0.0) - age, 0.0, MAX_FRESH)
    expires = http_date(answer.header("expires") or "")
    if expires is None:
        return 0.0
    return _clamp((expires - _server_now(answer, now)).total_seconds(), 0.0, MAX_FRESH)


def retry_seconds(answer: Response, now: datetime) -> float | None:
    """The wait that Retry-After asks for, clamped to an hour to seven days; None without the header.

    Nonsense (words, a negative number, a past date) counts as an hour.
    """
    value = (answer.header("retry-after") or "").strip()
    if not value:
        return None
    asked = _seconds(value)
    if asked is None:
        date = http_date(value)
        asked = (date - _server_now(answer, now)).total_seconds() if date else 0.0
    return _clamp(asked, MIN_RETRY, MAX_RETRY)


def http_date(value: str) -> datetime | None:
    """An HTTP date as aware UTC; None for ``0``, ``-1`` and anything else that is none."""
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _server_now(answer: Response, now: datetime) -> datetime:
    return http_date(answer.header("date") or "") or now


def _directives(value: str) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in value.lower().split(","))
    return {name.strip(): given.strip().strip('"') for name, _, given in pairs if name}


def _seconds(value: str) -> float | None:
    """A whole number of seconds; None for anything else. Huge ones are as good as ``10 ** 12``."""
    if not re.fullmatch(r"\d+", value.strip(), re.ASCII):
        return None
    return float(value.strip()[:13])


def _clamp(value: float, least: float, most: float) -> float:
    return max(least, min(value, most))
