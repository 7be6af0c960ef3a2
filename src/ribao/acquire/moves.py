"""When a redirect changes the stored address of a source (fetching.md E8, E19–E22). Pure.

A permanent redirect is believed after three sightings over seven days, because sites err for an afternoon; a step
from http to https on one host at once. What was believed can be undone, and is not believed a second time.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from ribao.support.net.port import Hop
from ribao.types.source import SourceState

SIGHTINGS = 3
OVER = timedelta(days=7)
PERMANENT = frozenset({301, 308})


def after_hops(state: SourceState, hops: tuple[Hop, ...], now: datetime) -> SourceState:
    """The state after a usable answer that came by ``hops``: a sighting counted, a move made, or all forgotten."""
    target = _permanent_target(hops)
    if target is None or target in (state.url, state.moved_from):
        return state if state.moved_to is None else replace(state, moved_to=None, moved_seen=())
    seen = (*state.moved_seen, now) if state.moved_to == target else (now,)
    if _https_of(state.url, target) or (len(seen) >= SIGHTINGS and seen[-1] - seen[0] >= OVER):
        return _moved(state, target)
    # the first and the latest are all that counts, and a feed may redirect for years
    kept = seen if len(seen) <= SIGHTINGS else (seen[0], *seen[-2:])
    return replace(state, moved_to=target, moved_seen=kept)


def undo_move(state: SourceState) -> SourceState:
    """Back to the address before the last move, due at once; the same move is not made again."""
    if state.moved_from is None:
        return state
    return replace(_moved(state, state.moved_from), due_at=None)


def _moved(state: SourceState, target: str) -> SourceState:
    """Validators belong to an address: the new one is first asked without."""
    return replace(
        state,
        url=target,
        moved_from=state.url,
        moved_to=None,
        moved_seen=(),
        etag=None,
        last_modified=None,
    )


def _permanent_target(hops: tuple[Hop, ...]) -> str | None:
    if not hops or any(hop.status not in PERMANENT for hop in hops):
        return None
    return hops[-1].url


def _https_of(old: str, new: str) -> bool:
    before, after = urlsplit(old), urlsplit(new)
    return (before.scheme, after.scheme) == ("http", "https") and before.hostname == after.hostname
