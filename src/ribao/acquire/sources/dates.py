"""Dates as feeds and pages write them, read from the raw string into aware UTC datetimes.

RFC 822/2822 with every oddity met, ISO 8601 / W3CDTF, the Chinese forms (2024年05月01日 08:15, 昨天 08:15, 5分钟前) and
Unix seconds. A time without a zone is UTC, or China's when it is written the Chinese way or the document is Chinese;
CST is China's unless the document is known not to be Chinese. What cannot be right (before 1990, more than two days
ahead, years 0 and 9999) is None: no date is better than a false one.

feedparser's own reading is not used: it turns ``2024年05月01日`` into the current month and CST into US Central.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
_FIRST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)
_LONGEST = 100  # characters: no date is longer, and no pattern here sees more

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONE_HOURS = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0.0),
    **dict.fromkeys(("bst", "cet", "west"), 1.0),
    **dict.fromkeys(("cest", "eet", "sast"), 2.0),
    **dict.fromkeys(("eest", "msk"), 3.0),
    "ist": 5.5,
    **dict.fromkeys(("hkt", "sgt", "awst", "pht", "北京时间", "东八区"), 8.0),
    **dict.fromkeys(("jst", "kst"), 9.0),
    "aest": 10.0,
    "aedt": 11.0,
    "nzst": 12.0,
    "nzdt": 13.0,
    "ast": -4.0,
    **dict.fromkeys(("edt",), -4.0),
    **dict.fromkeys(("est", "cdt"), -5.0),
    "mdt": -6.0,
    **dict.fromkeys(("mst", "pdt"), -7.0),
    **dict.fromkeys(("pst", "akdt"), -8.0),
    "akst": -9.0,
    "hst": -10.0,
}
_ZONES = {name: timezone(timedelta(hours=hours)) for name, hours in _ZONE_HOURS.items()}
_US_CENTRAL = timezone(timedelta(hours=-6))

# "25 Feb 2026 08" with its zone, and "2026-02-25T08" with its, to the hour in UTC ("2026-02-25T00"): feeds of one day
# share few hours, so nearly every date of the common shapes costs one look-up and one call of C code
_HOURS: dict[str, str] = {}
_MOST_HOURS = 20_000


def parse(raw: str, now: datetime, *, chinese: bool | None = None) -> datetime | None:
    """The moment ``raw`` names, in UTC; None when there is none, or none that can be right at ``now`` (aware).

    ``chinese``: whether the document is Chinese, None when that is not known. It decides what CST and a missing zone
    mean.
    """
    return reader(now, chinese)(raw)


def reader(now: datetime, chinese: bool | None) -> Callable[[str], datetime | None]:
    """:func:`parse` for the many dates of one document."""
    last = now.astimezone(UTC) + _AHEAD

    def read(raw: str) -> datetime | None:
        moment: datetime | None
        try:
            if raw[3:5] == ", ":  # Wed, 25 Feb 2026 08:00:00 +0800
                key, minutes = raw[5:19] + raw[25:], raw[19:25]
            else:  # 2026-02-25T08:00:00+08:00
                key, minutes = raw[:13] + raw[19:], raw[13:19]
            moment = datetime.fromisoformat((_HOURS.get(key) or _learn(key, raw)) + minutes + "+00:00")
        except (ValueError, OverflowError):
            moment = _uncommon(raw, now, chinese)
        return moment if moment is not None and _FIRST <= moment <= last else None

    return read


def _learn(key: str, raw: str) -> str:
    """The hour in UTC. Raises ValueError for any other shape, and a zone that is missing or no whole hours."""
    hour, zone = (_rfc_822_hour(raw), raw[25:]) if raw[3:5] == ", " else (raw[:13], raw[19:])
    zone = "+00:00" if zone in (" GMT", "Z") else zone.lstrip()
    moment = datetime.fromisoformat(f"{hour}:00:00{zone}")
    if moment.tzinfo is None or not zone.endswith("00"):
        raise ValueError(zone)
    if len(_HOURS) > _MOST_HOURS:
        _HOURS.clear()
    _HOURS[key] = utc = moment.astimezone(UTC).isoformat()[:13]
    return utc


def _rfc_822_hour(raw: str) -> str:
    """``25 Feb 2026 08`` of the whole as ``2026-02-25T08``. Raises ValueError for any other shape."""
    day, month, year, hour = raw[5:7], _MONTHS.get(raw[8:11].lower()), raw[12:16], raw[17:19]
    if month is None or raw[7] + raw[11] + raw[16] != "   ":
        raise ValueError(raw[:_LONGEST])
    return f"{year}-{month:02d}-{day}T{hour}"


# -- everything else ---------------------------------------------------------------------------------------------

_ISO_DAY = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*[日号])?(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(?![\d:年])")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})(?!\d)")
_MONTH_DAY = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,|\s)(?:.{0,24}?)\b(\d{4})\b")
_NO_YEAR = re.compile(r"(?<![\d年/.-])(?<!年\s)(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*[日号])?(?!\d|[-/.]\d)")
_TIME = re.compile(
    r"(上午|下午|晚上|中午|凌晨|早上|晚|[ap]\.?m\.?\b)?\s*(?<!\d)(\d{1,2})\s*[:时点]\s*(\d{1,2})"
    r"(?:\s*[:分]\s*(\d{1,2}))?(?:\s*秒)?(?:[.,]\d+)?\s*([ap]\.?m\.?\b)?",
    re.IGNORECASE,
)
_HOUR_ONLY = re.compile(r"(上午|下午|晚上|中午|凌晨|早上|晚)?\s*(?<!\d)(\d{1,2})\s*[时点](?!\d)")
_OFFSET = re.compile(r"([+-])\s?(\d{1,2}):?(\d{2})?(?!\d)")
_ZONE_NAME = re.compile(r"北京时间|东八区|\b[A-Za-z]{1,4}\b")
_RELATIVE = re.compile(
    r"(\d{1,4})\s*(个)?(秒|分钟|小时|天|周|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)\s*(?:之?前|ago)",
    re.IGNORECASE,
)
_UNIT_SECONDS = {
    "秒": 1,
    "分": 60,
    "小": 3600,
    "天": 86400,
    "周": 604800,
    "s": 1,
    "m": 60,
    "h": 3600,
    "d": 86400,
    "w": 604800,
}
_DAYS_BACK = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "today": 0, "yesterday": 1}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?(?:\.\d+)?\s*\Z")

_Day = tuple[int, int, int]


def _uncommon(raw: str, now: datetime, chinese: bool | None) -> datetime | None:
    text = unicodedata.normalize("NFKC", raw[: 2 * _LONGEST]).strip()[:_LONGEST]
    try:
        return _epoch(text) or _ago(text, now) or _absolute(text, now, chinese)
    except (ValueError, OverflowError):
        return None


def _epoch(text: str) -> datetime | None:
    found = _EPOCH.match(text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _ago(text: str, now: datetime) -> datetime | None:
    """``5分钟前``, ``2 hours ago``, ``刚刚``: safe, since a document is read when it was fetched."""
    if text in ("刚刚", "just now"):
        return now.astimezone(UTC)
    found = _RELATIVE.search(text)
    if not found:
        return None
    unit = _UNIT_SECONDS[found[3][0].lower()]
    return now.astimezone(UTC) - timedelta(seconds=int(found[1]) * unit)


def _absolute(text: str, now: datetime, chinese: bool | None) -> datetime | None:
    day, rest = _day(text, now)
    if day is None:
        return None
    written_chinese = bool(_CHINESE.search(text))
    hour, minute, second, after = _time(rest)
    zone = _zone(after, chinese) or (CHINA if chinese or written_chinese else UTC)
    if hour == 24 and minute == second == 0:
        return datetime(*day, tzinfo=zone).astimezone(UTC) + timedelta(days=1)
    leap = second == 60  # a leap second counts as the one before
    return datetime(*day, hour, minute, second - leap, tzinfo=zone).astimezone(UTC)


def _day(text: str, now: datetime) -> tuple[_Day | None, str]:
    """The day and the text with the day cut out, in which the time is looked for."""
    for word, back in _DAYS_BACK.items():
        if word in text.lower():
            at = (now.astimezone(CHINA) - timedelta(days=back)).date()
            return (at.year, at.month, at.day), text.lower().replace(word, " ", 1)
    for pattern, read in _DAY_FORMS:
        found = pattern.search(text)
        day = read(found) if found else None
        if found and day:
            return day, _without(text, found)
    found = _NO_YEAR.search(text)
    if found:
        return _this_year(int(found[1]), int(found[2]), now), _without(text, found)
    return None, text


def _without(text: str, found: re.Match[str]) -> str:
    if found.re is _COMPACT:
        clock = ":".join(part for part in found.groups()[3:] if part)
        return f"{clock} {text[found.end() :]}"
    if found.re is _MONTH_DAY:  # Wed Feb 25 08:00:00 2026: the time stands inside
        return text[found.start() : found.end() - 4] + text[found.end() :]
    return text[: found.start()] + " " + text[found.end() :]


def _by_numbers(found: re.Match[str]) -> _Day | None:
    return int(found[1]), int(found[2]), int(found[3])


def _by_day_month(found: re.Match[str]) -> _Day | None:
    month = _MONTHS.get(found[2].lower())
    return (_full_year(found[3]), month, int(found[1])) if month else None


def _by_month_day(found: re.Match[str]) -> _Day | None:
    month = _MONTHS.get(found[1].lower())
    return (int(found[3]), month, int(found[2])) if month else None


_DAY_FORMS = (
    (_ISO_DAY, _by_numbers),
    (_DAY_MONTH, _by_day_month),
    (_MONTH_DAY, _by_month_day),
    (_COMPACT, _by_numbers),
)


def _full_year(text: str) -> int:
    """Two digits as RFC 2822, section 4.3, has them."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 50 else 1900)


