"""Dates as a newspaper prints them, in the reader's language and the edition's time zone."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

from ribao.support.i18n import language

_TRADITIONAL = str.maketrans(
    "腊闰惊蛰谷满种处节龙阳宵会诞旧历财灶岁", "臘閏驚蟄穀滿種處節龍陽宵會誕舊曆財灶歲"
)  # of its words

LOCALES = {"zh": "zh_Hans_CN", "zh-tw": "zh_Hant_TW", "en": "en_GB"}
_LONG = {"zh": "y年M月d日 EEEE", "zh-tw": "y年M月d日 EEEE", "en": "EEEE, d MMMM y"}
_SHORT = {"zh": "M月d日", "zh-tw": "M月d日", "en": "d MMM"}
_DAY = {"zh": "M月d日 EEE", "zh-tw": "M月d日 EEE", "en": "EEE d MMM"}
_MONTH = {"zh": "y年M月", "zh-tw": "y年M月", "en": "MMMM y"}
_YEAR = {"zh": "y年M月d日", "zh-tw": "y年M月d日", "en": "d MMM y"}


def long_day(day: date) -> str:
    """2026年3月6日 星期五 · Friday, 6 March 2026"""
    return format_date(day, _LONG[language()], LOCALES[language()])


def short_day(day: str) -> str:
    """3月6日 周五 of 2026-03-06; what is no such date stands as it is."""
    try:
        return format_date(date.fromisoformat(day), _DAY[language()], LOCALES[language()])
    except ValueError:
        return day


def month(name: str) -> str:
    """2026年5月 of 2026-05"""
    return format_date(date.fromisoformat(f"{name}-01"), _MONTH[language()], LOCALES[language()])


def weekday(day: date, short: bool = False) -> str:
    """星期五, or 五 · Friday, or F"""
    return format_date(day, "EEEEE" if short else "EEEE", LOCALES[language()])


def lunar_day(day: date) -> str:
    """The day by the Chinese calendar, with the solar term or festival that falls on it: 三月十九 立夏."""
    told = _lunar_day(day)
    return told.translate(_TRADITIONAL) if language() == "zh-tw" else told


@lru_cache(maxsize=64)
def _lunar_day(day: date) -> str:
    from lunar_python import Solar

    if not 1900 <= day.year <= 2100:
        return ""
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    name = f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"
    return " ".join([name, *filter(None, [lunar.getJieQi()]), *lunar.getFestivals()[:1]])


def stamp(moment: datetime, zone: ZoneInfo, year: int) -> str:
    """3月6日 07:16, with the year where it is another than ``year``."""
    local = moment.astimezone(zone)
    pattern = _SHORT if local.year == year else _YEAR
    return f"{format_date(local.date(), pattern[language()], LOCALES[language()])} {local:%H:%M}"


def brief_stamp(moment: datetime, zone: ZoneInfo, day: date) -> str:
    """06:35 on the edition's own day, with the weekday on another: 周四 22:20."""
    local = moment.astimezone(zone)
    if local.date() == day:
        return f"{local:%H:%M}"
    return f"{format_date(local.date(), 'EEE', LOCALES[language()])} {local:%H:%M}"


def number(day: date) -> int:
    """The edition's number within its year: a day is one edition, so it is the day of the year."""
    return day.timetuple().tm_yday
