"""What the revisions of an edition corrected, story by story. Pure."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from ribao.render.bundle import Corrected
from ribao.types.edition import Edition, Entry


def corrected(revisions: Iterable[Edition]) -> Mapping[str, Corrected]:
    """By story id, the newest revision that tells it in other words. ``revisions``: of one day, oldest first; a draft is
    no revision.
    """
    found: dict[str, Corrected] = {}
    for before, now in pairwise(one for one in revisions if one.revision > 0):
        told = _entries(before)
        for story, entry in _entries(now).items():
            if story in told and _words(entry) != _words(told[story]):
                found[story] = Corrected(revision=now.revision, at=now.made_at)
    return found


def _entries(edition: Edition) -> dict[str, Entry]:
    return {entry.story: entry for section in edition.sections for entry in section.entries}


def _words(entry: Entry) -> tuple[object, ...]:
    rows = tuple((row.id, row.revision) for row in entry.articles)
    return entry.headline, tuple(sentence.text for sentence in entry.sentences), rows
