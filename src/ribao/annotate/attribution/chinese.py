"""The grammar of Chinese attribution, Simplified and Traditional: one sentence and what was before it → who says what."""

import re
from dataclasses import replace
from itertools import compress

from ribao.annotate.attribution.chinese_candidates import Candidate, quotation
from ribao.annotate.attribution.chinese_kinds import known
from ribao.annotate.attribution.chinese_reading import Reading, assembled, found, holds, reading, takes_up
from ribao.annotate.attribution.chinese_resolving import resolved
from ribao.annotate.attribution.chinese_source import Who
from ribao.annotate.attribution.chinese_status import status, status_by_rule
from ribao.annotate.attribution.chinese_words import sources
from ribao.annotate.attribution.concern import person_named
from ribao.annotate.attribution.features import acceptance, judgement
from ribao.annotate.attribution.said import Context, Mention, Said, Speaker
from ribao.annotate.attribution.weighing import Weights, in_use
from ribao.types.attribution import SourceType, Span, Status

_HEDGES = re.compile(
    "可能|或将|或许|也许|大概|似乎|据称|疑似|有望|估计|未必|不排除|尚不|尚未确定|预计|料将|大约|传闻|据悉|可望|恐将|恐怕|暂定|初步|或会|或有|或为|或因|或达|或于|或在|或是"
)
_NEGATED = re.compile(
    r"没有|并非|并不|并未|从未|不会|不是|不实|无意|否认|未曾|绝不|不属实|不存在|子虚乌有|无关|不再|尚未|未(?!来|知|经证实)"
)
_MOST_HEDGES = 8
ENOUGH = -0.4  # score of acceptance from which something is attributed


def attributions(sentence: str, context: Context) -> list[Said]:
    """In order of position; every span is within the sentence."""
    read = reading(sentence)
    weights = in_use()
    return judged(read, accepted(read, found(read), weights), context, weights)


def accepted(read: Reading, every: list[Candidate], weights: Weights | None) -> list[Candidate]:
    """Those candidates that attribute something, put together."""
    told = [not takes_up(read, one) for one in every]
    if weights is None:
        return assembled(read, [one for one, says in zip(every, told, strict=True) if says and by_rule(read, one)])
    scored = ((one, weights.accepted(acceptance(read, every, number))) for number, one in enumerate(every))
    return assembled(read, [one for one, score in compress(scored, told) if score + _sure(one) > ENOUGH])


def _sure(one: Candidate) -> float:
    """What shape and cue alone promise: rare in any training, plain in grammar."""
    if one.who is None or one.inherits:
        return 0.0
    if one.shape == "behind" and one.action in ("say", "confirm", "announce"):
        return 3.0
    return 1.0 if one.action == "deny" else 0.0


def by_rule(read: Reading, one: Candidate) -> bool:
    """Without weights: a speaker and a comma, colon or quotation behind a cue that says something."""
    if one.shape != "verb":
        return True
    return one.who is not None and (one.word in "称说表示" or read.masked[one.cue[1] : one.cue[1] + 1] in ",:“「")


def judged(read: Reading, kept: list[Candidate], context: Context, weights: Weights | None) -> list[Said]:
    out: list[Said] = []
    for number, one in enumerate(kept):
        kind = kind_by_rule(one)
        kind = weights.kind(judgement(read, one, context), kind) if weights else kind
        kind = kind_told(read, one, context) or kind
        said = resolved(read, one, _said(read, one, kind, _within(kept, number)), context)
        out.append(replace(said, status=status(read, one, kind, said.resolved, context, weights)))
    return out


def kind_told(read: Reading, one: Candidate, context: Context) -> SourceType | None:
    """What the words or the sentences before settle, whatever is more likely in general."""
    return _of_press(read, one) or _of_pronoun(read, one, context) or _of_known_person(read, one, context)


def _of_press(read: Reading, one: Candidate) -> SourceType | None:
    """Who reports is the press, by whatever name: 据X报道, X 报道称. 据知情人士报道 is not."""
    if (
        one.who is None
        or one.who.kind in (SourceType.SOCIAL, SourceType.DOCUMENT)
        or _certainly_a_person(read, one.who)
    ):
        return None
    reports = one.word[:2] in ("报道", "报导", "援引", "引述") and (one.shape == "prefix" or not one.inherits)
    return SourceType.MEDIA if reports and one.who.kind != SourceType.ANONYMOUS else None


