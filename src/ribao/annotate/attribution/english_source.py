"""Who a speaker is: the words of the source, its type, and for whom a named person speaks."""

import re
from dataclasses import dataclass
from functools import cache

from ribao.annotate.attribution.english_named import Names
from ribao.annotate.attribution.english_words import words
from ribao.annotate.attribution.said import Context
from ribao.annotate.names_table import table
from ribao.annotate.names_words import grammar
from ribao.types.attribution import SourceType, Span, Status

_OWNED = re.compile(
    r"(?:an? |the )?(?:[a-z]+ )?(?:report|data|study|survey|figures|numbers|estimates|note|research|tests|analysis|statistics)"
    r"(?: released| published)? (?:by|from|in|(?<=data )of) (?P<owner>.+)$",
    re.IGNORECASE,
)
_HEAD_END = re.compile(r" (?:at|of|for|from|with|by|in|to|seen|interviewed|calling|who|which|that) ")
_PROPER_TAIL = re.compile(r"(?: [A-Z][\w’'&-]*){1,4}$")  # Security firm Northgate
_CLASSES = {  # in this order, where a phrase has words of several
    "spokes": SourceType.OFFICIAL,
    "research": SourceType.RESEARCH,
    "social": SourceType.SOCIAL,
    "official": SourceType.OFFICIAL,
    "document": SourceType.DOCUMENT,
    "media": SourceType.MEDIA,
}
_SORTS = {
    "media": SourceType.MEDIA,
    "research": SourceType.RESEARCH,
    "company": SourceType.OFFICIAL,
    "agency": SourceType.OFFICIAL,
}
_HE = {"he", "she"}
_IT = {"it", "they", "its", "we"}
_GENERIC = re.compile(
    r"(?:the|both|this|that|its|their) (?:(?-i:[a-z-]+) )?(?:company|firm|maker|chipmaker|carmaker|automaker|agency|ministry|regulator|bank|start-?up|studio|"
    r"group|operator|retailer|airline|department|commission|court|board|research firm|researcher|market researcher|publisher|developer|carrier|supplier|"
    r"team|lab|foundation|union|institute|university|newspaper|outlet|magazine|report|post|statement|giant|companies|hospital|watchdog|platform|site)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:[Tt]he |[Aa]n? )?(?:[a-z-]+ )?(?:leaker|blogger|tipster|user|YouTuber|streamer) (?P<name>@?[A-Z][^,]*)"
)
_UNNAMED = re.compile(
    r",? (?:who|which|speaking|granted|on condition)[^.;“]{0,80}?(?:not to be|anonym|declined to be (?:named|identified)|asked not|to discuss|(?:not|un) ?authori[sz]ed|not (?:allowed|permitted))"
)
_ONLY_PEOPLE = frozenset({"the people", "the person", "people", "a person", "those people", "that person"})
_HOUSE = re.compile(  # whoever speaks so, or to these, speaks for the house
    r"(?:told|tells) (?:analysts|staff|employees|investors|shareholders|parliament|lawmakers|customers|developers)\b|"
    r"\bin (?:an? |the |its )?(?:[a-z]+ )?(?:statement|blog post|memo|press release|letter to)\b"
)
_HONOURED = re.compile(
    r"(?:(?:Former |Then-)?(?:Vice )?(?:President|Senator|Governor|Congress(?:wo)?man|Chancellor)|Prime Minister|(?:Sen|Rep|Gov|Prof|Gen|Rev)\.|Professor|"
    r"Baroness|Baron|Lord|Lady|Sir|Dame|Pope|King|Queen|Prince|Princess) [A-Z][\w’'-]{1,24}(?: [A-Z][\w’'-]{1,24}){0,2}"
)
_MEDIA_NOUN = re.compile(r"(?:the|this|its) (?:report|newspaper|outlet|magazine|article|story)", re.IGNORECASE)


