"""Who a speaker is: the words of the source, its type, and for whom a named person speaks."""

import re
from dataclasses import dataclass

from ribao.annotate.attribution.english_named import Names
from ribao.annotate.attribution.english_words import words
from ribao.annotate.attribution.said import Context
from ribao.annotate.names_words import grammar
from ribao.types.attribution import SourceType, Span

_OWNED = re.compile(
    r"(?:an? |the )?(?:[a-z]+ )?(?:report|data|study|survey|figures|numbers|estimates|note|research|tests|analysis|statistics)"
    r"(?: released| published)? (?:by|from|of|in) (?P<owner>.+)$",
    re.IGNORECASE,
)
_HE = {"he", "she"}
_IT = {"it", "they", "its", "we"}
_GENERIC = re.compile(
    r"(?:the|both|this|that|its|their) (?:[a-z-]+ )?(?:company|firm|maker|chipmaker|carmaker|automaker|agency|ministry|regulator|bank|start-?up|studio|"
    r"group|operator|retailer|airline|department|commission|court|board|research firm|researcher|market researcher|publisher|developer|carrier|supplier|"
    r"team|lab|foundation|union|institute|university|newspaper|outlet|magazine|report|post|statement|giant|companies|hospital|watchdog|platform|site)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:[Tt]he |[Aa]n? )?(?:[a-z-]+ )?(?:leaker|blogger|tipster|user|YouTuber|streamer) (?P<name>@?[A-Z][^,]*)"
)
_MEDIA_NOUN = re.compile(r"(?:the|this|its) (?:report|newspaper|outlet|magazine|article|story)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """``source``: what stands for the speaker in the sentence. ``insider``: speaks for the organisation it is of."""

    source: Span | None
    source_type: SourceType
    resolved: str = ""
    insider: bool = False


def who(sentence: str, phrase: Span, names: Names, context: Context) -> Who:
    owned = _OWNED.match(sentence[slice(*phrase)])
    if owned:
        phrase = (phrase[0] + owned.start("owner"), phrase[1])
    text = sentence[slice(*phrase)]
    pronoun = _pronoun(text, phrase, context)
    if pronoun:
        return pronoun
    if words().sources["anonymous"].search(text) and not re.search(r"open.source", text, re.IGNORECASE):
        return Who(source=phrase, source_type=SourceType.ANONYMOUS)
    people = names.within(*phrase, "person")
    if people and not _only_owner(sentence, people[0].end, phrase[1]):
        return _person(sentence, phrase, (people[0].start, people[0].end), names, context)
    if ", " in text:
        phrase = (phrase[0] + text.index(", ") + 2, phrase[1])
        text = sentence[slice(*phrase)]
    known = _known_person(text, context) or _by_last_name(text, context)
    if known:
        return _known(phrase, known, context)
    kind = _kind(sentence, phrase, names, context, owned=bool(owned))
    insider = kind is SourceType.OFFICIAL
    return Who(
        source=_bare(sentence, phrase),
        source_type=kind,
        resolved=_generic(text, kind, context),
        insider=insider,
    )


def _only_owner(sentence: str, end: int, stop: int) -> bool:
    """Lawyers for Mira Vance do not make her speak; nor does "Vance's lawyer"."""
    return sentence[end : end + 2] in ("'s", "’s") and stop > end + 2


def _pronoun(text: str, phrase: Span, context: Context) -> Who | None:
    low = text.lower()
    if low in _HE:
        kind = SourceType.PERSON
        speaker = context.speaker
        name = context.person
        if speaker and speaker.name == name:
            kind = speaker.source_type
        if any(one.name == name and one.speaks_for == "spokes" for one in context.people):
            kind = SourceType.OFFICIAL
        return Who(source=phrase, source_type=kind, resolved=name, insider=_speaks(name, context))
    if low in _IT:
        if low == "they" and context.speaker:
            return Who(source=phrase, source_type=context.speaker.source_type, resolved=context.speaker.name)
        return Who(source=phrase, source_type=SourceType.OFFICIAL, resolved=context.organisation, insider=True)
    return None


def _speaks(name: str, context: Context) -> bool:
    return any(one.name == name and one.speaks_for for one in context.people)


def _person(sentence: str, phrase: Span, name: Span, names: Names, context: Context) -> Who:
    around = sentence[phrase[0] : name[0]] + " " + sentence[name[1] : name[1] + 60]
    kind = SourceType.OFFICIAL if words().sources["spokes"].search(around) else SourceType.PERSON
    if words().sources["social"].search(sentence[phrase[0] : name[0]]):
        kind = SourceType.SOCIAL
    called = sentence[slice(*name)]
    insider = kind is SourceType.OFFICIAL or leads(around) or _speaks(called, context)
    full = _known_person(called, context)
    return Who(source=name, source_type=kind, resolved=full if full != called else "", insider=insider)


def leads(around: str) -> bool:
    """Whether the words about a name make its bearer speak for the house, and not about it."""
    return bool(words().sources["executive"].search(around)) and not words().sources["outsider"].search(around)


def _known_person(text: str, context: Context) -> str:
    """Vance, when Mira Vance was named before."""
    bare = re.sub(r"^(?:Mr|Mrs|Ms|Dr|Prof)\.? ", "", text)
    for one in reversed(context.people):
        if one.name == bare or one.name.endswith(" " + bare):
            return one.name
    return ""


def _by_last_name(text: str, context: Context) -> str:
    """Karimi, after "Said Karimi joins": firms are shortened to their first word, people to their last."""
    for one in reversed(context.organisations):
        first, _, last = one.name.partition(" ")
        if last == text and first and text[:1].isupper() and text not in grammar().en_suffixes:
            return one.name
    return ""


def _known(phrase: Span, name: str, context: Context) -> Who:
    kind = SourceType.PERSON
    if context.speaker and context.speaker.name == name:
        kind = context.speaker.source_type
    if any(one.name == name and one.speaks_for == "spokes" for one in context.people):
        kind = SourceType.OFFICIAL
    return Who(source=phrase, source_type=kind, resolved=name, insider=_speaks(name, context))


def _bare(sentence: str, phrase: Span) -> Span:
    """Tidepool of "The leaker Tidepool"."""
    match = _CALLED.match(sentence, *phrase)
    return (match.start("name"), phrase[1]) if match else phrase


def _generic(text: str, kind: SourceType, context: Context) -> str:
    """The company, the agency: the organisation that was named last."""
    if not _GENERIC.fullmatch(text):
        return ""
    if kind in (SourceType.MEDIA, SourceType.RESEARCH):
        speaker = context.speaker
        return speaker.name if speaker and speaker.source_type is kind else ""
    return context.organisation


def _kind(sentence: str, phrase: Span, names: Names, context: Context, *, owned: bool) -> SourceType:
    text = sentence[slice(*phrase)]
    head = re.split(r" (?:at|of|for|from|with|by|in|to|seen) ", text)[0]
    sorts = {one.sort for one in names.within(*phrase, "organisation")}
    found = words().sources
    if _MEDIA_NOUN.fullmatch(text) and context.speaker and context.speaker.source_type is SourceType.MEDIA:
        return SourceType.MEDIA
    if found["spokes"].search(head):
        return SourceType.OFFICIAL
    if "media" in sorts and not found["document"].search(head.replace("report", "")):
        return SourceType.MEDIA
    if found["research"].search(head) or "research" in sorts:
        return SourceType.RESEARCH
    if found["social"].search(head):
        return SourceType.SOCIAL
    if owned and sorts:
        return SourceType.OFFICIAL
    if found["document"].search(head):
        return SourceType.DOCUMENT
    if found["official"].search(head):
        return SourceType.OFFICIAL
    if found["media"].search(head) and not sorts & {"company", "agency"}:
        return SourceType.MEDIA
    if _looks_like_person(text):
        return SourceType.PERSON
    return SourceType.OFFICIAL


def _looks_like_person(text: str) -> bool:
    first = text.split(" ", 1)[0]
    return first in grammar().first_names
