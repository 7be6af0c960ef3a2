"""Said: single statements of a story, as its articles' attributions and headlines make them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ribao.edit.headline import clean
from ribao.edit.ledger.cast import Cast, Named, Place, cast
from ribao.edit.ledger.contrary import contrary
from ribao.edit.ledger.material import Material, outlet, part, told_at
from ribao.edit.ledger.rules import concerned
from ribao.edit.ledger.speakers import anonymous, no_speaker, pronoun, shows
from ribao.edit.ledger.wording import (
    Meant,
    accuses,
    affirms_emptily,
    announces,
    denies_emptily,
    denies_only,
    positive,
    refuted,
    requests,
    stands_alone,
    states_nothing,
    told_by,
    topic,
    trimmed,
    unlabelled,
)
from ribao.edit.marks import Found, attributions, certainty
from ribao.support.folding import bare, fold
from ribao.types.article import Article
from ribao.types.attribution import Attribution, SourceType, Span, Status
from ribao.types.source import Tier
from ribao.types.thing import ThingKind

MOST_OF_ARTICLE = 200  # attributions of one revision
MOST_LETTERS = 2000  # of a sentence: a longer one is no sentence, and is not quoted
MOST_STATEMENT = 400  # letters of a statement
SURE = {Status.UNVERIFIED: 1, Status.FORECAST: 2, Status.REPORTED: 3, Status.CONFIRMED: 4, Status.DENIED: 5}
_SPEAKS = {SourceType.OFFICIAL: ThingKind.ORGANISATION, SourceType.PERSON: ThingKind.PERSON}
_UNSURE = re.compile(
    r"网传|据传|疑似|曝光?|爆料|据悉|消息称|知情|(?:^|[|｜】\]:：\s])传(?![统奇感播真承导递世媒])|传(?=已|将|被|拟|或|要|正|出|遭|[:：])|reportedly|rumou?r|said to|sources? say|leak"
)
_EXPECTS = re.compile(
    r"预计|预期|预测|预估|有望|料将|估计|或将|可能|或许|展望|\b(?:expect|forecast|predict|project|estimat|likely|may\b|might\b|could\b)"
)
_ASKS = re.compile(
    r"[?]|何时|为何|为什么|如何|怎么|是否|^(?:what|why|how|when|who|where|is|are|can|will|does)\b"
)  # states nothing
_GUESSES = re.compile(
    r"或(?:将|会|于|在|推|达|被|再|成|为|迎|采|搭|可能)|恐(?:将|会|被)|疑(?:似|为|将|遭)|料将|\b(?:could|might|(?<!in )(?<!by )may(?! \d))\b"
)
_HEADLINES = ("official", "reported", "rumor", "denied")
_INSIDE = 0.6  # share of an attribution's content that another holds: then the first only passes it on
_OWN = (SourceType.OFFICIAL, SourceType.PERSON)
_NAMED = (ThingKind.PERSON, ThingKind.ORGANISATION, ThingKind.PRODUCT)
_NAMES_OTHERS = (SourceType.MEDIA, SourceType.RESEARCH, SourceType.ANONYMOUS, SourceType.SOCIAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One who says one thing in one sentence. ``rule``: by which it is the concerned party. ``place``: in reading order,
    0 for a headline that tells no one's words.
    """

    statement: str
    language: str
    speaker: str
    source_type: SourceType
    status: Status
    rule: str
    article_id: str
    revision: int
    source_id: str
    at: datetime
    where: str
    span: Span
    quote: str
    place: int
    outlets: bool = False  # the outlet's own headline
    contrary: str = ""  # of a plain negative sentence: what it says not to be so


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """``left_out``: how many were not taken, because there are more, or longer ones, than anybody reads."""

    said: tuple[Said, ...]
    cast: Cast
    left_out: int = 0


def hear(material: Material) -> Heard:
    """All that is said in all revisions, each article's in reading order."""
    speakers = [pair for _, found, article in _readings(material) for pair in _speakers(article, found)]
    known = cast(material, speakers)
    said: list[Said] = []
    left_out = 0
    for _, found, article in _readings(material):
        listed = attributions(found)
        teller = _Teller(material=material, article=article, found=found, cast=known)
        told = teller.all(listed[:MOST_OF_ARTICLE])
        fit = [one for one in told if len(one.quote) <= MOST_LETTERS and len(one.statement) <= MOST_STATEMENT]
        said += fit
        left_out += len(told) - len(fit) + max(0, len(listed) - MOST_OF_ARTICLE)
    return Heard(said=tuple(_answering(said)), cast=known, left_out=left_out)


