"""Quotes on a page that draws on many articles: of each no more than its excerpt, unless its source allows more."""

from collections import Counter
from collections.abc import Mapping

from ribao.render.text import EXCERPT, cut
from ribao.types.source import Licence, Source

AROUND = 12  # characters beside the words in question that are still shown when the excerpt is used up
LEAST = 40  # characters of a sentence that are shown in any case
LONGEST = 400  # characters of one sentence, whatever its licence


class Quoter:
    """Counts what a page has shown of each article. The same sentence twice counts once."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._shown: Counter[str] = Counter()
        self._known: dict[tuple[str, str], int] = {}

    def whole(self, source_id: str, article_id: str, sentence: str) -> str:
        """The sentence, or its beginning."""
        return cut(sentence, max(self._take(source_id, article_id, sentence), LEAST))

    def around(self, source_id: str, article_id: str, sentence: str, start: int, end: int) -> tuple[str, str, str]:
        """What stands before, in, and after characters ``start`` to ``end`` of the sentence."""
        before, quoted, after = sentence[:start], sentence[start:end], sentence[end:]
        if self._take(source_id, article_id, sentence) >= len(sentence):
            return before, quoted, after
        if len(before) > AROUND:
            before = "…" + before[-AROUND:]
        return before, quoted, after[:AROUND] + "…" if len(after) > AROUND else after

    def _take(self, source_id: str, article_id: str, sentence: str) -> int:
        """Characters that may be shown of it: all of the first one, of the others what is left."""
        key = (article_id, sentence)
        if key not in self._known:
            source = self._sources.get(source_id)
            free = source is not None and source.licence is Licence.FULL
            left = LONGEST if free or not self._shown[article_id] else max(0, EXCERPT - self._shown[article_id])
            self._known[key] = min(left, LONGEST)
            self._shown[article_id] += min(len(sentence), self._known[key])
        return self._known[key]
