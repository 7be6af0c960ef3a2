"""The book itself: from the material of a story to its claims. A pure function: equal material, equal claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from ribao.edit.ledger.against import DENIAL, MOST, Opposed, opposed
from ribao.edit.ledger.hearing import hear
from ribao.edit.ledger.history import history, today
from ribao.edit.ledger.holding import Held, count_voices, held, voice_of
from ribao.edit.ledger.material import Alike, Material
from ribao.edit.ledger.merge import MOST_COMPARED, groups, likeness, plain_alike, point
from ribao.edit.ledger.said import SURE, Said
from ribao.support.folding import bare
from ribao.types.attribution import Status
from ribao.types.claim import Claim, Contradiction

MOST_CLAIMS = 100  # of a story
_RANK = {Status.REPORTED: 1, Status.UNVERIFIED: 2, Status.FORECAST: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """``left_out``: statements that were not taken up, because there are more than anybody reads."""

    claims: tuple[Claim, ...]
    left_out: int = 0


def ledger(material: Material, alike: Alike = plain_alike) -> tuple[Claim, ...]:
    """The claims of a story, the most important first."""
    return book(material, alike).claims


def book(material: Material, alike: Alike = plain_alike) -> Book:
    """:func:`ledger`, and how much was left out of it."""
    heard = hear(material)
    told = _by_statement(heard.said)
    texts = sorted(told, key=lambda text: _first_place(told[text]))
    points = [point(text, heard.cast, denied=any(s.status is Status.DENIED for s in told[text])) for text in texts]
    compared = points[:MOST_COMPARED]
    near = likeness(compared, alike)
    together = [*groups(compared, near), *([at] for at in range(len(compared), len(points)))]
    drafts = [_draft([one for at in group for one in told[texts[at]]], material) for group in together]
    home = {at: number for number, group in enumerate(together) for at in group}
    times = [min(one.at for one in told[text]) for text in texts]
    against = opposed(compared, times, [home[at] for at in range(len(compared))], near)
    claims = [claim for claim in _claims(drafts, against, material) if _of_today(claim, material)]
    lost = sum(len(claim.holders) for claim in claims[MOST_CLAIMS:])
    return Book(claims=_without_strangers(claims[:MOST_CLAIMS]), left_out=heard.left_out + lost)


def _by_statement(said: Sequence[Said]) -> dict[str, list[Said]]:
    """Statements that read the same are one from the start."""
    first: dict[str, str] = {}
    found: dict[str, list[Said]] = {}
    for one in said:
        key = first.setdefault(bare(one.statement), one.statement)
        found.setdefault(key, []).append(one)
    return found


def _first_place(tellings: Sequence[Said]) -> tuple[object, ...]:
    """Headlines and openings of all articles come before the ends of any."""
    return min((one.place, one.at, one.article_id, one.revision) for one in tellings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """``status``: of its own holders alone, before anybody's contrary statement is heard."""

    id: str
    holders: tuple[Held, ...]
    status: Status


def _draft(tellings: Sequence[Said], material: Material) -> _Draft:
    holders = tuple(held(tellings, material))
    first = holders[0]
    key = f"{material.story.id}\n{bare(first.said.statement)}\n{first.holder.article_id}"
    return _Draft(id=sha256(key.encode()).hexdigest()[:16], holders=holders, status=today(holders))


