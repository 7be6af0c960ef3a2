"""Holding: who stands behind a claim, each once. Copies fold, and what was taken back says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ribao.edit.ledger.material import Material, newest, part, vanished
from ribao.edit.ledger.said import SURE, Said
from ribao.support.folding import bare
from ribao.types.claim import Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A holder, and the rule by which it is the concerned party (empty: it is not); ``said`` of its best telling."""

    holder: Holder
    rule: str
    said: Said


def held(tellings: Sequence[Said], material: Material) -> list[Held]:
    """Oldest first. Of one article a speaker holds a claim once; of a copy, and within one voice, not at all."""
    by_article: dict[tuple[str, str], list[Said]] = {}
    for one in _without_headlines(tellings):
        by_article.setdefault((one.article_id, bare(one.speaker)), []).append(one)
    found = [_of_article(many, tellings, material) for many in by_article.values()]
    return _folded(sorted(found, key=_order), material)


def _without_headlines(tellings: Sequence[Said]) -> list[Said]:
    """An outlet's headline adds nothing where its own text says who says it, and would make it look surer."""
    attributed = {one.article_id for one in tellings if one.place > 0}
    return [one for one in tellings if one.place > 0 or not one.outlets or one.article_id not in attributed]


def _order(one: Held) -> tuple[object, ...]:
    holder = one.holder
    return (holder.at, holder.article_id, holder.where != "title", holder.span, holder.speaker)


def _of_article(many: Sequence[Said], tellings: Sequence[Said], material: Material) -> Held:
    """The surest telling, as the newest revision that has it words it, since the first that had it."""
    top = max(SURE[one.status] for one in many)
    surest = [one for one in many if SURE[one.status] == top]
    last = max(one.revision for one in surest)
    best = min((one for one in surest if one.revision == last), key=lambda one: (one.where == "title", one.place))
    holder = Holder(
        speaker=best.speaker,
        source_type=best.source_type,
        status=best.status,
        article_id=best.article_id,
        revision=best.revision,
        source_id=best.source_id,
        at=min(one.at for one in surest),
        where=best.where,
        span=best.span,
        quote=best.quote,
        gone=_gone(best, many, material),
    )
    return Held(holder=holder, rule=best.rule, said=best)


def _gone(best: Said, many: Sequence[Said], material: Material) -> str:
    """Empty where the newest revision still says it, in whatever words, and its page is there."""
    revisions = material.revisions[best.article_id]
    now = newest(revisions)
    replaced = now.revision > best.revision and not any(one.revision == now.revision for one in many)
    if replaced and bare(best.quote) not in bare(part(now, best.where)):
        return "corrected"
    return "vanished" if vanished(revisions) else ""


def _folded(ordered: Sequence[Held], material: Material) -> list[Held]:
    """Copies go to the first that says the same: same speaker, and one voice, or word for word one sentence."""
    voices = voice_of(material)
    kept: list[Held] = []
    firsts: dict[tuple[object, ...], int] = {}
    for one in ordered:
        keys = _keys(one, voices)
        at = next((firsts[key] for key in keys if key in firsts), None)
        if at is None or not _repeats(one, kept[at]):
            kept.append(one)
            at = len(kept) - 1
        else:
            kept[at] = _with_copy(kept[at], one)
        for key in keys:
            firsts.setdefault(key, at)
    return kept


def _keys(one: Held, voices: Mapping[str, str]) -> list[tuple[object, ...]]:
    holder = one.holder
    who = bare(holder.speaker)
    voice = voices.get(holder.article_id, holder.article_id)
    return [(who, holder.status, "voice", voice), (who, holder.status, "words", bare(holder.quote))]


def _repeats(one: Held, first: Held) -> bool:
    return one.holder.article_id != first.holder.article_id


def _with_copy(first: Held, copy: Held) -> Held:
    """A copy that still says it keeps the claim alive: the sentence shown is then the copy's."""
    if first.holder.gone and not copy.holder.gone:
        now = replace(copy.holder, at=first.holder.at, copies=(*first.holder.copies, first.holder.article_id))
        return replace(copy, holder=now)
    copies = (*first.holder.copies, copy.holder.article_id)
    return replace(first, holder=replace(first.holder, copies=copies))


def voice_of(material: Material) -> dict[str, str]:
    """Article id → the first article of its voice: the story's voices, and reposts with their originals."""
    found = {article: voice[0] for voice in material.story.voices for article in voice}
    copies = {member.article_id: member.repost_of for member in material.story.members if member.repost_of}
    for copy, original in sorted(copies.items()):
        found[copy] = found.get(original, original)
    return found


def count_voices(holders: Iterable[Holder], voices: Mapping[str, str]) -> int:
    """How many say it independently: of one speaker, and of one voice, each counts once."""
    known = {(bare(one.speaker), "" if one.speaker else voices.get(one.article_id, one.article_id)) for one in holders}
    return len(known)
