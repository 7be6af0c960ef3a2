"""Answering: what is about another statement. 消息不实 says nothing by itself, and a plain negation may deny or not."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ribao.edit.ledger.contrary import contrary
from ribao.edit.ledger.cues import corrects, denies
from ribao.edit.ledger.said import Said
from ribao.edit.ledger.wording import affirms_emptily, denies_emptily, positive, refuted, topic
from ribao.support.folding import bare
from ribao.types.attribution import SourceType, Status


def answering(said: Sequence[Said]) -> Iterator[Said]:
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


def answered(said: Said, cue: str, before: Sequence[Said], *, only: bool = False) -> Said:
    """消息不实 and 消息属实 are about what was said before; a refutation in a negative sentence about its contrary."""
    if affirms_emptily(said.statement):
        statement = _antecedent(said, before)
        return replace(said, statement=statement or said.statement)
    if only or denies_emptily(said.statement):
        if said.source_type is SourceType.ANONYMOUS:
            return replace(said, statement="")  # 网传说法并非事实: who says so is not the rumour
        return replace(said, statement=_antecedent(said, before), status=Status.DENIED)  # of nothing it says nothing
    if said.source_type is not SourceType.ANONYMOUS and (what := refuted(said.statement)):
        return replace(said, statement=what, status=Status.DENIED)
    if said.source_type is SourceType.ANONYMOUS and (what := refuted(said.statement)):
        return replace(said, statement=what, status=Status.UNVERIFIED)  # a rumour is told with its refutation
    if said.status is Status.DENIED and corrects(cue) and (denied := positive(said.statement)):
        return replace(said, statement=denied)
    if said.status is Status.DENIED and (corrects(cue) or not denies(cue)):
        # a statement of its own, that contradicts by what it says
        return replace(said, status=Status.CONFIRMED, contrary=positive(said.statement))
    return said


def _antecedent(said: Said, before: Sequence[Said]) -> str:
    taken_up = topic(said.quote)
    if taken_up:
        return taken_up
    others = [one for one in before if one.speaker != said.speaker or not one.speaker]
    near = [one for one in others if one.where == said.where]
    again = [one for one in before if one.status is Status.DENIED]  # who denies a thing in the headline, too
    known = near or others or again
    return known[-1].statement if known else ""
