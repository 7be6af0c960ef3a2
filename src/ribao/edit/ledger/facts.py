"""Facts of a statement that keep two tellings apart: figures with their units, dates, models, negation. Linear.

Numbers are normalised: full-width, 一二三万亿, "1.2 billion", $ and 美元; equal is what rounds to the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ribao.support.folding import fold

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {
    "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12,
    "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_UNITS = {
    "usd": ("美元", "美金", "dollars", "dollar", "usd", "us$", "$"),
    "cny": ("元人民币", "人民币", "块钱", "元", "yuan", "rmb", "cny", "¥", "￥"),
    "eur": ("欧元", "euros", "euro", "eur", "€"),
    "jpy": ("日元", "yen", "jpy"),
    "hkd": ("港元", "港币", "hkd", "hk$"),
    "krw": ("韩元", "won", "krw"),
    "gbp": ("英镑", "pounds", "gbp", "£"),
    "%": ("个百分点", "percentage points", "percentage point", "percent", "per cent", "%"),
    "person": ("多人", "余人", "名员工", "人次", "people", "employees", "workers", "staff", "jobs", "人", "名", "位"),
    "piece": ("台", "部", "辆", "颗", "架", "款", "件", "units", "vehicles", "cars", "phones", "devices", "chips"),
    "firm": ("家", "companies", "firms", "stores"),
    "year": ("年", "years", "year"),
    "month": ("个月", "months", "month"),
    "week": ("周", "weeks", "week"),
    "day": ("天", "days", "day"),
    "hour": ("小时", "hours", "hour"),
    "minute": ("分钟", "minutes", "minute"),
    "mah": ("毫安时", "毫安", "mah"), "nm": ("纳米", "nm"), "inch": ("英寸", "inches", "inch"), "gb": ("gb",),
    "tb": ("tb",), "hz": ("赫兹", "hz"), "w": ("瓦", "watts", "watt", "w"), "mp": ("像素", "megapixels", "megapixel"),
    "km": ("公里", "千米", "kilometers", "kilometres", "km"), "kg": ("公斤", "千克", "kg"), "ton": ("吨", "tonnes", "tons"),
    "times": ("倍", "times", "x"), "token": ("tokens", "token"), "param": ("参数", "parameters"),
}  # fmt: skip
HARD = frozenset({"usd", "cny", "eur", "jpy", "hkd", "krw", "gbp", "%", "person", "piece", "firm", "date"})
_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_BEFORE = {"$": "usd", "us$": "usd", "¥": "cny", "￥": "cny", "€": "eur", "£": "gbp", "hk$": "hkd"}

_UNIT = "|".join(
    re.escape(word) + (r"(?![a-z])" if word[-1].isalpha() and word.isascii() else "")
    for word in sorted(_OF, key=lambda word: (-len(word), word))
)
_SCALE = "|".join(
    word + (r"(?![a-z])" if word.isascii() else "") for word in sorted(_SCALES, key=lambda word: (-len(word), word))
)
_NUMBER = re.compile(
    rf"(?P<sign>us\$|hk\$|[$¥￥€£])?\s?(?P<digits>(?<![a-z\d.])\d{{1,15}}(?:,\d{{3}}){{0,5}}(?:\.\d{{1,6}})?)[ -]?(?P<scale>{_SCALE})?"
    rf"(?:多|余|个|\+)?[ -]?(?P<unit>{_UNIT})?"
    rf"|(?P<han>(?:百分之)?[零〇一二两三四五六七八九十百千]{{1,9}}(?:点[零一二三四五六七八九]{{1,4}})?)(?P<han_scale>万亿|千万|百万|万|亿)?"
    rf"(?:多|余)?(?P<han_unit>{_UNIT})?"
)
_MONTHS = {
    name: n
    for n, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=lambda name: -len(name)))
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s?年(?:\s?(?P<ym>1[0-2]|0?[1-9])\s?月)?(?:\s?(?P<yd>[12]\d|3[01]|0?[1-9])\s?[日号])?"
    r"|(?P<m>1[0-2]|0?[1-9])\s?月(?!球|饼|薪)(?:\s?(?P<d>[12]\d|3[01]|0?[1-9])\s?[日号])?"
    rf"|\b(?P<month>{_MONTH})\.?\s+(?P<md>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b(?!\s?%)"
    rf"|\b(?P<dm>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\s+(?P<month2>{_MONTH})\b"
    r"|\b(?:in|by|since|until|of)\s+(?P<year>(?:19|20)\d\d)\b"
)
_MODEL = re.compile(
    r"(?<![a-z\d])(?P<series>[a-z]{1,12})[ -]?(?P<number>\d{1,4}(?:\.\d)?)(?P<kind>[a-z]{0,3})(?![a-z\d%年月日])"
)
_HAN_MODEL = re.compile(
    r"(?P<series>[\u4e00-\u9fff]{2})\s?(?P<number>\d{1,2})(?=$|[，。、 :：]|系列|手机|的|将|发布|搭载|采用| ?pro| ?ultra)"
)
_NO_SERIES = frozenset(
    [
        "of",
        "to",
        "in",
        "by",
        "at",
        "for",
        "from",
        "than",
        "over",
        "about",
        "around",
        "nearly",
        "some",
        "only",
        "and",
        "or",
        "the",
        "a",
        "rmb",
        "usd",
        "us",
        "q",
        "h",
        "v",
        "top",
    ]
)
_CONDITION = re.compile(
    r"(?:^|[，。：:\s])(?:[\u4e00-\u9fff]{0,6})?(?:一旦|倘若|假如|如果|(?<!有)若(?!干))|\b(?:if|unless|should)\b(?! not be)"
)
_PARTLY = re.compile(r"(?:包括|其中|含|including|among them)\s?$")
_PERIODS = {
    **{
        f"q{n}": re.compile(
            rf"第{han}季度?|(?<!\d){n}季度|(?<![\u4e00-\u9fff]){han}季度|\bq{n}\b|\b{word}[- ]quarter\b"
        )
        for n, han, word in ((1, "一", "first"), (2, "二", "second"), (3, "三", "third"), (4, "四", "fourth"))
    },
    "h1": re.compile(r"上半年|first half\b"),
    "h2": re.compile(r"下半年|second half\b"),
    "last year": re.compile(r"去年|last year\b"),
    "next year": re.compile(r"明年|next year\b"),
}
_ROUNDED = 10_000  # below, people count, and do not round
_RANGE = re.compile(
    rf"(?P<low>(?<![a-z\d.])\d{{1,9}}(?:,\d{{3}}){{0,4}}(?:\.\d{{1,4}})?)\s?(?P<scale>{_SCALE})?(?:{_UNIT})?\s?(?:至|到|to|[-–—~～])\s?$"
)
_NEAR = 30  # characters on either side
_COMMA = re.compile(r"[，。；;,.!?、]")
_ABOUT = re.compile(r"(?:约|近|超|逾|大约|左右|将近|about|around|nearly|over|almost|approximately|more than|roughly)")

_HARMLESS = re.compile(
    r"不仅|不但|不只|不光|不断|不少|不同|不过|不久|不管|不论|不得不|不然|不妨|不惜|不足|不错|不可避免|不日|不俗|不菲|"
    r"未来|未必不|未婚|无线|无人|无论|无疑|无数|无缝|无锡|无限|无非|非常|非洲|非遗|非凡|并非不|没有不|别人|别的|特别|区别|级别|识别|分别|个别|差别|性别|类别|"
    r"not only|no longer only|nothing but|no\. ?\d|no doubt|non-"
)
NEGATION = re.compile(
    r"并没有|并没|没有|并未|尚未|从未|未曾|未能|未有|并不|并非|绝不|绝无|决不|永不|不再|不会|不是|不能|不将|不予|不存在|毫无|无意|无计划|暂无|"
    r"未(?![来必婚])|不|没|无(?=关|意|需|法|权|须|任何)|非(?=实|真)|\b(?:not|no|never|neither|nor|without|cannot)\b|n['’]t\b"
)
HEDGES = re.compile(
    r"或将|或许|也许|可能会|可能|大概|预计|预期|据悉|据称|有望|疑似|似乎|料将|估计|恐怕|恐将|考虑|拟将?|计划|打算|将要|即将|将会|将于|将|"
    r"\b(?:may|might|could|would|will|likely|possibly|perhaps|reportedly|allegedly|expected to|expects to|plans? to|set to|is to|"
    r"is considering|considering|about to|going to)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """``near``: the folded words around it, to the next figure or comma on either side: what it counts is named there.
    ``low``: of a range (15%至20%) its lower end, and ``value`` its upper one.
    """

    value: float
    unit: str
    about: bool
    start: int
    end: int
    near: str = ""
    low: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """``figures`` have a unit; ``dates`` are (year, month, day), 0 for what is not said, ``dated`` where they stand;
    ``models``: (series, number). ``numbers``: all values, also those that count what nobody listed ("12,000 mowers").
    """

    figures: tuple[Figure, ...]
    dates: tuple[tuple[int, int, int], ...]
    dated: tuple[tuple[int, int], ...]
    models: frozenset[tuple[str, str]]
    numbers: frozenset[float]
    negated: bool
    conditional: bool = False  # 若…, "if ...": of what is not yet so
    periods: frozenset[str] = frozenset()  # q3, h1, next year: what figures are of


def facts(text: str) -> Facts:
    folded = fold(text)
    dates, dated, counted = _dates(folded)
    rest = counted
    figures = tuple(_without_lows(list(_figures(rest))))
    for figure in figures:  # "rose 12.5%" is no model
        rest = rest[: figure.start] + " " * (figure.end - figure.start) + rest[figure.end :]
    models = frozenset(_models(rest))
    return Facts(
        figures=figures,
        dates=tuple(dates),
        dated=tuple(dated),
        models=models,
        numbers=frozenset(value for m in _NUMBER.finditer(counted) if (value := _value(m)) is not None),
        negated=_negated(folded),
        conditional=bool(_CONDITION.search(folded)),
        periods=frozenset(_periods(folded)),
    )


def _periods(folded: str) -> Iterator[str]:
    """Quarters, halves, and years told by their distance."""
    return (name for name, pattern in _PERIODS.items() if pattern.search(folded))


def periods_differ(one: Facts, other: Facts) -> bool:
    return bool(one.periods and other.periods) and one.periods.isdisjoint(other.periods)


def _negated(folded: str) -> bool:
    """Two in one clause undo each other (不是没有); one in each of two clauses do not (消息不实，公司没有计划)."""
    clauses = _COMMA.split(_blank(_HARMLESS, folded))
    return any(len(NEGATION.findall(clause)) % 2 for clause in clauses)


def negation_places(folded: str) -> Iterator[tuple[int, int]]:
    """Where a folded text negates: not in 不仅 or "not only"."""
    return (match.span() for match in NEGATION.finditer(_blank(_HARMLESS, folded)))


def core(text: str) -> str:
    """What is said, without how surely, whether not, and how many: what likeness is measured on."""
    plain = _blank(_HARMLESS, fold(text))
    return " ".join(_blank(HEDGES, _blank(NEGATION, _blank(_NUMBER, _blank(_DATE, plain)))).split())


def uncounted(text: str) -> str:
    """Folded, without negation and numbers, but with what they count: "cut 800 jobs" is of job cuts."""
    plain = _blank(NEGATION, _blank(_HARMLESS, _blank(_DATE, fold(text))))
    return " ".join(_NUMBER.sub(lambda match: f" {match['unit'] or match['han_unit'] or ''} ", plain).split())


def same_value(one: Figure, other: Figure) -> bool:
    """Equal, or the rounding of one another (9.98 and 10; 2.1万 and 21,360), or a range that holds the other."""
    if one.value == other.value or _holds(one, other) or _holds(other, one):
        return True
    most = max(abs(one.value), abs(other.value))
    apart = abs(one.value - other.value) / most
    if apart <= (0.05 if one.about or other.about else 0.006):
        return True
    return most >= _ROUNDED and apart <= 0.025 and (_rounds(one, other) or _rounds(other, one))


def _holds(span: Figure, other: Figure) -> bool:
    low = other.value if other.low is None else other.low
    return span.low is not None and span.low <= other.value and low <= span.value


def _rounds(coarse: Figure, fine: Figure) -> bool:
    """Whether the coarse one is the fine one, told with fewer digits."""
    digits = f"{coarse.value:.6f}".strip("0").replace(".", "").strip("0")
    return len(digits) >= 2 and float(f"{fine.value:.{len(digits) - 1}e}") == coarse.value


def same_date(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """What both say of year, month and day is equal, and they say something in common."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    return bool(pairs) and all(a == b for a, b in pairs)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """Positions stay true."""
    return pattern.sub(lambda match: " " * len(match.group()), text)


def _dates(folded: str) -> tuple[list[tuple[int, int, int]], list[tuple[int, int]], str]:
    found, places = [], []
    for match in _DATE.finditer(folded):
        g = match.groupdict()
        month = int(g["ym"] or g["m"] or 0) or _MONTHS.get(g["month"] or g["month2"] or "", 0)
        day = int(g["yd"] or g["d"] or g["md"] or g["dm"] or 0)
        found.append((int(g["y"] or g["year"] or 0), month, day))
        places.append(match.span())
    return found, places, _blank(_DATE, folded)


def _models(folded: str) -> Iterator[tuple[str, str]]:
    for match in _MODEL.finditer(folded):
        if match["series"] not in _NO_SERIES and match["kind"] not in _OF and match["kind"] not in _SCALES:
            yield match["series"], match["number"] + match["kind"]
    for match in _HAN_MODEL.finditer(folded):
        yield match["series"], match["number"]


def _figures(folded: str) -> Iterator[Figure]:
    matches = [(m, u, v) for m in _NUMBER.finditer(folded) if (u := _unit(m)) and (v := _value(m)) is not None]
    matches = [(m, u, v) for m, u, v in matches if not (m["han"] and v == 1)]  # 一名, 一款: an article, no figure
    for at, (match, unit, value) in enumerate(matches):
        begin = matches[at - 1][0].end() if at else 0
        end = matches[at + 1][0].start() if at + 1 < len(matches) else len(folded)
        before = folded[max(begin, match.start() - _NEAR) : match.start()]
        after = folded[match.end() : min(end, match.end() + _NEAR)]
        if _PARTLY.search(before):  # 包括两名组长: of the others, not all
            continue
        about = bool(_ABOUT.search(before[-12:]) or _ABOUT.match(after) or re.search(r"[多余+]", match.group()))
        near = f"{_COMMA.split(before)[-1].strip()} {_COMMA.split(after)[0].strip()}".strip()
        start, low = _low(folded, match, value)
        yield Figure(value=value, unit=unit, about=about, start=start, end=match.end(), near=near, low=low)


def _without_lows(figures: list[Figure]) -> Iterator[Figure]:
    """The lower end of a range is no figure of its own."""
    following = [*figures[1:], *([None] if figures else [])]
    return (one for one, then in zip(figures, following, strict=True) if then is None or then.start >= one.end)


def _low(folded: str, match: re.Match[str], value: float) -> tuple[int, float | None]:
    """Where a range begins that ends with this figure, and its lower end."""
    found = _RANGE.search(folded, max(0, match.start() - 24), match.start()) if match["digits"] else None
    if found is None:
        return match.start(), None
    scale = found["scale"] or (match["scale"] if float(found["low"].replace(",", "")) < value else None)
    low = round(float(found["low"].replace(",", "")) * _SCALES.get(scale or "", 1.0), 6)
    return (found.start(), low) if low < value else (match.start(), None)


def _unit(match: re.Match[str]) -> str | None:
    if match["han"]:
        return "%" if match["han"].startswith("百分之") else _OF.get(match["han_unit"] or "")
    return _BEFORE.get(match["sign"] or "") or _OF.get(match["unit"] or "")


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        return round(float(match["digits"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1.0), 6)
    number = _han(match["han"].removeprefix("百分之"))
    return None if number is None else round(number * _SCALES.get(match["han_scale"] or "", 1.0), 6)


def _han(text: str) -> float | None:
    """三百二十 is 320, 一二三 is 123, 三点五 is 3.5."""
    whole, _, part = text.partition("点")
    if not whole:
        return None
    number = _han_whole(whole)
    return number + float("0." + "".join(str(_DIGITS[c]) for c in part)) if part else float(number)


def _han_whole(text: str) -> int:
    if not any(c in _TENS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for char in text:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
