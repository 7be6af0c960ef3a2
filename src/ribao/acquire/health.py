"""Health of a source, as its owner sees it: its last failure, or that it has fallen silent (faults.md F26)."""

from datetime import datetime, timedelta

from ribao.types.reason import Code, Reason
from ribao.types.source import SourceState

SILENT_GAPS = 3.0
SILENT_LEAST = timedelta(hours=24)  # a night without news is no silence, however fast the source is by day


def health(state: SourceState, now: datetime) -> Reason | None:
    """None when the source is well. A failure is told before silence."""
    if state.reason is not None:
        return state.reason
    if state.changed_at is None or state.usual_gap_minutes is None:
        return None
    quiet = now - state.changed_at
    if quiet <= max(timedelta(minutes=SILENT_GAPS * state.usual_gap_minutes), SILENT_LEAST):
        return None
    detail = f"nothing new for {quiet.days} d, usually every {state.usual_gap_minutes / 60:.1f} h"
    return Reason(code=Code.SILENT, detail=detail)