def _this_year(month: int, day: int, now: datetime) -> _Day:
    """A day without its year is the last such day, up to tomorrow."""
    today = now.astimezone(CHINA).date()
    late = (month, day) > ((today + timedelta(days=1)).month, (today + timedelta(days=1)).day)
    wraps = (today + timedelta(days=1)).year > today.year
    return (today.year - 1 if late and not wraps else today.year), month, day


def _time(text: str) -> tuple[int, int, int, str]:
    """Hour, minute, second, and what stands after them; midnight when there is no time."""
    found = _TIME.search(text)
    if found:
        hour = _twelve(int(found[2]), (found[1] or found[5] or "").lower())
        return hour, int(found[3]), int(found[4] or 0), text[found.end() :]
    found = _HOUR_ONLY.search(text)
    if found:
        return _twelve(int(found[2]), found[1] or ""), 0, 0, text[found.end() :]
    return 0, 0, 0, text


def _twelve(hour: int, half: str) -> int:
    if half.startswith("p") or half in ("下午", "晚上", "晚", "中午"):
        return hour + 12 if hour < (11 if half == "中午" else 12) else hour
    if half and hour == 12:
        return 0
    return hour


def _zone(text: str, chinese: bool | None) -> timezone | None:
    offset = _OFFSET.search(text)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    for found in _ZONE_NAME.finditer(text):
        name = found[0].lower()
        if name == "cst":
            return _US_CENTRAL if chinese is False else CHINA
        if name in _ZONES:
            return _ZONES[name]
    return None
