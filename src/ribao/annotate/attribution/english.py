"""English attribution: said, told, according to, citing ... by grammar over words of ``data/cues_en.toml``."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ribao.annotate.attribution.english_clauses import clauses
from ribao.annotate.attribution.english_line import Clause, Line
from ribao.annotate.attribution.english_named import Names, names
from ribao.annotate.attribution.english_source import Who, leads, who
from ribao.annotate.attribution.english_words import words
from ribao.annotate.attribution.said import Context, Mention, Said
from ribao.annotate.names_seen import Seen
from ribao.annotate.names_words import grammar
from ribao.types.attribution import Basis, SourceType, Status

_LONGEST = 2000  # characters of a sentence that are read: what goes on longer is no sentence
_NEGATED = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|cannot|false|untrue|inaccurate|baseless|unfounded|incorrect|misleading|exaggerated|wrong)\b|n['’]t\b",
    re.IGNORECASE,
)
_REFUTES = re.compile(
    r"^\W*(?!This|That)(?:[\w’'-]+ ){1,4}(?:had|has|have|did|does|do|was|were|is|are) (?:not|never|no)\b|"
    r"^\W*(?:[\w’'-]+ ){1,4}(?:had|has|have|did|does|do|was|were|is|are)n['’]t\b|^\W*(?:no |nobody|nothing|none )|\bnever\b|"
    r"\b(?:false|untrue|inaccurate|baseless|unfounded|incorrect|misleading|exaggerated|fabricated|no plans|not true|no such|no evidence|no truth|"
    r"without merit|wrong|no intention|no fault|contrary to)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"^[^“”]{0,110}?(?<!\bI )\b(?:will|would|plans? to|expects?|is set to|are set to|is due to|intends? to|aims? to|could(?! not)|may|might|going to|is likely|are likely|is expected|are expected|hopes? to)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:we|our|us|I|my|I['’]m|we['’]re)\b")
_ASIDE = re.compile(
    r"\b(?:on|from|of|told|to|by|with|like|at|against|for|over) (?:the )?$"
)  # whoever stands there is no "the company"
_CALLED = re.compile(r"[A-Z][\w&'’-]*(?: (?:of|and|&|for|the|[A-Z][\w&'’-]*)){0,5}")
_ACTOR = re.compile(
    r"(?P<name>[A-Z][\w&'’-]{1,24}(?: [A-Z][\w&'’-]{1,24}){0,3})(?:, an? [^,]{3,60},| (?:has|is|was|will|plans|did|does|had|[a-z]{2,12}(?:ed|es|s))\b)"
)
_QUOTATION = re.compile(r"\s*[“\"].{3,}[”\"]\s*", re.DOTALL)


def attributions(sentence: str, context: Context) -> list[Said]:
    """In order of position. Pure; every span is within the sentence."""
    sentence = sentence[:_LONGEST]
    if sentence.isspace() or not sentence:
        return []
    named = names(sentence)
    found: list[Said] = []
    last: Who | None = None
    for clause in _clauses(sentence):
        speaker = _speaker(sentence, clause, named, context, last)
        last = speaker if clause.group not in ("hearsay", "citing") else last
        found.append(_said(sentence, clause, speaker, found, _later(sentence, clause)))
    return found or _bare_quotation(sentence, context)


def mentions(sentence: str) -> list[Mention]:
    """People and organisations, in order. ``speaks_for`` of a person with a leading title: the organisation, or a mark."""
    sentence = sentence[:_LONGEST]
    named = names(sentence)
    found = list(_houses(sentence, named))
    for one in named.seen:
        mention = _mention(sentence, one)
        if mention:
            found.append((one.start, mention))
    return [mention for _, mention in sorted(found, key=lambda pair: pair[0])]


def _mention(sentence: str, one: Seen) -> Mention | None:
    name = sentence[one.start : one.end]
    if one.kind == "organisation":
        aside = one.sort == "media" or _ASIDE.search(sentence, max(0, one.start - 12), one.start)
        return None if aside else Mention(name=name, kind="organisation")
    near = sentence[max(0, one.start - 40) : one.start] + " " + sentence[one.end : one.end + 60]
    house = "spokes" if words().sources["spokes"].search(near) else "house" if leads(near) else ""
    return Mention(name=name, kind="person", speaks_for=house)


@lru_cache(maxsize=64)
def _clauses(sentence: str) -> tuple[Clause, ...]:
    """Asked for by both functions of the grammar, read once."""
    return tuple(clauses(Line.of(sentence)))


def _houses(sentence: str, named: Names) -> Iterator[tuple[int, Mention]]:
    """Organisations by what they do: whoever opens the sentence and acts, or speaks, and is nobody known."""
    taken = [(one.start, one.end) for one in named.seen]
    spans = [clause.source for clause in _clauses(sentence) if clause.source]
    opening = _ACTOR.match(sentence)
    if opening:
        spans.append(opening.span("name"))
    for start, end in dict.fromkeys(spans):
        name = sentence[start:end]
        free = not any(start < stop and begin < end for begin, stop in taken)
        if free and _CALLED.fullmatch(name) and name.split(" ", 1)[0] not in grammar().opening:
            yield start, Mention(name=name, kind="organisation")


def _speaker(sentence: str, clause: Clause, named: Names, context: Context, last: Who | None) -> Who:
    if clause.group == "hearsay":
        return Who(source=None, source_type=SourceType.ANONYMOUS)
    if clause.source is None:
        return _again(sentence, last, context)
    return who(sentence, clause.source, named, context)


def _again(sentence: str, last: Who | None, context: Context) -> Who:
    if last is None:
        return Who(source=None, source_type=SourceType.OFFICIAL, resolved=context.organisation)
    name = last.resolved or (sentence[slice(*last.source)] if last.source else "")
    return Who(source=None, source_type=last.source_type, resolved=name, insider=last.insider)


def _later(sentence: str, clause: Clause) -> str:
    return sentence[slice(*clause.content)]


def _said(sentence: str, clause: Clause, speaker: Who, before: list[Said], content: str) -> Said:
    return Said(
        source=speaker.source,
        cue=clause.cue,
        content=clause.content,
        source_type=speaker.source_type,
        status=status(clause.group, speaker, content, sentence[slice(*clause.cue)].lower()),
        resolved=speaker.resolved,
        within=_within(clause, before),
        hedges=tuple(dict.fromkeys(word.lower() for word in words().hedges.findall(content)))[:8],
        negated=clause.group == "deny" or bool(_NEGATED.search(content[:80])),
    )


def _within(clause: Clause, before: list[Said]) -> int | None:
    """The layer whose content holds this one, or whose account it is taken from (citing)."""
    for number in range(len(before) - 1, -1, -1):
        outer = before[number].content
        if outer[0] <= clause.cue[0] < outer[1] or (clause.group == "citing"):
            return number
    return None


def status(group: str, speaker: Who, content: str, cue: str = "") -> Status:
    """How sure it is, by who speaks and what kind of thing is said."""
    kind = speaker.source_type
    if group == "deny":
        return Status.DENIED
    if kind is SourceType.ANONYMOUS or (kind is SourceType.SOCIAL and not speaker.insider):
        return Status.UNVERIFIED
    mine = not speaker.outsider and kind in (SourceType.PERSON, SourceType.OFFICIAL) and bool(_FIRST.search(content))
    own = speaker.insider or mine
    if group == "accuse":
        return Status.REPORTED
    if own and cue not in ("ruled", "found", "finds") and _REFUTES.search(content[:120]):
        return Status.DENIED
    if group == "forecast" or (kind not in (SourceType.MEDIA, SourceType.DOCUMENT) and _FUTURE.match(content)):
        return Status.FORECAST
    return Status.CONFIRMED if own else Status.REPORTED


def _bare_quotation(sentence: str, context: Context) -> list[Said]:
    """A sentence that is one quotation goes on for whoever spoke last."""
    if context.speaker is None or context.speaker.gap or not _QUOTATION.fullmatch(sentence):
        return []
    start = len(sentence) - len(sentence.lstrip(' \t“"'))
    stop = len(sentence.rstrip(' \t”".,!?'))
    if stop - start < 3:
        return []
    speaker = context.speaker
    if speaker.source_type in (SourceType.DOCUMENT, SourceType.MEDIA):
        return []
    return [
        Said(
            source=None,
            cue=None,
            content=(start, stop),
            source_type=speaker.source_type,
            status=speaker.status,
            basis=Basis.QUOTE,
            resolved=speaker.name,
        )
    ]
