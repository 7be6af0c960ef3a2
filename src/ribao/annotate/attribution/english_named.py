"""The people and organisations of one English sentence, known and new, in order."""

from dataclasses import dataclass
from functools import lru_cache

from ribao.annotate import names_english
from ribao.annotate.names_seen import Seen
from ribao.annotate.names_table import table
from ribao.support.folding import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """``seen``: no two overlap. ``roles``: spans of titles, in order."""

    seen: tuple[Seen, ...]
    roles: tuple[tuple[int, int], ...]

    def within(self, start: int, end: int, kind: str) -> list[Seen]:
        return [one for one in self.seen if one.kind == kind and start <= one.start and one.end <= end]


@lru_cache(maxsize=64)
def names(sentence: str) -> Names:
    """Asked for several times of one sentence, read once."""
    hits = list(table().scan(sentence, fold(sentence)))
    roles = tuple((hit.start, hit.end) for hit in hits if hit.form.entry.kind == "role")
    known = [hit for hit in hits if hit.form.entry.kind in ("person", "organisation") and not hit.form.weak]
    places = {hit.start: hit.end for hit in hits if hit.form.entry.kind not in ("role", "")}
    marks = names_english.Marks(role_starts=dict(roles), role_ends={end: start for start, end in roles}, known=places)
    fixed = [
        Seen(
            start=h.start,
            end=h.end,
            kind=h.form.entry.kind,
            id=h.form.entry.id,
            name=h.form.entry.name,
            sort=h.form.entry.sort,
        )
        for h in known
    ]
    taken: set[int] = set()
    kept = []
    for one in sorted(
        [*fixed, *names_english.names(sentence, marks)], key=lambda one: (one.start - one.end, one.start)
    ):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            kept.append(one)
    return Names(seen=tuple(sorted(kept, key=lambda one: one.start)), roles=roles)