_OF_MANY = re.compile(  # "both people", "one employee", "the staffers": of a house perhaps, but nobody knows who
    r"(?:(?:the|both|these|those) (?:employees?|staffers?|workers?|people|persons?|insiders?)"
    r"|(?:an?|one|two|three|four|five|several|some|many|another|other) (?:other |current |senior |junior )?"
    r"(?:employees?|staffers?|workers?|people|persons?|insiders?|engineers?|bankers?|suppliers?))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """``source``: what stands for the speaker in the sentence. ``insider``: speaks for the organisation it is of."""

    source: Span | None
    source_type: SourceType
    resolved: str = ""
    insider: bool = False
    outsider: bool = False  # an analyst, a professor: "I" is then no word of a concerned party


def who(sentence: str, phrase: Span, names: Names, context: Context) -> Who:
    owned = _OWNED.match(sentence[slice(*phrase)])
    if owned:
        phrase = (phrase[0] + owned.start("owner"), phrase[1])
    text = sentence[slice(*phrase)]
    pronoun = _pronoun(text, phrase, context)
    if pronoun:
        return pronoun
    if _UNNAMED.match(sentence, phrase[1]):
        return Who(source=phrase, source_type=SourceType.ANONYMOUS)
    if text.lower() in _ONLY_PEOPLE or _OF_MANY.fullmatch(text):
        return Who(source=phrase, source_type=SourceType.ANONYMOUS)
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
        return _known(sentence, phrase, known, context)
    kind = _kind(sentence, phrase, names, context, owned=bool(owned))
    insider = kind is SourceType.OFFICIAL or (kind is SourceType.PERSON and leads(text))
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
    """Whether that person was named with a leading title, or just spoke for the house."""
    speaker = context.speaker
    if speaker and speaker.name == name and speaker.status in (Status.CONFIRMED, Status.DENIED):
        return True
    return any(one.name == name and one.speaks_for for one in context.people)


def _person(sentence: str, phrase: Span, name: Span, names: Names, context: Context) -> Who:
    around = sentence[phrase[0] : name[0]] + " " + sentence[name[1] : name[1] + 60]
    kind = SourceType.OFFICIAL if words().sources["spokes"].search(around) else SourceType.PERSON
    if words().sources["social"].search(sentence[phrase[0] : name[0]]):
        kind = SourceType.SOCIAL
    called = sentence[slice(*name)]
    insider = kind is SourceType.OFFICIAL or leads(around) or _speaks(called, context)
    insider = insider or bool(_HOUSE.search(sentence, name[1], min(len(sentence), name[1] + 80)))
    outside = bool(words().sources["outsider"].search(around)) or " follows " in around
    full = _known_person(called, context)
    return Who(
        source=name, source_type=kind, resolved=full if full != called else "", insider=insider, outsider=outside
    )


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


def _known(sentence: str, phrase: Span, name: str, context: Context) -> Who:
    kind = SourceType.PERSON
    if context.speaker and context.speaker.name == name:
        kind = context.speaker.source_type
    if any(one.name == name and one.speaks_for == "spokes" for one in context.people):
        kind = SourceType.OFFICIAL
    insider = _speaks(name, context) or bool(_HOUSE.search(sentence, phrase[1], min(len(sentence), phrase[1] + 80)))
    return Who(source=phrase, source_type=kind, resolved=name, insider=insider)


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
    sorts = {one.sort for one in names.within(*phrase, "organisation")}
    speaker = context.speaker
    if _MEDIA_NOUN.fullmatch(text) and speaker and speaker.source_type is SourceType.MEDIA:
        return SourceType.MEDIA
    if owned and sorts:
        return _of_sort(sorts) or SourceType.OFFICIAL
    head = _HEAD_END.split(text)[0]
    by_noun = _by_head_noun(head)
    if by_noun is SourceType.DOCUMENT and "media" in sorts and "report" in head:
        return SourceType.MEDIA
    whole = _of_sort({one.sort for one in names.within(phrase[0], phrase[0] + len(head), "organisation")})
    return whole or by_noun or _by_any_noun(head, text)


def _of_sort(sorts: set[str]) -> SourceType | None:
    """What the table of names says of the organisation that speaks."""
    for sort, kind in _SORTS.items():
        if sort in sorts:
            return kind
    return None


def _by_head_noun(head: str) -> SourceType | None:
    """The class of the noun that the phrase ends in: "The Irish data regulator" is a regulator, no data."""
    noun = _PROPER_TAIL.sub("", head)
    for name, kind in _CLASSES.items():
        for match in words().sources[name].finditer(noun):
            if match.end() == len(noun):
                return kind
    return None


def _by_any_noun(head: str, text: str) -> SourceType:
    for name, kind in _CLASSES.items():
        if words().sources[name].search(head):
            return kind
    return SourceType.PERSON if _looks_like_person(text) else SourceType.OFFICIAL


def _looks_like_person(text: str) -> bool:
    """By first name, by a title before the name, or a surname alone that is known by heart: Trump."""
    first = text.split(" ", 1)[0]
    return first in grammar().first_names or bool(_HONOURED.fullmatch(text)) or text in _surnames()


@cache
def _surnames() -> frozenset[str]:
    """Of the people in ``data/names_people.txt``."""
    people = [form.entry.name for forms in table().forms.values() for form in forms if form.entry.kind == "person"]
    return frozenset(name.rsplit(" ", 1)[1] for name in people if " " in name and name.isascii())