def _certainly_a_person(read: Reading, who: Who) -> bool:
    """By title, house, middle dot or list; three characters that open with a surname may be an outlet, too."""
    name = read.folded[slice(*who.source)]
    bare = who.phrase == who.source and not who.title and not who.pronoun
    return who.person and not (bare and len(name) < 4 and name not in sources().people)


def _of_pronoun(read: Reading, one: Candidate, context: Context) -> SourceType | None:
    """他 who spoke last speaks as he did then; so does 其, when a person spoke."""
    speaker = context.speaker
    word = read.folded[slice(*one.who.source)] if one.who else ""
    if speaker is not None and word in ("我们", "我"):
        return speaker.source_type
    if speaker is None or word not in ("他", "她", "其") or (word == "其" and speaker.name != context.person):
        return None
    return speaker.source_type if speaker.name == context.person else SourceType.PERSON


def _of_known_person(read: Reading, one: Candidate, context: Context) -> SourceType | None:
    """Roux alone, of whom Thibault Roux was told before."""
    who = one.who
    if who is None or who.pronoun or who.person or who.title or who.kind != SourceType.OFFICIAL:
        return None
    word = read.folded[slice(*who.source)]
    return SourceType.PERSON if not known(word) and person_named(word, context) else None


def status_of_quotation(sentence: str, span: Span, speaker: Speaker, context: Context) -> Status:
    """How sure a quotation is whose speaker stands in another sentence."""
    return status(reading(sentence), quotation(span), speaker.source_type, speaker.name, context, in_use())


def _said(read: Reading, one: Candidate, kind: SourceType, within: int | None) -> Said:
    content = read.folded[slice(*one.content)]
    return Said(
        source=one.who.source if one.who else None, cue=one.cue, content=one.content, source_type=kind,
        status=Status.REPORTED, within=within, hedges=tuple(dict.fromkeys(_HEDGES.findall(content)))[:_MOST_HEDGES],
        negated=bool(_NEGATED.search(content[:60])),
    )  # fmt: skip


def _within(kept: list[Candidate], number: int) -> int | None:
    """The nearest layer around that candidate."""
    inner = kept[number]
    for at in range(number - 1, -1, -1):
        outer = kept[at]
        if holds(outer, inner) and outer.content[0] <= inner.content[0] and inner.content[1] <= outer.content[1]:
            return at
    return None


def kind_by_rule(one: Candidate) -> SourceType:
    if (
        one.who
        and one.shape == "prefix"
        and one.who.kind == SourceType.OFFICIAL
        and one.word[:2] in ("报道", "报导")
        and not one.who.person
    ):
        return SourceType.MEDIA
    if one.who is None:
        return {"media": SourceType.MEDIA, "anonymous": SourceType.ANONYMOUS}.get(one.action, SourceType.OFFICIAL)
    return one.who.kind


def mentions(sentence: str) -> list[Mention]:
    """Speakers and the organisations before their titles, in order of position."""
    read = reading(sentence)
    out = [mention for one in found(read) for mention in _mentioned(read, one.who) if one.who]
    return list(dict.fromkeys(out))


def _mentioned(read: Reading, who: Who | None) -> list[Mention]:
    if who is None or who.pronoun or who.kind in (SourceType.ANONYMOUS, SourceType.SOCIAL, SourceType.DOCUMENT):
        return []
    name = read.sentence[slice(*who.source)]
    if who.person:
        house = read.sentence[who.phrase[0] : who.source[0]] if who.standing != "outsiders" else ""
        return [Mention(name=name, kind="person", speaks_for=house.strip())]
    return [(Mention(name=name, kind="organisation"))] if len(name) < 40 else []


def opening_speaker(sentence: str, context: Context) -> Speaker | None:
    """Who speaks first in ``sentence``, when it opens with a speaker; what is said may have stood before it."""
    read = reading(sentence)
    for one in found(read)[:1]:
        if one.shape in ("verb", "behind") and one.who and not one.inherits and one.action in ("say", "confirm"):
            kind = kind_by_rule(one)
            said = Said(source=one.who.source, cue=one.cue, content=(0, 1), source_type=kind, status=Status.CONFIRMED)
            name = resolved(read, one, said, context).resolved or read.sentence[slice(*one.who.source)]
            return Speaker(name=name, source_type=kind, status=status_by_rule(kind, one, ""))
    return None
