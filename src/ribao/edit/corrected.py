"""The owner's corrections laid over what the makers found. A correction shows whose word it is: ``"by": "owner"``."""

from collections.abc import Iterable, Mapping
from typing import Any

from ribao.types.annotation import Annotation
from ribao.types.correction import Correction

Found = Mapping[str, Annotation]  # maker → annotation, of one article
OWNER = "owner"
CERTAIN = 1000.0  # score of a channel that the owner named: no habit of a source outweighs it


def corrected(annotations: Mapping[str, Found], corrections: Iterable[Correction]) -> dict[str, Found]:
    """``annotations`` by article id with the corrections over them; an article that has none yet gets the mark alone."""
    laid = {one.article_id: {**annotations.get(one.article_id, {}), **_marks(one, annotations)} for one in corrections}
    return {**annotations, **laid}


def _marks(one: Correction, annotations: Mapping[str, Found]) -> dict[str, Annotation]:
    found = annotations.get(one.article_id, {})
    marks: dict[str, Annotation] = {}
    if one.promo is not None:
        marks["promotion"] = _over(one, found.get("promotion"), "promotion", {"promo": one.promo, "by": OWNER})
    if one.channel:
        value: dict[str, Any] = {
            "main": one.channel,
            "second": None,
            "scores": {one.channel: CERTAIN},
            "reasons": [],
            "by": OWNER,
        }
        marks["channel"] = _over(one, found.get("channel"), "channel", value)
    return marks


def _over(one: Correction, found: Annotation | None, maker: str, value: Mapping[str, Any]) -> Annotation:
    before = found.value if found else {}
    return Annotation(
        article_id=one.article_id,
        revision=found.revision if found else 1,
        maker=maker,
        version=found.version if found else 0,
        value={**before, **value},
    )
