"""A Latin word that hardly any article has, as it may have been meant: the nearest word that more articles have.

Nearness is the number of letters that are wrong, missing, too many, or exchanged with their neighbour (optimal string
alignment, a restricted Damerau-Levenshtein distance).
"""

from collections.abc import Mapping

SHORTEST = 4  # letters: shorter words are near to too many
LONG = 8  # from this length on, two slips are believed, below it one
RARE = 2  # articles: a word that more have is no slip
OFTENER = 20  # times as many articles have the word that was meant, where some have the one that was typed


def nearest(word: str, known: Mapping[str, int]) -> str:
    """``known``: words and how many articles have them. The nearest, and of equally near ones the most frequent.

    Empty when none is near, or when ``word`` is no slip.
    """
    here = known.get(word, 0)
    if len(word) < SHORTEST or here > RARE:
        return ""
    most = 2 if len(word) >= LONG else 1
    letters, found = set(word), list[tuple[int, int, str]]()
    for other, count in known.items():
        if count < max(1, here * OFTENER) or other == word or not (other.isascii() and other.isalpha()):
            continue
        if abs(len(other) - len(word)) <= most and len(set(other) ^ letters) <= 2 * most:
            apart = distance(word, other)
            found += [(apart, -count, other)] if apart <= most else []
    return min(found)[2] if found else ""


def distance(one: str, other: str) -> int:
    """Letters to change, drop, add, or exchange with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for to, meant in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != meant))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == meant:
                cost = min(cost, earlier[to - 2] + 1)
            row.append(cost)
    return row[-1]
