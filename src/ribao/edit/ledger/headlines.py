"""Headlines: what the headline of an article states, and by whom."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ribao.edit.headline import clean
from ribao.edit.ledger.cast import Cast
from ribao.edit.ledger.judging import judged
from ribao.edit.ledger.material import Material, outlet, told_at
from ribao.edit.ledger.refutations import refutation
from ribao.edit.ledger.said import Said, language_of
from ribao.edit.ledger.speakers import anonymous, answers_for_itself
from ribao.edit.ledger.wording import Meant, announces, stands_alone, states_nothing, told_of, trimmed, unlabelled
from ribao.edit.marks import Found, certainty
from ribao.support.folding import bare, fold
from ribao.types.article import Article
from ribao.types.attribution import Attribution, SourceType, Status
from ribao.types.source import Tier
from ribao.types.thing import ThingKind

_UNSURE = re.compile(
    r"网传|据传|疑似|曝光?|爆料|据悉|消息称|知情|(?:^|[|｜】\]:：\s])传(?![统奇感播真承导递世媒])|传(?=已|将|被|拟|或|要|正|出|遭|[:：])|reportedly|rumou?r|said to|sources? say|leak"
)
_ASKS = re.compile(
    r"[?]|何时|为何|为什么|如何|怎么|是否|^(?:what|why|how|when|who|where|is|are|can|will|does)\b"
)  # states nothing
_GUESSES = re.compile(
    r"或(?:将|会|于|在|推|达|被|再|成|为|迎|采|搭|可能)|恐(?:将|会|被)|疑(?:似|为|将|遭)|料将|\b(?:could|might|(?<!in )(?<!by )may(?! \d))\b"
)
_ELIDED = re.compile(r"^(?:与|和|向|对|被|将|要|拟|或|正|不|未|再|已|通过|为|给|在)")
_SHORT = 8  # letters of what is called untrue, that may well lack its subject
_HEADLINES = ("official", "reported", "rumor", "denied")


def headline(
    material: Material, article: Article, found: Found, cast: Cast, listed: Sequence[Attribution]
) -> Said | None:
    """What the headline states: by the party that leads it, where it is official, else by nobody or the outlet.

    A headline over a text in which nobody with a name says anything is a rumour, whatever it looks like. How it
    looks makes it no surer: its party confirms where the outlet is that party's own, and else where a cue says so.
    """
    sure = _certainty(article, found, listed)
    said = _plain(material, article) if sure in _HEADLINES else None
    if said is None:
        return None
    if sure == "rumor":
        return replace(said, speaker="", source_type=SourceType.ANONYMOUS, status=Status.UNVERIFIED)
    own = _by_party(said, material, cast) if sure == "official" else None
    if own is not None:
        return own
    unsure = _GUESSES.search(fold(said.statement)) is not None  # 或将: the outlet's own guess
    return replace(said, status=Status.UNVERIFIED) if unsure else judged(said, cast)


def refuting(material: Material, article: Article, cast: Cast) -> Said | None:
    """What a headline names and calls untrue, as denied by who calls it so: 甲回应收购乙：消息不实."""
    found, plain = refutation(article.title), _plain(material, article, asks=True)
    if found is None or plain is None:
        return None
    known = cast.exactly(found.who)
    nameless = anonymous(found.who) or not (known or answers_for_itself(found.who))
    kind = SourceType.PERSON if known and known.kind is ThingKind.PERSON else SourceType.OFFICIAL
    speaker = known.name if known else found.who
    meant = Meant(speaker=speaker, speaks=str(known.kind if known else ThingKind.ORGANISATION))
    statement = _whole(stands_alone(found.what, meant), speaker, cast, own=found.own)
    said = replace(
        plain, statement=statement, language=language_of(statement), speaker=speaker, outlets=False,
        source_type=SourceType.ANONYMOUS if nameless else kind, status=Status.UNVERIFIED if nameless else Status.DENIED,
    )  # fmt: skip
    return judged(said, cast)


def _whole(what: str, speaker: str, cast: Cast, *, own: bool) -> str:
    """With its subject, where it has none: 要收购乙, IPO. What begins with a name has one."""
    named = [place for place in cast.places(what) if place.start <= 1]
    elided = _ELIDED.match(what) or (own and len(what) <= _SHORT and not named)
    return what if not elided or bare(speaker) in bare(what) else told_of(speaker, what)


def _certainty(article: Article, found: Found, listed: Sequence[Attribution]) -> str:
    sure = certainty(found)
    doubtful = sure == "reported" and (_UNSURE.search(fold(article.title)) or _all_unsure(listed))
    return "rumor" if doubtful else sure


def _plain(material: Material, article: Article, *, asks: bool = False) -> Said | None:
    """The headline as its outlet's; None where it states nothing. ``asks``: a question will do."""
    title = article.title
    source = material.sources.get(article.source_id)
    statement = trimmed(unlabelled(clean(title, [source.title if source else "", article.source_name])))
    if not bare(statement) or (not asks and (_ASKS.search(fold(statement)) or states_nothing(statement))):
        return None
    start = len(title) - len(title.lstrip())
    return Said(
        statement=statement,
        language=language_of(statement),
        speaker=outlet(material, article),
        source_type=SourceType.OFFICIAL if _official(material, article.source_id) else SourceType.MEDIA,
        status=Status.REPORTED,
        rule="",
        article_id=article.id,
        revision=article.revision,
        source_id=article.source_id,
        at=told_at(material, article),
        where="title",
        span=(start, start + len(title.strip())),
        quote=title.strip(),
        place=0,
        outlets=True,
    )


def _official(material: Material, source_id: str) -> bool:
    source = material.sources.get(source_id)
    return source is not None and source.tier is Tier.OFFICIAL


def _by_party(said: Said, material: Material, cast: Cast) -> Said | None:
    """As the word of the party that leads it, where that is on record and may confirm the matter."""
    led = _led(said, cast)
    if led is None or not (_official(material, said.source_id) or announces(said.statement, led.speaker)):
        return None
    own = judged(replace(led, status=Status.CONFIRMED), cast)
    return own if own.rule else None


def _led(said: Said, cast: Cast) -> Said | None:
    """By whom the headline begins with."""
    places = cast.places(said.statement)
    if not places or places[0].start > 1 or places[0].named.kind not in (ThingKind.PERSON, ThingKind.ORGANISATION):
        return None
    kind = SourceType.PERSON if places[0].named.kind is ThingKind.PERSON else SourceType.OFFICIAL
    return replace(said, speaker=places[0].named.name, source_type=kind, outlets=False)


def _all_unsure(listed: Sequence[Attribution]) -> bool:
    return bool(listed) and all(one.status is Status.UNVERIFIED for one in listed)
