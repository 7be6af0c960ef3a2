"""Promotion: deals, coupons, where to buy, sponsored labels. Words only, each shown with its place in the text.

Value::

    {"promo": bool, "score": 0..., "kind": "sponsored" | "deal" | "",
     "spans": [{"where": "title" | "text", "start", "end", "why"}]}

``where`` names the string that ``start`` and ``end`` count in: the article's title or its text (its summary where it
has no text: "summary"). A mark folds an article and keeps it from leading; it never drops it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from ribao.annotate.lexicon import load
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.source import Source
from ribao.types.words import Words

NAME = "promotion"
VERSION = 2
ENOUGH = 1.0  # score from which an article is marked
PLACES = {"title": 1.0, "text": 0.35, "summary": 0.35}  # a deal in passing is no advert
_TEXT = 3000  # characters
_SPANS = 20

Span = dict[str, Any]


def annotate(article: Article, words: Words, source: Source) -> Annotation:
    spans = list(_spans(article.title, "title"))
    spans += _spans(article.text[:_TEXT], "text") if article.text else _spans(article.summary[:_TEXT], "summary")
    return Annotation(
        article_id=article.id, revision=article.revision, maker=NAME, version=VERSION, value=decide(spans)
    )


def decide(spans: Iterable[Span]) -> dict[str, Any]:
    """The value from the evidence. Each word counts once; a sponsored label is enough wherever it stands."""
    listed = list(spans)
    best: dict[str, float] = {}
    for span in listed:
        best[span["word"]] = max(best.get(span["word"], 0.0), span["weight"])
    score = round(sum(best[word] for word in sorted(best)), 2)
    labelled = any(span["why"] == "sponsored" for span in listed)
    promo = score >= ENOUGH or labelled
    kind = "sponsored" if labelled else "deal" if promo else ""
    shown = [{name: span[name] for name in ("where", "start", "end", "why")} for span in listed[:_SPANS]]
    return {"promo": promo, "score": score, "kind": kind, "spans": shown}


def _spans(text: str, where: str) -> Iterator[Span]:
    for hit in load("promotion.toml").find(text):
        if hit.weight > 0:
            weight = hit.weight * PLACES[where]
            span = {"where": where, "start": hit.start, "end": hit.end, "why": hit.label}
            yield span | {"word": hit.word, "weight": weight}
