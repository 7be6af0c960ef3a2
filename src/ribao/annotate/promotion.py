"""Promotion: is this an advert? Deals, coupons, buying guides, a firm's own words; each word with its place in the text.

Value::

    {"promo": bool, "score": 0..1, "kind": "sponsored" | "deal" | "advertorial" | "press_release" | "",
     "spans": [{"where": "title" | "text" | "summary", "start", "end", "why"}], "voices": int or None}

``where`` names the string that ``start`` and ``end`` count in; ``why`` is the kind of evidence
(:mod:`ribao.annotate.promotion_evidence`). ``voices``: how many different signs there are that somebody else than the
maker is heard (analysts, testers, buyers); None without a text to look into. A mark folds an article and keeps it from
leading; it never drops it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ribao.annotate import promotion_model
from ribao.annotate.promotion_evidence import AGAINST, PRAISING, SELLING, VOICE, Evidence, find, sums
from ribao.annotate.promotion_model import Model, Sums
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.source import Source
from ribao.types.words import Words

NAME = "promotion"
VERSION = 6
ENOUGH = 1.0  # without a model: sum of the words' own weights from which an article is marked
PLACES = {"title": 1.0, "lead": 0.35, "rest": 0.2}  # without a model: what a word counts there
ALONE, MUCH = 1.2, 1.2  # what so much praise of a maker adds, by log-odds, where nobody else is heard
_SPANS = 20
_DEAL = tuple(kind for kind in SELLING if kind not in ("sponsored", "buying guide", "tested"))
_GUIDE = ("buying guide", "tested", "praise")


def annotate(article: Article, words: Words, source: Source) -> Annotation:
    value = decide(find(article), article.title, whole=bool(article.text))
    return Annotation(article_id=article.id, revision=article.revision, maker=NAME, version=VERSION, value=value)


def decide(found: Sequence[Evidence], title: str, *, whole: bool) -> dict[str, Any]:
    """The value from the evidence. A label that says it is paid for is enough by itself. ``whole``: there is a text."""
    counted = sums(found)
    model = promotion_model.load()
    labelled = any(one.label for one in found)
    voices = len({one.word for one in found if one.kind == VOICE}) if whole else None
    praise = sum(counted.get((place, kind), 0.0) for place in PLACES for kind in ("praise", "stock phrase"))
    score = _score(model, title, counted, ALONE if voices == 0 and praise >= MUCH else 0.0)
    promo = labelled or score >= (model.threshold if model else 0.5)
    return {
        "promo": promo,
        "score": 1.0 if labelled else round(score, 3),
        "kind": kind(counted, labelled=labelled) if promo else "",
        "spans": _spans(found),
        "voices": voices,
    }


def kind(counted: Sums, *, labelled: bool) -> str:
    """What sort of promotion it is, by the evidence that weighs most."""
    if labelled:
        return "sponsored"
    shares = {
        "deal": _share(counted, _DEAL),
        "advertorial": _share(counted, _GUIDE),
        "press_release": _share(counted, PRAISING[1:]),
    }
    return max(shares, key=lambda name: shares[name])


def _share(counted: Sums, kinds: Iterable[str]) -> float:
    return sum(PLACES[place] * counted.get((place, kind), 0.0) for place in PLACES for kind in kinds)


def _score(model: Model | None, title: str, counted: Sums, more: float) -> float:
    if model is not None:
        return promotion_model.probability(model, title, counted, more)
    total = sum(PLACES[place] * weight for (place, kind), weight in counted.items() if kind not in (*AGAINST, VOICE))
    return min(1.0, total / ENOUGH / 2)


def _spans(found: Sequence[Evidence]) -> list[dict[str, Any]]:
    """What speaks for promotion, in reading order; strong words first where there are too many to show."""
    selling = [one for one in found if one.kind in SELLING or one.kind in PRAISING]
    strongest = sorted(range(len(selling)), key=lambda n: -selling[n].weight)[:_SPANS]
    kept = (selling[n] for n in sorted(strongest))
    return [{"where": one.where, "start": one.start, "end": one.end, "why": one.kind} for one in kept]
