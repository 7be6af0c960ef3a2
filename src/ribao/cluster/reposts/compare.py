"""Copies: an exact comparison of two texts that a sketch found alike.

Two articles from one template (weather, markets, share pledges, deals) share most of their words too. What tells them
from a copy: their figures differ, and what the headline of one names is missing in the other. A statement that both
quote is no copying either: what stands outside quotation marks must be the same as well.
"""

import numpy as np

from ribao.cluster.reposts.text import SHINGLE, Flags, Hashes, Reading, among, read

SHORTEST = 60  # weight of tokens that two texts must share at least
OF_SHORTER = 0.8  # share of the shorter text that must stand in the other
OF_LONGER = 0.5  # a long report that quotes a whole flash is not its copy
OF_EXCERPT = 0.9  # a later, shorter text that stands in an earlier, longer one was cut out of it
_UNQUOTED = 0.7  # the same, of what is not in quotation marks
_LITTLE = 20  # weight under which the unquoted rest tells nothing
_NUMBERS, _FEW_NUMBERS = 0.7, 3
_TOLD = 0.5  # share of a headline's pairs that a text about it has
_ALIKE = 0.6  # share of a headline's pairs that another form of it has
_SUBJECT = 0.75  # share of the headline's pairs that its own text has, and that the other must have


def shares(one: Reading, other: Reading) -> tuple[float, float]:
    """How much of each text stands in the other, by weight of its tokens."""
    return _share(one, _covered(one, other)), _share(other, _covered(other, one))


def is_copy(one: Reading, other: Reading, titles: tuple[str, str], later_excerpt: bool) -> bool:
    """``one`` came first. ``later_excerpt``: the order of the two is sure, so that ``other`` may be a part of ``one``."""
    if number_share(one, other) < _NUMBERS:  # asked first, since it costs least
        return False
    shorter, longer = sorted((one, other), key=lambda text: text.weight)
    if not _enough(shorter, longer, later_excerpt and shorter is other):
        return False
    first, second = map(read_title, titles)
    if np.array_equal(first.tokens, second.tokens):
        return True
    return _same_subject(first, one, other) and _same_subject(second, other, one)


def number_share(one: Reading, other: Reading) -> float:
    """Share of the numbers of the one with fewer that the other has too; 1 where there are too few to tell."""
    fewer = min(len(one.numbers), len(other.numbers))
    return len(one.numbers & other.numbers) / fewer if fewer >= _FEW_NUMBERS else 1.0


def _enough(shorter: Reading, longer: Reading, excerpt: bool) -> bool:
    cover = _covered(shorter, longer)
    shared = float(shorter.weights[cover].sum())
    whole = shared >= OF_SHORTER * shorter.weight and shared >= OF_LONGER * longer.weight
    if shared < SHORTEST or not (whole or (excerpt and shared >= OF_EXCERPT * shorter.weight)):
        return False
    return _unquoted_too(shorter, cover)


def _unquoted_too(text: Reading, cover: Flags) -> bool:
    own = ~text.quoted
    total = int(text.weights[own].sum())
    return total < _LITTLE or text.weights[own & cover].sum() >= _UNQUOTED * total


def _covered(text: Reading, other: Reading) -> Flags:
    """Which tokens lie in a run of ``SHINGLE`` tokens that the other text has too."""
    cover = np.zeros(len(text.tokens), bool)
    hits = among(text.shingles, other.shingles)
    for step in range(min(SHINGLE, len(text.tokens))):
        cover[step : step + len(hits)] |= hits
    return cover


def _share(text: Reading, cover: Flags) -> float:
    return float(text.weights[cover].sum()) / text.weight if text.weight else 0.0


def _same_subject(title: Reading, own: Reading, other: Reading) -> bool:
    """What a headline names and its text tells, the other text tells too."""
    pairs = _pairs(title)
    told = pairs[among(pairs, _pairs(own))]
    return not len(told) or float(among(told, _pairs(other)).mean()) >= _SUBJECT


def tells(text: Reading, title: Reading) -> bool:
    """Whether a text speaks of what its headline names."""
    return len(title.tokens) > 1 and bool(among(_pairs(title), _pairs(text)).mean() >= _TOLD)


def alike(one: Reading, other: Reading) -> bool:
    """Whether two headlines are one, or nearly."""
    if len(one.tokens) < 2 or one.numbers != other.numbers:
        return np.array_equal(one.tokens, other.tokens)
    return bool(among(_pairs(one), _pairs(other)).mean() >= _ALIKE)


def _pairs(text: Reading) -> Hashes:
    return text.tokens[:-1] + text.tokens[1:] * np.uint64(3)


def read_title(title: str) -> Reading:
    return read(title[:300])
