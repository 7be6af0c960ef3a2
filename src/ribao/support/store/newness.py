"""Pure: which of the leads that sources showed are new, known, or known with changed words.

A lead is known by its key or by its alt_key, whichever holds: feeds change their ids, and sites their addresses. When
one of the two moved, the stored lead takes the moved one (if it is free), so that it stays known when next the other
moves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from ribao.support.store.moments import to_micros
from ribao.support.store.packing import hash64
from ribao.support.store.tidying import tidy
from ribao.types.lead import Lead
from ribao.types.source import Source, SourceState

DIGEST = 32  # hex digits of a lead's key, as acquire/sources/identity.py makes them
MASK = (1 << 64) - 1


class Mark(NamedTuple):
    """What a lead is recognised by. ``alt`` is None when it has no second key."""

    key: int
    alt: int | None
    words: int


class Known(NamedTuple):
    """What the store remembers of a lead; ``dropped`` is a tombstone, which never comes back. Times in microseconds."""

    id: str
    mark: Mark
    published: int | None
    updated: int | None
    dropped: bool = False


class Shown(NamedTuple):
    """A tidy lead that a source shows, and what is made of it once and used twice: texts in UTF-8, microseconds."""

    lead: Lead
    mark: Mark
    published: int | None
    updated: int | None
    summary: bytes
    content: bytes


class Changed(NamedTuple):
    id: str  # the stored lead's
    shown: Shown


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
    new: list[Shown] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    moved: dict[str, Mark] = field(default_factory=dict)  # by stored lead id: its keys from now on
    known: int = 0


def fresh_state(source: Source) -> SourceState:
    """Of a source that was never asked, or whose owner changed its address."""
    return SourceState(source_id=source.id, url=source.url)


def look_at(lead: Lead) -> Shown:
    """The lead made ready to be judged. Tens of thousands come at once: each text is looked through once."""
    try:
        return _look_at(lead)
    except UnicodeEncodeError:  # a lone surrogate
        return _look_at(tidy(lead))


def _look_at(lead: Lead) -> Shown:
    summary, content = lead.summary.encode(), lead.content.encode()
    words = b"\0".join((lead.title.encode(), summary, content))
    keys = "\0".join((lead.source_id, lead.key, lead.alt_key, lead.url, lead.author, lead.picture))
    rest = "".join(lead.categories) if lead.categories else ""
    if words.count(b"\0") != 2 or keys.count("\0") != 5 or "\0" in rest:
        return _look_at(tidy(lead))
    if not keys.isascii() or not rest.isascii():
        rest.encode(), keys.encode()  # a lone surrogate is found here
    return Shown(lead, _mark(lead, words), _micros(lead.published_at), _micros(lead.updated_at), summary, content)


def _micros(time: datetime | None) -> int | None:
    return None if time is None else to_micros(time)


def _mark(lead: Lead, words: bytes) -> Mark:
    alt = _key_hash(lead.source_id, lead.alt_key) if lead.alt_key else None
    return Mark(_key_hash(lead.source_id, lead.key), alt, hash64(words))


def _key_hash(source_id: str, key: str) -> int:
    """64 bits of source and key. Most keys are digests already: what they hold is mixed with the source's own hash."""
    if len(key) == DIGEST:
        try:
            return _signed(int(key[:16], 16) ^ _source_hash(source_id))
        except ValueError:
            pass
    return hash64(f"{source_id}\0{key}".encode())


def _signed(number: int) -> int:
    """An unsigned number of 64 bits as the database keeps it."""
    return number - (number >> 63 << 64)


@lru_cache(maxsize=20_000)
def _source_hash(source_id: str) -> int:
    return hash64(source_id.encode()) & MASK


def sort_out(leads: Iterable[Shown], memory: Memory) -> Sorted:
    """Judge each lead in turn; ``memory`` learns as it goes, so an entry shown twice in one document counts once.

    ``memory`` holds every stored lead that has one of these leads' keys.
    """
    found = Sorted()
    for shown in leads:
        known = memory.find(shown.mark)
        if known is None:
            found.new.append(shown)
            memory.add(Known(shown.lead.id, shown.mark, shown.published, shown.updated))
        elif known.mark == shown.mark:
            found.known += 1
        else:
            _meet_again(known, shown, memory, found)
    return found


def _meet_again(known: Known, shown: Shown, memory: Memory, found: Sorted) -> None:
    now = known
    if has_changed(known, shown):
        found.changed.append(Changed(known.id, shown))
        now = _with_words(known, shown)
    else:
        found.known += 1
    keys = _moved(known, shown.mark, memory)
    # once a batch: a lead that moves twice in one document has no id worth following
    if keys != known.mark and known.id not in found.moved:
        found.moved[known.id] = keys
        now = now._replace(mark=keys._replace(words=now.mark.words))
    if now != known:
        memory.add(now._replace(mark=known.mark._replace(words=now.mark.words)))  # by its old keys, too, in this batch
        memory.add(now)


def has_changed(known: Known, shown: Shown) -> bool:
    """Other words, and a later time with them: an older copy of a feed, or an advert that rotates, is no change."""
    if known.dropped or shown.mark.words == known.mark.words:
        return False
    return _later(shown.updated, known.updated) or _later(shown.published, known.published)


def _later(time: int | None, before: int | None) -> bool:
    return time is not None and (before is None or time > before)


def _with_words(known: Known, shown: Shown) -> Known:
    return known._replace(
        mark=known.mark._replace(words=shown.mark.words),
        published=known.published if shown.published is None else shown.published,
        updated=known.updated if shown.updated is None else shown.updated,
    )


def _moved(known: Known, shown: Mark, memory: Memory) -> Mark:
    """The stored lead's keys, with those that the shown lead has and that nobody else is known by."""
    if known.dropped:
        return known.mark
    key = known.mark.key if shown.key in memory.by_key else shown.key
    alt = known.mark.alt if shown.alt is None or shown.alt in memory.by_alt else shown.alt
    return known.mark._replace(key=key, alt=alt)
