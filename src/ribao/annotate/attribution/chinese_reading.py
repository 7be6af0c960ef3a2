"""A Chinese sentence made ready for the grammar, and candidates put together: where what is said ends, who holds whom."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ribao.annotate.attribution.chinese_candidates import Candidate, candidates
from ribao.annotate.attribution.chinese_source import Who
from ribao.annotate.attribution.masking import QUOTED, mask
from ribao.support.folding import fold

LONGEST = 3000  # characters of a sentence that are read; what is longer is no sentence
_HANDLE = re.compile(r"(?<=@)[^\s@,。:;]{1,30}(?=\s)")  # @橙子不说话 speaks; it says nothing by its name
_CLOSING = " 。;,、:…\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A sentence in its three equally long forms."""

    sentence: str
    folded: str
    masked: str


def _hidden(match: re.Match[str]) -> str:
    return QUOTED * len(match.group())


@lru_cache(maxsize=8)
def reading(sentence: str) -> Reading:
    """A sentence is asked for several times in a row: by its attributions, its mentions, the quotation before it."""
    cut = sentence[:LONGEST]
    folded = fold(cut)
    masked = _HANDLE.sub(_hidden, mask(folded))
    return Reading(sentence=cut, folded=folded, masked=masked)


@lru_cache(maxsize=8)
def _found(read: Reading) -> tuple[Candidate, ...]:
    return tuple(candidates(read.sentence, read.masked))


def found(read: Reading) -> list[Candidate]:
    return list(_found(read))


def assembled(read: Reading, kept: list[Candidate]) -> list[Candidate]:
    """With the ends of what is said, and speakers that the one before hands on."""
    out: list[Candidate] = []
    for number, one in enumerate(kept):
        who = one.who
        if one.inherits and (who is None or who.far) and out:
            who = _handed_on(out, one) or who
        end = one.content[1] if one.shape == "behind" else _end(one, kept[number + 1 :])
        before = _denied_before(read.masked, one)
        if before:
            out.append(replace(one, who=who, content=before))
            continue
        start = _behind_second_cue(read.masked, one)
        content = _trimmed(read.folded, start, _before_next(read.masked, start, end) if one.shape == "verb" else end)
        if content[1] > content[0]:
            out.append(replace(one, who=who, content=content))
    return out


_NEXT = re.compile(  # 甲称外星人存在，乙：他泄密了
    r"[,;] ?(?!其中|包括|例如|比如|分别|原因|理由|如下|即|因为|最|第|[一二三四五六七八九十两]|主要|但|不过|而|并|也|还|同时|另外|此外|请)"
    r"[\u4e00-\u9fffa-z·]{2,8}(?<![是为有即如说称道个下点项个])[:]"
)
_AND_SAYS = re.compile(r"[,;]? ?(?:并|还|且|同时)[^,;。]{0,6}?(?:表示|称|说|强调|指出|透露|宣布|承诺)")
_RUMOUR = re.compile(
    r"(?:针对|对于|对|就|关于)(?:有关|近日|网传|网上|外界)*(?P<what>(?!有关)[^,。;]{4,60}?)(?:的(?:相关)?(?:消息|传闻|传言|说法|报道|猜测)|一事)"
)
_SECOND = re.compile(r"(?:并|还|且)?(?:表示|称|说|强调|指出)[,:]? ?(?=[^,:;。]{2})")  # 否认，表示没有计划


def _before_next(masked: str, start: int, end: int) -> int:
    """Where the next one begins to speak, after a comma and before a colon."""
    match = _NEXT.search(masked, start, end)
    return match.start() if match else end


def _behind_second_cue(masked: str, one: Candidate) -> int:
    start = one.content[0]
    if one.action != "deny" or start == one.cue[1]:
        return start
    match = _SECOND.match(masked, start, one.content[1])
    return match.end() if match else start


def _denied_before(masked: str, one: Candidate) -> tuple[int, int] | None:
    """针对停产的传闻，甲予以否认，并表示…: what is denied was named before, and what follows is another saying."""
    if one.action != "deny" or not _AND_SAYS.match(masked, one.cue[1]):
        return None
    named = [match.span("what") for match in _RUMOUR.finditer(masked, max(0, one.cue[0] - 100), one.cue[0])]
    return named[-1] if named else None


def takes_up(read: Reading, one: Candidate) -> bool:
    """官方回应网友质疑: what somebody answers is not what he says."""
    behind = read.masked[one.cue[1] : one.content[0]].strip()
    return one.shape == "verb" and one.word == "回应" and behind in ("", "了", "过")


def _handed_on(out: list[Candidate], one: Candidate) -> Who | None:
    return next((before.who for before in reversed(out) if before.who and before.cue[1] <= one.cue[0]), None)


def holds(outer: Candidate, inner: Candidate) -> bool:
    """据路透社报道，知情人士称: the second is within the first."""
    if outer.shape == "prefix" or outer.action in ("report", "media", "account", "anonymous"):
        return inner.cue[0] >= outer.cue[1] or (outer.content == inner.content and outer is not inner)
    return inner.clause <= outer.content[0] < inner.cue[0]


def _end(one: Candidate, later: list[Candidate]) -> int:
    for other in later:
        if other.clause > one.content[0] and not holds(one, other):
            return other.clause
    return one.content[1]


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and folded[start] in _CLOSING:
        start += 1
    while end > start and folded[end - 1] in _CLOSING:
        end -= 1
    return start, end
