"""What one sentence says that somebody says, and what is known from the sentences before it.

A grammar is one module per language with two functions, both pure:

* ``attributions(sentence, context) -> list[Said]``: in order of position; ``Said.resolved`` is filled from the context.
* ``mentions(sentence) -> list[Mention]``: people and organisations that a later pronoun may mean, in order of position.
"""

from dataclasses import dataclass, replace
from typing import Any

from ribao.types.attribution import Basis, SourceType, Span, Status

_KEPT = 8  # names of each kind that are remembered: a pronoun never reaches further back


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All spans count in the sentence. ``within``: index, in the sentence's own list, of the layer around this one."""

    source: Span | None
    cue: Span | None
    content: Span
    source_type: SourceType
    status: Status
    basis: Basis = Basis.CUE
    resolved: str = ""
    within: int | None = None
    hedges: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """``kind``: "person" or "organisation". ``speaks_for``: the organisation of a person with a title there."""

    name: str
    kind: str
    speaks_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who spoke last: the name in full, and how that was told."""

    name: str
    source_type: SourceType
    status: Status
    gap: int = 0  # sentences since


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The state of an article before a sentence; the latest mention stands last."""

    title: str = ""
    people: tuple[Mention, ...] = ()
    organisations: tuple[Mention, ...] = ()
    speaker: Speaker | None = None

    @property
    def person(self) -> str:
        return self.people[-1].name if self.people else ""

    @property
    def organisation(self) -> str:
        return self.organisations[-1].name if self.organisations else ""

    def after(self, sentence: str, said: list[Said], mentioned: list[Mention]) -> "Context":
        """The state behind ``sentence``."""
        return replace(
            self,
            people=_with(self.people, [m for m in mentioned if m.kind == "person"]),
            organisations=_with(self.organisations, [m for m in mentioned if m.kind == "organisation"]),
            speaker=_speaker(sentence, said) or _aged(self.speaker),
        )


def _with(known: tuple[Mention, ...], new: list[Mention]) -> tuple[Mention, ...]:
    names = {m.name for m in new}
    return (*(m for m in known if m.name not in names), *new)[-_KEPT:]


def _speaker(sentence: str, said: list[Said]) -> Speaker | None:
    for one in reversed(said):
        name = one.resolved or (sentence[slice(*one.source)] if one.source else "")
        if name:
            return Speaker(name=name, source_type=one.source_type, status=one.status)
    return None


def _aged(speaker: Speaker | None) -> Speaker | None:
    return replace(speaker, gap=speaker.gap + 1) if speaker else None


def as_row(sentence: str, said: Said) -> dict[str, Any]:
    """The fields of the labels; ``source``, ``cue`` and ``content`` stand in the sentence, word for word."""
    return {
        "source": sentence[slice(*said.source)] if said.source else None,
        "resolved": said.resolved or None,
        "source_type": said.source_type.value,
        "cue": sentence[slice(*said.cue)] if said.cue else None,
        "content": sentence[slice(*said.content)],
        "status": said.status.value,
        "basis": said.basis.value,
        "within": said.within,
        "hedges": list(said.hedges),
        "negated": said.negated,
    }
