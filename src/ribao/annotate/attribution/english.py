"""English attribution: said, told, according to, citing ... by grammar over words of ``data/cues_en.toml``."""

import re

from ribao.annotate.attribution.english_clauses import Clause, Line, clauses
from ribao.annotate.attribution.english_named import Names, names
from ribao.annotate.attribution.english_source import Who, leads, who
from ribao.annotate.attribution.english_words import words
from ribao.annotate.attribution.said import Context, Mention, Said
from ribao.types.attribution import Basis, SourceType, Status

_LONGEST = 2000  # characters of a sentence that are read: what goes on longer is no sentence
_NEGATED = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|cannot|false|untrue|inaccurate|baseless|unfounded|incorrect|misleading|exaggerated|wrong)\b|n['’]t\b",
    re.IGNORECASE,
)
_REFUTES = re.compile(
    r"(?:(?:it|they|he|she|we|I|there|that|this|the \w+|its \w+|[\w’' -]{0,50}?) (?:had|has|have|did|does|do|was|were|is|are) (?:not|never|no)\b)|"
    r"\b(?:\w+n['’]t|never)\b|\b(?:false|untrue|inaccurate|baseless|unfounded|incorrect|misleading|exaggerated|fabricated|no plans|not true|no such|not for sale|no evidence|no truth|without merit|wrong)\b|"
    r"\bno (?:data|customer|personal|one)\b|\bno fault\b|\bnobody",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"^[^“”]{0,110}?\b(?:will|would|plans? to|expects?|is set to|are set to|is due to|intends? to|aims? to|could|may|might|going to|is likely|are likely|is expected|are expected|hopes? to)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:we|our|us|I|my|I['’]m|we['’]re)\b")
_QUOTATION = re.compile(r"\s*[“\"].{3,}[”\"]\s*", re.DOTALL)


def attributions(sentence: str, context: Context) -> list[Said]:
    """In order of position. Pure; every span is within the sentence."""
    sentence = sentence[:_LONGEST]
    if sentence.isspace() or not sentence:
        return []
    line, named = Line.of(sentence), names(sentence)
    found: list[Said] = []
    last: Who | None = None
    for clause in clauses(line):
        speaker = _speaker(sentence, clause, named, context, last)
        last = speaker if clause.group not in ("hearsay", "citing") else last
        found.append(_said(sentence, clause, speaker, found, _later(sentence, clause)))
    return found or _bare_quotation(sentence, context)


def mentions(sentence: str) -> list[Mention]:
    """People and organisations, in order. ``speaks_for`` of a person with a leading title: the organisation, or a mark."""
    named = names(sentence[:_LONGEST])
    out = []
    for one in named.seen:
        if one.kind == "organisation":
            out.append(Mention(name=sentence[one.start : one.end], kind="organisation"))
        elif one.kind == "person":
            near = sentence[max(0, one.start - 40) : one.start] + " " + sentence[one.end : one.end + 60]
            house = "spokes" if words().sources["spokes"].search(near) else "house" if leads(near) else ""
            out.append(Mention(name=sentence[one.start : one.end], kind="person", speaks_for=house))
    return out


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
        status=status(clause.group, speaker, content),
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


def status(group: str, speaker: Who, content: str) -> Status:
    """How sure it is, by who speaks and what kind of thing is said."""
    kind = speaker.source_type
    if group == "deny":
        return Status.DENIED
    if kind is SourceType.ANONYMOUS or (kind is SourceType.SOCIAL and not speaker.insider):
        return Status.UNVERIFIED
    own = speaker.insider or bool(_FIRST.search(content) and kind in (SourceType.PERSON, SourceType.OFFICIAL))
    if group == "accuse":
        return Status.REPORTED
    if own and kind in (SourceType.OFFICIAL, SourceType.PERSON) and _REFUTES.search(content[:120]):
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
