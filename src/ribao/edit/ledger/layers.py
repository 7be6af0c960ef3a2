"""Layers: which attributions of one sentence only pass on what another one, inside, says (据路透社援引知情人士)."""

from collections.abc import Mapping, Sequence

from ribao.types.attribution import Attribution, SourceType, Span

_INSIDE = 0.6  # share of an attribution's content that another holds: then the first only passes it on


def layers(listed: Sequence[Attribution]) -> dict[int, int]:
    """Number of an attribution that only passes another on → that other, the innermost."""
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


def _covers(outer: Span, inner: Span) -> bool:
    length = outer[1] - outer[0]
    shared = min(outer[1], inner[1]) - max(outer[0], inner[0])
    return length > 0 and shared >= _INSIDE * length
