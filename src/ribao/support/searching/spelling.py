"""A Latin word that nothing was found for, as it may have been meant: the nearest word that articles have."""

from collections.abc import Mapping
from difflib import SequenceMatcher

SHORTEST = 4  # letters: shorter words are near to too many
ALIKE = 0.8  # of difflib's ratio: one letter in eight wrong, missing, too many, or two exchanged


def nearest(word: str, known: Mapping[str, int]) -> str:
    """``known``: words and how many articles have them. Empty when none is near, or when ``word`` is known itself."""
    if len(word) < SHORTEST or word in known:
        return ""
    best: tuple[float, int, str] = (ALIKE, 0, "")
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word)
    for other, count in known.items():
        if not other.isalpha():
            continue
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= best[0] and matcher.quick_ratio() >= best[0]:
            best = max(best, (round(matcher.ratio(), 3), count, other))
    return best[2]
