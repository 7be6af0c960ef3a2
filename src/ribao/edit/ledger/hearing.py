"""Hearing: all that is said in a story, from its articles' attributions and headlines, each statement by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ribao.edit.ledger.answering import answered, answering
from ribao.edit.ledger.cast import Cast, Named, Place, cast
from ribao.edit.ledger.cues import acted, apart, cue_of, denied_part, denies_content, reports
from ribao.edit.ledger.headlines import headline, refuting
from ribao.edit.ledger.judging import judged, names_somebody
from ribao.edit.ledger.layers import layers
from ribao.edit.ledger.material import Material, outlet, part, told_at
from ribao.edit.ledger.said import OWN, Said, language_of, weaker
from ribao.edit.ledger.speakers import anonymous, no_speaker, pronoun, shows
from ribao.edit.ledger.wording import (
    Meant,
    accuses,
    denies_only,
    positive,
    refuted,
    stands_alone,
    states_nothing,
    trimmed,
)
from ribao.edit.marks import Found, attributions
from ribao.types.article import Article
from ribao.types.attribution import Attribution, SourceType, Status
from ribao.types.thing import ThingKind

MOST_OF_ARTICLE = 200  # attributions of one revision
MOST_LETTERS = 2000  # of a sentence: a longer one is no sentence, and is not quoted
MOST_STATEMENT = 400  # letters of a statement
_SPEAKS = {SourceType.OFFICIAL: ThingKind.ORGANISATION, SourceType.PERSON: ThingKind.PERSON}
_NAMES_OTHERS = (SourceType.MEDIA, SourceType.RESEARCH, SourceType.ANONYMOUS, SourceType.SOCIAL)


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
    return Heard(said=tuple(answering(said)), cast=known, left_out=left_out)


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
class _Line:
    """One attribution as it is understood. ``told``: the one whose words the statement is: itself, or the one inside
    that it passes on. ``teller``, ``kind``: who says those words. ``act``: whoever asks for a thing, and for what.
    """

    one: Attribution
    told: Attribution
    quote: str
    cue: str
    content: str
    speaker: str
    teller: str
    kind: SourceType
    act: str

    @property
    def passes_on(self) -> bool:
        return self.told is not self.one

    @property
    def nameless(self) -> bool:
        return anonymous(self.teller)

    @property
    def own_voice(self) -> bool:
        """预计…: nobody but the article says so."""
        return not self.speaker and self.one.source_type in OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Tells what one revision of an article says."""

    material: Material
    article: Article
    found: Found
    cast: Cast

    def all(self, listed: Sequence[Attribution]) -> list[Said]:
        told: list[Said] = []
        if not any(one.within is not None for one in listed):
            listed = [one for one in listed if self._has_speaker(one)]
        refutes = refuting(self.material, self.article, self.cast)
        told += [refutes] if refutes else []
        if not refutes and not any(one.where == "title" for one in listed):
            stated = headline(self.material, self.article, self.found, self.cast, listed)
            told += [stated] if stated else []
        passed_on = layers(listed)
        for at, one in enumerate(listed):
            if refutes and one.where == "title":
                continue  # told already, as a whole
            said = self._said(at, one, listed[passed_on[at]] if at in passed_on else None, told)
            told += [said] if said else []
        return told

    def _has_speaker(self, one: Attribution) -> bool:
        """Whether its speaker may be one: half a sentence before a cue is none, nor is who "displays" (中国显示产业)."""
        speaker = speaker_of(one, self.article)
        cue = cue_of(part(self.article, one.where), one)
        return (self.cast.sure(speaker) and not shows(cue)) or not no_speaker(speaker, cue, one.source_type in OWN)

    def _said(self, at: int, one: Attribution, inner: Attribution | None, before: Sequence[Said]) -> Said | None:
        line = self._line(one, inner)
        statement = self._statement(line) if line else ""
        if line is None or not statement:
            return None
        said, cue = _by_cue(self._plain(line, statement, at + 1), line, part(self.article, one.where))
        if not line.act:
            said = answered(said, cue, before, only=denies_only(line.content))
        return self._judged(said, cue, line) if said.statement else None

    def _line(self, one: Attribution, inner: Attribution | None) -> _Line | None:
        """What is passed on is worded, and as sure, as the one inside says it. None: its sentence is not there."""
        whole = part(self.article, one.where)
        if not 0 <= one.sentence[0] < one.sentence[1] <= len(whole):
            return None
        passes_on = inner is not None and not refuted(whole[slice(*one.content)])  # 称网传…不实 passes nothing on
        told = inner if inner is not None and passes_on else one
        teller = self._full(speaker_of(told, self.article))
        nameless = anonymous(teller)
        return _Line(
            one=one,
            told=told,
            quote=whole[slice(*one.sentence)],
            cue=cue_of(whole, one),
            content=denied_part(whole, one, whole[slice(*told.content)]),
            speaker=self._full(speaker_of(one, self.article)),
            teller=teller,
            kind=SourceType.ANONYMOUS if nameless else told.source_type,
            act="" if nameless else acted(whole, told),
        )

    def _statement(self, line: _Line) -> str:
        """What is said, so that it stands alone; empty where it says nothing, or nobody can tell of whom."""
        if denies_only(line.content):
            statement = trimmed(line.content)
        else:
            statement = stands_alone(line.act or line.content, self._meant(line.told, line.teller, line.kind))
        if not statement or not line.quote.strip() or states_nothing(statement):
            return ""
        nobody = pronoun(line.teller) and not names_somebody(statement, self.cast)
        return "" if nobody else statement

    def _plain(self, line: _Line, statement: str, place: int) -> Said:
        """By its speaker and its status as the attribution has them."""
        one = line.one
        unverified = line.nameless and one.status is not Status.DENIED
        return Said(
            statement=statement,
            language=language_of(statement),
            speaker=outlet(self.material, self.article) if line.own_voice else line.speaker,
            source_type=_source_type(line),
            status=Status.UNVERIFIED if unverified else one.status,
            rule="",
            article_id=self.article.id,
            revision=self.article.revision,
            source_id=self.article.source_id,
            at=told_at(self.material, self.article),
            where=one.where,
            span=one.sentence,
            quote=line.quote,
            place=place,
        )

    def _judged(self, said: Said, cue: str, line: _Line) -> Said:
        """How sure it is; what is asked for, alleged or passed on is not confirmed by who says so."""
        found = judged(said, self.cast, line.teller, line.kind)
        asked = line.act and found.status is not Status.UNVERIFIED  # told by the outlet, of whoever asks
        if asked or (accuses(cue) and found.status is Status.CONFIRMED):
            found = replace(found, status=Status.REPORTED, rule="")
        if not line.passes_on:
            return found
        inside = Status.UNVERIFIED if line.nameless else line.told.status
        return replace(found, status=weaker(found.status, inside), rule="")

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
            person=_only_person(others),
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


def _only_person(others: Sequence[Named]) -> str:
    """Whom "he" means: the one person who is named there; of several nobody can be sure, and the pronoun stays."""
    people = {named.id: named.name for named in others if named.kind is ThingKind.PERSON}
    return next(iter(people.values())) if len(people) == 1 else ""


def _source_type(line: _Line) -> SourceType:
    if line.own_voice:
        return SourceType.MEDIA
    kind = SourceType.ANONYMOUS if anonymous(line.speaker) else line.one.source_type
    return SourceType.MEDIA if kind is SourceType.OFFICIAL and reports(line.cue) else kind


def _by_cue(said: Said, line: _Line, whole: str) -> tuple[Said, str]:
    """Denied, or the contrary, as the cue has it; and the cue, empty where what follows it is apart from it."""
    if not denies_content(line.cue):
        return said, line.cue
    if apart(whole, line.one):
        return replace(said, status=Status.CONFIRMED, contrary=positive(said.statement)), ""
    denied = line.kind is not SourceType.ANONYMOUS
    return replace(said, status=Status.DENIED) if denied else said, line.cue
