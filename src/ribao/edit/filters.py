"""Filters: the mute and follow words of an owner. Plain words, or /regular expressions/ in linear time (RE2).

A plain word is sought in folded text (upper and lower case, full-width and half-width, Traditional and Simplified are
one); a word that begins or ends with a Latin letter or digit matches whole words there ("AI" is not in "said").
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ribao.support.folding import fold
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem

_LATIN = re.compile(r"[a-z0-9]")
MOST = 200_000  # characters of one article: what is longer is a book
_PATTERN_BYTES = 1 << 20  # memory of one compiled pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Compiled words: ``find`` names the first one that a text matches.

    ``any_word`` and ``any_pattern`` match where some plain word or some /pattern/ does: one pass over a text that
    none of them is in, which is nearly every text, however many there are.
    """

    words: tuple[tuple[str, Any], ...]  # as the owner wrote it, compiled
    any_word: Any = None
    any_pattern: Any = None

    def find(self, text: str) -> str | None:
        """Looks at the first :data:`MOST` characters."""
        if not self.words:
            return None
        text = text[:MOST]
        folded = fold(text)
        # a pattern may name full-width or Traditional characters on purpose, so it sees the text as it stands, too
        gates = (self.any_word, folded), (self.any_pattern, folded), (self.any_pattern, text)
        if not any(gate is not None and gate.search(said) for gate, said in gates):
            return None
        return next((word for word, found in self.words if found.search(folded) or found.search(text)), None)


def compile_filter(words: Iterable[str]) -> Filter:
    """Raises Problem (exit code 2) naming the pattern that RE2 does not take. Empty words are passed over."""
    return _compiled(tuple(word.strip() for word in words if word.strip()))


def check(words: Sequence[str]) -> None:
    """Raises Problem for the first unusable pattern; for the start of a program, before any work is done."""
    compile_filter(words)


@cache
def _compiled(words: tuple[str, ...]) -> Filter:
    each = tuple((word, _compile(word, _pattern(word), _PATTERN_BYTES)) for word in words)
    plain = [_pattern(word) for word in words if _regular(word) is None]
    written = [_pattern(word) for word in words if _regular(word) is not None]
    return Filter(words=each, any_word=_any(plain), any_pattern=_any(written))


def _any(patterns: Sequence[str]) -> Any:
    """One pattern for all; None where there is none."""
    if not patterns:
        return None
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return _compile(joined, joined, _PATTERN_BYTES * (1 + len(patterns)))


def _pattern(word: str) -> str:
    written = _regular(word)
    return written if written is not None else _plain(fold(word))


def _compile(word: str, pattern: str, most_bytes: int) -> Any:
    import re2

    options = re2.Options()
    options.max_mem = most_bytes
    options.log_errors = False
    options.case_sensitive = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise Problem(
            _("The filter {word} cannot be used.").format(word=word),
            str(error.args[0].decode() if isinstance(error.args[0], bytes) else error),
            _("Correct it in ribao.toml (mute or follow); RE2 knows no look-around and no back-references."),
        ) from None


def _regular(word: str) -> str | None:
    """The pattern between two slashes; None for a plain word. A lone slash is a plain word."""
    return word[1:-1] if len(word) > 2 and word[0] == word[-1] == "/" else None


def _plain(folded: str) -> str:
    import re2

    before = r"\b" if _LATIN.match(folded[0]) else ""
    after = r"\b" if _LATIN.match(folded[-1]) else ""
    return before + str(re2.escape(folded)) + after
