"""The front page: which stories stand where, worked out before any HTML is written. Pure.

The page is three columns wide. 头条 and the first section take two of them; the rail takes the third. The other
sections go below in three columns, and are dealt out so that all three end at about the same line. A browser cannot
do that by itself, because the columns begin at different heights: that is what the estimates here are for.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise
from math import ceil

from ribao.render.bundle import Bundle
from ribao.render.hours import Hours, hours_of
from ribao.render.pictures import Pictures
from ribao.render.text import width
from ribao.render.thing import Linked, things_of
from ribao.render.view import Item, Row, item, row_of
from ribao.types.channel import TOP

BRIEF = 5  # lines of 今日导读
BRIEF_WIDTH = 36  # Chinese characters of a line of 今日导读; a longer sentence gives way to the headline
NEWEST = 8  # headlines of 昨夜今晨
WORTH_LISTING = 6  # stories from which 昨夜今晨 says something that the page does not
NAMED, LEAST_NAMED = 12, 3  # persons, organisations and products of the day
WORTH_NAMING = 3  # reports
LEAST_BRIEF = 2  # one line alone is no guide
BESIDE, ABOVE = 15.0, 18.0  # rem: a picture with its caption, beside the digest and above it
CLAMPED = 5  # lines after which a headline is cut by the style sheet
BEAM = 400  # ways of dealing out the sections that are kept in mind
BACKWARD = 1.5  # rem of unevenness that the channels' own order is worth, each time
_Way = tuple[tuple[float, ...], tuple[int, ...]]  # heights of the columns, column of each section


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A line of 今日导读: a whole sentence of the edition, and the story it leads to. ``hedge`` stands before a headline."""

    channel: str
    text: str
    lang: str
    path: str
    hedge: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A person, organisation or product of 今日人物与公司, and how many of the edition's reports name it."""

    thing: Linked
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """``first`` stands across two columns under 头条, ``pair`` in these two below it, ``last`` under the rail."""

    main: Item | None
    beside: tuple[Item, ...]
    brief: tuple[Told, ...]
    newest: tuple[Item, ...]
    named: tuple[Counted, ...]
    hours: Hours | None
    first: Row | None
    pair: tuple[tuple[Row, ...], ...]
    last: tuple[Row, ...]

    @property
    def rail(self) -> bool:
        return bool(self.brief or self.newest)


def front(bundle: Bundle, pictures: Pictures | None = None) -> Front:
    """``pictures``: what the page shows of them, for they take room."""
    sections = bundle.edition.sections
    top = next((section for section in sections if section.channel == TOP), None)
    leading = tuple(item(bundle, entry) for entry in top.entries) if top else ()
    rows = [row_of(bundle, section) for section in sections if section.channel != TOP]
    rows = [row for row in rows if row.lead or row.promotions]
    brief, newest = _brief(rows[1:]), _newest([*leading, *(one for row in rows for one in row.news)])
    named, hours = _named(bundle), hours_of(bundle)
    main, beside = (leading[0] if leading else None), leading[1:]
    made = partial(Front, main=main, beside=beside, brief=brief, newest=newest, named=named, hours=hours)
    if not rows or not (brief or newest):
        return _small(rows, made)
    first, others = rows[0], rows[1:]
    left = _top_height(leading, _pictured(pictures, main)) + _across_height(
        first, _pictured(pictures, first.lead, True)
    )
    one, two, last = _columns(others, (left, left, _rail_height(brief, newest) + _foot_height(named, hours)))
    return made(first=first, pair=tuple(filter(None, (one, two))), last=last)


def _small(rows: Sequence[Row], made: Callable[..., Front]) -> Front:
    """An edition with so little news that there is nothing for a rail: its sections share the width."""
    if len(rows) < 2:
        return made(first=next(iter(rows), None), pair=(), last=())
    return made(first=None, pair=tuple(filter(None, _columns(rows, (0.0, 0.0, 0.0)))), last=())


def _columns(rows: Sequence[Row], begun: Sequence[float]) -> tuple[tuple[Row, ...], ...]:
    dealt = deal([_height(row) for row in rows], begun)
    return tuple(tuple(rows[i] for i in column) for column in dealt)


def _brief(rows: Iterable[Row]) -> tuple[Told, ...]:
    """A line for each of the first sections that do not stand beside it anyway."""
    told = [_told(row.channel, row.lead) for row in rows if row.lead]
    return tuple(told[:BRIEF]) if len(told) >= LEAST_BRIEF else ()


def _told(channel: str, lead: Item) -> Told:
    """The first sentence of its digest; the headline where that is too long to be read at a glance."""
    if lead.lines and width(lead.lines[0].text) <= BRIEF_WIDTH:
        return Told(channel=channel, text=lead.lines[0].text, lang=lead.lines[0].lang, path=lead.path)
    return Told(channel=channel, text=lead.own, lang=lead.lang, path=lead.path, hedge=lead.hedge)


def _newest(items: Sequence[Item]) -> tuple[Item, ...]:
    told = sorted(items, key=lambda one: (one.lead.published_at, one.entry.story), reverse=True)
    news = [one for one in told if not one.promotion]
    return tuple(news[:NEWEST]) if len(news) >= WORTH_LISTING else ()