def _answering(said: Sequence[Said]) -> Iterator[Said]:
    """A negative sentence denies what another affirms; where nobody does, it is a statement like any other."""
    affirmed = [one for one in said if not one.contrary and one.status is not Status.DENIED]
    for one in said:
        if one.contrary and any(_answers(one, other) for other in affirmed):
            yield replace(one, statement=one.contrary, contrary="", status=Status.DENIED)
        else:
            yield one


def _answers(one: Said, other: Said) -> bool:
    same = one.article_id == other.article_id and bare(one.speaker) == bare(other.speaker)
    return not same and contrary(one.statement, other.statement)


def _readings(material: Material) -> Iterator[tuple[str, Found, Article]]:
    for id_ in sorted(material.revisions):
        for article in material.revisions[id_]:
            found = material.annotations.get((id_, article.revision))
            if found is not None:
                yield id_, found, article


def _speakers(article: Article, found: Found) -> Iterator[tuple[str, ThingKind]]:
    for one in attributions(found)[:MOST_OF_ARTICLE]:
        if one.source_type in _SPEAKS:
            yield speaker_of(one, article), _SPEAKS[one.source_type]


def speaker_of(one: Attribution, article: Article) -> str:
    """The name in full, else the words of the source; empty for 据悉."""
    source = part(article, one.where)[slice(*one.source)] if one.source else ""
    return " ".join((one.resolved or source).split()).strip('“”"「」《》 ，,')


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Tells what one revision of an article says."""

    material: Material
    article: Article
    found: Found
    cast: Cast

    def all(self, listed: Sequence[Attribution]) -> list[Said]:
        told: list[Said] = []
        listed = (
            [one for one in listed if self._has_speaker(one)]
            if not any(o.within is not None for o in listed)
            else listed
        )
        headline = self._headline(listed) if not any(one.where == "title" for one in listed) else None
        if headline is not None:
            told.append(headline)
        passed_on = layers(listed)
        for at, one in enumerate(listed):
            said = self._said(at, one, listed[passed_on[at]] if at in passed_on else None, told)
            if said is not None:
                told.append(said)
        return told

    def _has_speaker(self, one: Attribution) -> bool:
        """Whether its speaker may be one: half a sentence before a cue is none, nor is who "displays" (中国显示产业)."""
        speaker = speaker_of(one, self.article)
        cue = part(self.article, one.where)[slice(*one.cue)] if one.cue else ""
        return (self.cast.sure(speaker) and not shows(cue)) or not no_speaker(speaker, cue, one.source_type in _OWN)

    def _said(self, at: int, one: Attribution, inner: Attribution | None, before: Sequence[Said]) -> Said | None:
        whole = part(self.article, one.where)
        if not 0 <= one.sentence[0] < one.sentence[1] <= len(whole):
            return None
        quote = whole[slice(*one.sentence)]
        if inner is not None and refuted(whole[slice(*one.content)]):
            inner = None  # 称网传…不实: it passes nothing on
        content = whole[slice(*(inner or one).content)]
        speaker = self._full(speaker_of(one, self.article))
        teller, kind = speaker, one.source_type
        if inner is not None:  # what is passed on is worded, and as sure, as the one inside says it
            teller, kind = self._full(speaker_of(inner, self.article)), inner.source_type
        nameless = anonymous(teller)
        kind = SourceType.ANONYMOUS if nameless else kind
        content = self._denied_part(one, content)
        act = acted(whole, inner or one) if not anonymous(teller) else ""
        only = denies_only(content)
        statement = trimmed(content) if only else stands_alone(act or content, self._meant(inner or one, teller, kind))
        if not statement or not quote.strip() or states_nothing(statement):
            return None
        if pronoun(teller) and not self._names_somebody(statement):
            return None  # of whom nobody can tell who it is
        own_voice = not speaker and one.source_type in _OWN  # 预计…: nobody but the article says so
        said = Said(
            statement=statement,
            language=_language(statement),
            speaker=outlet(self.material, self.article) if own_voice else speaker,
            source_type=SourceType.MEDIA
            if own_voice
            else SourceType.ANONYMOUS
            if anonymous(speaker)
            else one.source_type,
            status=Status.UNVERIFIED if nameless and one.status is not Status.DENIED else one.status,
            rule="",
            article_id=self.article.id,
            revision=self.article.revision,
            source_id=self.article.source_id,
            at=told_at(self.material, self.article),
            where=one.where,
            span=one.sentence,
            quote=quote,
            place=at + 1,
        )
        cue = whole[slice(*one.cue)] if one.cue else ""
        if _REPORTING.search(cue) and said.source_type is SourceType.OFFICIAL:
            said = replace(said, source_type=SourceType.MEDIA)
        if _denying(cue) and not _correcting(cue) and self._apart(one):
            said, cue = replace(said, status=Status.CONFIRMED), ""
        elif _denying(cue) and not _correcting(cue) and kind is not SourceType.ANONYMOUS:
            said = replace(said, status=Status.DENIED)
        said = said if act else self._answered(said, cue, before, only=only)
        if not said.statement:
            return None
        judged = self._judged(said, teller, kind)
        if act and judged.status is not Status.UNVERIFIED:  # told by the outlet, of whoever asks
            judged = replace(judged, status=Status.REPORTED, rule="")
        if accuses(cue) and judged.status is Status.CONFIRMED:
            judged = replace(judged, status=Status.REPORTED, rule="")
        if inner is None:
            return judged
        return replace(judged, status=_weaker(judged.status, Status.UNVERIFIED if nameless else inner.status), rule="")

    def _apart(self, one: Attribution) -> bool:
        """主办方否认，强调票已售罄: what is denied stands before the cue, and what follows is so."""
        between = part(self.article, one.where)[one.cue[1] : one.content[0]] if one.cue else ""
        return bool(re.search(r"[，,；;]", between))

    def _denied_part(self, one: Attribution, content: str) -> str:
        """甲否认砍掉项目：新机照常发布: only up to the colon is denied."""
        cue = part(self.article, one.where)[slice(*one.cue)] if one.cue else ""
        if not _denying(cue) or _correcting(cue) or one.where != "title":
            return content
        return re.split(r"[：:；;]|(?<=[\u3400-\u9fff])\s(?=[\u3400-\u9fff])", content, maxsplit=1)[0] or content

    def _answered(self, said: Said, cue: str, before: Sequence[Said], *, only: bool = False) -> Said:
        """消息不实 and 消息属实 are about what was said before; a refutation in a negative sentence about its contrary."""
        if affirms_emptily(said.statement):
            statement = self._antecedent(said, before)
            return replace(said, statement=statement or said.statement)
        if only or denies_emptily(said.statement):
            if said.source_type is SourceType.ANONYMOUS:
                return replace(said, statement="")  # 网传说法并非事实: who says so is not the rumour
            statement = self._antecedent(said, before)
            return replace(said, statement=statement or said.statement, status=Status.DENIED)
        if said.source_type is not SourceType.ANONYMOUS and (what := refuted(said.statement)):
            return replace(said, statement=what, status=Status.DENIED)
        if said.source_type is SourceType.ANONYMOUS and (what := refuted(said.statement)):
            return replace(said, statement=what)  # a rumour is told with its refutation
        if said.status is Status.DENIED and _correcting(cue) and (denied := positive(said.statement)):
            return replace(said, statement=denied)
        if said.status is Status.DENIED and (_correcting(cue) or not _denying(cue)):
            # a statement of its own, that contradicts by what it says
            return replace(said, status=Status.CONFIRMED, contrary=positive(said.statement))
        return said

    def _antecedent(self, said: Said, before: Sequence[Said]) -> str:
        taken_up = topic(said.quote)
        if taken_up:
            return taken_up
        others = [one for one in before if one.speaker != said.speaker or not one.speaker]
        near = [one for one in others if one.where == said.where]
        return (near or others)[-1].statement if others else ""

    def _judged(self, said: Said, teller: str = "", kind: SourceType = SourceType.ANONYMOUS) -> Said:
        """Confirmed is only what the concerned party says; an official word about somebody else reports.

        A statement that names nobody is ``teller``'s own, and says so, unless to tell of others is its office.
        """
        concern = concerned(said.statement, said.speaker, said.source_type, self.cast)
        rule = concern.rule
        denied = said.status is Status.DENIED  # who denies a thing does not say it
        if kind in _OWN and teller and not (denied or concern.office or self._names_somebody(said.statement)):
            said = replace(said, statement=told_by(teller, said.statement))
        if said.source_type is SourceType.ANONYMOUS and said.status is not Status.DENIED:
            return replace(said, status=Status.UNVERIFIED)
        if said.status is Status.FORECAST and kind in _OWN and not _EXPECTS.search(fold(said.quote)):
            said = replace(said, status=Status.REPORTED)  # who says what he will do plans, and does not forecast
        if said.status is Status.CONFIRMED:
            return replace(said, rule=rule, status=Status.CONFIRMED if rule else Status.REPORTED)
        if said.status is Status.REPORTED and rule:
            return replace(said, rule=rule, status=Status.CONFIRMED)
        return replace(said, rule=rule if said.status is Status.DENIED else "")

    def _names_somebody(self, statement: str) -> bool:
        return any(place.named.kind in _NAMED for place in self.cast.places(statement))

    def _full(self, speaker: str) -> str:
        """Its name in full, where the words are one of its names; else the words."""
        named = self.cast.exactly(speaker)
        return named.name if named else speaker

    def _meant(self, one: Attribution, speaker: str, kind: SourceType) -> Meant:
        places = self._before(one)
        others = [place.named for place in places if place.named.name != speaker]
        last = {named.kind: named.name for named in others}
        things = [named.name for named in others if named.kind in (ThingKind.ORGANISATION, ThingKind.PRODUCT)]
        speaks = self.cast.exactly(speaker)
        own = speaks.kind.value if speaks else str(_SPEAKS.get(kind, ""))
        if kind in _NAMES_OTHERS:
            speaker, own = "", ""
        return Meant(
            speaker=speaker,
            speaks=own,
            person=last.get(ThingKind.PERSON, ""),
            organisation=last.get(ThingKind.ORGANISATION, "") or self._employer(speaks),
            product=last.get(ThingKind.PRODUCT, ""),
            thing=things[-1] if things else "",
        )

    def _employer(self, speaks: Named | None) -> str:
        return speaks.organisation if speaks else ""

    def _before(self, one: Attribution) -> list[Place]:
        """Who is named in the headline, then in the 600 characters before the content."""
        title = self.cast.places(self.article.title)
        if one.where == "title":
            return [place for place in title if place.end <= one.content[0]]
        start = max(0, one.content[0] - 600)
        return title + self.cast.places(part(self.article, one.where)[start : one.content[0]])

    def _headline(self, listed: Sequence[Attribution]) -> Said | None:
        """What the headline states: by the party that leads it, where it is official, else by nobody or the outlet.

        A headline over a text in which nobody with a name says anything is a rumour, whatever it looks like. How it
        looks makes it no surer: its party confirms where the outlet is that party's own, and else where a cue says so.
        """
        sure = certainty(self.found)
        if sure == "reported" and (_UNSURE.search(fold(self.article.title)) or _all_unsure(listed)):
            sure = "rumor"
        title = self.article.title
        source = self.material.sources.get(self.article.source_id)
        statement = trimmed(unlabelled(clean(title, [source.title if source else "", self.article.source_name])))
        if sure not in _HEADLINES or not bare(statement) or _ASKS.search(fold(statement)) or states_nothing(statement):
            return None
        start = len(title) - len(title.lstrip())
        said = Said(
            statement=statement,
            language=_language(statement),
            speaker=outlet(self.material, self.article),
            source_type=SourceType.OFFICIAL if source and source.tier is Tier.OFFICIAL else SourceType.MEDIA,
            status=Status.REPORTED,
            rule="",
            article_id=self.article.id,
            revision=self.article.revision,
            source_id=self.article.source_id,
            at=told_at(self.material, self.article),
            where="title",
            span=(start, start + len(title.strip())),
            quote=title.strip(),
            place=0,
            outlets=True,
        )
        if sure == "rumor":
            return replace(said, speaker="", source_type=SourceType.ANONYMOUS, status=Status.UNVERIFIED)
        led = self._led(said)
        on_record = (source is not None and source.tier is Tier.OFFICIAL) or (led and announces(statement, led.speaker))
        own = self._judged(replace(led, status=Status.CONFIRMED)) if led and on_record and sure == "official" else None
        if own is not None and own.rule:
            return own
        unsure = _GUESSES.search(fold(statement)) is not None  # 或将: the outlet's own guess
        return replace(said, status=Status.UNVERIFIED) if unsure else self._judged(said)

    def _led(self, said: Said) -> Said | None:
        """By whom the headline begins with."""
        places = self.cast.places(said.statement)
        if not places or places[0].start > 1 or places[0].named.kind not in (ThingKind.PERSON, ThingKind.ORGANISATION):
            return None
        kind = SourceType.PERSON if places[0].named.kind is ThingKind.PERSON else SourceType.OFFICIAL
        return replace(said, speaker=places[0].named.name, source_type=kind, outlets=False)


def _all_unsure(listed: Sequence[Attribution]) -> bool:
    return bool(listed) and all(one.status is Status.UNVERIFIED for one in listed)


def layers(listed: Sequence[Attribution]) -> dict[int, int]:
    """Number of an attribution that only passes another on → that other, the innermost (据路透社援引知情人士)."""
    together: dict[tuple[str, Span], list[int]] = {}
    for at, one in enumerate(listed):
        together.setdefault((one.where, one.sentence), []).append(at)
    direct = {at: inner for many in together.values() for at in many if (inner := _inner(at, many, listed)) is not None}
    return {at: _innermost(at, direct) for at in direct}


def _inner(at: int, many: Sequence[int], listed: Sequence[Attribution]) -> int | None:
    one = listed[at]
    held = (n for n in many if n != at and _covers(one.content, listed[n].content) and _holds(at, n, listed))
    return next(held, None)


def _holds(at: int, other: int, listed: Sequence[Attribution]) -> bool:
    """By the grammar's word; where it says nothing of either, a name passes on what nobody with a name says."""
    if listed[at].within is not None or listed[other].within is not None:
        return listed[other].within == at
    anonymous = SourceType.ANONYMOUS
    return listed[other].source_type is anonymous and listed[at].source_type is not anonymous


