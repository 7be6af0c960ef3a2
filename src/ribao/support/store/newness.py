"""Pure: which of the leads that sources showed are new, known, or known with changed words.

A lead is known by its key or by its alt_key, whichever holds: feeds change their ids, and sites their addresses. When
one of the two moved, the stored lead takes the moved one (if it is free), so that it stays known when next the other
moves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from ribao.support.store.packing import hash64
from ribao.support.store.tidying import tidy, tidy_text
from ribao.types.lead import Lead
from ribao.types.source import Source, SourceState


class Mark(NamedTuple):
    """What a lead is recognised by. ``alt`` is None when it has no second key."""

    key: int
    alt: int | None
    words: int


class Known(NamedTuple):
    """What the store remembers of a lead; ``dropped`` is a tombstone, which never comes back."""

    id: str
    mark: Mark
    published_at: datetime | None
    updated_at: datetime | None
    dropped: bool = False


class Changed(NamedTuple):
    id: str  # the stored lead's
    lead: Lead
    words: int


@dataclass(slots=True)
class Memory:
    """Known leads by each of their two keys."""

    by_key: dict[int, Known] = field(default_factory=dict)
    by_alt: dict[int, Known] = field(default_factory=dict)

    def find(self, mark: Mark) -> Known | None:
        known = self.by_key.get(mark.key)
        if known is None and mark.alt is not None:
            known = self.by_alt.get(mark.alt)
        return known

    def add(self, known: Known) -> None:
        self.by_key[known.mark.key] = known
        if known.mark.alt is not None:
            self.by_alt[known.mark.alt] = known


@dataclass(slots=True)
class Sorted:
    new: list[tuple[Lead, Mark]] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    moved: dict[str, Mark] = field(default_factory=dict)  # by stored lead id: its keys from now on
    known: int = 0


def fresh_state(source: Source) -> SourceState:
    """Of a source that was never asked, or whose owner changed its address."""
    return SourceState(source_id=source.id, url=source.url)


def tidy_lead(lead: Lead) -> Lead:
    """:func:`tidy`, by way of the one look that nearly every lead passes."""
    texts = (lead.key, lead.alt_key, lead.url, lead.title, lead.summary, lead.content, lead.author, lead.picture)
    joined = "".join(texts + lead.categories)
    return lead if tidy_text(joined) == joined else tidy(lead)


def mark(lead: Lead) -> Mark:
    """Of a tidy lead."""
    return Mark(
        hash64(lead.source_id, "key", lead.key),
        hash64(lead.source_id, "alt", lead.alt_key) if lead.alt_key else None,
        hash64(lead.title, lead.summary, lead.content),
    )


def sort_out(leads: Iterable[tuple[Lead, Mark]], memory: Memory) -> Sorted:
    """Judge each lead in turn; ``memory`` learns as it goes, so an entry shown twice in one document counts once.

    ``memory`` holds every stored lead that has one of these leads' keys.
    """
    found = Sorted()
    for lead, shown in leads:
        known = memory.find(shown)
        if known is None:
            found.new.append((lead, shown))
            memory.add(Known(lead.id, shown, lead.published_at, lead.updated_at))
        elif known.mark == shown:
            found.known += 1
        else:
            _meet_again(known, lead, shown, memory, found)
    return found


def _meet_again(known: Known, lead: Lead, shown: Mark, memory: Memory, found: Sorted) -> None:
    now = known
    if has_changed(known, lead, shown.words):
        found.changed.append(Changed(known.id, lead, shown.words))
        now = _with_words(known, lead, shown.words)
    else:
        found.known += 1
    keys = _moved(known, shown, memory)
    # once a batch: a lead that moves twice in one document has no id worth following
    if keys != known.mark and known.id not in found.moved:
        found.moved[known.id] = keys
        now = now._replace(mark=keys._replace(words=now.mark.words))
    if now != known:
        memory.add(now._replace(mark=known.mark._replace(words=now.mark.words)))  # by its old keys, too, in this batch
        memory.add(now)


def has_changed(known: Known, lead: Lead, words: int) -> bool:
    """Other words, and a later time with them: an older copy of a feed, or an advert that rotates, is no change."""
    if known.dropped or words == known.mark.words:
        return False
    return _later(lead.updated_at, known.updated_at) or _later(lead.published_at, known.published_at)


def _later(time: datetime | None, before: datetime | None) -> bool:
    return time is not None and (before is None or time > before)


def _with_words(known: Known, lead: Lead, words: int) -> Known:
    return known._replace(
        mark=known.mark._replace(words=words),
        published_at=lead.published_at or known.published_at,
        updated_at=lead.updated_at or known.updated_at,
    )


def _moved(known: Known, shown: Mark, memory: Memory) -> Mark:
    """The stored lead's keys, with those that the shown lead has and that nobody else is known by."""
    key = known.mark.key if shown.key in memory.by_key else shown.key
    alt = known.mark.alt if shown.alt is None or shown.alt in memory.by_alt else shown.alt
    return known.mark._replace(key=key, alt=alt)
