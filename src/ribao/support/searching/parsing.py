"""What a reader typed, as a query: words, "phrases", -without, one|other, and filters such as 来源:… or before:2026-05.

Whatever is typed is understood as something: nothing in it is an error, and nothing of it reaches the index unread.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ribao.support.searching.tokens import han, phrase_tokens, runs
from ribao.types.attribution import Status
from ribao.types.query import Phrase, Query, Term

LONGEST = 300  # characters of a query that are read
MOST_TERMS = 16
SHORTEST_PREFIX = 3  # letters: what is shorter is a whole word
_QUOTES = {'"': '"', "“": "”", "„": "“", "「": "」", "『": "』", "«": "»", "《": "》"}
_KEYS = {
    "channel": "channel", "频道": "channel", "頻道": "channel", "source": "source", "来源": "source", "來源": "source",
    "after": "after", "since": "after", "自": "after", "before": "before", "until": "before", "至": "before",
    "status": "status", "说法": "status", "說法": "status", "promo": "promotion", "推广": "promotion", "推廣": "promotion",
}  # fmt: skip
_STATUSES = {
    "确认": "confirmed", "官方确认": "confirmed", "报道": "reported", "具名报道": "reported", "未证实": "unverified",
    "未经证实": "unverified", "否认": "denied", "已否认": "denied", "预测": "forecast",
}  # fmt: skip
_NO, _YES = {"no", "off", "0", "false", "无", "否", "不看"}, {"yes", "on", "1", "true", "only", "只看", "是"}
_PIECE = re.compile(r"""(?P<sign>[-－]?)(?:(?P<key>[\w]{1,10})[:：])?(?P<open>["“„「『«《])?""")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[日月年]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of what was typed: its words, the filter it names, whether it was quoted or put away with a minus."""

    words: str
    key: str = ""
    quoted: bool = False
    minus: bool = False
    either: bool = False  # the one before it will do as well


def parse(text: str) -> Query:
    """Filters of which nothing is understood are searched as words. ``sources`` are as typed: names, not yet ids."""
    query = Query()
    for piece in pieces(text[:LONGEST]):
        filtered = _filtered(query, piece)
        query = filtered if filtered is not None else _worded(query, piece)
    return query


def pieces(text: str) -> list[Piece]:
    found: list[Piece] = []
    at, either = 0, False
    while at < len(text):
        if text[at].isspace() or text[at] in "|｜":
            either |= text[at] in "|｜"
            at += 1
            continue
        piece, at = _piece(text, at)
        if piece.words in ("OR", "或") and not piece.quoted:
            either = True
        elif piece.words:
            found.append(replace(piece, either=either and bool(found)))
            either = False
    return found


def _piece(text: str, at: int) -> tuple[Piece, int]:
    begun = _PIECE.match(text, at)
    assert begun is not None  # every part of it may be missing
    key = _KEYS.get(begun["key"].lower(), "") if begun["key"] else ""
    if begun["key"] and not key:  # 12:30 is no filter
        begun = re.compile(r"""(?P<sign>[-－]?)(?P<key>)(?P<open>["“„「『«《])?""").match(text, at)
        assert begun is not None
    start = begun.end()
    closing = _QUOTES.get(begun["open"] or "", "")
    end = text.find(closing, start) if closing else -1
    if closing and end < 0:  # never closed: to the end
        end = len(text)
    if not closing:
        end = start
        while end < len(text) and not text[end].isspace() and text[end] not in "|｜":
            end += 1
    piece = Piece(words=text[start:end].strip(), key=key, quoted=bool(closing), minus=bool(begun["sign"]))
    return piece, max(end + len(closing), at + 1)


def _filtered(query: Query, piece: Piece) -> Query | None:
    """The query with the filter that the piece is; None when it is none."""
    if piece.minus and piece.words.lower() in ("promo", "推广", "推廣"):
        return replace(query, promotion=False)
    apply = _FILTERS.get(piece.key)
    return apply(query, piece) if apply else None


def _status(query: Query, piece: Piece) -> Query | None:
    word = piece.words.lower()
    status = _STATUSES.get(word, word)
    return replace(query, status=status) if status in set(Status) else None


def _promotion(query: Query, piece: Piece) -> Query | None:
    word = piece.words.lower()
    if word not in _NO | _YES:
        return None
    return replace(query, promotion=(word in _YES) is not piece.minus)


def _after(query: Query, piece: Piece) -> Query | None:
    span = days(piece.words)
    return replace(query, after=span[0]) if span else None


def _before(query: Query, piece: Piece) -> Query | None:
    span = days(piece.words)
    return replace(query, before=span[1]) if span else None


_FILTERS: Mapping[str, Callable[[Query, Piece], Query | None]] = {
    "channel": lambda query, piece: replace(query, channel=piece.words),
    "source": lambda query, piece: replace(query, sources=(*query.sources, piece.words)),
    "after": _after,
    "before": _before,
    "status": _status,
    "promotion": _promotion,
}


def days(text: str) -> tuple[date, date] | None:
    """First and last day of 2026, 2026-05 or 2026-05-08 (also 2026年5月8日); None for what is no date."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first, first
        after = date(year + 1, 1, 1) if not month or month == 12 else date(year, month + 1, 1)
    except ValueError:
        return None
    return first, after - timedelta(days=1)


def _worded(query: Query, piece: Piece) -> Query:
    phrase = phrase_of(piece.words, exact=piece.quoted)
    if phrase is None:
        return query
    if piece.minus:
        return replace(query, without=(*query.without, phrase)[:MOST_TERMS])
    if piece.either and query.terms:
        last = replace(query.terms[-1], any_of=(*query.terms[-1].any_of, phrase)[:MOST_TERMS])
        return replace(query, terms=(*query.terms[:-1], last))
    return replace(query, terms=(*query.terms, Term(any_of=(phrase,), exact=piece.quoted))[:MOST_TERMS])


def phrase_of(words: str, *, exact: bool = False) -> Phrase | None:
    """None for what has neither letters nor figures. A single Chinese character is looked for at the head of a pair."""
    parts = list(runs(words))
    if not parts:
        return None
    last = parts[-1]
    letters = not han(last) and last.isalpha() and len(last) >= SHORTEST_PREFIX and not exact
    return Phrase(tokens=phrase_tokens(words), words=" ".join(parts), prefix=letters or (han(last) and len(last) == 1))


def also(query: Query, names: Mapping[str, Iterable[str]]) -> Query:
    """The query in which a term that is a name may be met as any of the names of the same thing."""
    terms = []
    for term in query.terms:
        others = [name for phrase in term.any_of for name in names.get(phrase.words, ())]
        phrases = [phrase for name in others if (phrase := phrase_of(name, exact=True))]
        terms.append(Term(any_of=tuple(dict.fromkeys([*term.any_of, *phrases]))[:MOST_TERMS]))
    return replace(query, terms=tuple(terms))
