"""The cast of a story: whom and what its articles name, so that two names of one are one, and a speaker is known."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ribao.edit.ledger.material import Material
from ribao.edit.marks import names
from ribao.support.folding import bare, fold
from ribao.types.thing import ThingKind

MOST_NAMES = 2000  # of a story
_SHORTEST = 2  # letters of a name: one character stands in too many words
_LONGEST = 60
_KINDS = {kind.value: kind for kind in ThingKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """``organisation``: of a person or a product, where the articles say it. ``heard``: only quoted, nobody lists it."""

    id: str
    kind: ThingKind
    name: str
    organisation: str = ""
    heard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    start: int
    end: int
    named: Named


@dataclass(frozen=True, kw_only=True)
class Cast:
    """``forms``: folded name or alias → who it is."""

    forms: Mapping[str, Named] = field(default_factory=dict)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = sorted(self.forms, key=lambda form: (-len(form), form))
        return re.compile("|".join(_bounded(form) for form in forms)) if forms else None

    def places(self, text: str) -> list[Place]:
        """Where the text names one of them, in order; of overlapping names the longest."""
        if self._pattern is None:
            return []
        found = self._pattern.finditer(fold(text))
        return [Place(start=m.start(), end=m.end(), named=self.forms[m.group()]) for m in found]

    def exactly(self, text: str) -> Named | None:
        return self.forms.get(fold(text).strip())

    def sure(self, speaker: str) -> bool:
        """Whether it is, word for word, a person or an organisation that is listed as one."""
        named = self.exactly(speaker)
        return named is not None and not named.heard and named.kind in (ThingKind.PERSON, ThingKind.ORGANISATION)

    def parties(self, speaker: str) -> frozenset[str]:
        """Ids of all that speak when this one does: itself, those named in its words, and their organisations."""
        found = {place.named for place in self.places(speaker)}
        employers = {self.exactly(named.organisation) for named in found if named.organisation}
        return frozenset({one.id for one in found | {e for e in employers if e}} | {bare(speaker)})


def _bounded(form: str) -> str:
    """A Latin name is a whole word: "Ma" is not in "Mate"."""
    left = r"(?<![a-z0-9])" if form[0].isascii() and form[0].isalnum() else ""
    right = r"(?![a-z0-9])" if form[-1].isascii() and form[-1].isalnum() else ""
    return left + re.escape(form) + right


def cast(material: Material, speakers: Iterable[tuple[str, ThingKind]] = ()) -> Cast:
    """Of all names found in the material. ``speakers``: those who are quoted, in case nobody else knew their names."""
    forms: dict[str, Named] = {}
    for key in sorted(material.annotations):
        for value in names(material.annotations[key]):
            _add(forms, value)
    for speaker, kind in speakers:
        form = fold(speaker).strip()
        if _usable(form) and len(form) <= 20 and form not in forms and len(forms) < MOST_NAMES:
            forms[form] = Named(id=bare(speaker), kind=kind, name=speaker.strip(), heard=True)
    return Cast(forms=forms)


def _add(forms: dict[str, Named], value: Mapping[str, Any]) -> None:
    kind = _KINDS.get(str(value.get("kind")))
    name, id_ = str(value.get("name", "")), str(value.get("id", ""))
    if kind is None or not name or not id_:
        return
    own = [form for form in (fold(str(f)).strip() for f in (name, *value.get("aliases", ()))) if _usable(form)]
    known = next((forms[form] for form in own if form in forms and forms[form].kind is kind), None)
    organisation = str(value.get("organisation") or "") or (known.organisation if known else "")
    named = Named(
        id=known.id if known else id_, kind=kind, name=known.name if known else name, organisation=organisation
    )
    for form in own:
        if len(forms) < MOST_NAMES or form in forms:
            forms[form] = named if form not in forms or forms[form].id == named.id else forms[form]


def _usable(form: str) -> bool:
    return _SHORTEST <= len(form) <= _LONGEST and bare(form) != ""