def _innermost(at: int, direct: Mapping[int, int]) -> int:
    seen = {at}
    while at in direct and direct[at] not in seen:
        at = direct[at]
        seen.add(at)
    return at


def acted(whole: str, one: Attribution) -> str:
    """Who asks for a thing does not say that it is so: then the statement is that it is asked for."""
    if one.cue is None or not requests(whole[slice(*one.cue)]):
        return ""
    start = min(one.cue[0], one.source[0]) if one.source else one.cue[0]
    told = whole[start : max(one.content[1], one.cue[1])] if start < one.content[0] else ""
    return told if one.source or not one.resolved else one.resolved + (" " if told[:1].isascii() else "") + told


def _covers(outer: Span, inner: Span) -> bool:
    length = outer[1] - outer[0]
    shared = min(outer[1], inner[1]) - max(outer[0], inner[0])
    return length > 0 and shared >= _INSIDE * length


def _weaker(one: Status, other: Status) -> Status:
    return min(one, other, key=lambda status: SURE[status])


_DENYING = ("否认", "否定", "驳斥", "辟谣", "拒绝承认", "反驳", "den", "refut", "reject", "disput", "dismiss", "rebut")


def _denying(cue: str) -> bool:
    """Whether the cue itself denies, so that the content is what is denied."""
    folded = fold(cue)
    return any(word in folded for word in _DENYING)


_REPORTING = re.compile(r"^(?:报道|報導|報道|讯|\breport(?:s|ed)?)", re.IGNORECASE)
_CORRECTING = re.compile(r"辟谣|澄清|(?:否认|驳斥|反驳|回应)[^，]{0,4}(?:称|说|表示|指出|道)$")


def _correcting(cue: str) -> bool:
    """Whether what follows the cue is so, and its contrary denied: 辟谣称没有裁员."""
    return bool(_CORRECTING.search(fold(cue)))


def _language(text: str) -> str:
    letters = [char for char in text if char.isalpha()]
    han = sum("\u3400" <= char <= "\u9fff" for char in letters)
    return "zh" if 4 * han >= len(letters) else "en"
