"""Attributions of the sentences of one text, in order: each by the grammar of its language, speakers remembered.

Quotations that run over several sentences, and “…” whose speaker stands in the next sentence, are joined here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import ModuleType

from ribao.annotate.attribution import chinese, english
from ribao.annotate.attribution.plausible import sifted
from ribao.annotate.attribution.said import Context, Said, Speaker
from ribao.types.attribution import Basis, SourceType, Span, Status

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_QUOTED = re.compile(r"^(?:[^“「]{0,60}(?:电|讯|消息|\)|）|\s)\s*)?([“「][^“”「」]*[”」])[。.]?$")
_LATEST = 3  # sentences of one quotation that is never closed
_TO_TRIM = " 。\t"


@lru_cache(maxsize=8)
def grammar_of(sentence: str) -> ModuleType | None:
    """By its letters: a few Latin names make no English of a Chinese sentence. None: neither. Asked for several times
    in a row.
    """
    head = sentence[:600]
    han, latin = len(_HAN.findall(head)), len(_LATIN.findall(head))
    if han >= 2 and han >= latin:
        return chinese
    return english if latin else None


def of_sentences(title: str, sentences: Sequence[str]) -> list[list[Said]]:
    """What each sentence attributes. Spans count in the sentence."""
    context = Context(title=title)
    out: list[list[Said]] = []
    quoting: _Quoting | None = None
    for number, sentence in enumerate(sentences):
        found, context = _read(sentence, context)
        if quoting and not found:
            found = [_quoted(sentence, (0, len(sentence)), quoting.speaker, context)]
        elif not found:
            found = _whole_quotation(sentence, sentences[number + 1 : number + 2], context)
        quoting = _goes_on(sentence, found, context, quoting)
        out.append(found)
    return out


def _read(sentence: str, context: Context) -> tuple[list[Said], Context]:
    grammar = grammar_of(sentence)
    if grammar is None:
        return [], context.after(sentence, [], [])
    found: list[Said] = sifted(sentence, grammar.attributions(sentence, context))
    return found, context.after(sentence, found, grammar.mentions(sentence))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quoting:
    """A quotation is open; ``left``: so many more sentences it may go on for."""

    speaker: Speaker
    left: int


def _goes_on(sentence: str, found: list[Said], context: Context, before: _Quoting | None) -> _Quoting | None:
    opened, closed = _last(sentence, "“「"), _last(sentence, "”」")
    if opened > closed and found and context.speaker and found[-1].content[1] > opened:
        return _Quoting(speaker=context.speaker, left=_LATEST)
    if before and closed < 0 and before.left > 1:
        return replace(before, left=before.left - 1)
    return None


def _last(sentence: str, marks: str) -> int:
    return max(sentence.rfind(mark) for mark in marks)


def _whole_quotation(sentence: str, following: Sequence[str], context: Context) -> list[Said]:
    """“…” alone: who speaks stands in the next sentence, else spoke just before."""
    match = _QUOTED.match(sentence) if len(sentence) < 800 else None
    if match is None:
        return []
    speaker = _speaker_of(following[0], context) if following else None
    if speaker is None and context.speaker and context.speaker.gap == 1:
        speaker = context.speaker
    return [_quoted(sentence, match.span(1), speaker, context)] if speaker and _speaks(speaker) else []


def _speaks(speaker: Speaker) -> bool:
    return speaker.source_type in (SourceType.PERSON, SourceType.OFFICIAL, SourceType.ANONYMOUS, SourceType.SOCIAL)


def _speaker_of(sentence: str, context: Context) -> Speaker | None:
    """Who opens the next sentence by speaking, also in 腾讯客服表示。 with nothing behind it."""
    if grammar_of(sentence) is not chinese:
        found, after = _read(sentence, context)
        return after.speaker if found else None
    return chinese.opening_speaker(sentence, context)


def _quoted(sentence: str, span: Span, speaker: Speaker, context: Context) -> Said:
    start, end = span
    while end > start and sentence[end - 1] in _TO_TRIM:
        end -= 1
    content = (start, max(end, start + 1))
    return Said(
        source=None, cue=None, content=content, source_type=speaker.source_type,
        status=_status(sentence, content, speaker, context), basis=Basis.QUOTE, resolved=speaker.name,
    )  # fmt: skip


def _status(sentence: str, content: Span, speaker: Speaker, context: Context) -> Status:
    if grammar_of(sentence) is chinese:
        return chinese.status_of_quotation(sentence, content, speaker, context)
    return speaker.status if speaker.status in (Status.REPORTED, Status.UNVERIFIED) else Status.CONFIRMED
