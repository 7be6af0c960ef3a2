"""Identity: recognising an entry at the next poll, whatever its feed changes meanwhile.

Each entry has two keys, and is known when either is. ``key`` is the feed's own id; where the feed gives none, or gives
one id to different entries, the link; where several entries share that, the words. ``alt_key`` is link and title. So
ids that change with each poll are caught by the second key, edited titles by the first. Links are compared without
scheme, ``www.``, anchor and tracking parameters.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b, sha256
from typing import Any

from ribao.acquire.sources.document import Document, Entry
from ribao.acquire.sources.links import same
from ribao.types.lead import Lead
from ribao.types.source import Source

_LONGEST_KEY = 300


def identify(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """(key, alt_key) of each entry. Entries that are one and the same have equal keys."""
    links = [same(entry.url) if entry.url else "" for entry in entries]
    words = [_words(entry, link) for entry, link in zip(entries, links, strict=True)]
    guids = [_guid(entry.guid) for entry in entries]
    shared_guids = _shared(guids, words)
    shared_links = _shared(links, words)
    return [
        (_key(guid if guid not in shared_guids else "", link if link not in shared_links else "", alt), alt)
        for guid, link, alt in zip(guids, links, words, strict=True)
    ]


def _guid(guid: str) -> str:
    """An id that is an address is compared like one: sites move from http to https."""
    return same(guid) if guid.startswith(("http://", "https://")) else guid.strip()


def _shared(names: Iterable[str], words: Iterable[str]) -> set[str]:
    """Names that several different entries go by, and that therefore name none of them."""
    first: dict[str, str] = {}
    return {name for name, alt in zip(names, words, strict=True) if name and first.setdefault(name, alt) != alt}


def _key(guid: str, link: str, alt: str) -> str:
    if guid:
        return _short(f"id:{guid}")
    return _short(f"link:{link}") if link else f"words:{alt}"


def _short(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else f"{key[:20]}…{_digest(key)}"


def _words(entry: Entry, link: str) -> str:
    """Link and title; without a link also the day, so that a weekly column is news each week."""
    title = _folded(entry.title)
    if link:
        return _digest(f"{link}\n{title}")
    when = entry.published_at.isoformat() if entry.published_at else ""
    return _digest(f"{title}\n{when}\n{'' if title else entry.summary or entry.content}")


def _folded(title: str) -> str:
    """Without case, width and spacing, which editors and feed generators change."""
    if not title.isascii() and not unicodedata.is_normalized("NFKC", title):
        title = unicodedata.normalize("NFKC", title)
    return title.lower().replace(" ", "")


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def leads(source: Source, document: Document, seen_at: datetime) -> tuple[Lead, ...]:
    """One lead for each entry, in document order; of entries that are the same, the first.

    ``Lead.id``: the first 16 hex digits of SHA-256 over source id, line feed, key.
    """
    found: dict[str, Lead] = {}
    known: set[str] = set()
    for entry, (key, alt_key) in zip(document.entries, identify(document.entries), strict=True):
        if key in found or alt_key in known:
            continue
        known.add(alt_key)
        found[key] = _lead(source.id, entry, key, alt_key, seen_at)
    return tuple(found.values())


class _Draft:
    """A lead that is being filled: the same slots, without the frozen ``__init__`` that takes five times as long."""

    __slots__ = Lead.__slots__


def _lead(source_id: str, entry: Entry, key: str, alt_key: str, seen_at: datetime) -> Lead:
    draft: Any = _Draft()
    draft.id = sha256(f"{source_id}\n{key}".encode("utf-8", "replace")).hexdigest()[:16]
    draft.source_id = source_id
    draft.key = key
    draft.alt_key = alt_key
    draft.url = entry.url
    draft.title = entry.title
    draft.seen_at = seen_at
    draft.published_at = entry.published_at
    draft.updated_at = entry.updated_at
    draft.summary = entry.summary
    draft.content = entry.content
    draft.author = entry.author
    draft.categories = entry.categories
    draft.picture = entry.picture
    draft.__class__ = Lead
    lead: Lead = draft
    return lead
