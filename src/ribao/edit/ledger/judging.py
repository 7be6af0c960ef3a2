"""Judging: how sure a statement is, by who says it of whom."""

import re
from dataclasses import replace

from ribao.edit.ledger.cast import Cast
from ribao.edit.ledger.rules import concerned
from ribao.edit.ledger.said import OWN, Said
from ribao.edit.ledger.wording import told_by
from ribao.support.folding import fold
from ribao.types.attribution import SourceType, Status
from ribao.types.thing import ThingKind

_NAMED = (ThingKind.PERSON, ThingKind.ORGANISATION, ThingKind.PRODUCT)
_EXPECTS = re.compile(
    r"预计|预期|预测|预估|有望|料将|估计|或将|可能|或许|展望|\b(?:expect|forecast|predict|project|estimat|likely|may\b|might\b|could\b)"
)


def judged(said: Said, cast: Cast, teller: str = "", kind: SourceType = SourceType.ANONYMOUS) -> Said:
    """Confirmed is only what the concerned party says; an official word about somebody else reports.

    A statement that names nobody is ``teller``'s own, and says so, unless to tell of others is its office.
    """
    concern = concerned(said.statement, said.speaker, said.source_type, cast)
    rule = concern.rule
    denied = said.status is Status.DENIED  # who denies a thing does not say it
    if kind in OWN and teller and not (denied or concern.office or names_somebody(said.statement, cast)):
        said = replace(said, statement=told_by(teller, said.statement))
    if said.source_type is SourceType.ANONYMOUS and said.status is not Status.DENIED:
        return replace(said, status=Status.UNVERIFIED)
    if said.status is Status.FORECAST and kind in OWN and not _EXPECTS.search(fold(said.quote)):
        said = replace(said, status=Status.REPORTED)  # who says what he will do plans, and does not forecast
    if said.status is Status.CONFIRMED:
        return replace(said, rule=rule, status=Status.CONFIRMED if rule else Status.REPORTED)
    if said.status is Status.REPORTED and rule:
        return replace(said, rule=rule, status=Status.CONFIRMED)
    return replace(said, rule=rule if said.status is Status.DENIED else "")


def names_somebody(statement: str, cast: Cast) -> bool:
    return any(place.named.kind in _NAMED for place in cast.places(statement))
