"""A text as arrays of tokens: what copies and rewrites are looked for in. No dictionary, no word list, any language.

A token is one ideograph (or kana), or one run of other letters and digits. All is folded first (Traditional as
Simplified, full-width as half-width, lower case), so that spelling hides no copy.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from ribao.support import folding

MOST_CHARACTERS = 50_000  # of one text that are read: nobody copies a book, and a hostile page ends here
SHINGLE = 6  # tokens in a row: six ideographs, or six words
_LETTERS_A_WORD = 3  # what a word of letters weighs against an ideograph

_QUOTED = re.compile(r"“[^”\n]{1,600}”|「[^」\n]{1,600}」|『[^』\n]{1,600}』|\"[^\"\n]{1,900}\"")
_NUMBER = re.compile(r"\d+(?:[.,:．：]\d+)*")
_OTHER_HEADLINE = re.compile(
    r"[（(【]?原(?:标题|標題|题|題)\s*[：:][^\n]{0,200}"
)  # a copier's note, no part of the text
_TABLE_END = 0x32400  # past the last assigned ideograph
_APART, _ALONE, _JOINED = 0, 1, 2

Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """One text. Arrays are as long as there are tokens; ``shingles`` is shorter by ``SHINGLE`` - 1.

    What only few texts are asked for (what it tells, its quotations and sentences) is worked out when it is.
    """

    text: str  # as far as it is read
    tokens: Hashes  # hash of each token
    first: NDArray[np.int32]  # place of its first character
    weights: NDArray[np.uint8]  # 1 an ideograph, 3 a word
    shingles: Hashes
    numbers: frozenset[str]  # as written, without thousands separators

    @cached_property
    def weight(self) -> int:
        return int(self.weights.sum())

    @property
    def joined(self) -> Flags:
        """Which tokens are words or numbers, not ideographs."""
        joined: Flags = self.weights == _LETTERS_A_WORD
        return joined

    @cached_property
    def telling(self) -> NDArray[np.float64]:
        """How much each token tells one event from another: names and numbers most."""
        folded, kinds = _characters(self.text)
        at = np.flatnonzero(kinds)
        lengths = _lengths(np.searchsorted(at, self.first), len(at))
        return _telling(folded[self.first], lengths, kinds[self.first])

    @cached_property
    def quoted(self) -> Flags:
        """Which tokens stand between quotation marks."""
        return _quoted(self.text)[self.first]

    @cached_property
    def sentences(self) -> NDArray[np.int64]:
        """Number of the sentence that each token stands in."""
        numbers: NDArray[np.int64] = np.cumsum(_ends(_characters(self.text)[0]), dtype=np.int64)[self.first]
        return numbers


def read(text: str) -> Reading:
    text = text[:MOST_CHARACTERS]
    if "原" in text:
        text = _OTHER_HEADLINE.sub("", text)
    folded, kinds = _characters(text)
    at = np.flatnonzero(kinds)
    starts = _starts(at, kinds[at])
    first = at[starts]
    tokens = _token_hashes(folded[at], starts)
    return Reading(
        text=text,
        tokens=tokens,
        first=first.astype(np.int32),
        weights=np.where(kinds[first] == _ALONE, 1, _LETTERS_A_WORD).astype(np.uint8),
        shingles=shingles(tokens, SHINGLE),
        numbers=frozenset(number.replace(",", "") for number in _numbers(text)),
    )


def _numbers(text: str) -> list[str]:
    together = " ".join(_NUMBER.findall(text))
    return (together if together.isascii() else folding.fold(together)).split()


def _lengths(begin: NDArray[np.int64], end: int) -> NDArray[np.int64]:
    """Of pieces that lie behind each other: from the beginning of each up to the next, the last up to ``end``."""
    return np.append(begin[1:], end) - begin


def shingles(tokens: Hashes, length: int) -> Hashes:
    """Hash of each run of ``length`` tokens; one hash of all where there are fewer, none of none."""
    length = min(length, len(tokens))
    if length == 0:
        return np.zeros(0, np.uint64)
    total = np.zeros(len(tokens) - length + 1, np.uint64)
    for step in range(length):
        total = total * np.uint64(0x9E3779B97F4A7C15) + tokens[step : len(tokens) - length + 1 + step]
    return _mixed(total)


def among(values: Hashes, pool: Hashes) -> Flags:
    """Which of ``values`` are in ``pool``; numpy's own ``isin`` takes three times as long at these sizes."""
    if not len(pool):
        return np.zeros(len(values), bool)
    ordered = np.sort(pool)
    found: Flags = ordered[np.minimum(np.searchsorted(ordered, values), len(pool) - 1)] == values
    return found


