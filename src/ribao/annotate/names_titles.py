"""Titles: whose role is told where, and at which organisation (苹果首席执行官库克; "Cook, chief executive of Apple")."""

import re
from collections.abc import Iterator

from ribao.annotate.names_seen import Seen

Span = tuple[int, int]
_GAP = re.compile(r"[ \u3000]{0,2}(?:兼|and|&|、|,)?[ \u3000]{0,2}")
_NEAR = 40  # characters that are looked at behind a name
_LINK = re.compile(
    r"['’]?s? ?|的|旗下|公司|集团|官方| ?(?:前|原|现任|联合|former|co-|new|senior|global|全球|中国区|大中华区|手机) ?"
)
_APPOSED = re.compile(
    r"(?:, | ?[(（]|，)(?:the |a |an |its |their |former |who is |now |then |[A-Z][\w&]{1,20}['’]s? |[a-z-]{3,14} ){0,3}"
)
_OF = re.compile(r",? (?:of|at|for|with) (?:the )?")


def titles(text: str, seen: list[Seen], roles: list[Span]) -> dict[str, tuple[str, str]]:
    """Id of a person → (title as it stands, canonical name of the organisation); the first that is told counts."""
    ends, starts = {end: start for start, end in roles}, dict(roles)
    organisations = [one for one in seen if one.kind == "organisation"]
    by_end = {one.end: one for one in organisations}
    by_start = {one.start: one for one in organisations}
    told: dict[str, tuple[str, str]] = {}
    for one in seen:
        if one.kind == "person" and one.id not in told:
            role, organisation = _before(text, one.start, ends, by_end)
            if not role:
                role, organisation = _behind(text, one.end, starts, by_start, by_end)
            if role:
                told[one.id] = (role, organisation)
    return told


def _before(text: str, at: int, ends: dict[int, int], by_end: dict[int, Seen]) -> tuple[str, str]:
    """苹果首席执行官 before the name: one title or several, then perhaps an organisation."""
    stop = at - 1 if text[at - 1 : at] == " " else at
    start = ends.get(stop)
    if start is None:
        return "", ""
    for earlier in _gaps(text, start):
        if earlier in ends:
            start = ends[earlier]
            break
    return text[start:stop], _organisation_before(text, start, by_end)


def _gaps(text: str, start: int) -> Iterator[int]:
    """Where another title may end before this one: 创始人兼首席执行官, "founder and CEO"."""
    for gap in (1, 2, 3, 5):
        if start >= gap and _GAP.fullmatch(text, start - gap, start):
            yield start - gap


def _organisation_before(text: str, start: int, by_end: dict[int, Seen]) -> str:
    for back in range(10):
        one = by_end.get(start - back)
        if one:
            between = text[one.end : start]
            return (
                one.name if not between or _LINK.fullmatch(between) or (len(between) <= 6 and _plain(between)) else ""
            )
    return ""


def _plain(between: str) -> bool:
    """手机业务, 中国区: a department stands between."""
    return between.isalnum() or between.strip().isalpha()


def _behind(
    text: str, at: int, starts: dict[int, int], by_start: dict[int, Seen], by_end: dict[int, Seen]
) -> tuple[str, str]:
    """ "Cook, chief executive of Apple", "Cook, Apple's chief executive"; 雷军（小米创始人）."""
    if text[at : at + 1] not in (",", " ", "(", "（", "，"):
        return "", ""
    for start in range(at + 1, min(len(text), at + _NEAR)):
        if start in starts and _leads(text, at, start, by_end):
            end = starts[start]
            of = _OF.match(text, end)
            whose = by_start.get(of.end()) if of else None
            return text[start:end], whose.name if whose else _organisation_before(text, start, by_end)
    return "", ""


def _leads(text: str, at: int, start: int, by_end: dict[int, Seen]) -> bool:
    """Whether only an article, an adjective or an organisation stands between the comma and the title."""
    if _APPOSED.fullmatch(text, at, start):
        return True
    one = next((by_end[start - back] for back in range(4) if start - back in by_end), None)
    return bool(one and one.start > at and _APPOSED.fullmatch(text, at, one.start))