def _claims(drafts: Sequence[_Draft], against: Sequence[Opposed], material: Material) -> list[Claim]:
    """All of them, the most important first."""
    deniers: dict[int, list[Held]] = {}
    contradictions: dict[int, list[Contradiction]] = {at: _disputed(draft) for at, draft in enumerate(drafts)}
    for pair in against:
        one, other = drafts[pair.one], drafts[pair.other]
        if pair.kind == DENIAL:
            if (one.status is Status.DENIED) != (other.status is Status.DENIED):
                continue  # that it is denied, and that it is not so, is one and the same
            deniers.setdefault(pair.one, []).extend(_as_deniers(other, one))
            deniers.setdefault(pair.other, []).extend(_as_deniers(one, other))
        contradictions[pair.one].append(_contradiction(other, pair.kind, pair.ours, pair.theirs))
        contradictions[pair.other].append(_contradiction(one, pair.kind, pair.theirs, pair.ours))
    voices = voice_of(material)
    claims = [_claim(d, deniers.get(at, ()), contradictions[at], material) for at, d in enumerate(drafts)]
    return sorted(claims, key=lambda claim: _importance(claim, voices))


def _of_today(claim: Claim, material: Material) -> bool:
    """Whether an article of this chapter says it."""
    holders = claim.holders
    return any(id_ not in material.earlier for one in holders for id_ in (one.article_id, *one.copies))


def _as_deniers(sure: _Draft, unsure: _Draft) -> list[Held]:
    """Who confirms the contrary denies, where only others say it: 小米称不会涨价 denies a rumour that it will."""
    if sure.status is not Status.CONFIRMED or unsure.status is Status.CONFIRMED:
        return []
    confirming = (one for one in sure.holders if one.holder.status is Status.CONFIRMED)
    return [replace(one, holder=replace(one.holder, status=Status.DENIED)) for one in confirming]


def _contradiction(other: _Draft, kind: str, ours: str, theirs: str) -> Contradiction:
    return Contradiction(claim_id=other.id, kind=kind, ours=ours, theirs=theirs)


def _disputed(draft: _Draft) -> list[Contradiction]:
    """Affirmed by one with a name and denied by another: both sentences stand side by side."""
    affirming = [one.holder for one in draft.holders if SURE[one.holder.status] >= SURE[Status.REPORTED]]
    denying = [one for one in affirming if one.status is Status.DENIED]
    affirming = [one for one in affirming if one.status is not Status.DENIED]
    pairs = ((a, d) for a in affirming for d in denying if bare(a.speaker) != bare(d.speaker))
    return [Contradiction(claim_id=draft.id, kind=DENIAL, ours=a.quote, theirs=d.quote) for a, d in pairs][:1]


def _claim(
    draft: _Draft, deniers: Sequence[Held], contradictions: Sequence[Contradiction], material: Material
) -> Claim:
    heard = [*draft.holders, *deniers]
    status = today(heard)
    shown = _shown(draft.holders, status, material.language)
    rules = [one.rule for one in heard if one.holder.status is status and one.rule]
    return Claim(
        id=draft.id,
        story_id=material.story.id,
        statement=shown.statement,
        language=shown.language,
        status=status,
        holders=tuple(one.holder for one in draft.holders),
        history=history(heard, material),
        contradicts=tuple(contradictions[:MOST]),
        rule=rules[0] if rules else "",
    )


def _shown(holders: Sequence[Held], status: Status, language: str) -> Said:
    """The words of one who makes it as sure as it is: nobody's surer words, nobody's unsure details."""
    able = [one for one in holders if one.holder.status is status and one.holder.gone != "corrected"]
    able = able or [one for one in holders if one.holder.status is status] or list(holders)
    return min(able, key=lambda one: (one.said.language != language, one.said.place == 0, one.holder.at)).said


def _importance(claim: Claim, voices: Mapping[str, str]) -> tuple[object, ...]:
    settled = claim.status in (Status.CONFIRMED, Status.DENIED) or claim.contradicts
    rank = 0 if settled else _RANK.get(claim.status, 0)
    return (
        rank,
        -count_voices(claim.holders, voices),
        claim.history[0].at,
        claim.id,
    )


def _without_strangers(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Without contradictions by claims that are not in the book."""
    known = {claim.id for claim in claims}
    return tuple(
        replace(claim, contradicts=tuple(one for one in claim.contradicts if one.claim_id in known)) for claim in claims
    )
