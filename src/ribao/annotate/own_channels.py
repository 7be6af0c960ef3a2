"""The owner's own channels: how much an article is one of theirs, by the owner's words and by likeness to examples.

A word of the owner's in the headline decides nearly alone: who writes it into the settings means it. Likeness is the
cosine between hashed words and character pairs of two headlines; the description counts as a faint example.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from ribao.annotate.lexicon import Lexicon, lexicon_of, load
from ribao.annotate.signs import CUES, LEAD
from ribao.annotate.words import tokens
from ribao.support.folding import bare
from ribao.types.article import Article
from ribao.types.channel import OwnChannel

WORD, MORE = {"title": 2.2, "lead": 0.7}, {"title": 0.4, "lead": 0.2}  # the first word there, and each further one
_MOST = 4  # words that count in one place
LIKE, UNLIKE, MOST_LIKE = 5.0, 0.3, 2.0  # weight of a cosine; up to UNLIKE headlines are strangers; most that it adds
DESCRIPTION = 0.6  # of what an example counts

Vector = Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """``words``: (word, where, weight) found. ``example``: the headline it is most like, "" for none; ``weight``."""

    channel: str
    words: tuple[tuple[str, str, float], ...]
    example: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Prepared:
    name: str
    words: Lexicon
    examples: tuple[tuple[str, Vector, float], ...]


def likenesses(article: Article, own: tuple[OwnChannel, ...]) -> Iterator[Likeness]:
    if not own:
        return
    vector = _vector(article.title[:LEAD])
    places = {"title": article.title[:LEAD], "lead": (article.text or article.summary)[:LEAD]}
    for channel in _prepared(own):
        weight, example = _best(vector, channel.examples)
        found = tuple(_words(channel.words, places))
        if found or weight > 0:
            yield Likeness(channel=channel.name, words=found, example=example, weight=weight)


@lru_cache(maxsize=2)
def _prepared(own: tuple[OwnChannel, ...]) -> tuple[_Prepared, ...]:
    return tuple(
        _Prepared(
            name=channel.name,
            words=lexicon_of({channel.name: channel.words}),
            examples=tuple(
                (text, _vector(text), part)
                for text, part in [*((one, 1.0) for one in channel.examples), (channel.description, DESCRIPTION)]
                if text
            ),
        )
        for channel in own
    )


def _words(lexicon: Lexicon, places: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    seen: set[str] = set()
    for where, text in places.items():
        fresh = [word for word in dict.fromkeys(hit.word for hit in lexicon.find(text)) if word not in seen][:_MOST]
        seen.update(fresh)
        yield from ((word, where, MORE[where] if at else WORD[where]) for at, word in enumerate(fresh))


def _best(vector: Vector, examples: Sequence[tuple[str, Vector, float]]) -> tuple[float, str]:
    """(what the likest example adds, its headline)."""
    near = [(part * max(0.0, cosine(vector, other) - UNLIKE), text) for text, other, part in examples]
    most, text = max(near, default=(0.0, ""))
    return (min(MOST_LIKE, LIKE * most), text) if most > 0 else (0.0, "")


def _vector(text: str) -> Vector:
    """Unit length: words whole, character pairs as half of one. Words such as 发布 or "launches" say nothing of the
    matter and are left out.
    """
    matter = list(text)
    for hit in load(*CUES).find(text):
        matter[hit.start : hit.end] = " " * (hit.end - hit.start)
    left = "".join(matter)
    sums = {crc32(word.encode("utf-8", "replace")): 1.0 for word in tokens(left)}
    letters = bare(left)
    for at in range(len(letters) - 1):
        if not letters[at : at + 2].isascii():
            sums[crc32(b"g" + letters[at : at + 2].encode("utf-8", "replace"))] = 0.5
    length = math.sqrt(sum(value * value for value in sums.values())) or 1.0
    return {key: value / length for key, value in sums.items()}


def cosine(one: Vector, other: Vector) -> float:
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(value * large.get(key, 0.0) for key, value in small.items())
