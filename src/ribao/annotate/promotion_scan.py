"""Scanning a text for the words of a lexicon in one pass of RE2: what :meth:`Lexicon.find` finds, several times faster.

All words stand in one pattern, leftmost and longest first; the patterns are searched only where RE2 says at once
that they match at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ribao.annotate.lexicon import Hit, Lexicon, load
from ribao.support.folding import fold

_LATIN = re.compile(r"[a-z0-9]")
_BYTES = 64 << 20  # memory of the compiled words


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    lexicon: Lexicon
    words: Any  # RE2 pattern of all words
    gate: Any  # RE2 set of all patterns

    def find(self, text: str) -> list[Hit]:
        """Hits in order of position. Spans are of ``text`` as given."""
        folded = fold(text)
        hits = [*self._words(folded), *self._patterns(folded)]
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.label))

    def _words(self, folded: str) -> Iterator[Hit]:
        for match in self.words.finditer(folded):
            start, end = match.span()
            for label, weight in self.lexicon.words.get(match.group(), ()):
                yield Hit(word=match.group(), label=label, weight=weight, start=start, end=end)

    def _patterns(self, folded: str) -> Iterator[Hit]:
        for n in self.gate.Match(folded) or ():
            pattern, label, weight = self.lexicon.patterns[n]
            for match in pattern.finditer(folded):
                start, end = match.span()
                if start < end:
                    yield Hit(word=match.group(), label=label, weight=weight, start=start, end=end)


@cache
def scanner(*files: str) -> Scanner:
    import re2

    lexicon = load(*files)
    options = re2.Options()
    options.longest_match = True
    options.max_mem = _BYTES
    words = re2.compile("|".join(_bounded(word) for word in sorted(lexicon.words)), options)
    gate = re2.Set.SearchSet()
    for pattern, _, _ in lexicon.patterns:
        gate.Add(pattern.pattern)
    gate.Compile()
    return Scanner(lexicon=lexicon, words=words, gate=gate)


def _bounded(word: str) -> str:
    """A Latin letter or digit at its edge must not stand in the middle of a run of such."""
    import re2

    before = r"\b" if _LATIN.match(word[0]) else ""
    after = r"\b" if _LATIN.match(word[-1]) else ""
    return before + str(re2.escape(word)) + after
