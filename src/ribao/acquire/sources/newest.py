"""The newest entries of a document that has too many."""

from collections.abc import Sequence
from datetime import UTC, datetime

from ribao.acquire.sources.document import Entry
from ribao.types.reason import Code, Reason

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def newest(entries: Sequence[Entry], most: int) -> tuple[tuple[Entry, ...], Reason | None]:
    """At most ``most`` entries, newest by date (undated last, then as the document has them), in document order."""
    if len(entries) <= most:
        return tuple(entries), None
    by_date = sorted(range(len(entries)), key=lambda at: entries[at].published_at or _LONG_AGO, reverse=True)
    kept = tuple(entries[at] for at in sorted(by_date[:most]))
    return kept, Reason(code=Code.FEED_TOO_MANY_ENTRIES, detail=f"{len(entries)} entries, {most} kept")
