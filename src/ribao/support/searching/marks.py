"""What the search filters by, read from annotations, corrections and editions; the same for every store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ribao.types.attribution import Status
from ribao.types.correction import Correction
from ribao.types.edition import Edition

MAKERS = ("channel", "promotion")
_BITS = {status: 1 << place for place, status in enumerate(Status)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    main: str = ""
    second: str = ""
    promo: bool = False


def marks(values: Mapping[str, Mapping[str, Any]], correction: Correction | None = None) -> Marks:
    """``values``: of the makers :data:`MAKERS`, those that there are. The owner's word goes over theirs."""
    channel, promotion = values.get("channel", {}), values.get("promotion", {})
    main, second = str(channel.get("main") or ""), str(channel.get("second") or "")
    if correction is not None and correction.channel:
        main, second = correction.channel, ""
    promo = bool(promotion.get("promo"))
    if correction is not None and correction.promo is not None:
        promo = correction.promo
    return Marks(main=main, second=second, promo=promo)


def bit(status: str) -> int:
    """0 for what is no status: it filters everything away."""
    return _BITS.get(Status(status), 0) if status in set(Status) else 0


def statuses(edition: Edition) -> dict[str, int]:
    """Bits of the statuses of the claims that each article stands behind, by article id."""
    found: dict[str, int] = {}
    for claim in _claims(edition):
        for holder in claim.holders:
            found[holder.article_id] = found.get(holder.article_id, 0) | _BITS[claim.status]
    return found


def _claims(edition: Edition) -> Iterable[Any]:
    return (claim for section in edition.sections for entry in section.entries for claim in entry.claims)
