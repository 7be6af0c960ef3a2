"""Text as the index of the search has it: Chinese as pairs of neighbouring characters, all else as words.

Pairs find every word of two characters or more, new words too, which no dictionary of a segmenter could promise; the
last character of a run stands alone as well, so that a single character is found as the beginning of a pair or as an
end. Letters and figures are parted (iPhone18Pro, iPhone 18 Pro). All is folded: lower case, half-width, Simplified.
"""

import re
from collections.abc import Iterator

from ribao.support.folding import fold

VERSION = 3  # of what is written into the index: another one has it made anew
LONGEST = 20_000  # characters of an article that are indexed; and of one word, 60
_LONGEST_WORD = 60
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|\d+|[^\W\d_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


def tokens(text: str) -> str:
    """All tokens of ``text`` in order, a space between."""
    return " ".join(token for run in runs(text[:LONGEST]) for token in _of_run(run))


def phrase_tokens(words: str) -> str:
    """The tokens that stand one after the other where ``words`` stand: no end alone, where the text may go on."""
    parts = list(runs(words))
    if not parts:
        return ""
    last = parts[-1]
    ends = _pairs(last) if han(last) and len(last) > 1 else [last[:_LONGEST_WORD]]
    return " ".join([*(token for run in parts[:-1] for token in _of_run(run)), *ends])


def runs(text: str) -> Iterator[str]:
    """Folded runs of Chinese characters, of letters, of figures."""
    return (found.group() for found in _RUN.finditer(fold(text)))


def han(run: str) -> bool:
    return bool(_IS_HAN.match(run))


def _of_run(run: str) -> list[str]:
    return [*_pairs(run), run[-1]] if han(run) else [run[:_LONGEST_WORD]]


def _pairs(run: str) -> list[str]:
    return list(map(str.__add__, run, run[1:]))
