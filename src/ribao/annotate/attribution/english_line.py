"""An English sentence as it is read, and the clauses found in it, in which somebody says something."""

from dataclasses import dataclass

from ribao.annotate.attribution.masking import mask
from ribao.types.attribution import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """``group``: of the cue's verb, or "according", "citing", "hearsay". ``outer``: content stands before the speaker."""

    source: Span | None
    cue: Span
    content: Span
    group: str
    outer: bool = False


@dataclass(slots=True, kw_only=True)
class Line:
    """A sentence with its quotations hidden, and its end before the last full stop."""

    text: str
    masked: str
    end: int

    @classmethod
    def of(cls, sentence: str) -> "Line":
        masked = mask(sentence)
        return cls(text=sentence, masked=masked, end=_last(sentence))


def _last(sentence: str) -> int:
    end = len(sentence)
    while end and sentence[end - 1] in " .!?":
        end -= 1
    return end