def _named(bundle: Bundle) -> tuple[Counted, ...]:
    """Whom the day is about: what most reports name. What a report or two name is no theme of the day."""
    articles = [one.id for section in bundle.edition.sections for entry in section.entries for one in entry.articles]
    reports = Counter(
        thing for id_ in dict.fromkeys(articles) for thing in {one.thing.id for one in bundle.mentions.get(id_, ())}
    )
    linked = things_of(bundle, dict.fromkeys(articles), most=NAMED)
    counted = tuple(Counted(thing=one, reports=reports[one.id]) for one in linked if reports[one.id] >= WORTH_NAMING)
    return counted if len(counted) >= LEAST_NAMED else ()


def deal(heights: Sequence[float], begun: Sequence[float]) -> tuple[tuple[int, ...], ...]:
    """Which of ``heights`` go into which column, in their order, so that columns ``begun`` so high end evenly.

    A beam search, tallest first: a few hundred ways are kept at each step, which is exact for most editions.
    """
    ways: list[_Way] = [(tuple(begun), (-1,) * len(heights))]
    for which in sorted(range(len(heights)), key=lambda i: -heights[i]):
        wider = [_put(way, which, column, heights[which]) for way in ways for column in range(len(begun))]
        ways = sorted(wider, key=_uneven)[:BEAM]
    columns = min(ways, key=lambda way: _uneven(way) + BACKWARD * _backward(way))[1]
    return tuple(tuple(i for i, at in enumerate(columns) if at == column) for column in range(len(begun)))


def _put(way: _Way, which: int, column: int, height: float) -> _Way:
    sums, columns = list(way[0]), list(way[1])
    sums[column] += height
    columns[which] = column
    return tuple(sums), tuple(columns)


def _uneven(way: _Way) -> float:
    return max(way[0]) - min(way[0])


def _backward(way: _Way) -> int:
    """How often a section stands to the left of the one before it."""
    return sum(after < before for before, after in pairwise(way[1]))


def _halved(heights: Sequence[float]) -> float:
    """Height of two columns that hold these one after the other, none of them broken."""
    sums = list(accumulate(heights, initial=0.0))
    return min(max(above, sums[-1] - above) for above in sums)


def _pictured(pictures: Pictures | None, one: Item | None, section: bool = False) -> bool:
    if pictures is None or one is None:
        return False
    return bool(pictures.section(one) if section else pictures.story(one))


# Heights in rem and Chinese characters a line, as static/ribao.css has them in a window of 1,440 pixels.
def _top_height(leading: Sequence[Item], pictured: bool) -> float:
    if not leading:
        return 0
    told = 2.0 * _digest_rows(leading[0], 22 if pictured else 40)
    main = 6.5 + 3.5 * _rows(leading[0].headline, 18) + (max(BESIDE, told) if pictured else told)
    return main + _halved([_told_height(one) for one in leading[1:]]) + 1.1 * (len(leading) > 1)


def _across_height(row: Row, pictured: bool) -> float:
    briefs = [_brief_height(one) for one in row.rest]
    lead = (_told_height(row.lead) if row.lead else 0) + (ABOVE if pictured else 0)
    return 3.5 + _halved([lead, *briefs]) + _foot(row)


def _height(row: Row) -> float:
    lead = _told_height(row.lead) if row.lead else 0
    return 4.6 + lead + sum(_brief_height(one) for one in row.rest) + _foot(row)


def _rail_height(brief: Sequence[Told], newest: Sequence[Item]) -> float:
    texts = [line.text for line in brief] + [one.headline for one in newest]
    return 2.8 * (bool(brief) + bool(newest)) + sum(0.9 + 1.45 * _rows(text, 20) for text in texts)


def _foot_height(named: Sequence[Counted], hours: Hours | None) -> float:
    taken = sum(width(one.thing.name) + 3 for one in named)
    return (4.1 + 1.7 * ceil(taken / 22) if named else 0) + (8.5 if hours else 0)


def _told_height(one: Item) -> float:
    """Latin headlines and digests are set with less leading than Chinese ones."""
    head, text = (1.7, 1.7) if one.lang.startswith("zh") else (1.53, 1.55)
    return 1.5 + head * _rows(one.headline, 19) + text * _digest_rows(one, 25) + _by_height(one, 6 * (one.articles > 1))


def _brief_height(one: Item) -> float:
    return 1.1 + 1.45 * _rows(one.headline, 23) + _by_height(one, 0)


def _by_height(one: Item, more: float) -> float:
    """Source, editor, time and number of reports, with the gaps between them; ``more``: what else stands there."""
    editor = 3.3 + width(one.lead.editor) if one.lead.editor else 0
    taken = width(one.lead.source) + editor + 7 + 5 * (one.articles > 1) + more
    return 1.3 * ceil(taken / 30)


def _foot(row: Row) -> float:
    return 1.8 if row.promotions else 0


def _digest_rows(one: Item, per_line: float) -> int:
    return ceil(sum(width(line.text) for line in one.lines) / per_line)


def _rows(text: str, per_line: float) -> int:
    return min(CLAMPED, max(1, ceil(width(text) / per_line)))
