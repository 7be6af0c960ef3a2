"""Names that no table knows, in English text: runs of capitalised words, read by titles, first names and suffixes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ribao.annotate.names_seen import Seen
from ribao.annotate.names_table import thing_id
from ribao.annotate.names_words import grammar

_WORD = r"(?:[A-Z][\w&'’-]{0,24}|[A-Z]\.(?:[A-Z]\.)?)"
_PARTICLE = r"(?:de|van|von|der|den|la|bin|al|da|di|du|del|of the|of|for|and|&)"
_RUN = re.compile(rf"\b{_WORD}(?:\.?,? Inc\b\.?| (?:{_PARTICLE} ){{0,2}}?{_WORD}){{0,7}}")
_TOKEN = re.compile(r"[^\s,]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_COMPANY_NOUN = re.compile(
    r"(?i)\b(?:start-?up|company|firm|maker|publisher|agency|lab|laboratory|retailer|chipmaker|automaker|carmaker|carrier|"
    r"operator|developer|studio|rival|supplier|subsidiary|foundry|regulator|group|outlet|newspaper|website|blog|site|bank|"
    r"brokerage|consultancy|researcher|magazine) $"
)
_AT = re.compile(r"\b(?:at|of|for|with) (?:the )?$")
_APPOSED = re.compile(
    r"(?:, | \()(?:the |a |an |its |their |former |who is |then |now |[A-Z][\w&]{1,20}['’]s? |[a-z]{3,14} ){0,3}$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the tables found: starts and ends of titles, and the spans of known names (start → end)."""

    role_starts: Mapping[int, int]
    role_ends: Mapping[int, int]
    known: Mapping[int, int]


def names(text: str, marks: Marks) -> Iterator[Seen]:
    for match in _RUN.finditer(text):
        yield from _of_run(text, match.start(), match.end(), marks)
    for match in _headed().finditer(text):
        start = match.start()
        while text[start : match.end()].split(" ", 1)[0] in grammar().opening:
            start = text.index(" ", start) + 1
        yield _organisation(text, start, match.end())


@cache
def _headed() -> re.Pattern[str]:
    """Ministry of Trade and Industry."""
    heads = "|".join(grammar().en_heads)
    return re.compile(
        rf"\b(?:{_WORD} ){{0,2}}(?:{heads}) (?:of|for) (?:the )?{_WORD}(?: (?:(?:and|&|of) )?{_WORD}){{0,3}}"
    )


def _of_run(text: str, start: int, end: int, marks: Marks) -> Iterator[Seen]:
    """A run is parted at titles and known names; what is left is read piece by piece."""
    pieces, at = [], start
    tokens = [(start + m.start(), start + m.end()) for m in _TOKEN.finditer(text[start:end])]
    piece: list[tuple[int, int]] = []
    for begin, stop in tokens:
        if begin < at:
            continue
        covered = marks.role_starts.get(begin, 0)
        if covered or text[begin:stop] in grammar().opening or text[begin].islower() or text[begin] == "&":
            keep = text[begin:stop] in (
                "van",
                "von",
                "de",
                "der",
                "den",
                "la",
                "bin",
                "al",
                "da",
                "di",
                "du",
                "del",
                "&",
            )
            if keep and piece and not covered:
                piece.append((begin, stop))
                continue
            pieces.append(piece)
            piece, at = [], max(covered, stop)
        else:
            piece.append((begin, stop))
    pieces.append(piece)
    for tokens in pieces:
        if tokens:
            seen = _of_piece(text, _without_possessive(text, tokens), marks)
            if seen:
                yield seen


def _without_possessive(text: str, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Heron's chief: the name ends before the apostrophe, and whatever follows belongs to another."""
    for number, (begin, stop) in enumerate(tokens):
        found = _POSSESSIVE.search(text, begin, stop)
        if found and found.start() > begin:
            return [*tokens[:number], (begin, found.start())]
    return tokens


def _of_piece(text: str, tokens: list[tuple[int, int]], marks: Marks) -> Seen | None:
    start, end = tokens[0][0], tokens[-1][1]
    words = [text[begin:stop] for begin, stop in tokens]
    if end < len(text) and words[-1].endswith(".") is False and text[end - 1] in "'’-":
        end -= 1
    if marks.known.get(start, 0) >= end:
        return None
    if _suffixed(words):
        return _organisation(text, start, end)
    if _is_person(text, start, end, words, marks):
        return _person(text, start, tokens[min(len(tokens), 4) - 1][1])
    if any(begin in marks.known for begin, _ in tokens):
        return None
    if _is_organisation(text, start, end, words, marks):
        return _organisation(text, start, end)
    return None


def _suffixed(words: list[str]) -> bool:
    return len(words) > 1 and words[-1].rstrip(",") in grammar().en_suffixes


def _is_person(text: str, start: int, end: int, words: list[str], marks: Marks) -> bool:
    plain = [word for word in words if word[0].isupper()]
    if not 1 <= len(plain) <= 4 or any(char.isdigit() for word in words for char in word):
        return False
    titled = start - 1 in marks.role_ends or _after_honorific(text, start)
    titled = titled or (start - 2 in marks.role_ends and text[start - 2] == "," and text[end : end + 1] == ",")
    if titled and len(plain) <= 3 and not _acronym(words[-1]):
        return len(plain) > 1 or _after_honorific(text, start)
    if len(plain) < 2 or _acronym(words[-1]):
        return False
    if plain[0] in grammar().first_names:
        return plain[0] not in grammar().doubtful_first or (
            _apposed(text, end, marks) or not any(s in marks.known for s in range(start + 1, end))
        )
    said = text[max(0, start - 5) : start] in ("said ", "says ")
    return _apposed(text, end, marks) or (said and text[end : end + 1] in (",", "."))


def _acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not word.endswith(".")


def _after_honorific(text: str, start: int) -> bool:
    before = text[max(0, start - 9) : start].split()
    return bool(before) and text[start - 1 : start] == " " and before[-1].strip('(“"') in grammar().honorific


def _apposed(text: str, end: int, marks: Marks) -> bool:
    """ "Mira Vance, the chief executive": a title follows in apposition."""
    window = text[end : end + 60]
    near = (at for at in range(end + 1, end + 60) if at in marks.role_starts)
    return any(_APPOSED.match(window[: at - end]) for at in near)


def _is_organisation(text: str, start: int, end: int, words: list[str], marks: Marks) -> bool:
    if end + 1 in marks.role_starts or (
        any(text.startswith(p, end) for p in ("'s ", "’s ")) and end + 3 in marks.role_starts
    ):
        return text[end : end + 1] in " '’" and len(words) <= 4
    before = text[max(0, start - 24) : start]
    if _COMPANY_NOUN.search(before):
        return True
    at = _AT.search(before)
    return bool(at) and start - len(at.group()) - 1 in marks.role_ends if at else False


def _person(text: str, start: int, end: int) -> Seen:
    name = text[start:end].rstrip(".,")
    return Seen(start=start, end=start + len(name), kind="person", id=thing_id("person", name), name=name)


def _organisation(text: str, start: int, end: int) -> Seen:
    name = text[start:end].rstrip(",")
    if text[start + len(name) : start + len(name) + 1] == "." and name.rsplit(" ", 1)[-1] in (
        "Inc",
        "Corp",
        "Ltd",
        "Co",
    ):
        name += "."
    return Seen(start=start, end=start + len(name), kind="organisation", id=thing_id("organisation", name), name=name)
