"""Marks: what is kept of an article to compare it with others. Made once from its words, packed into its signature.

Terms are buckets; the vector is that of :mod:`ribao.cluster.grams`. Nothing here is text, so an index of hundreds of
thousands of articles fits into memory, and a restart reads marks instead of cutting words again.
"""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.buckets import Buckets, bucket, buckets
from ribao.cluster.contradiction import Facts, figures
from ribao.cluster.grams import Grams, grams_of
from ribao.cluster.lexicon import HAN, Lexicon
from ribao.support.folding import bare, fold

VERSION = 2
MOST_LEAD = 40  # words of a lead: what happened stands at its head
MOST_WORDS, MOST_PAIRS = 24, 40  # a headline of 10,000 characters is no headline
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Facts2 = NDArray[np.uint32]  # (n, 2): kind and value, as buckets


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marks:
    """``words``, ``pairs`` (neighbouring Chinese characters) and ``concepts`` of the headline, ``lead`` words: ascending
    buckets. ``subjects``: models and dates, ``quantities``: figures with units, as (kind, value) rows. ``vector`` and
    ``lead_vector`` (headline with lead; empty without a lead): int8, of length about 127.
    """

    words: Buckets
    pairs: Buckets
    concepts: Buckets
    lead: Buckets
    numbers: Buckets
    subjects: Facts2
    quantities: Facts2
    vector: NDArray[np.int8]
    lead_vector: NDArray[np.int8]
    letters: int
    chinese: bool
    lead_chinese: bool
    headline: int  # bucket-like number of the bare headline; 0 when it is too short to be the same news by itself

    def pack(self) -> bytes:
        columns = [getattr(self, name) for name in _ARRAYS]
        head = struct.pack(
            f"<{len(columns)}HHBQ",
            *(column.size for column in columns),
            min(self.letters, 65535),
            self.chinese | self.lead_chinese << 1,
            self.headline,
        )
        return head + b"".join(column.tobytes() for column in columns)


_ARRAYS = tuple(
    field.name for field in fields(Marks) if field.name not in ("letters", "chinese", "lead_chinese", "headline")
)
_WIDE = _ARRAYS.index("vector")  # so many of them are of uint32, what follows of int8
_HEAD = struct.Struct(f"<{len(_ARRAYS)}HHBQ")
_SHORTEST_TITLE = 4  # letters that an equal headline needs to be the same news


def unpack(data: bytes) -> Marks:
    """Raises ValueError for bytes that :meth:`Marks.pack` did not make."""
    try:
        *sizes, letters, flags, headline = _HEAD.unpack_from(data)
        wide = sum(sizes[:_WIDE])
        # taken out at once: one view of all is cheaper than one of each
        numbers = np.frombuffer(data, np.uint32, wide, _HEAD.size)
        rest = np.frombuffer(data, np.int8, sum(sizes[_WIDE:]), _HEAD.size + 4 * wide)
        arrays = {**_parts(numbers, _ARRAYS[:_WIDE], sizes[:_WIDE]), **_parts(rest, _ARRAYS[_WIDE:], sizes[_WIDE:])}
        for name in ("subjects", "quantities"):
            arrays[name] = arrays[name].reshape(-1, 2)
    except (struct.error, ValueError) as error:
        raise ValueError(f"not the marks of an article: {error}") from error
    if _HEAD.size + 4 * wide + len(rest) != len(data):
        raise ValueError("not the marks of an article: it has another length")
    return Marks(**arrays, letters=letters, chinese=bool(flags & 1), lead_chinese=bool(flags & 2), headline=headline)


def _parts(numbers: NDArray[Any], names: Sequence[str], sizes: Sequence[int]) -> dict[str, NDArray[Any]]:
    ends = list(accumulate(sizes))
    return {name: numbers[end - size : end] for name, size, end in zip(names, sizes, ends, strict=True)}


def marks_of(title: str, words: Sequence[str], lead: Sequence[str], lexicon: Lexicon, grams: Grams) -> Marks:
    """``words`` and ``lead``: tokens of the headline and of the lead, folded, without stop words."""
    folded = fold(title[:2000])
    words, lead = words[:MOST_WORDS], lead[:MOST_LEAD]
    found = figures(words, title[:2000])
    own = grams_of(folded, words)
    return Marks(
        words=buckets(f"w:{word}" for word in words),
        pairs=buckets((f"c:{pair}" for pair in pairs_of(folded)), MOST_PAIRS),
        concepts=buckets((f"k:{concept}" for concept in concepts_of(folded, words, lexicon)), MOST_PAIRS),
        lead=buckets(f"w:{word}" for word in lead),
        numbers=buckets((f"n:{number}" for number in _NUMBER.findall(folded)), MOST_WORDS),
        subjects=_facts(found.models, found.dates),
        quantities=_facts(found.quantities),
        vector=grams.vector(own),
        lead_vector=grams.vector([*own, *(f"w:{word}" for word in lead)]) if lead else np.zeros(0, np.int8),
        letters=min(len(title), 65535),
        chinese=bool(HAN.search(folded)),
        lead_chinese=4 * sum(bool(HAN.search(word)) for word in lead) > len(lead),  # names stay Latin in Chinese
        headline=_headline(title),
    )


def pairs_of(folded: str) -> list[str]:
    """Neighbouring Chinese characters: hot-list phrases meet even where the dictionary cuts them differently."""
    found = (run[at : at + 2] for run in HAN.findall(folded) for at in range(len(run) - 1))
    return list(found)


def concepts_of(folded: str, words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Concepts, and the figures with their units, which are the same in every language that writes them so."""
    return [*lexicon.of(folded), *(word for word in words if word[0].isdigit())]


def _facts(*many: Facts) -> Facts2:
    rows = [
        (bucket(f"f{at}:{kind}"), bucket(value))
        for at, facts in enumerate(many)
        for kind in sorted(facts)
        for value in sorted(facts[kind])
    ]
    return np.array(rows[:MOST_WORDS], dtype=np.uint32).reshape(-1, 2)


def _headline(title: str) -> int:
    letters = bare(title)
    if len(letters) < _SHORTEST_TITLE:
        return 0
    return int.from_bytes(blake2b(letters.encode(), digest_size=8).digest(), "little") or 1