def lowest(hashes: Hashes, count: int) -> Hashes:
    """The ``count`` smallest different hashes: a bottom-k sketch (Broder 1997), the same for equal sets."""
    if len(hashes) > 4 * count:
        hashes = np.partition(hashes, 4 * count - 1)[: 4 * count]  # repeats may take some of the room
    return different(hashes)[:count]


def different(hashes: Hashes) -> Hashes:
    """Each once, ascending; ``numpy.unique`` takes several times as long at these sizes."""
    ordered = np.sort(hashes)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def _characters(text: str) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    folds, kinds = _tables()
    inside = np.minimum(codes, _TABLE_END)
    return folds[inside], kinds[inside]


@cache
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    every = "".join(map(chr, range(_TABLE_END + 1)))
    folded = folding.fold(every)
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = np.fromiter((_kind(char) for char in folded), np.uint8, len(folded))
    return codes, kinds


def _kind(char: str) -> int:
    if not char.isalnum():
        return _APART
    return _ALONE if "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or char >= "\U00020000" else _JOINED


def _starts(at: NDArray[np.int64], kinds: NDArray[np.uint8]) -> Flags:
    """Of the letters: which begin a token."""
    starts = np.ones(len(at), bool)
    joined = (kinds[1:] == _JOINED) & (kinds[:-1] == _JOINED) & (np.diff(at) == 1)
    starts[1:] = ~joined
    return starts


def _token_hashes(letters: NDArray[np.uint32], starts: Flags) -> Hashes:
    if not len(letters):
        return np.zeros(0, np.uint64)
    begin = np.flatnonzero(starts)
    place = np.arange(len(letters)) - np.repeat(begin, _lengths(begin, len(letters)))
    shifted = letters.astype(np.uint64) * _POWERS[np.minimum(place, len(_POWERS) - 1)]
    return _mixed(np.add.reduceat(shifted, begin))


def _mixed(values: Hashes) -> Hashes:
    """The finaliser of splitmix64 (Steele, Lea, Flood 2014): low and high bits as good as random."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


_POWERS = np.array([pow(0xD1342543DE82EF95, n + 1, 1 << 64) for n in range(64)], np.uint64)


def _telling(first: NDArray[np.uint32], lengths: NDArray[np.int64], kinds: NDArray[np.uint8]) -> NDArray[np.float64]:
    ideograph = np.where(_common()[first], 0.3, 1.0)
    word = _WORDS[np.minimum(lengths, 6)]
    number = np.where(lengths == 1, 0.8, 2.0)
    is_number = (first >= ord("0")) & (first <= ord("9"))
    return np.where(kinds == _ALONE, ideograph, np.where(is_number, number, word))


_WORDS = np.array([0.2, 0.2, 0.2, 0.2, 0.8, 0.8, 1.6])  # by length: the, from, about ... against names and terms


@cache
def _common() -> Flags:
    flags = np.zeros(_TABLE_END + 1, bool)
    flags[[ord(char) for char in _COMMON]] = True
    return flags


def _quoted(text: str) -> Flags:
    flags = np.zeros(len(text), bool)
    for match in _QUOTED.finditer(text):
        flags[match.start() : match.end()] = True
    return flags


def _ends(folded: NDArray[np.uint32]) -> Flags:
    """Of the characters: which end a sentence. A full stop does before a space, not inside 3.5 or example.com."""
    ends = _END[np.minimum(folded, len(_END) - 1)]
    dots = np.flatnonzero(folded == ord("."))
    dots = dots[dots + 1 < len(folded)]
    ends[dots] = folded[dots + 1] == ord(" ")
    return ends


_END = np.zeros(0x3100, bool)
_END[[ord(char) for char in "。!?;\n"]] = True  # ！？； are folded to these

# the 300 ideographs most frequent in Chinese headlines: two names rarely consist of them alone
_COMMON = (
    "的国一年了美个是人大在有中不发日上行新元与用能子为我月会下金出将开业家期题者股前现成来这动机时公到位本全高以和对数完整后话长方市天多部特万生朗可亿涨参要关回度么最报内读过点价场预阅被工斯资加帖比就小地"
    "力自于理利分合收电外看主应超作司持入产通指交没计实总问重法进同如好定体已目普联伊事员至务克面车跌布模经何正增次基手文还们首提春什代调三都量马网统接科平制之示据达化政也里海表台创率无技信级器件欧值商节得"
    "议第你更周间型格道打银心推吗续等息解投品英学程消性情安式称果战使系去今军近其标求盘易向意名相约想单所兰评但口起尔货说明然强球图直拉线管女德俄东友当及官支些华建集空源击民游再智证规佬视原升费导黄设港十任"
)
